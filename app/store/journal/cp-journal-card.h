/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-journal.h"

G_BEGIN_DECLS

/**
 * CpJournalCard:
 * @counter: the highest number that the card has shown here; 0: none
 * @failures: how often it failed to prove a key on the day @failed_day (days since 1970, UTC)
 *
 * What this device remembers of a chip, whoever's card it is.
 */
typedef struct {
  gint64 counter;
  gint64 failures;
  gint64 failed_day;
} CpJournalCard;

/** cp_journal_get_card: @ret_card: all 0 for one that was never here */
gboolean cp_journal_get_card (CpJournal *self,
                              const char *uid,
                              CpJournalCard *ret_card,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_put_card_counter: durably; a number that is lower than the stored one changes nothing */
gboolean cp_journal_put_card_counter (CpJournal *self,
                                      const char *uid,
                                      gint64 counter,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_count_card_failure: adds one failure on the day @day, durably */
gboolean cp_journal_count_card_failure (CpJournal *self,
                                        const char *uid,
                                        gint64 day,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
