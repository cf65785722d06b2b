/* The form file that is compiled in. */
#ifndef GX_BUILTIN_FORMS_H
#define GX_BUILTIN_FORMS_H

#include "base/str.h"

/* The whole text; it lives as long as the program. */
struct str builtin_forms(void);

#endif
