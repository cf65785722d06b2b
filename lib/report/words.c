/*
 * The vocabulary of statements.  A report says the same thing in many ways, but
 * with few words: what stands between 收到 and the number is made of the words
 * below, or the sentence means something else.  So nothing here is a pattern of
 * a whole sentence; the tables can be extended word by word.
 */
#include "report/words.h"

#include <assert.h>
#include <pthread.h>

#include "base/le.h"
#include "base/mem.h"
#include "base/needles.h"
#include "base/perfect.h"
#include "base/utf8.h"
#include "report/clause.h"
#include "report/fold.h"
#include "report/han.h"
#include "report/publisher.h"
#include "report/spots.h"

struct word {
	struct str text;
	unsigned mean;
};
#define WORD(text, mean) {STR_INIT(text), mean}

/* Between a head and its number, and behind the number. */
static const struct word plain[] = {
	WORD("政府信息公开申请", MEAN_REQUEST | MEAN_OGI),
	WORD("政府信息公开", MEAN_OGI),
	WORD("信息公开申请", MEAN_REQUEST | MEAN_OGI),
	WORD("信息公开", MEAN_OGI), WORD("政府信息", MEAN_OGI),
	WORD("依申请公开", MEAN_REQUEST | MEAN_OGI),
	WORD("依申请", MEAN_REQUEST), WORD("公开申请", MEAN_REQUEST),
	WORD("申请公开", MEAN_REQUEST), WORD("申请人", 0),
	WORD("申请", MEAN_REQUEST), WORD("公民", MEAN_PERSON),
	WORD("法人", MEAN_BODY), WORD("其他组织", MEAN_BODY), WORD("社会公众", 0), WORD("或者", 0),
	WORD("或", 0), WORD("和", 0), WORD("及", 0), WORD("与", 0),
	WORD("、", 0), WORD("提出", 0), WORD("提交", 0), WORD("的", 0),
	WORD("案件", 0), WORD("案", 0), WORD("事项", 0), WORD("办件", 0),
	WORD("办理", 0), WORD("继续", 0), WORD("数量", 0), WORD("总数", 0),
	WORD("件数", 0), WORD("总量", 0), WORD("数", 0), WORD("量", 0),
	WORD("件", 0), WORD("信息", 0), WORD("类", 0), WORD("情形", 0),
	WORD("情况", 0), WORD("共计", 0), WORD("总计", 0), WORD("合计", 0),
	WORD("累计", 0), WORD("共", 0), WORD("计", 0), WORD("为", 0),
	WORD("有", 0), WORD("是", 0), WORD("各类", MEAN_EVERY), WORD("各项", MEAN_EVERY),
	WORD("答复", 0), WORD("决定", 0), WORD("告知", 0), WORD("处理", 0),
	WORD("工作", 0), WORD("方面", 0), WORD("相关", 0), WORD("有关", 0),
	WORD("涉及", 0), WORD("全部", 0), WORD("均", 0), WORD("达", 0),
	WORD("到", 0), WORD("约", MEAN_ABOUT), WORD("近", MEAN_ABOUT), WORD("了", 0),
	WORD("度", 0), WORD("按照", 0), WORD("依照", 0), WORD("《条例》", 0),
	WORD("条例", 0), WORD("规定", 0), WORD("依法", 0), WORD("因", 0),
	WORD("由", 0), WORD("引起", 0), WORD("引发", 0), WORD("产生", 0),
	WORD("发生", 0), WORD("被", 0), WORD("提起", 0), WORD("新", 0),
	WORD("进行", 0), WORD("予以", 0), WORD("人民币", 0), WORD("金额", 0),
	WORD("总额", 0), WORD("实际", 0), WORD("收取", 0), WORD("本机关", 0),
	WORD("余", 0), WORD("顺", 0), WORD("在", 0),
	WORD("一律", 0), WORD("结果", 0), WORD("转", 0),
};

