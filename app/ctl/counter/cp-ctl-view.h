/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/** cp_ctl_print_view: a member's view (docs/documents.md) for people */
void cp_ctl_print_view (const CpJson *view);

/** cp_ctl_print_self_check: what a customer sees of themselves */
void cp_ctl_print_self_check (const CpJson *self_check);

G_END_DECLS
