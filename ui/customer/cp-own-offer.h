/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_own_offer_new:
 * @claim: one of `claims` of the customer's own document
 * @may_claim: whether they may claim anything
 *
 * What it is, until when it would be good and, if head office decides first, that; then what takes it,
 * or, as the ledger says, what it needs.
 *
 * Returns: (transfer full):
 */
GtkWidget *cp_own_offer_new (const CpJson *claim, gboolean may_claim);

G_END_DECLS
