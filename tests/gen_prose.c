/*
 * The prose of a report, out of templates.  In them $a to $z stand for one of a
 * list, % and a digit for a number of so many digits, %N for the next number
 * that was given, %Y for the year, %M and %D for month and day, %O, %P and %S
 * for the publisher, its place and how it calls itself, %V for an invented name.
 */
#include "gen.h"

#define LIST(letter, ...) \
	[letter - 'a'] = {(const char *const[]){__VA_ARGS__}, \
	    COUNT(((const char *const[]){__VA_ARGS__}))}

/* What $a to $z of a template may become; entries are templates themselves.
 * Many short words rather than few long sentences: the archives shall compress
 * as real ones do. */
static const struct words list[26] = {
	/* when */
	LIST('a', "年初", "%M月", "%M月上旬", "%M月中旬", "%M月下旬", "%M月%D日",
	    "上半年", "下半年", "汛前", "汛后", "入冬后", "春耕前", "秋收时", "节前",
	    "节后", "换届后", "改版后", "每周", "每旬", "每月%D日", "逢集日"),
	/* somewhere to read it */
	LIST('c', "门户网站", "“%V在线”公众号", "公告栏", "服务大厅", "应急广播",
	    "“%V之声”", "电子屏", "宣传车", "短信平台", "热线", "查阅点", "%V文化站",
	    "图书馆", "《%V报》", "政务直播间", "网格群", "村务栏", "开放日"),
	/* in what manner */
	LIST('e', "逐条", "分批", "按旬", "按季", "限时", "当场", "随到",
	    "集中", "联合", "交叉", "定向", "提前", "同步", "连夜", "专项",
	    "滚动", "分级", "分类", "全量", "逐户", "就地", "反复", "从严",
	    "从快", "主动", "定期", "优先", "据实", "依规", "上门", "在线",
	    "远程", "双人", "全程", "单独", "统一", "重新", "逐页", "逐村",
	    "随机"),
	/* field */
	LIST('f', "农田水利", "旧区改造", "食品抽检", "学前教育", "养老服务",
	    "村级财务", "河道清淤", "公租房", "就业见习", "医疗救助",
	    "校车安全", "古树名木", "气象预警", "粮食收储", "渔业补贴",
	    "停车泊位", "夜间照明", "供水管网", "危桥加固", "特种设备",
	    "土地征收", "林下经济", "垃圾分类", "公交线网", "价格监测",
	    "消防通道", "乡村医生", "文物修缮", "创业担保", "防汛物资",
	    "耕地保护", "物业管理", "社区食堂", "退役安置", "茶叶质检",
	    "港口岸线", "集市搬迁", "法律援助"),
	/* who */
	LIST('h', "%S", "%V所", "%V村委会", "%V中队", "%V村", "%V站", "公开专班", "法制岗", "信息科", "驻村干部",
	    "值班员", "分管负责人", "综合科", "%V社区", "联络员", "窗口", "网格员",
	    "档案室", "财务科", "督查组", "审查员"),
	/* proactive disclosure */
	LIST('i', "$a，$h$e$v$x和$x，$y。", "$h把$x、$x、$x放到$c，$a$e$v，$y。",
	    "针对%V、%V等%2个村，$a在$c$e$v$x，$y。",
	    "对$f、$f编出$x%3条，$h$e$v，$a完成。",
	    "《%P$f管理细则》出台前，在$c征询%2天，得建议%2条，采纳%1条，$y。",
	    "$x由$h$e$v，$x由$h$e$v，$y。", "$c开出“%V听证”，请代表%2人议$x，$y。",
	    "$f$x解读%2篇、配图%2幅，$h到%V$v%1场。"),
	/* management */
	LIST('j', "$h$e$v存量$x，%4份中%2份作了标注，$y。",
	    "拟写$x时即定公开属性，$a退回%1件，$h$e$v。",
	    "$x的保密审查分%1道，$h$e$v，$h再$v，$y。",
	    "$a修订$f、$f两章指南，$x$e$v。", "给%3份$x编号，$c上的旧版同步$v，$y。",
	    "$x与$x目录调整%2处，$h$e$v，$y。", "$x中的住址、账号先$v，$a抽查%2份。"),
	/* platform */
	LIST('k', "$c改版，新增$x、$x，$a$e$v，$y。", "$c与$c打通$x，$h$e$v，$y。",
	    "$a关停账号%1个，留用$c，$x$e$v。", "在%V、%V设点%1处，备$x%3册，$h$v。",
	    "$c增设语音朗读，$x试用%2天，$y。", "为$c补$x标签%3个，$h$e$v。",
	    "$a演练$c切换%1次，$h$e$v$x，$y。"),
	/* oversight */
	LIST('l', "$h$a自查$x%2处，整改%1处，$e$v。",
	    "聘%V、%V的监督员%1名给$c打分，平均9%1.%1分，$y。",
	    "办班%1期，到课%3人次，讲$x与$x的写法，$y。",
	    "公开占考核%1分，$h$e$v$x，未发生责任追究。",
	    "$a请%V居民评议$x，收问卷%3份，$y。", "对迟报$x的%1个单位，$h$e$v，$y。"),
	/* problems */
	LIST('m', "$x更新偏慢，$h要到$a才$v", "$c检索不便，$x难找",
	    "%V、%V等站由一人兼管%1项，$x来不及$v", "$f解读偏重文字，$x少有图",
	    "$x与$x格式不一，$h$v吃力", "对$f、$x的提问，$h$v不够快",
	    "%V一带不熟悉$c，$x少人看", "$x与$x有交叉，$e$v不易",
	    "新手对$x的审查不熟，$a有%1件重做"),
	/* improvements */
	LIST('n', "为$x设专人，$e$v", "改造$c，按$x、$x分类", "从%V抽调%1人，$h带教$x",
	    "给$x配图%2组，$h$e$v", "统一$x模板，%M月前$v", "$f提问%1日内由$h$v",
	    "到%V、%V办开放日，演示$c与$x", "把$x、$x并成%3条，$y",
	    "编写$x手册，收案例%2则，$y"),
	/* other matters */
	LIST('o', "本报告的电子版可在$c下载，联系电话0%3-%4%3。",
	    "办公地址：%P%V路%2号，邮编0%2%3。",
	    "欢迎就$x、$x提出意见，来信请寄%V路%3号。", "$h$a$v$x%2项，供查阅。"),
	/* opening of section 1 */
	LIST('p', "%Y年，%S以$f、$f为重点，$h$e$v$x，$y。",
	    "一年来，%S从$x抓起，$h牵头，$h协同，$e$v$f事项，$y。",
	    "%S把公开贯穿$f和$x全程，$a召开推进会%1次，$h$e$v，$y。",
	    "%Y年度，%S服务%V、%V等%2个片区，$x、$x$e$v，$y。"),
	/* what it is about */
	LIST('u', "渔船", "茶园", "渡口", "校舍", "粮站", "桥梁", "窨井",
	    "塘坝", "林场", "农机", "药店", "托育", "公厕", "路灯", "泵站",
	    "电梯", "货场", "集市", "民宿", "祠堂", "灌渠", "冷库", "苗圃",
	    "滩涂", "矿坑", "堤防", "牧场", "菜场", "站台", "驿道", "球场",
	    "影院", "诊所", "学区", "厂房", "码头", "仓储", "航道", "管廊",
	    "充电", "燃气", "供热", "排污", "消防", "雨污", "绿地", "古井",
	    "窑址", "梯田", "湿地", "果园", "蜂场", "鱼塘", "盐田", "砖窑",
	    "采砂", "疏浚", "护林", "防疫", "防汛", "抗旱", "融雪", "禁渔",
	    "轮作", "休耕", "种业", "土肥", "水文", "测绘", "地籍", "户籍",
	    "婚育", "殡葬", "低保", "工伤", "失业", "生育", "助学", "助残",
	    "助餐", "托管", "康复", "急救", "献血", "疫苗", "药械", "食堂",
	    "校服", "营养", "征兵", "双拥", "慈善", "志愿", "信访", "调解",
	    "公证", "仲裁", "普法", "禁毒", "交管", "驾培", "客运", "货运",
	    "公交", "停车", "共享", "快递", "外卖", "电商", "会展", "旅行",
	    "体育", "图书", "非遗", "文博", "广电", "出版", "印刷", "科普",
	    "专利", "标准", "计量", "认证", "质检", "商标", "广告", "价费",
	    "税费", "国资", "债务", "采购", "招标", "补贴", "奖补", "贴息",
	    "担保", "保险", "基金", "彩票"),
	/* done with it */
	LIST('v', "梳理", "核对", "补录", "更新", "公布", "整合", "汇编",
	    "清理", "校订", "修订", "上传", "推送", "解读", "标注", "翻译",
	    "转载", "归集", "核验", "比对", "抽检", "回访", "催办", "督办",
	    "通报", "约谈", "调取", "复核", "会审", "报送", "备份", "迁移",
	    "扩充", "压减", "合并", "拆分", "重排", "改写", "绘制", "录制",
	    "播发", "张贴", "寄送", "讲解", "演示", "试行", "推广", "轮训",
	    "考核", "评议", "征询", "采纳", "回应", "转办", "退回", "签收",
	    "登记", "盖章", "封存", "解密", "脱敏", "遮盖"),
	/* what is published */
	LIST('w', "台账", "名录", "清单", "目录", "规程", "指南", "图册",
	    "公告", "通报", "简报", "年鉴", "档案", "数据", "指标", "预算",
	    "决算", "方案", "计划", "纪要", "批复", "意见", "办法", "细则",
	    "标准", "样表", "表单", "流程", "时限", "依据", "条件", "结果",
	    "结论", "报告", "评价", "评估", "抽查", "检查", "巡查", "督查",
	    "核查", "审查", "审核", "备案", "登记", "许可", "处罚", "裁决",
	    "奖励", "补偿", "征收", "拆迁", "安置", "分配", "轮候", "摇号",
	    "公示", "听证", "座谈", "问卷", "访谈", "直播", "专栏", "频道",
	    "栏目", "页面", "链接", "附件", "图表", "视频", "音频", "海报",
	    "折页", "手册", "展板", "热线", "信箱", "留言", "问答", "案例",
	    "课件", "讲义", "试题", "考评", "积分", "排名", "台签", "牌匾",
	    "标识", "编号", "索引", "摘要", "全文", "正本", "副本", "底稿",
	    "草案", "修订", "废止", "解读", "勘误", "补正", "交接", "移交",
	    "归档", "销毁"),
	/* something published */
	LIST('x', "$u$w", "$u$w", "$f$w", "%V$w", "%V$u$w", "%V等地$u$w"),
	/* with what result */
	LIST('y', "少跑腿", "看得懂", "查得到", "可追溯", "口径一致",
	    "不留空白", "来电减少", "误读变少", "点击上升", "好评居多",
	    "积压清零", "错漏归零", "时限缩短", "意见趋同", "往返减半",
	    "纸张节省", "底数清楚", "责任到人", "无一超期", "首访办结",
	    "群众认可", "企业点赞", "村民到场", "老人会用", "旧账理清",
	    "新规落地", "链接有效", "附件齐全", "图文对应", "检索加快"),
};

