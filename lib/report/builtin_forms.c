/* The form file that is compiled in. */
#include "report/builtin_forms.h"

#include "base/embed.h"

EMBED(forms_file, "lib/forms/report.tsv");

struct str
builtin_forms(void)
{
	return (struct str){forms_file_bytes, forms_file_size};
}
