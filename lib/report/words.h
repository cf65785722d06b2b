/* The words by which statements in the prose are known. */
#ifndef GX_WORDS_H
#define GX_WORDS_H

#include "base/str.h"

struct clause_stop;
struct spots;

/* What a run of words speaks of. */
enum word_mean {
	MEAN_REQUEST = 1 << 0,   /* 申请, 依申请公开 */
	MEAN_REVIEW = 1 << 1,    /* 行政复议 */
	MEAN_SUIT = 1 << 2,      /* 行政诉讼 */
	MEAN_FEE = 1 << 3,       /* 信息处理费 */
	MEAN_OGI = 1 << 4,       /* 政府信息公开 */
	MEAN_CARRIED_IN = 1 << 5,
	MEAN_CARRIED_OUT = 1 << 6,
	MEAN_PERSON = 1 << 7, /* 公民 */
	MEAN_BODY = 1 << 8,   /* 法人, 其他组织 */
	MEAN_ABOUT = 1 << 9,  /* 约: the number behind it is not the exact one */
	MEAN_EVERY = 1 << 10, /* 各类: of every kind */
};

/*
 * Does s consist of words that say no more than what is counted, such as
 * 政府信息公开申请共?  *mean gets what they speak of.
 */
bool words_are_plain(struct str s, unsigned *mean);

/* Do words that mean that name one sort of applicants alone, so that they are about a
 * part of the requests? */
bool words_are_of_one_sort(unsigned mean);

/* The same as words_are_plain for what may stand behind 未发生: 因政府信息公开引起的行政复议. */
bool words_are_plain_object(struct str s, unsigned *mean);

/* And for what may stand in front of 答复 and 办结: when and how, 均已按时限. */
bool words_are_manner(struct str s);

/* Words that make a paragraph worth a closer look. */
enum word_mark {
	MARK_NOT = 1 << 0,    /* 未, 无 */
	MARK_LOST = 1 << 1,   /* words_lost */
	MARK_PARTS = 1 << 2,  /* 部分 */
	MARK_OFFICE = 1 << 3, /* words_office */
	MARK_REGION = 1 << 4, /* 全县, 各部门 */
	MARK_GROWTH = 1 << 5, /* 增, 降 */
	MARK_YEAR = 1 << 6,   /* 同比, 上年 */
	MARK_OTHERS = 1 << 7, /* perhaps another's: publisher_speaks_of_itself */
	MARK_AMONG = 1 << 8,  /* 其中 */
	MARK_DOCUMENTS = 1 << 9, /* 规章, 规范性文件 */
	MARK_SPAN = 1 << 10,     /* 季度, 截至 */
	/* no words: numbers that have 年 or 日 behind them, or ○ and ◯ of a year */
	MARK_BEFORE_YEAR = 1 << 11,
	MARK_BEFORE_DAY = 1 << 12,
	MARK_TRADITIONAL = 1 << 13, /* a traditional character */
	MARK_ABOUT = 1 << 14, /* 不完全统计: so is every number of the sentence */
};

/* Say where such a word may begin: a character of it has bits of SPOTS_WORD, two begin a
 * longer one.  To be called before anything else here. */
void words_list_spots(struct spots *s);

/* The part of the word that stands for it where many words begin as it does, 公开 or 政府:
 * it is what is behind that.  Those of MARK_LOST and MARK_OTHERS are marked there. */
struct str words_rare_end(struct str word);

/* Make stops of the words with marks that begin at the n spots behind p, at characters of
 * three bytes; how many they are.  kinds are those of words_list_spots.  Of a word of more
 * than three characters those are looked at; MARK_READ_BYTES can be read at each spot. */
#define MARK_READ_BYTES 10
size_t words_mark(const char *p, const unsigned char *kinds, const uint16_t *spot,
    size_t n, struct clause_stop *stop);

/* The bytes of the words at the beginning of s, which has one of MARK_NOT there, that
 * something did not happen, 0 for none; *rank gets how soon those count. */
size_t words_nothing(struct str s, unsigned *rank);

/* A unit right behind words that want a number: 公开条. */
extern const struct str words_lost[];
extern const size_t words_lost_n;

/* An office that speaks of itself: 我办. */
extern const struct str words_office[];
extern const size_t words_office_n;