/* And these in what did not happen. */
static const struct word objects[] = {
	WORD("行政复议", MEAN_REVIEW), WORD("复议", MEAN_REVIEW),
	WORD("行政诉讼", MEAN_SUIT), WORD("诉讼", MEAN_SUIT),
	WORD("信息处理费", MEAN_FEE), WORD("处理费", MEAN_FEE),
	WORD("费用", MEAN_FEE), WORD("收费", MEAN_FEE),
	WORD("上年度结转", MEAN_CARRIED_IN), WORD("上年结转", MEAN_CARRIED_IN),
	WORD("上一年度结转", MEAN_CARRIED_IN),
	WORD("上一年结转", MEAN_CARRIED_IN),
	WORD("下年度结转", MEAN_CARRIED_OUT),
	WORD("结转下年度", MEAN_CARRIED_OUT),
	WORD("结转下一年度", MEAN_CARRIED_OUT),
	WORD("结转至下年度", MEAN_CARRIED_OUT),
	WORD("下一年度结转", MEAN_CARRIED_OUT),
	WORD("结转下年", MEAN_CARRIED_OUT), WORD("社会组织", MEAN_BODY),
	WORD("任何", 0), WORD("关于", 0), WORD("导致", 0), WORD("而", 0),
	WORD("向", 0), WORD("我局", 0), WORD("我镇", 0), WORD("我单位", 0),
	WORD("本单位", 0), WORD("本局", 0), WORD("对", 0), WORD("所", 0),
	WORD("工作", 0), WORD("中", 0), WORD("被申请", 0), WORD("过", 0),
	WORD("任何形式", 0), WORD("个人", MEAN_PERSON), WORD("单位", MEAN_BODY), WORD("事件", 0),
	WORD("问题", 0), WORD("事宜", 0), WORD("等", 0), WORD("业务", 0),
	WORD("现象", 0),
};

/* And these in front of 答复 and 办结, where requests were told of before: when and how,
 * but not what. */
static const char *const manner[] = {"已", "已经", "并", "都", "另", "还", "其余", "剩余",
    "按", "按照", "依照", "依据", "根据", "遵照", "依规", "依法依规", "中华人民共和国",
    "《", "》", "条例", "规定", "要求", "程序", "有关", "相关", "法定", "期限", "时限", "时间",
    "节点", "内", "及时", "规范", "认真", "严格", "全年", "本年", "年度", "当年", "今年",
    "年内", "年底", "年末", "目前", "截至", "截止", "年", "月", "日", "12", "31", "我局",
    "我镇", "我办", "我委", "我单位", "本局", "本镇", "本单位", "我街道", "上述", "以上",
    "所有", "中", "向", "作出", "做出", "出具", "给予", "给出", "同时", "妥善", "顺利",
    "圆满", "最终", "受理", "收到", "经", "后", "研究", "审查", "审核", "完毕"};

/*
 * The statements with a number, in the order in which they are tried: a longer
 * head before one that it ends in.
 */
#define OUTCOME (NEED_REQUESTS)
const struct count_kind count_kinds[] = {
	{"granted_partial",
	    "予以公开及部分公开|予以公开和部分公开|予以公开、部分公开|"
	    "予以公开或部分公开|予以公开或者部分公开|公开及部分公开|公开和部分公开",
	    OUTCOME, COUNTS_GRANTED_PARTIAL},
	{"partial", "部分公开", OUTCOME, COUNTS_PARTIAL},
	{"denied", "不予公开", OUTCOME, COUNTS_DENIED},
	{"unavailable", "无法提供", OUTCOME, COUNTS_UNAVAILABLE},
	{"not_processed", "不予处理", OUTCOME, COUNTS_NOT_PROCESSED},
	{"other", "其他处理", OUTCOME, COUNTS_OTHER},
	{"granted", "予以公开|同意公开|全部公开", OUTCOME, COUNTS_GRANTED},
	{"carried_in",
	    "上年结转|上年度结转|上一年结转|上一年度结转|去年结转|上年末结转|"
	    "上年度转入|上年转入|上年转结|上年度转结|结转上年|结转上一年",
	    NEED_REQUEST | MAY_FOLLOW | OF_REQUESTS, COUNTS_ELSE},
	{"carried_out",
	    "转下年|转下一年|转至下年|转至下一年|转到下年|转到下一年|转入下年|"
	    "转入下一年|转次年|转至次年|转到次年|转入次年|延下年|延下一年|"
	    "延至下年|延至下一年|延到下年|延到下一年|延至次年|延到次年|"
	    "下年度结转|下一年度结转",
	    NEED_REQUEST | MAY_FOLLOW | OF_REQUESTS, COUNTS_ELSE},
	{"suit_after", "复议后起诉|复议后提起行政诉讼|复议后提起诉讼",
	    NEED_OGI | OF_CASES, COUNTS_SUIT_AFTER},
	{"suit_direct", "未经复议直接起诉|直接起诉", NEED_OGI | OF_CASES, COUNTS_SUIT_DIRECT},
	{"suit", "行政诉讼|诉讼", NEED_OGI | NOT_A_PART | MAY_FOLLOW | OF_CASES, COUNTS_SUIT},
	{"review", "行政复议|复议", NEED_OGI | NOT_A_PART | MAY_FOLLOW | OF_CASES,
	    COUNTS_REVIEW},
	{"upheld", "结果维持|维持", NEED_CASE, COUNTS_ELSE},
	{"corrected", "结果纠正|被纠正|纠正", NEED_CASE, COUNTS_ELSE},
	{"other_outcome", "其他结果", NEED_CASE, COUNTS_ELSE},
	{"pending", "尚未审结|未审结", NEED_CASE, COUNTS_ELSE},
	{"received", "收到|受理|接收|接到|新收",
	    NEED_WORD | NOT_A_PART | OF_REQUESTS, COUNTS_RECEIVED},
	{"answered", "答复|办结|回复", NEED_REQUEST | NOT_A_PART | OF_REQUESTS,
	    COUNTS_ANSWERED},
	{"handled", "办理|处理", NEED_WORD | NOT_A_PART | OF_REQUESTS, COUNTS_HANDLED},
	{"natural", "自然人", OUTCOME, COUNTS_ELSE},
	{"company", "商业企业", OUTCOME, COUNTS_ELSE},
	{"research", "科研机构", OUTCOME, COUNTS_ELSE},
	{"social", "社会公益组织", OUTCOME, COUNTS_ELSE},
	{"legal", "法律服务机构", OUTCOME, COUNTS_ELSE},
	{"fee", "信息处理费|信息公开处理费", NEED_FEE_UNIT, COUNTS_ELSE},
};
const size_t count_kinds_n = sizeof count_kinds / sizeof *count_kinds;

