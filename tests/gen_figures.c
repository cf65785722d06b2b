/*
 * The figures of a report: drawn so that every rule on the tables holds, changed
 * by the fault, then printed as text, with noise when it was asked for.  The
 * forms and the faults are data of this file.
 */
#include "gen.h"

#include <stdio.h>

/* ---- the forms ---- */

const struct row3 row3[ROWS3] = {
	{"new", "一、本年新收政府信息公开申请数量", OUTSIDE, BOTH, 0},
	{"carried_in", "二、上年结转政府信息公开申请数量", OUTSIDE, BOTH, 0},
	{"granted", "（一）予以公开", DIRECT, BOTH, 40},
	{"partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
	    DIRECT, BOTH, 10},
	{"denied.state_secret", "1.属于国家秘密", DENIED, BOTH, 1},
	{"denied.law", "2.其他法律行政法规禁止公开", DENIED, BOTH, 1},
	{"denied.safety", "3.危及“三安全一稳定”", DENIED, BOTH, 1},
	{"denied.third_party", "4.保护第三方合法权益", DENIED, BOTH, 1},
	{"denied.internal", "5.属于三类内部事务信息", DENIED, BOTH, 2},
	{"denied.process", "6.属于四类过程性信息", DENIED, BOTH, 2},
	{"denied.case_file", "7.属于行政执法案卷", DENIED, BOTH, 2},
	{"denied.query", "8.属于行政查询事项", DENIED, BOTH, 2},
	{"unavailable.not_held", "1.本机关不掌握相关政府信息", UNAVAILABLE, BOTH,
	    20},
	{"unavailable.must_create", "2.没有现成信息需要另行制作", UNAVAILABLE,
	    BOTH, 3},
	{"unavailable.unclear", "3.补正后申请内容仍不明确", UNAVAILABLE, BOTH, 1},
	{"not_processed.petition", "1.信访举报投诉类申请", NOT_PROCESSED, BOTH, 4},
	{"not_processed.repeat", "2.重复申请", NOT_PROCESSED, BOTH, 2},
	{"not_processed.publication", "3.要求提供公开出版物", NOT_PROCESSED, BOTH,
	    1},
	{"not_processed.excessive", "4.无正当理由大量反复申请", NOT_PROCESSED,
	    BOTH, 1},
	{"not_processed.certify", "5.要求行政机关确认或重新出具已获取信息",
	    NOT_PROCESSED, BOTH, 1},
	{"other", "（六）其他处理", DIRECT, F2019, 5},
	{"other.no_correction",
	    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
	    OTHERS, F2021, 2},
	{"other.unpaid",
	    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
	    OTHERS, F2021, 1},
	{"other.misc", "3.其他", OTHERS, F2021, 4},
	{"total", "（七）总计", DIRECT, BOTH, 0},
	{"carried_out", "四、结转下年度继续办理", OUTSIDE, BOTH, 0},
};

static const char *const col3_key[COLS3] = {
	"natural", "company", "research", "social", "legal", "other", "total",
};

static const char *const row4_key[] = {"review", "suit_direct", "suit_after"};
static const char *const col4_key[] = {
	"upheld", "corrected", "other", "pending", "total",
};

const struct block2 block2[BLOCKS2] = {
	{F2019, "第二十条第（一）项",
	    {"本年新\n制作数量", "本年新\n公开数量", "对外公开总数量"},
	    {"made", "published", "public_total"}, {"rules", "normative"},
	    {"规章", "规范性文件"}},
	{F2019, "第二十条第（五）项", {"上一年项目数量", "本年增/减", "处理决定数量"},
	    {"prev_items", "change", "decisions"}, {"license", "other_service"},
	    {"行政许可", "其他对外管理服务事项"}},
	{F2019, "第二十条第（六）项", {"上一年项目数量", "本年增/减", "处理决定数量"},
	    {"prev_items", "change", "decisions"}, {"penalty", "coercion"},
	    {"行政处罚", "行政强制"}},
	{F2019, "第二十条第（八）项", {"上一年项目数量", "本年增/减"},
	    {"prev_items", "change"}, {"fee"}, {"行政事业性收费"}},
	{F2019, "第二十条第（九）项", {"采购项目数量", "采购总金额"},
	    {"projects", "purchase_amount"}, {"procurement"}, {"政府集中采购"}},
	{F2021, "第二十条第（一）项", {"本年制发件数", "本年废止件数", "现行有效件数"},
	    {"issued", "repealed", "in_force"}, {"rules", "normative"},
	    {"规章", "行政规范性文件"}},
	{F2021, "第二十条第（五）项", {"本年处理决定数量"}, {"decisions"},
	    {"license"}, {"行政许可"}},
	{F2021, "第二十条第（六）项", {"本年处理决定数量"}, {"decisions"},
	    {"penalty", "coercion"}, {"行政处罚", "行政强制"}},
	{F2021, "第二十条第（八）项", {"本年收费金额（单位：万元）"}, {"fee_amount"},
	    {"fee"}, {"行政事业性收费"}},
};