/* What stands between the two ends of a span, "2021至2023年". */
extern const struct str words_until[];
extern const size_t words_until_n;

/* What statement a count belongs to, and when. */
enum count_need {
	NEED_REQUEST = 1 << 0,   /* its words must speak of requests, or those
	                          * before it in the paragraph */
	NEED_WORD = 1 << 1,      /* its own words must, on either side of the
	                          * number: 收到8件申请 */
	NEED_REQUESTS = 1 << 2,  /* requests must have been told of before */
	NEED_OGI = 1 << 3,       /* the paragraph must speak of disclosure */
	NEED_CASE = 1 << 4,      /* a proceeding before it in the sentence */
	NEED_FEE_UNIT = 1 << 5,  /* 元 or 万元 */
	NOT_A_PART = 1 << 6,     /* not in a list behind 其中 */
	MAY_FOLLOW = 1 << 7,     /* the number may come first: 103件顺延到下年 */
	OF_REQUESTS = 1 << 8,    /* tells of requests */
	OF_CASES = 1 << 9,       /* tells of a proceeding */
};

/* What a count is to the statements around it. */
enum count_what {
	COUNTS_ELSE,
	/* proceedings, in the order of CASE_... */
	COUNTS_REVIEW, COUNTS_SUIT, COUNTS_SUIT_DIRECT, COUNTS_SUIT_AFTER,
	/* results of requests, in the order of the form; the last is both of the
	 * first two */
	COUNTS_GRANTED, COUNTS_PARTIAL, COUNTS_DENIED, COUNTS_UNAVAILABLE,
	COUNTS_NOT_PROCESSED, COUNTS_OTHER, COUNTS_GRANTED_PARTIAL,
	COUNTS_RECEIVED, COUNTS_ANSWERED, COUNTS_HANDLED
};

struct count_kind {
	const char *key;
	const char *heads; /* words separated by |, the number behind them */
	unsigned need;
	enum count_what what;
};

extern const struct count_kind count_kinds[];
extern const size_t count_kinds_n;

/* Where heads stand in a text, in its order, and the kinds of them all: bit i for
 * count_kinds[i].  A clause before a figure has no more. */
#define HEADS_MAX 64
struct heads {
	unsigned kinds;
	size_t n;
	struct {
		const char *p;
		size_t word; /* its number */
	} at[HEADS_MAX];
};

/* Find the heads in s, behind which eight bytes can be read. */
void words_heads(struct str s, struct heads *found);

/* The kinds of those of the heads that begin in front of p. */
unsigned words_heads_before(const struct heads *heads, const char *p);

/* The kinds that have one of the bits of need. */
unsigned words_kinds_with(unsigned need);

/*
 * The end of the last of the heads of the kind, which are those in s, behind which
 * only plain words follow; NULL for none.  *head gets where it begins, *mean what
 * those words say.
 */
const char *words_head(const struct count_kind *k, const struct heads *heads,
    struct str s, const char **head, unsigned *mean);

/* The same where the number stands in front: plain words, a head, plain words. */
bool words_follow(const struct count_kind *k, struct str s, unsigned *mean);

/* Could a head or a plain word end (begin) here?  A quick no for most text. */
bool words_may_end(struct str s);
bool words_may_begin(struct str s);

/* Do the words in front of a statement make it another one: of last year, of a
 * part of the year, of one channel, a rate, a plan? */
bool words_restrict(struct str s);

/* Do the words have one of publisher_each_body? */
bool words_name_body(struct str s);

/* Is the clause a time of its own, and another one than the year of the report: 去年,
 * 近三年来, 《条例》实施以来?  Those have words of MARK_YEAR or MARK_SPAN, or a number of
 * years. */
bool words_are_other_time(struct str s);

/* A month, a quarter, half a year: but for those of the whole year.  All but a
 * month have words of MARK_SPAN; words_name_month is for the others. */
bool words_part_of_year(struct str s);
bool words_name_month(struct str s);

/* Do the words say that a figure is not one more part of the list before? */
bool words_break_list(struct str s);

/* Is one of the words in s?  They begin with characters of three bytes. */
bool words_has_any(struct str s, const char *const *words, size_t n);
#define HAS_ANY(s, words) words_has_any(s, words, sizeof(words) / sizeof *(words))

#endif