#define W STR_INIT
const struct str words_lost[] = {W("公开条"), W("发布条"), W("信息条"),
    W("收到件"), W("共计件"), W("共计条"), W("共条"), W("共件")};
const size_t words_lost_n = sizeof words_lost / sizeof *words_lost;

const struct str words_until[] = {W("至"), W("到"), W("-"), W("—"), W("–"), W("~")};
const size_t words_until_n = sizeof words_until / sizeof *words_until;

const struct str words_office[] = {W("我办"), W("本办"), W("我厅"), W("本厅")};
const size_t words_office_n = sizeof words_office / sizeof *words_office;

/* And the other marks. */
static const struct word marks[] = {
	WORD("未", MARK_NOT), WORD("没有", MARK_NOT), WORD("无", MARK_NOT),
	WORD("不存在", MARK_NOT), WORD("部分", MARK_PARTS),
	WORD("全省", MARK_REGION), WORD("全市", MARK_REGION),
	WORD("全县", MARK_REGION), WORD("全区", MARK_REGION),
	WORD("全州", MARK_REGION), WORD("全盟", MARK_REGION),
	WORD("全旗", MARK_REGION), WORD("我省", MARK_REGION),
	WORD("我市", MARK_REGION), WORD("我县", MARK_REGION),
	WORD("我区", MARK_REGION), WORD("我州", MARK_REGION),
	WORD("我旗", MARK_REGION), WORD("各部门", MARK_REGION),
	WORD("各镇", MARK_REGION), WORD("各乡", MARK_REGION),
	WORD("各县", MARK_REGION), WORD("各区", MARK_REGION),
	WORD("各市", MARK_REGION), WORD("各单位", MARK_REGION),
	WORD("各级", MARK_REGION), WORD("镇街", MARK_REGION),
	WORD("乡镇", MARK_REGION), WORD("街道", MARK_REGION),
	WORD("部门", MARK_REGION), WORD("增", MARK_GROWTH),
	WORD("减", MARK_GROWTH), WORD("降", MARK_GROWTH),
	WORD("升", MARK_GROWTH), WORD("多", MARK_GROWTH),
	WORD("少", MARK_GROWTH), WORD("同比", MARK_YEAR),
	WORD("上年", MARK_YEAR), WORD("上一年", MARK_YEAR),
	WORD("去年", MARK_YEAR), WORD("前一年", MARK_YEAR),
	WORD("○", MARK_BEFORE_YEAR),
	WORD("◯", MARK_BEFORE_YEAR), WORD("其中", MARK_AMONG),
	WORD("规章", MARK_DOCUMENTS), WORD("规范性文件", MARK_DOCUMENTS),
	WORD("上半年", MARK_SPAN), WORD("下半年", MARK_SPAN),
	WORD("季度", MARK_SPAN), WORD("当月", MARK_SPAN),
	WORD("截至", MARK_SPAN), WORD("截止", MARK_SPAN),
	WORD("以来", MARK_SPAN), WORD("近年", MARK_SPAN),
	WORD("近几年", MARK_SPAN), WORD("多年", MARK_SPAN),
	WORD("历年", MARK_SPAN), WORD("往年", MARK_SPAN),
	WORD("前年", MARK_SPAN), WORD("五期间", MARK_SPAN),
	WORD("迄今", MARK_SPAN), WORD("至今", MARK_SPAN),
	WORD("目前", MARK_SPAN),
	WORD("不完全统计", MARK_ABOUT), WORD("初步统计", MARK_ABOUT),
};