const struct fault fault[FAULTS] = {
	{"none", "", "a sound report", ANY},
	{"detail", "t3.rowsum t3.total", "a result of table 3 is too large", ANY},
	{"rowtotal", "t3.rowsum t3.total",
	    "the row total of a result of table 3 is too large (t3.total: column total)",
	    ANY},
	{"balance", "t3.balance",
	    "carried_out of a column, and its row total, are too large", ANY},
	{"coltotal", "t3.total t3.balance",
	    "total of a column, and its row total, are too large", ANY},
	{"t4total", "t4.total", "a total of table 4 is too large", ANY},
	{"t4cell", "t4.total", "an outcome of table 4 is too large", ANY},
	{"blank", "t3.blank", "a zero of table 3 is left blank", ANY},
	{"slash", "t3.blank", "a zero of table 3 is printed as /", ANY},
	{"blanktotal", "t3.blanktotal",
	    "the row total of a result above zero is left blank", BUSY},
	{"negative", "t3.int t3.rowsum t3.total", "a zero of table 3 is below zero",
	    ANY},
	{"decimal", "t2.int", "a count of table 2 is a fraction", ANY},
	{"surplus", "t4.cells", "table 4 has a 16th number", ANY},
	{"shifted", "", "a row of table 3 lost its two leading blank cells", GRID},
	{"missingrow", "s.rows", "a row of table 3 is missing, of zeros if there is one",
	    ANY},
	{"extrarow", "s.added", "table 3 has a row of its own, with zeros", ANY},
	{"order492", "m.law", "the repealed order 492 is cited", ANY},
	{"nosection", "s.six", "section 5 is missing", ANY},
	{"order", "s.order", "sections 5 and 6 are swapped", ANY},
	{"image", "s.table", "the tables are images", ANY},
	{"oldform", "s.version", "the form of 2019 for a year from 2021 on", LATE},
	{"noyear", "m.title m.year", "the title has no year", ANY},
	{"yearmismatch", "m.year", "the title has another year than the period", ANY},
	{"received", "x.received", "the prose gives another number of requests",
	    BUSY},
	{"answered", "x.answered", "the prose gives another number of answers",
	    BUSY},
	{"parts", "x.sum", "the parts in the prose do not add up", ANY},
	{"bookmark", "", "a word processor's bookmark stands in the prose", ANY},
	{"latedate", "m.date", "the date is behind the deadline of the publisher", ANY},
	{"otheryear", "y.year", "section 1 speaks of the year before the report's",
	    ANY},
	{"growth", "x.growth", "the growth in the prose is not that of its numbers",
	    ANY},
	{"lostnumber", "b.text", "a number of the prose was not filled in", ANY},
};

/* ---- figures that add up ---- */

/* One of the results, by weight. */
static unsigned
draw_result(const struct doc *d, struct rng *r)
{
	unsigned sum = 0, left, row = GRANTED;

	for (unsigned i = GRANTED; i < TOTAL; i++)
		sum += has_row(d, i) ? row3[i].weight : 0;
	left = below(r, sum);
	for (;; row++) {
		unsigned w = has_row(d, row) ? row3[row].weight : 0;

		if (left < w)
			return row;
		left -= w;
	}
}

