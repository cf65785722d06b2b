/* The rule files that are compiled in. */
#include "base/embed.h"
#include "check/rule.h"

EMBED(report_rules, "lib/rules/report.rules");
EMBED(text_rules, "lib/rules/text.rules");
EMBED(across_rules, "lib/rules/across.rules");

bool
rules_builtin(size_t i, struct str *text, const char **name)
{
	static const struct {
		const char *name, *bytes;
		const uint32_t *size;
	} file[] = {
	    {"report.rules", report_rules_bytes, &report_rules_size},
	    {"text.rules", text_rules_bytes, &text_rules_size},
	    {"across.rules", across_rules_bytes, &across_rules_size},
	};

	if (i >= sizeof file / sizeof *file)
		return false;
	*text = (struct str){file[i].bytes, *file[i].size};
	*name = file[i].name;
	return true;
}