/* The next of the words separated by |. */
static bool
next_head(const char **heads, struct str *head)
{
	size_t n = strcspn(*heads, "|");

	*head = (struct str){*heads, n};
	*heads += n + ((*heads)[n] == '|');
	return n != 0;
}

static const char *const restricting[] = {"上年", "去年", "上一年", "上年度",
    "前年", "往年", "近年来", "多年来", "两年来", "三年来", "四年来", "五年来",
    "十年来", "近两年", "近三年", "近四年", "近五年", "近十年", "近2年", "近3年",
    "近4年", "近5年", "五期间", "历史累计", "日均",
    "同期", "同比", "相比", "较", "增加", "增长", "增至", "减少", "下降", "上升",
    "平均", "历年", "每", "率", "未", "尚", "拟", "计划", "预计", "应当", "超期",
    "逾期", "延期", "当场", "按时", "按期", "书面", "网上", "网络", "信函", "邮",
    "传真", "当面", "现场", "在线", "窗口", "电话", "渠道", "平台", "通过", "微博",
    "微信", "转办", "移交", "下属", "所属", "基层", "科室", "社区", "村委", "培训",
    "案例", "指导", "协助", "配合", "会同", "投诉", "举报", "信访", "咨询", "留言", "建议", "提案",
    "议案", "应收", "应缴", "应交", "需缴", "须缴", "待缴", "待收", "要求缴",
    "要求申请人", "减免", "免收", "免除", "免缴", "退还", "退回", "退费", "通知", "一审", "二审", "上诉", "再审", "审理", "代理", "应诉", "如", "若",
    "不属于", "撤回", "撤销", "补正", "重复", "败诉", "胜诉"};

/* Each begins with a word of MARK_NOT; longer ones before those that they begin with. */
static const char *const nothing[] = {"未收到", "没有收到", "未受理", "未接到",
    "未发生", "没有发生", "未收取", "没有收取", "未产生", "未出现", "不存在", "没有",
    "无"};

static const char *const breaking[] = {"另有", "另外", "此外", "同时", "同比", "较上",
    "增加", "增长", "减少", "下降", "平均", "累计", "共计", "共有", "一共", "共公开",
    "共发布", "总计", "总共", "总数", "全年", "收到", "受理", "答复", "办结", "超过",
    "达到", "召开", "举办", "今年", "本年", "截至", "截止", "其中", "包含", "包括",
    "涉及"};

/*
 * The tables as they are asked: learnt once, by whichever thread comes first.
 * Of the heads the bits are the kinds; those of kind i are head[head_from[i]] to
 * head[head_from[i + 1] - 1].  edge says which characters, by their code points,
 * a word may begin or end with.
 */
#define KINDS_MAX 32
#define CHARS 0x10000
enum { EDGE_FIRST = 1, EDGE_LAST = 2 };
static struct {
	struct needles plain, object, nothing, restricting, bodies, breaking;
	struct str *head;
	size_t nhead, head_cap, head_from[KINDS_MAX + 1];
	unsigned char head_kind[PERFECT_MAX];
	unsigned char edge[CHARS];
	/* the heads again by their first two characters: those of pair i are
	 * by_pair[pair_from[i]] to by_pair[pair_from[i + 1] - 1] */
	struct perfect pairs;
	size_t by_pair[PERFECT_MAX], pair_from[PERFECT_MAX + 2];
} vocabulary;

_Static_assert(sizeof count_kinds / sizeof *count_kinds <= KINDS_MAX,
    "a bit for each kind");