static const char *const first_name[] = {
	"青", "云", "澄", "霁", "岚", "栖", "砚", "苇", "枫", "漪", "翎", "沁",
	"榆", "朔", "棠", "珩", "叠", "筠", "湉", "笠", "蓼", "萤", "鹭", "硖",
};
static const char *const second_name[] = {
	"屿", "澜", "埠", "垭", "霁", "穹", "渚", "岑", "湄", "洄", "砦", "堰",
	"畈", "碶", "峤", "嶂", "浍", "陂", "坫", "汭", "崮", "墩", "岙", "圩",
};
static const char *const bureau[] = {
	"民政局", "财政局", "教育局", "水利局", "交通运输局", "农业农村局", "商务局",
	"统计局", "审计局", "司法局", "医疗保障局", "应急管理局", "林业局", "科学技术局",
	"文化和旅游局", "卫生健康局", "市场监督管理局", "自然资源局", "生态环境局",
	"住房和城乡建设局", "人力资源和社会保障局", "退役军人事务局", "信访局",
	"机关事务服务中心", "行政审批局", "气象局", "城市管理局", "体育局",
};

/* One of the words, or of more of them. */
static const char *
word(struct rng *r, const struct words *words, const struct words *more)
{
	size_t i = below(r, words->n + (more != NULL ? more->n : 0));

	return i < words->n || more == NULL ? words->text[i]
					    : more->text[i - words->n];
}

