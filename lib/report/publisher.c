/*
 * Publishers: deadlines, powers and the meaning of "the whole city" depend on
 * who reports.  Only the name is known, so everything here may also say that it
 * does not know.
 */
#include "report/publisher.h"

#include "base/utf8.h"

struct ending {
	struct str text;
	enum publisher_kind kind;
};

#define W STR_INIT
/* The first one that fits counts. */
static const struct ending endings[] = {
	{W("镇人民政府"), PUBLISHER_TOWN}, {W("乡人民政府"), PUBLISHER_TOWN},
	{W("镇政府"), PUBLISHER_TOWN}, {W("乡政府"), PUBLISHER_TOWN},
	{W("街道办事处"), PUBLISHER_TOWN}, {W("街道办"), PUBLISHER_TOWN},
	{W("街道"), PUBLISHER_TOWN}, {W("镇"), PUBLISHER_TOWN},
	{W("乡"), PUBLISHER_TOWN}, {W("人民政府"), PUBLISHER_GOVERNMENT},
	{W("管理委员会"), PUBLISHER_UNKNOWN}, {W("管委会"), PUBLISHER_UNKNOWN},
	{W("人民政府办公室"), PUBLISHER_OFFICE},
	{W("人民政府办公厅"), PUBLISHER_OFFICE}, {W("政府办公室"), PUBLISHER_OFFICE},
	{W("政府办公厅"), PUBLISHER_OFFICE}, {W("政府办"), PUBLISHER_OFFICE},
	{W("局"), PUBLISHER_DEPARTMENT}, {W("厅"), PUBLISHER_DEPARTMENT},
	{W("委员会"), PUBLISHER_DEPARTMENT}, {W("委"), PUBLISHER_DEPARTMENT},
	{W("办公室"), PUBLISHER_DEPARTMENT}, {W("中心"), PUBLISHER_DEPARTMENT},
	{W("支队"), PUBLISHER_DEPARTMENT}, {W("大队"), PUBLISHER_DEPARTMENT},
	{W("总队"), PUBLISHER_DEPARTMENT}, {W("省"), PUBLISHER_GOVERNMENT},
	{W("市"), PUBLISHER_GOVERNMENT}, {W("州"), PUBLISHER_GOVERNMENT},
	{W("县"), PUBLISHER_GOVERNMENT}, {W("区"), PUBLISHER_GOVERNMENT},
	{W("旗"), PUBLISHER_GOVERNMENT},
};

enum publisher_kind
publisher_kind(struct str org)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_ends(org, endings[i].text))
			return endings[i].kind;
	return PUBLISHER_UNKNOWN;
}

const char *
publisher_kind_name(enum publisher_kind k)
{
	static const char *const name[] = {NULL, "government", "office", "town",
	    "department"};

	return name[k];
}

static bool
has(struct str s, const char *word)
{
	return str_find(s, str_of(word)) >= 0;
}

/* A district of a city: 市…区, and none of the zones that end in the same
 * character. */
static bool
is_district(struct str org)
{
	static const char *const zones[] = {"自治区", "新区", "开发区", "实验区",
	    "示范区", "园区", "管理区", "合作区", "保税区", "度假区", "风景区",
	    "功能区", "试验区", "高新区", "经开区", "特区"};
	ptrdiff_t city = str_find(org, STR("市"));

	if (!has(org, "区"))
		return false;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (has(org, zones[i]))
			return false;
	if (city >= 0 && has(str_skip(org, (size_t)city), "区"))
		return true;
	return has(org, "区人民政府");
}

bool
publisher_is_below_city(struct str org)
{
	return publisher_kind(org) == PUBLISHER_TOWN || has(org, "县") ||
	    is_district(org);
}

/* "全市": the region that the words speak of, and in which names of publishers
 * it may stand. */
static const struct region {
	const char *words, *ending;
} regions[] = {
	{"全国", ""}, {"全省", "省"}, {"全自治区", "自治区"}, {"全州", "州"},
	{"全市", "市"}, {"全盟", "盟"}, {"全县", "县"}, {"全区", "区"},
	{"全旗", "旗"}, {"全镇", "镇"}, {"全乡", "乡"}, {"全街道", "街道"},
	{"我省", "省"}, {"我市", "市"}, {"我县", "县"}, {"我区", "区"},
	{"本省", "省"}, {"本市", "市"}, {"本县", "县"}, {"本区", "区"},
};