static void
learn_ends(struct str word)
{
	const char *p = word.p;

	vocabulary.edge[utf8_next(&p, str_end(word))] |= EDGE_FIRST;
	vocabulary.edge[han_last(word)] |= EDGE_LAST;
}

static void
each_mark(void (*take)(struct str word, unsigned bits, void *arg), void *arg)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		take(marks[i].text, marks[i].mean, arg);
	for (size_t i = 0; i < words_lost_n; i++)
		take(words_lost[i], MARK_LOST, arg);
	for (size_t i = 0; i < words_office_n; i++)
		take(words_office[i], MARK_OFFICE, arg);
	publisher_each_other(take, MARK_OTHERS, arg);
}

/*
 * Marks by the bytes of the first two characters of their words.  Of a longer word the
 * third is looked at, too; no two words of which one is longer begin with the same two.
 * The marks of a word of one character are among the few of mark_alone: which ones is a
 * bit field of what the character is, see words_list_spots.
 */
#define ALONE_SHIFT 3
#define ALONE_MAX 7
static struct perfect mark_pairs;
static unsigned mark_bits[PERFECT_MAX + 1];
static uint32_t mark_third[PERFECT_MAX + 1]; /* 0: none */
static unsigned mark_alone[ALONE_MAX + 1];

_Static_assert(SPOTS_WORD == ALONE_MAX << ALONE_SHIFT, "the bits of that field");

/* Two characters of three bytes: each head has more, or just those. */
#define PAIR_BYTES 6
static inline uint64_t
pair_at(const char *p)
{
	return le64(p) & 0xffffffffffff;
}

/* The bytes of the character behind them. */
static inline uint32_t
third_at(const char *p)
{
	return han_word(p + PAIR_BYTES) & 0xffffff;
}

struct str
words_rare_end(struct str word)
{
	static const struct str common[] = {W("公开"), W("信息"), W("政府"), W("发布"),
	    W("办公"), W("共计")};

	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_starts(word, common[i]))
			return str_skip(word, HAN_BYTES);
	return word;
}

/* What begins where the word is marked. */
static struct str
marked_part(struct str word, unsigned bits)
{
	return bits & (MARK_LOST | MARK_OTHERS) ? words_rare_end(word) : word;
}

static void
add_mark(struct str word, unsigned bits, void *arg)
{
	char bytes[MARK_READ_BYTES] = {0};
	unsigned i;

	(void)arg;
	word = marked_part(word, bits);
	if (word.n == HAN_BYTES)
		return;
	memcpy(bytes, word.p, word.n < sizeof bytes - 1 ? word.n : sizeof bytes - 1);
	i = perfect_add(&mark_pairs, pair_at(bytes));
	assert(mark_bits[i] == 0 || mark_third[i] == third_at(bytes));
	mark_third[i] = third_at(bytes);
	mark_bits[i] |= bits;
}

static void
add_body(struct str word)
{
	needles_add(&vocabulary.bodies, word, 1);
}

static void
learn_pairs(void)
{
	unsigned pair[PERFECT_MAX] = {0};
	size_t n = 0;

	for (size_t i = 0; i < vocabulary.nhead; i++) {
		char bytes[sizeof(uint64_t)] = {0};

		assert(vocabulary.head[i].n >= PAIR_BYTES);
		memcpy(bytes, vocabulary.head[i].p, PAIR_BYTES);
		pair[i] = perfect_add(&vocabulary.pairs, le64(bytes));
	}
	perfect_settle(&vocabulary.pairs);
	for (unsigned k = 1; k <= vocabulary.pairs.n; k++) {
		vocabulary.pair_from[k] = n;
		for (size_t i = 0; i < vocabulary.nhead; i++)
			if (pair[i] == k)
				vocabulary.by_pair[n++] = i;
	}
	vocabulary.pair_from[vocabulary.pairs.n + 1] = n;
}

