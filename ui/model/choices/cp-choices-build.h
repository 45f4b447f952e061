/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-choices.h"

G_BEGIN_DECLS

/* How the files of choices make them. */

/** cp_choices_new: (transfer full): an empty list */
GPtrArray *cp_choices_new (void);

/** cp_choices_add: (transfer none): the new one; @title: (nullable): *Unnamed* where it has none */
CpChoice *cp_choices_add (GPtrArray *choices, const char *id, const char *title);

G_END_DECLS
