/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/** cp_ctl_print_result: the result of an operation (docs/documents.md) for people */
void cp_ctl_print_result (const CpJson *result);

/** cp_ctl_result_is_refused: whether the rules here or head office said no */
gboolean cp_ctl_result_is_refused (const CpJson *result);

G_END_DECLS