static void
add_name(struct doc *d, struct rng *r)
{
	static const struct words first = {first_name, COUNT(first_name)},
	    second = {second_name, COUNT(second_name)};

	buf_addz(&d->text, word(r, &first, d->varied ? &varied_first : NULL));
	buf_addz(&d->text, word(r, &second, d->varied ? &varied_second : NULL));
}

static void expand(struct doc *d, struct rng *r, const char *template);

/* % and a letter or digit: a number, a name. */
static void
expand_percent(struct doc *d, struct rng *r, char what)
{
	static const unsigned ten[] = {1, 10, 100, 1000, 10000};
	struct buf *b = &d->text;
	unsigned digits = (unsigned)(what - '1');

	switch (what) {
	case '1': case '2': case '3': case '4':
		buf_addu(b, between(r, ten[digits], ten[digits + 1] - 1));
		break;
	case 'M':
		buf_addu(b, between(r, 1, 12));
		break;
	case 'D':
		buf_addu(b, between(r, 1, 28));
		break;
	case 'Y':
		buf_addu(b, d->told);
		break;
	case 'N':
		buf_addf(b, "%ld", *d->arg++);
		break;
	case 'V':
		add_name(d, r);
		break;
	case 'P':
		buf_addz(b, d->place);
		break;
	case 'O':
		buf_addz(b, d->org);
		break;
	case 'S':
		buf_addz(b, d->self);
		break;
	default:
		buf_addc(b, what);
	}
}