static void
learn_words(void)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		struct str word = plain[i].text;

		needles_add(&vocabulary.plain, word, plain[i].mean);
		needles_add(&vocabulary.object, word, plain[i].mean);
		learn_ends(word);
	}
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
		needles_add(&vocabulary.object, objects[i].text,
		    objects[i].mean);
	for (size_t i = 0; i < count_kinds_n; i++) {
		const char *heads = count_kinds[i].heads;
		struct str word;

		vocabulary.head_from[i] = vocabulary.nhead;
		while (next_head(&heads, &word)) {
			learn_ends(word);
			vocabulary.head = xgrow(vocabulary.head, vocabulary.nhead,
			    &vocabulary.head_cap, sizeof *vocabulary.head);
			assert(vocabulary.nhead < PERFECT_MAX);
			vocabulary.head_kind[vocabulary.nhead] = (unsigned char)i;
			vocabulary.head[vocabulary.nhead++] = word;
		}
	}
	vocabulary.head_from[count_kinds_n] = vocabulary.nhead;
	learn_pairs();
	for (unsigned i = 0; i < sizeof nothing / sizeof *nothing; i++)
		needles_add(&vocabulary.nothing, str_of(nothing[i]), i);
	each_mark(add_mark, NULL);
	perfect_settle(&mark_pairs);
	for (size_t i = 0; i < sizeof restricting / sizeof *restricting; i++)
		needles_add(&vocabulary.restricting, str_of(restricting[i]), 1);
	publisher_each_body(add_body);
	for (size_t i = 0; i < sizeof breaking / sizeof *breaking; i++)
		needles_add(&vocabulary.breaking, str_of(breaking[i]), 1);
}

static void
learn_all(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, learn_words);
}

static bool
is_all(const struct needles *words, struct str s, unsigned *mean)
{
	*mean = 0;
	while (s.n != 0) {
		unsigned m = 0;
		size_t n = needles_longest(words, s, &m);

		if (n == 0)
			return false;
		*mean |= m;
		s = str_skip(s, n);
	}
	return true;
}

bool
words_are_plain(struct str s, unsigned *mean)
{
	return is_all(&vocabulary.plain, s, mean);
}

bool
words_are_of_one_sort(unsigned mean)
{
	return !(mean & MEAN_PERSON) != !(mean & MEAN_BODY);
}

bool
words_are_plain_object(struct str s, unsigned *mean)
{
	return is_all(&vocabulary.object, s, mean);
}

bool
words_are_manner(struct str s)
{
	unsigned mean;

	while (s.n != 0) {
		size_t n = needles_longest(&vocabulary.plain, s, &mean);

		for (size_t i = 0; n == 0 && i < sizeof manner / sizeof *manner; i++)
			if (str_starts(s, str_of(manner[i])))
				n = strlen(manner[i]);
		if (n == 0)
			return false;
		s = str_skip(s, n);
	}
	return true;
}

size_t
words_nothing(struct str s, unsigned *rank)
{
	return needles_longest(&vocabulary.nothing, s, rank);
}

/* The number of those marks, from 1. */
static unsigned
number_alone(unsigned marks_of_one)
{
	unsigned i = 1;

	while (i < ALONE_MAX && mark_alone[i] != 0 && mark_alone[i] != marks_of_one)
		i++;
	assert(mark_alone[i] == 0 || mark_alone[i] == marks_of_one);
	mark_alone[i] = marks_of_one;
	return i;
}

static void
list_spot(struct str word, unsigned bits, void *arg)
{
	struct spots *s = arg;
	struct str part = marked_part(word, bits);
	uint32_t first = han_at(part.p);

	if (part.n == HAN_BYTES)
		s->kinds[first] |= (unsigned char)(number_alone(bits) << ALONE_SHIFT);
	else
		spots_add_pair(s, part.p);
}

void
words_list_spots(struct spots *s)
{
	learn_all();
	each_mark(list_spot, s);
	fold_list_traditional(s->kinds, (unsigned char)(
	    number_alone(MARK_TRADITIONAL) << ALONE_SHIFT));
}

/* The marks of the words that begin at p: without a jump. */
static inline unsigned
marks_at(const char *p, const unsigned char *kinds)
{
	unsigned pair = perfect_find(&mark_pairs, pair_at(p));
	bool fits = mark_third[pair] == 0 || mark_third[pair] == third_at(p);

	return mark_alone[(kinds[han_of(han_word(p))] & SPOTS_WORD) >> ALONE_SHIFT] |
	    (mark_bits[pair] & -(unsigned)fits);
}

size_t
words_mark(const char *p, const unsigned char *kinds, const uint16_t *spot,
    size_t n, struct clause_stop *stop)
{
	struct clause_stop *to = stop;

	for (size_t i = 0; i < n; i++) {
		const char *word = p + spot[i];
		unsigned found = marks_at(word, kinds);

		to->p = word;
		to->marks = found;
		to += found != 0;
	}
	return (size_t)(to - stop);
}