/* Fill a column so that n requests were answered in it. */
static void
draw_column(struct doc *d, struct rng *r, unsigned col, unsigned n)
{
	unsigned out = n > 3 && chance(r, 40) ? between(r, 1, 1 + n / 12) : 0;
	unsigned in = n > 3 && chance(r, 40) ? between(r, 1, 1 + n / 15) : 0;

	d->t3[TOTAL][col] = n;
	d->t3[CARRIED_OUT][col] = out;
	d->t3[CARRIED_IN][col] = in;
	d->t3[NEW][col] = (long)n + out - in;
	while (n != 0) {
		unsigned some = n > 40 ? between(r, 1, n / 3) : 1;

		d->t3[draw_result(d, r)][col] += some;
		n -= some;
	}
}

static unsigned
draw_size(struct rng *r, bool busy)
{
	unsigned kind = below(r, 100), n[] = {
		0, between(r, 1, 9), between(r, 10, 90), between(r, 100, 4000),
	};

	if (kind < 35)
		return n[busy];
	return n[kind < 70 ? 1 : kind < 92 ? 2 : 3];
}

static void
draw_t3(struct doc *d)
{
	static const unsigned share[SUM3] = {1, 9, 60, 50, 25, 40};
	struct rng r = rng_part(d, P_T3);
	unsigned n = draw_size(&r, (fault[d->fault].needs & BUSY) != 0);

	if (d->zero)
		return;
	for (unsigned col = 0; col < SUM3; col++) {
		unsigned some = n / share[col];

		if (col != 0)
			some = below(&r, some + (chance(&r, 30) && n != 0 ? 2 : 1));
		draw_column(d, &r, col, some);
	}
	for (unsigned row = 0; row < ROWS3; row++)
		for (unsigned col = 0; col < SUM3; col++)
			d->t3[row][SUM3] += d->t3[row][col];
}

static void
draw_t4(struct doc *d)
{
	struct rng r = rng_part(d, P_T4);
	unsigned most = d->t3[TOTAL][SUM3] > 60 ? 12 : 2;

	if (d->zero || d->t3[TOTAL][SUM3] == 0 || chance(&r, 50))
		return;
	for (unsigned row = 0; row < 3; row++) {
		if (row != 0 && (d->t4[0][4] == 0 || chance(&r, 60)))
			continue;
		for (unsigned col = 0; col < 4; col++) {
			long n = chance(&r, 55) ? 0 : below(&r, most + 1);

			d->t4[row][col] = n;
			d->t4[row][4] += n;
		}
	}
}

/* ---- faults in the figures ---- */

/* A result row of the form; with zero, one that is all zeros if there is one. */
static unsigned
any_result(const struct doc *d, struct rng *r, bool zero)
{
	unsigned from = below(r, TOTAL - GRANTED), best = 0;

	for (unsigned i = 0; i < TOTAL - GRANTED; i++) {
		unsigned row = GRANTED + (from + i) % (TOTAL - GRANTED);

		if (!has_row(d, row))
			continue;
		if (!zero)
			return row;
		if (best == 0 || d->t3[row][SUM3] < d->t3[best][SUM3])
			best = row;
	}
	return best;
}

/* A cell of table 3 that is a result and 0. */
static long *
any_zero(struct doc *d, struct rng *r, unsigned *row, unsigned *col)
{
	do {
		*row = any_result(d, r, false);
		*col = below(r, SUM3);
	} while (d->t3[*row][*col] != 0);
	return &d->t3[*row][*col];
}

static void
fault_figures(struct doc *d)
{
	struct rng r = rng_part(d, P_FAULT);
	long by = between(&r, 1, 3);
	unsigned col = below(&r, SUM3), row = any_result(d, &r, false);

	switch (d->fault) {
	case DETAIL:
		d->t3[row][col] += by;
		break;
	case ROWTOTAL:
		d->t3[row][SUM3] += by;
		break;
	case BALANCE:
	case COLTOTAL:
		row = d->fault == BALANCE ? CARRIED_OUT : TOTAL;
		d->t3[row][col] += by;
		d->t3[row][SUM3] += by;
		break;
	case NEGATIVE:
		*any_zero(d, &r, &row, &col) = -by;
		break;
	case T4TOTAL:
		d->t4[col % 3][4] += by;
		break;
	case T4CELL:
		d->t4[col % 3][row % 4] += by;
		break;
	case MISSINGROW:
		d->odd_row = any_result(d, &r, true);
		break;
	case SHIFTED:
		d->odd_row = between(&r, LAW, QUERY);
		break;
	}
}

