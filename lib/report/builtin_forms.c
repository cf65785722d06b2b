/*
 * The text of lib/forms/report.tsv, taken into the program as it is: users can
 * read and replace the same file.  The path is seen from the top folder, where
 * make runs.
 */
#include "report/builtin_forms.h"

__asm__(".section .rodata\n"
	".global builtin_forms_begin, builtin_forms_end\n"
	"builtin_forms_begin:\n"
	".incbin \"lib/forms/report.tsv\"\n"
	"builtin_forms_end:\n"
	".previous\n");

extern const char builtin_forms_begin[], builtin_forms_end[];

struct str
builtin_forms(void)
{
	return (struct str){builtin_forms_begin,
	    (size_t)(builtin_forms_end - builtin_forms_begin)};
}
