/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lines of the rewards tab beside the incentives themselves, each (transfer floating). */

/** cp_claim_item: something that the member may ask for, or which condition fails */
GtkWidget *cp_claim_item (const CpJson *view, const CpJson *claim, gint64 now_ms);

/** cp_redemption_item: what one redemption took, and what can still become of it */
GtkWidget *cp_redemption_item (const CpJson *view, const CpJson *redemption, gint64 now_ms);

G_END_DECLS