/* Append the template to d->text. */
static void
expand(struct doc *d, struct rng *r, const char *template)
{
	for (const char *p = template; *p != '\0'; p++) {
		size_t plain = strcspn(p, "$%");

		buf_add(&d->text, p, plain);
		p += plain;
		if (*p == '\0')
			return;
		if (*p++ == '$') {
			int l = *p - 'a';

			expand(d, r, word(r, &list[l],
			    d->varied ? &varied_words[l] : NULL));
		} else {
			expand_percent(d, r, *p);
		}
	}
}

/* The same as a text of its own. */
static const char *
expanded(struct doc *d, struct rng *r, const char *template)
{
	buf_reset(&d->text);
	expand(d, r, template);
	return arena_str(&d->arena, buf_str(&d->text)).p;
}

static struct block *
add_block(struct doc *d, enum block_kind kind, const char *text)
{
	struct block *b = &d->block[d->nblock++];

	*b = (struct block){kind, text, NULL};
	return b;
}

static const char *
text_of(struct doc *d)
{
	return arena_str(&d->arena, buf_str(&d->text)).p;
}

/* ---- the document ---- */

void
prose_publisher(struct doc *d)
{
	static const char *const town[][2] = {
		{"镇人民政府", "我镇"}, {"乡人民政府", "我乡"}, {"街道办事处", "街道"},
	};
	struct rng r = rng_part(d, P_ORG);
	unsigned unit = below(&r, 3), kind = below(&r, 10), t = below(&r, 3);
	const char *units[] = {"县", "区", "市"};

	if (d->family != ALONE) {
		family_publisher(d);
		return;
	}
	buf_reset(&d->text);
	add_name(d, &r);
	if (d->varied)
		add_name(d, &r);
	buf_addz(&d->text, units[unit]);
	d->place = text_of(d);
	d->city = unit == 2 && kind < 2;
	if (kind == 0) {
		d->org = expanded(d, &r, "%P人民政府");
		d->self = unit == 0 ? "我县" : unit == 1 ? "我区" : "我市";
	} else if (kind == 1) {
		d->org = expanded(d, &r, "%P人民政府办公室");
		d->self = "本办";
		d->city = false;
	} else if (kind < 4) {
		buf_reset(&d->text);
		expand(d, &r, "%P%V");
		buf_addz(&d->text, town[t][0]);
		d->org = text_of(d);
		d->self = town[t][1];
	} else {
		const char *b = bureau[below(&r, COUNT(bureau))];

		buf_reset(&d->text);
		buf_addz(&d->text, d->place);
		buf_addz(&d->text, b);
		d->org = text_of(d);
		d->self = strstr(b, "中心") != NULL ? "本中心" : "我局";
	}
}

