/* The rule file that is compiled in. */
#include "base/embed.h"
#include "check/rule.h"

EMBED(rules_file, "lib/rules/report.rules");

struct str
rules_builtin(void)
{
	return (struct str){rules_file_bytes, rules_file_size};
}
