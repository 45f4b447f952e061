/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-journal.h"

G_BEGIN_DECLS

/* What head office made of an operation comes with the feed. Rows that come in another way, as a snapshot's do,
 * contain what was done and say nothing of what was refused: until it has been asked for (PROTOCOL.md, 79)
 * nobody may take silence for consent. */

/**
 * cp_journal_mark_untold:
 * @through: up to which number of @chain it has been told; where less is noted already, that stays
 *
 * To be called before the rows are taken; marked in vain, it is asked for in vain.
 */
gboolean cp_journal_mark_untold (CpJournal *self, const char *chain, gint64 through, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_mark_all_untold: the same of each chain that the journal has, from its beginning */
gboolean cp_journal_mark_all_untold (CpJournal *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_get_untold:
 * @chain: (nullable): %NULL: any
 * @ret_chain: (transfer full) (nullable): the one that was marked; %NULL: nothing is missing
 * @ret_through: up to where it has been told
 */
gboolean cp_journal_get_untold (CpJournal *self,
                                const char *chain,
                                char **ret_chain,
                                gint64 *ret_through,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_note_told: what became of @chain's operations up to @through is in the rows' file, for good;
 *  @more: there is more to be asked for */
gboolean cp_journal_note_told (CpJournal *self,
                               const char *chain,
                               gint64 through,
                               gboolean more,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