/* Take the heads that begin with the pair, which stands at p. */
static void
take_heads(unsigned pair, const char *p, const char *end, struct heads *found)
{
	const size_t *from = &vocabulary.pair_from[pair];

	for (size_t i = from[0]; i < from[1]; i++) {
		size_t word = vocabulary.by_pair[i];

		if (!str_starts((struct str){p, (size_t)(end - p)},
			vocabulary.head[word]))
			continue;
		found->kinds |= 1u << vocabulary.head_kind[word];
		if (found->n == HEADS_MAX)
			continue;
		found->at[found->n].p = p;
		found->at[found->n++].word = word;
	}
}

void
words_heads(struct str s, struct heads *found)
{
	const char *p = s.p, *end = str_end(s);

	found->kinds = 0;
	found->n = 0;
	while (end - p >= PAIR_BYTES) {
		unsigned pair = perfect_find(&vocabulary.pairs, pair_at(p));

		if (pair != 0)
			take_heads(pair, p, end, found);
		p += (*p & 0xf0) == 0xe0 ? HAN_BYTES : 1;
	}
}

unsigned
words_heads_before(const struct heads *heads, const char *p)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < heads->n && heads->at[i].p < p; i++)
		kinds |= 1u << vocabulary.head_kind[heads->at[i].word];
	return kinds;
}

unsigned
words_kinds_with(unsigned need)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < count_kinds_n; i++)
		if (count_kinds[i].need & need)
			kinds |= 1u << i;
	return kinds;
}

bool
words_may_end(struct str s)
{
	uint32_t cp = han_last(s);

	return (vocabulary.edge[cp] & EDGE_LAST) != 0;
}

bool
words_may_begin(struct str s)
{
	const char *p = s.p;
	uint32_t cp = s.n != 0 ? utf8_next(&p, str_end(s)) : 0;

	return cp < CHARS && (vocabulary.edge[cp] & EDGE_FIRST) != 0;
}

const char *
words_head(const struct count_kind *k, const struct heads *heads, struct str s,
    const char **head, unsigned *mean)
{
	const char *end = NULL;

	for (size_t i = heads->n; i-- > 0;) {
		size_t word = heads->at[i].word;
		const char *to = heads->at[i].p + vocabulary.head[word].n;
		unsigned m;

		if (vocabulary.head_kind[word] != k - count_kinds ||
		    (end != NULL && to < end) ||
		    !words_are_plain((struct str){to, (size_t)(str_end(s) - to)},
			&m))
			continue;
		end = to;
		*head = heads->at[i].p;
		*mean = m;
	}
	return end;
}

bool
words_follow(const struct count_kind *k, struct str s, unsigned *mean)
{
	const size_t *from = &vocabulary.head_from[k - count_kinds];

	for (size_t i = from[0]; i < from[1]; i++) {
		struct str word = vocabulary.head[i];
		ptrdiff_t at = str_find(s, word);
		unsigned before, behind;

		if (at < 0 ||
		    !words_are_plain((struct str){s.p, (size_t)at}, &before) ||
		    !words_are_plain(str_skip(s, (size_t)at + word.n), &behind))
			continue;
		*mean = before | behind;
		return true;
	}
	return false;
}

bool
words_has_any(struct str s, const char *const *words, size_t n)
{
	const char *p = s.p, *end = str_end(s);
	uint64_t there[4] = {0}; /* a bit for the last eight of each character */

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		there[cp / 64 % 4] |= UINT64_C(1) << cp % 64;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t cp = han_at(words[i]);

		if (there[cp / 64 % 4] >> cp % 64 & 1 &&
		    str_find(s, str_of(words[i])) >= 0)
			return true;
	}
	return false;
}

bool
words_restrict(struct str s)
{
	static const char *const this_year[] = {"今年以来", "本年以来", "一年以来"};

	if (str_find(s, STR("以来")) >= 0 && !HAS_ANY(s, this_year))
		return true;
	return needles_in(&vocabulary.restricting, s) != 0;
}

bool
words_name_body(struct str s)
{
	return needles_in(&vocabulary.bodies, s) != 0;
}