/* A name "…市", "…市人民政府" that reports for the region. */
static bool
reports_for(struct str org, const char *ending)
{
	struct str name = org;

	if (str_ends(name, STR("人民政府")))
		name.n -= strlen("人民政府");
	if (str_ends(name, STR("办事处")))
		name.n -= strlen("办事处");
	if (str_ends(name, STR("管委会")))
		name.n -= strlen("管委会");
	if (str_ends(name, STR("管理委员会")))
		name.n -= strlen("管理委员会");
	return *ending != '\0' && str_ends(name, str_of(ending));
}

static const char *const others[] = {"全系统", "各部门", "各单位", "各县",
    "各区", "各镇", "各乡", "各级", "系统内", "下属", "所属", "直属", "辖区",
    "各科室", "各处室", "各股室", "各街道", "两级"};
/* of a government */
static const char *const parts[] = {"办公室", "办公厅", "本级", "局", "司法",
    "法院", "政府办", "委员会", "部门"};

void
publisher_each_other(void (*take)(struct str word, unsigned bits, void *arg),
    unsigned bits, void *arg)
{
	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
		take(str_of(regions[i].words), bits, arg);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		take(str_of(others[i]), bits, arg);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		take(str_of(parts[i]), bits, arg);
}

bool
publisher_speaks_of_itself(struct str org, struct str words)
{
	enum publisher_kind kind = publisher_kind(org);

	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
		if (has(words, regions[i].words) &&
		    !reports_for(org, regions[i].ending))
			return false;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (has(words, others[i]) && kind != PUBLISHER_GOVERNMENT)
			return false;
	if (kind == PUBLISHER_GOVERNMENT)
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			if (has(words, parts[i]))
				return false;
	return true;
}

/* Of several, of which the publisher may be over all. */
static const char *const bodies[] = {"直部门", "直单位", "级部门", "级机关",
    "级单位", "关部门", "属单位", "属事业单位", "属企业", "属学校", "镇街", "街镇", "乡镇",
    "区县", "县区", "市县", "分局", "支队", "大队", "派出所"};
#define EACH "各"
#define SYSTEM "系统"

/* "各镇街", but not "各类申请", "各途径", "各内设机构", "各市场主体". */
static bool
names_each(struct str subject)
{
	static const char *const places[] = {"地", "设区", "区", "县", "市", "州", "盟", "旗",
	    "镇", "乡", "街", "村", "社区", "级", "单位", "部门", "直属", "下属", "所属", "派出",
	    "基层", "分局", "支队", "大队", "学校", "企业", "医院"};
	struct str rest = subject;
	ptrdiff_t at;

	while ((at = str_find(rest, STR(EACH))) >= 0) {
		rest = str_skip(rest, (size_t)at + strlen(EACH));
		for (size_t i = 0; i < sizeof places / sizeof *places; i++)
			if (str_starts(rest, str_of(places[i])) &&
			    !str_starts(rest, STR("市场")))
				return true;
	}
	return false;
}

/* "民政系统", but not "依申请公开系统", which is one of computers. */
static bool
names_system(struct str subject)
{
	static const char *const software[] = {"公开系统", "申请系统", "信息系统",
	    "管理系统", "服务系统", "办理系统", "平台", "网"};

	if (!has(subject, SYSTEM))
		return false;
	for (size_t i = 0; i < sizeof software / sizeof *software; i++)
		if (has(subject, software[i]))
			return false;
	return true;
}

bool
publisher_names_others(struct str org, struct str subject)
{
	if (subject.n == 0 || publisher_kind(org) == PUBLISHER_GOVERNMENT)
		return false;
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		if (has(subject, bodies[i]) && !has(org, bodies[i]))
			return true;
	return names_each(subject) ||
	    (!has(org, SYSTEM) && names_system(subject));
}

void
publisher_each_body(void (*take)(struct str word))
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		take(str_of(bodies[i]));
	take(STR(EACH));
	take(STR(SYSTEM));
}