static unsigned
title_year(const struct doc *d)
{
	if (d->fault != YEARMISMATCH)
		return d->year;
	/* the form stays that of the year */
	return d->year == 2019 || d->year == 2021 ? d->year + 1 : d->year - 1;
}

static void
write_title(struct doc *d, struct rng *r)
{
	unsigned kind = below(r, 3), posted = below(r, 3), day = between(r, 9, 28);
	struct buf *b = &d->text;

	buf_reset(b);
	if (kind != 1 || d->fault == NOYEAR)
		buf_addz(b, d->org);
	if (d->fault != NOYEAR)
		buf_addf(b, kind == 2 ? "%u年度" : "%u年", title_year(d));
	if (kind == 1 && d->fault != NOYEAR)
		buf_addz(b, d->org);
	buf_addz(b, "政府信息公开工作年度报告");
	add_block(d, B_TITLE, text_of(d));
	if (posted == 0)
		return;
	buf_reset(b);
	buf_addf(b, posted == 1 ? "发布日期：%u-01-%02u" : "发布时间：%u年1月%u日",
	    d->year + 1, day);
	add_block(d, B_POSTED, text_of(d));
}

/* An official heading or one of its variants. */
static const char *
heading(struct doc *d, struct rng *r, const char *const *variant, size_t n)
{
	size_t i = below(r, n);

	return variant[d->noise ? i : 0];
}
#define HEADING(d, r, ...) \
	heading(d, r, (const char *const[]){__VA_ARGS__}, \
	    COUNT(((const char *const[]){__VA_ARGS__})))

static void
write_intro(struct doc *d, struct rng *r)
{
	static const char *const basis[] = {
		"根据《中华人民共和国政府信息公开条例》（国务院令第%N号）编制本报告。",
		("%O按照《中华人民共和国政府信息公开条例》（国务院令第%N号）的规定，"
		 "公布本年度报告。"),
		("依照《中华人民共和国政府信息公开条例》（国务院令第%N号，"
		 "以下简称《条例》）第五十条，现报告%Y年的工作。"),
	};
	static const char *const parts[] = {
		("全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
		 "政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、"
		 "其他需要报告的事项六个部分组成。"),
		"",
		("本报告由$h汇总$x、$x后编成，可在$c查阅，如有疑问请与$h联系"
		 "（地址：%P%V路%3号，电话：0%3-%4%3）。"),
	};
	static const char *const period[] = {
		"数据的统计期限自%Y年1月1日起至%Y年12月31日止。",
		"所列数据统计期限为%Y年1月1日至%Y年12月31日。",
	};
	long order = d->fault == ORDER492 ? 492 : 711;

	d->arg = &order;
	buf_reset(&d->text);
	expand(d, r, basis[below(r, COUNT(basis))]);
	expand(d, r, parts[below(r, COUNT(parts))]);
	expand(d, r, period[below(r, COUNT(period))]);
	add_block(d, B_PARA, text_of(d));
}

