/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_EFFECTS (cp_effects_get_type ())
G_DECLARE_FINAL_TYPE (CpEffects, cp_effects, CP, EFFECTS, GtkWidget)

/**
 * CpEffects:
 *
 * What the operation under way would do, in the ledger's sentences, with what there is still to choose;
 * and whether it is done here, told, or only asked for. It stands wherever the next touch does it.
 */

/** cp_effects_show: what the ledger's latest word on @flow says */
void cp_effects_show (CpEffects *self, CpFlow *flow);

G_END_DECLS
