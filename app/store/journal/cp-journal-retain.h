/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-journal.h"

G_BEGIN_DECLS

/* The journal does not grow for ever: it lets go of what head office has for good. */

/** CP_JOURNAL_KEPT_MS: how long an operation is kept at least, by head office's clock (PROTOCOL.md, 68:
 *  35 days) */
#define CP_JOURNAL_KEPT_MS (35 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/** CP_JOURNAL_MARK_MS: how often it is noted how far everything is safe */
#define CP_JOURNAL_MARK_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/** CP_JOURNAL_SLICE: how many operations are let go of at a time */
#define CP_JOURNAL_SLICE 200

/**
 * CpJournalTellFunc:
 * @ret_told: whether staff may want to read of the operation, since head office did not take it as it was
 */
typedef gboolean (*CpJournalTellFunc) (gpointer data,
                                       const char *id,
                                       gboolean *ret_told,
                                       GError **error);

/**
 * CpJournalSafe:
 * @durable: chain → through which number head office has this device's operations in a backup that was
 *   verified
 * @acked: through which of this incarnation's what came of them is in the device's rows
 * @office_ms: when, by head office's clock, both was so
 * @tell, @data: called within a transaction of the journal's
 *
 * What an operation must be covered by before it may go.
 */
typedef struct {
  const CpJson *durable;
  CpLaneMarks acked;
  gint64 office_ms;
  CpJournalTellFunc tell;
  gpointer data;
} CpJournalSafe;

/**
 * cp_journal_let_go:
 * @ret_more: whether it is worth being called again at once
 *
 * Notes, once a day, through which operation all is safe, and deletes the oldest %CP_JOURNAL_SLICE of those
 * for which that was noted %CP_JOURNAL_KEPT_MS ago or earlier, and is still so; then, call by call, gives
 * their room back. Their ids stay, so that none is done again, and the last one's hash, signed by this
 * device, from which the chain goes on. The journal's last operation never goes. Without a key in use
 * nothing does. A transaction of its own; after a power cut it goes on where it was.
 */
gboolean cp_journal_let_go (CpJournal *self,
                            const CpJournalSafe *safe,
                            gboolean *ret_more,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_get_anchors: through which numbers of this incarnation operations were let go of; 0: none */
gboolean cp_journal_get_anchors (CpJournal *self,
                                 CpLaneMarks *ret_anchors,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
