/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CP_BULK_GATE_MOST_WAITING: how many pushes may wait before those of the bulk lane are put off: four
 *  transactions' worth (`cp-head-office-server-push.c`), a second or two of work. */
#define CP_BULK_GATE_MOST_WAITING 64

/** CP_BULK_GATE_MOST_PUT_OFF: how often in a row a device may be put off (statement 76). */
#define CP_BULK_GATE_MOST_PUT_OFF 7

/**
 * CpBulkGate:
 *
 * Who may push in the bulk lane while head office has too much to do. It counts for each device, since any
 * rule by which devices compete for what is left would give it to the one that asks fastest. So the bulk
 * lane costs an eighth at most of what it would, and goes on for everybody however long it lasts.
 *
 * Of several processes over one database each has its own, and counts what waits in it: that is what a push
 * which comes there waits for, and where the database is what is slow, all of them fill up. How often it
 * was put off a device says itself, since the others have counted too.
 */
typedef struct _CpBulkGate CpBulkGate;

CpBulkGate *cp_bulk_gate_new (void);
void cp_bulk_gate_free (CpBulkGate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpBulkGate, cp_bulk_gate_free)

/**
 * cp_bulk_gate_admits:
 * @said: how often in a row it was put off by its own count, wherever it asked; 0: it does not say
 * @n_waiting: pushes of either lane that have come and have no answer yet
 *
 * Returns: whether a push of the bulk lane is taken now
 */
gboolean cp_bulk_gate_admits (CpBulkGate *self, const char *device_id, guint said, guint n_waiting);

G_END_DECLS