/* A number in parts that add up. */
static void
write_parts(struct doc *d, struct rng *r)
{
	static const char *const template[] = {
		"全年共公开信息%N条，其中门户网站%N条，政务新媒体%N条，其他渠道%N条。",
		"%Y年主动公开政府信息%N条，其中政策文件类%N条，工作动态类%N条，公示公告类%N条。",
		"本年度累计公开信息%N条，其中通过网站%N条，通过公众号%N条，通过公告栏%N条。",
	};
	unsigned kind;
	long part[] = {0, between(r, 20, 900), between(r, 5, 300), between(r, 1, 90)};

	part[0] = part[1] + part[2] + part[3] + (d->fault == PARTS ? 7 : 0);
	d->arg = part;
	kind = below(r, COUNT(template));
	expand(d, r, template[d->fault == OTHERYEAR ? 1 : kind]);
}

/* What was published in another way, this year and last. */
static void
write_growth(struct doc *d)
{
	static const char *const template[] = {
		"发布政策解读%N篇，上年为%N篇，同比%s%N.%N%%。",
		"回应关切%N次，比上年的%N次%s%N.%N%%。",
		"政务新媒体推送信息%N条，较上年（%N条）%s%N.%N%%。",
	};
	struct rng r = rng_for(d->seed, d->prose, P_PROSE + 20);
	unsigned before = between(&r, 20, 400), now = before + between(&r, 1, 99);
	unsigned by = now - before, tenths = (by * 2000 + before) / (2 * before);
	const char *p = template[below(&r, COUNT(template))], *word;
	bool fewer = chance(&r, 40);
	long n[] = {now, before, 0, 0};

	if (fewer) {
		n[0] = before;
		n[1] = now;
		tenths = (by * 2000 + now) / (2 * now);
	}
	tenths += d->fault == GROWTH ? 17 : 0;
	n[2] = tenths / 10;
	n[3] = tenths % 10;
	d->arg = n;
	word = strstr(p, "%s");
	expand(d, &r, arena_str(&d->arena,
	    (struct str){p, (size_t)(word - p)}).p);
	buf_addz(&d->text, fewer ? "下降" : "增长");
	expand(d, &r, word + strlen("%s"));
}

static void
write_requests(struct doc *d, struct rng *r)
{
	static const char *const some[] = {
		"%Y年收到政府信息公开申请%N件，上年结转%N件，答复%N件，结转下年度继续办理%N件。",
		"全年新收政府信息公开申请%N件，另有上年度结转%N件；答复申请%N件，结转下年度%N件。",
		"本年度共处理政府信息公开申请%N件（含上年度结转%N件），答复%N件，结转下年度%N件。",
	};
	static const char *const none[] = {
		"%Y年未收到政府信息公开申请，无上年结转件。",
		"全年没有收到公民、法人或者其他组织提出的政府信息公开申请。",
	};
	static const char *const court[] = {
		"因政府信息公开引起的行政复议%N件、行政诉讼%N件。",
		"发生行政复议%N件，行政诉讼%N件。",
	};
	unsigned some_kind = below(r, 3), no = below(r, 2), two = below(r, 2);
	unsigned kind = d->fault == OTHERYEAR ? 0 : some_kind;
	bool all = kind == 2 || d->fault == RECEIVED;
	long n[] = {
		d->t3[NEW][SUM3] + (all ? d->t3[CARRIED_IN][SUM3] : 0) +
		    (d->fault == RECEIVED ? 5 : 0),
		d->t3[CARRIED_IN][SUM3],
		d->t3[TOTAL][SUM3] + (d->fault == ANSWERED ? 4 : 0),
		d->t3[CARRIED_OUT][SUM3],
		d->t4[0][4], d->t4[1][4] + d->t4[2][4],
	};

	d->arg = n;
	expand(d, r, n[0] + n[1] + n[2] + n[3] != 0 ? some[kind] : none[no]);
	d->arg = n + 4;
	expand(d, r, n[4] + n[5] != 0 ? court[two]
		: "未发生因政府信息公开引起的行政复议和行政诉讼。");
}