/* ---- figures as they are printed ---- */

static struct num *
print_num(struct doc *d, const char *table, const char *row, const char *col,
    long value)
{
	struct num *n = &d->num[d->nnum++];

	*n = (struct num){.table = table, .row = row, .col = col};
	snprintf(n->value, sizeof n->value, "%ld", value);
	memcpy(n->text, n->value, sizeof n->value);
	return n;
}

/* An amount in 万元, given in units of 100 yuan. */
static void
print_amount(struct doc *d, const char *row, const char *col, unsigned hundred)
{
	struct num *n = print_num(d, "t2", row, col, hundred / 100);

	if (hundred % 100 != 0)
		snprintf(n->value, sizeof n->value, "%u.%.*u", hundred / 100,
		    hundred % 10 == 0 ? 1 : 2,
		    hundred % 10 == 0 ? hundred % 100 / 10 : hundred % 100);
	memcpy(n->text, n->value, sizeof n->value);
}

/* Mostly nothing, sometimes a little, seldom much. */
static unsigned
draw_few(struct doc *d, struct rng *r, unsigned much)
{
	unsigned kind = below(r, 10), n = between(r, 1, 1 + much / 20),
	    m = between(r, 1, much);

	if (d->zero || kind < 5)
		return 0;
	return kind < 9 ? n : m;
}

static void
print_block2019(struct doc *d, struct rng *r, const struct block2 *b,
    unsigned row)
{
	const char *key = b->row[row];
	unsigned a = draw_few(d, r, b == block2 ? 20 : 300),
	    c = draw_few(d, r, b == block2 ? 60 : 9000), less = below(r, 4);

	if (b == block2 && row == 0 && !d->city)
		a = c = 0;
	if (strcmp(key, "procurement") == 0) {
		print_num(d, "t2", key, b->col[0], a);
		print_amount(d, key, b->col[1], a == 0 ? 0 : 1 + c);
		return;
	}
	print_num(d, "t2", key, b->col[0], a);
	if (b == block2)
		print_num(d, "t2", key, b->col[1], a);
	else
		print_num(d, "t2", key, b->col[1],
		    less == 0 && a > 2 ? -(long)(a / 3) : a / (1 + less * 3));
	if (b->col[2] != NULL)
		print_num(d, "t2", key, b->col[2], b == block2 ? a + c : c);
}

static void
print_block2021(struct doc *d, struct rng *r, const struct block2 *b,
    unsigned row)
{
	const char *key = b->row[row];
	unsigned n = draw_few(d, r, 20), gone = draw_few(d, r, 20),
	    old = draw_few(d, r, 90), decided = draw_few(d, r, 20000);

	if (strcmp(key, "fee") == 0) {
		if (d->fee != 0 && decided == 0)
			decided = 1;
		print_amount(d, key, b->col[0], decided + (unsigned)d->fee / 100);
	} else if (b->col[1] == NULL) {
		print_num(d, "t2", key, b->col[0], decided);
	} else {
		if (row == 0 && !d->city)
			n = gone = old = 0;
		print_num(d, "t2", key, b->col[0], n);
		print_num(d, "t2", key, b->col[1], gone);
		print_num(d, "t2", key, b->col[2], n + old);
	}
}

static void
print_t2(struct doc *d)
{
	struct rng r = rng_part(d, P_T2);

	if (d->form == F2021 && d->t3[TOTAL][SUM3] > 80 && chance(&r, 40))
		d->fee = between(&r, 1, 40) * 100;
	for (const struct block2 *b = block2; b < block2 + BLOCKS2; b++) {
		if (b->forms != d->form)
			continue;
		for (unsigned row = 0; row < 2 && b->row[row] != NULL; row++) {
			if (d->form == F2019)
				print_block2019(d, &r, b, row);
			else
				print_block2021(d, &r, b, row);
		}
	}
}

