/* Dates and years as they are printed in Chinese text. */
#ifndef GX_DATE_H
#define GX_DATE_H

#include "base/str.h"

/* month and day are 0 when only the year was printed. */
struct date {
	unsigned year, month, day;
	struct str printed; /* where it stands in the text */
};

/*
 * The first date at or behind s.p: 2020年1月13日, 2020-01-13, 2020/1/13,
 * 二〇二〇年一月十三日, also with blanks between and in full width.  Years 1949
 * to 2099; in front of 年 their digits may be parted, "2 0 2 0年".  A blank between the
 * digits of the day, "1月2 5日", makes it none.  False when there is none.
 */
bool date_find(struct str s, struct date *d);

/* The same for a year alone, "2019年" or "二〇一九年"; a date counts too. */
bool date_find_year(struct str s, struct date *d);

/* The same where s begins with it. */
bool date_begins_year(struct str s, struct date *d);

/* yyyymmdd; 0 when month or day are not known. */
unsigned long date_number(const struct date *d);

#endif
