/*
 * The text of lib/rules/report.rules, taken into the program as it is: users
 * can read, extend and replace the same file.  The path is seen from the top
 * folder, where make runs.
 */
#include "check/rule.h"

__asm__(".section .rodata\n"
	".global builtin_rules_begin, builtin_rules_end\n"
	"builtin_rules_begin:\n"
	".incbin \"lib/rules/report.rules\"\n"
	"builtin_rules_end:\n"
	".previous\n");

extern const char builtin_rules_begin[], builtin_rules_end[];

struct str
rules_builtin(void)
{
	return (struct str){builtin_rules_begin,
	    (size_t)(builtin_rules_end - builtin_rules_begin)};
}