static void
print_t3_t4(struct doc *d)
{
	for (unsigned row = 0; row < ROWS3; row++) {
		if (!has_row(d, row))
			continue;
		for (unsigned col = 0; col < COLS3; col++)
			d->at3[row][col] = print_num(d, "t3", row3[row].key,
			    col3_key[col], d->t3[row][col]);
	}
	for (unsigned row = 0; row < 3; row++)
		for (unsigned col = 0; col < 5; col++)
			print_num(d, "t4", row4_key[row], col4_key[col],
			    d->t4[row][col]);
}

static void
set_text(struct num *n, const char *text, const char *value)
{
	snprintf(n->text, sizeof n->text, "%s", text);
	snprintf(n->value, sizeof n->value, "%s", value);
}

static struct num *
find_num(struct doc *d, const char *row, const char *col)
{
	for (size_t i = 0; i < d->nnum; i++)
		if (strcmp(d->num[i].row, row) == 0 &&
		    strcmp(d->num[i].col, col) == 0)
			return &d->num[i];
	return NULL;
}

static void
fault_printed(struct doc *d)
{
	struct rng r = rng_part(d, P_FAULT);
	unsigned row = any_result(d, &r, false), col;

	switch (d->fault) {
	case BLANK:
	case SLASH:
		any_zero(d, &r, &row, &col);
		set_text(d->at3[row][col], d->fault == SLASH ? "/" : "", "");
		break;
	case BLANKTOTAL:
		while (d->t3[row][SUM3] == 0)
			row = any_result(d, &r, false);
		set_text(d->at3[row][SUM3], "", "");
		break;
	case DECIMAL:
		set_text(find_num(d, "license", "decisions"), "1.5", "1.5");
		break;
	case MISSINGROW:
		for (col = 0; col < COLS3; col++)
			d->at3[d->odd_row][col]->lost = true;
		break;
	case IMAGE:
		for (size_t i = 0; i < d->nnum; i++)
			d->num[i].lost = true;
		break;
	}
}

/* ---- noise ---- */

static void
full_width(char *to, size_t room, const char *from)
{
	size_t n = 0;

	for (; *from != '\0' && n + 4 < room; from++) {
		if (*from >= '0' && *from <= '9') {
			memcpy(to + n, "\xef\xbc", 2);
			to[n + 2] = (char)(0x90 + (*from - '0'));
			n += 3;
		} else {
			to[n++] = *from;
		}
	}
	to[n] = '\0';
}

static void
noise_num(struct num *n, struct rng *r, bool words, bool units)
{
	static const char *const pad[][2] = {
		{" ", ""}, {"", " "}, {"　　", ""}, {"　", ""}, {" ", " "},
	};
	char plain[sizeof n->text];
	unsigned p = below(r, COUNT(pad));
	bool padded = chance(r, 25), wide = chance(r, 8);

	memcpy(plain, n->text, sizeof plain);
	if (plain[0] == '\0' || plain[0] == '/')
		return;
	if (strcmp(n->col, "change") == 0 && words && n->value[0] != '0')
		snprintf(plain, sizeof plain, "%s%s项",
		    n->value[0] == '-' ? "减少" : "增加",
		    n->value + (n->value[0] == '-'));
	else if (units && strstr(n->col, "amount") != NULL)
		snprintf(plain, sizeof plain, "%s万元", n->value);
	else if (wide)
		full_width(plain, sizeof plain - 8, n->value);
	snprintf(n->text, sizeof n->text, "%s%.32s%s", padded ? pad[p][0] : "",
	    plain, padded ? pad[p][1] : "");
}

static void
noise_nums(struct doc *d)
{
	struct rng r = rng_part(d, P_NOISE);
	bool words = chance(&r, 60), units = chance(&r, 60);

	for (size_t i = 0; i < d->nnum; i++)
		noise_num(&d->num[i], &r, words, units);
}

/* ---- all of it ---- */

void
figures_make(struct doc *d)
{
	if (d->family == ALONE || !family_tables(d))
		draw_t3(d);
	if (d->family != PARENT)
		draw_t4(d);
	fault_figures(d);
	print_t2(d);
	if (d->family != ALONE)
		family_t2(d);
	print_t3_t4(d);
	fault_printed(d);
	if (d->noise && !d->layout->plain)
		noise_nums(d);
}