/* A topic of section 1: heading and what is in d->text, in the report's way. */
static void
end_topic(struct doc *d, const char *head)
{
	const char *text = text_of(d);

	if (!d->inline_topics) {
		add_block(d, B_TOPIC, head);
		add_block(d, B_PARA, text);
		return;
	}
	buf_reset(&d->text);
	buf_addz(&d->text, head);
	buf_addz(&d->text, "。");
	buf_addz(&d->text, text);
	add_block(d, B_PARA, text_of(d));
}

static void
write_topic(struct doc *d, struct rng *r, unsigned topic, const char *head)
{
	static const char *const sentence[] = {"$i", "涉及$x、$x的申请由$h$e$v，$y。", "$j",
		"$k", "$l"};
	static const unsigned most[] = {9, 3, 6, 6, 6};
	size_t room = d->varied ? VARIED1_MAX * (topic + 3) / 7 : SECTION1_MAX;
	unsigned n = between(r, most[topic] / 2, most[topic]);

	buf_reset(&d->text);
	if (topic == 0) {
		write_parts(d, r);
		if (d->fault == GROWTH || d->noise)
			write_growth(d);
		if (d->fault == LOSTNUMBER)
			buf_addz(&d->text, "全年在门户网站共公开条。");
	}
	if (topic == 1)
		write_requests(d, r);
	while (n-- != 0 && d->section1 + d->text.n < room)
		expand(d, r, sentence[topic]);
	d->section1 += d->text.n;
	end_topic(d, head);
}

static void
write_section1(struct doc *d, struct rng *r)
{
	d->told = d->fault == OTHERYEAR ? d->year - 1 : d->year;
	buf_reset(&d->text);
	add_block(d, B_HEAD, "一、总体情况");
	if (d->fault == BOOKMARK)
		buf_addz(&d->text, "[bookmark: _GoBack]");
	expand(d, r, "$p");
	d->section1 = d->text.n;
	add_block(d, B_PARA, text_of(d));
	write_topic(d, r, 0, HEADING(d, r, "（一）主动公开情况", "（一）主动公开方面"));
	write_topic(d, r, 1,
	    HEADING(d, r, "（二）依申请公开情况", "（二）依申请公开方面"));
	write_topic(d, r, 2,
	    HEADING(d, r, "（三）政府信息管理情况", "（三）政府信息管理"));
	write_topic(d, r, 3, HEADING(d, r, "（四）平台建设情况",
	    "（四）政府信息公开平台建设情况", "（四）政府信息公开平台建设"));
	write_topic(d, r, 4, HEADING(d, r, "（五）监督保障情况",
	    "（五）政府信息公开监督保障情况", "（五）监督保障"));
	d->told = d->year;
}

static void
write_table(struct doc *d, const char *head, struct grid *g)
{
	add_block(d, B_HEAD, head);
	add_block(d, B_TABLE, "[image: ]")->grid = d->fault == IMAGE ? NULL : g;
}

static void
write_tables(struct doc *d, struct rng *r)
{
	write_table(d, HEADING(d, r, "二、主动公开政府信息情况",
	    "二、行政机关主动公开政府信息情况"), &d->t2g);
	write_table(d, HEADING(d, r, "三、收到和处理政府信息公开申请情况",
	    "三、行政机关收到和处理政府信息公开申请情况"), &d->t3g);
	write_table(d, HEADING(d, r, "四、政府信息公开行政复议、行政诉讼情况",
	    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
	    "四、因政府信息公开工作被申请行政复议和提起行政诉讼情况",
	    "四、政府信息公开行政复议及行政诉讼情况",
	    "四、政府信息公开行政复议和行政诉讼情况"), &d->t4g);
}

