/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_subscriptions_new:
 *
 * What a member has agreed to be sent, mailings by channels; each cell begins the flow that changes it.
 *
 * Returns: (transfer floating) (nullable): %NULL where there is nothing to agree to
 */
GtkWidget *cp_subscriptions_new (const CpJson *view);

G_END_DECLS