bool
words_are_other_time(struct str s)
{
	static const char *const last_year[] = {"去年", "去年度", "上年", "上年度",
	    "上一年", "上一年度", "前一年", "往年", "前年"};
	static const char *const this_year[] = {"今年", "本年", "一年", "年初", "年度",
	    "全年"};
	static const char *const recent[] = {"近", "最近", "过去"};

	for (size_t i = 0; s.n <= strlen("上一年度") &&
	     i < sizeof last_year / sizeof *last_year; i++)
		if (str_is(s, last_year[i]))
			return true;
	if (str_ends(s, STR("五期间")))
		return true;
	for (size_t i = 0; i < sizeof recent / sizeof *recent; i++)
		if (str_starts(s, str_of(recent[i])) && str_ends(s, STR("年")) &&
		    s.n <= 5 * HAN_BYTES &&
		    (i == 0 || !str_ends(s, STR("一年"))))
			return true;
	return (str_ends(s, STR("以来")) || str_ends(s, STR("年来"))) &&
	    !HAS_ANY(s, this_year);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does s end in just that number? */
static bool
ends_in_number(struct str s, struct str number)
{
	return str_ends(s, number) &&
	    (s.n == number.n || !is_digit(s.p[s.n - number.n - 1]));
}

static bool
begins_until(struct str s)
{
	for (size_t i = 0; i < words_until_n; i++)
		if (str_starts(s, words_until[i]))
			return true;
	return false;
}

/* Does s, in front of the number of a month, say that all is meant up to that one,
 * "截至", "1月至", "1-"; but "7至" leaves out what was before?  The year of the month may
 * stand there, too. */
static bool
ends_until(struct str s)
{
	if (str_ends(s, STR("年"))) {
		s.n -= strlen("年");
		while (s.n != 0 && is_digit(s.p[s.n - 1]))
			s.n--;
		if (str_ends(s, STR("今")) || str_ends(s, STR("本")) ||
		    str_ends(s, STR("当")))
			s.n -= HAN_BYTES;
	}
	if (str_ends(s, STR("截止")))
		return true;
	for (size_t i = 0; i < words_until_n; i++) {
		if (!str_ends(s, words_until[i]))
			continue;
		s.n -= words_until[i].n;
		return s.n == 0 || !is_digit(s.p[s.n - 1]) ||
		    ends_in_number(s, STR("1"));
	}
	return false;
}

/* Does the year begin with the month between the two, as a day or a span does, "1月1日",
 * "元月至"?  *open gets whether its end is still to come. */
static bool
begins_year(struct str before, struct str behind, bool *open)
{
	static const char *const on[] = {"起", "开始", "以来"};

	if (!ends_in_number(before, STR("1")) && !str_ends(before, STR("元")))
		return false;
	*open = str_starts(behind, STR("1日"));
	if (*open)
		behind = str_skip(behind, strlen("1日"));
	else if (!begins_until(behind))
		return false;
	for (size_t i = 0; i < sizeof on / sizeof *on; i++)
		*open &= !str_starts(behind, str_of(on[i]));
	*open &= !begins_until(behind);
	return true;
}

/* Does the year end with the month between the two?  began: its beginning stands
 * before; else 截至 does, or 止 behind. */
static bool
ends_year(struct str before, struct str behind, bool began)
{
	if (!ends_in_number(before, STR("12")) ||
	    (behind.n != 0 && is_digit(behind.p[0]) &&
		!str_starts(behind, STR("31日"))))
		return false;
	before.n -= strlen("12");
	return began || ends_until(before) || str_starts(behind, STR("31日止"));
}

bool
words_name_month(struct str s)
{
	struct str rest = s;
	bool began = false, open = false; /* the year, by its first day or month */
	ptrdiff_t at;

	while ((at = str_find(rest, STR("月"))) >= 0) {
		struct str before = {s.p, (size_t)(rest.p - s.p) + (size_t)at};

		rest = str_skip(rest, (size_t)at + strlen("月"));
		if (begins_year(before, rest, &open))
			began = true;
		else if (ends_year(before, rest, began))
			open = false;
		else
			return true;
	}
	return open;
}

bool
words_part_of_year(struct str s)
{
	/* with those of MARK_SPAN in them */
	static const char *const words[] = {"上半年", "下半年", "季度", "当月",
	    "截至目前", "截止目前", "目前为止", "目前累计", "目前已累计", "目前，累计",
	    "至今", "迄今"};

	return words_name_month(s) || HAS_ANY(s, words);
}

bool
words_break_list(struct str s)
{
	return needles_in(&vocabulary.breaking, s) != 0;
}