static void
write_section5(struct doc *d, struct rng *r)
{
	static const char *const template[][2] = {
		{"存在的主要问题：一是$m；二是$m；三是$m；四是$m。",
		    "改进措施：一是$n，$n；二是$n；三是$n，$n；四是$n。$h$e$v，$y。"},
		{"%Y年的工作还有不足，主要是$m，$m。从%V、%V的反映看，$m；从$x看，$m。",
		    "下一步，%S将$n，$n；$a前$n，$n。$h与$h$e$v$x、$x，争取$y、$y。"},
		{"对照群众期待，%S仍有差距：$m；$m；$m；$m；$m。",
		    "今后着力做好：$n；$n；$n；$n。$h$a查看进度，$x、$x由$h$e$v。"},
	};
	unsigned kind = below(r, COUNT(template));

	if (d->fault == NOSECTION)
		return;
	add_block(d, B_HEAD, HEADING(d, r, "五、存在的主要问题及改进情况",
	    "五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况",
	    "五、存在的主要问题及改进措施"));
	add_block(d, B_PARA, expanded(d, r, template[kind][0]));
	add_block(d, B_PARA, expanded(d, r, template[kind][1]));
	for (unsigned n = d->varied ? between(r, 0, 5) : 0; n != 0; n--)
		add_block(d, B_PARA, expanded(d, r, "$q"));
}

static void
write_section6(struct doc *d, struct rng *r)
{
	static const char *const free_of[] = {
		"%Y年，%S未收取信息处理费。", "本年度没有发出收费通知，收取信息处理费0元。",
		"按照《政府信息公开信息处理费管理办法》，%Y年实际收取信息处理费0元。",
	};
	unsigned kind = below(r, COUNT(free_of));

	add_block(d, B_HEAD, HEADING(d, r, "六、其他需要报告的事项", "六、其他需报告事项"));
	buf_reset(&d->text);
	d->arg = &d->fee;
	expand(d, r, d->fee != 0 ? "%Y年，%S共收取政府信息公开信息处理费%N元。"
		: free_of[kind]);
	for (unsigned n = below(r, 4), i = below(r, 4); n != 0; n--, i++)
		expand(d, r, list['o' - 'a'].text[i % 4]);
	add_block(d, B_PARA, text_of(d));
}

/* Governments have time until the end of March, all others of January. */
static unsigned
late_month(const struct doc *d)
{
	bool government = strcmp(d->self, "我县") == 0 ||
	    strcmp(d->self, "我区") == 0 || strcmp(d->self, "我市") == 0;

	if (d->fault != LATEDATE)
		return 1;
	return government ? 4 : 3;
}

static void
write_signature(struct doc *d, struct rng *r)
{
	add_block(d, B_ORG, d->org);
	buf_reset(&d->text);
	buf_addf(&d->text, "%u年%u月%u日", d->year + 1, late_month(d),
	    between(r, 4, 30));
	add_block(d, B_DATE, text_of(d));
}

/* Everything in its order; each part with a generator of its own. */
void
prose_write(struct doc *d)
{
	static void (*const part[])(struct doc *, struct rng *) = {
		write_title, write_intro, write_section1, write_tables,
		write_section5, write_section6, write_signature,
	};
	struct rng r;

	d->told = d->year;
	for (unsigned i = 0; i < COUNT(part); i++) {
		unsigned p = d->fault != ORDER ? i : i == 4 ? 5 : i == 5 ? 4 : i;

		r = rng_for(d->seed, d->prose, P_PROSE + p);
		part[p](d, &r);
	}
}
