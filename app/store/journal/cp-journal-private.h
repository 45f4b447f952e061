/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-database.h"
#include "cp-journal.h"
#include "cp-signature.h"

G_BEGIN_DECLS

/** CpJournalChain: one lane's chain of this incarnation */
typedef struct {
  char *name;
  gint64 last_seq;
  char *last_hash;
  gint64 countersigned; /* -1: not looked up */
} CpJournalChain;

struct _CpJournal {
  CpDatabase *db;
  const CpWorld *world;
  char *path;
  char *device_id;
  CpJournalChain chains[CP_N_LANES];
  gint64 n_lanes; /* into which operations go */
  gboolean fatal;
  CpSigner *signer; /* (nullable) */
};

/** cp_journal_get: the statement @name, or %NULL; also when a reopening has failed before */
CpStatement *cp_journal_get (CpJournal *self, const char *name, GError **error);

/** cp_journal_put_device: within a transaction */
gboolean cp_journal_put_device (CpJournal *self,
                                const char *device_id,
                                const char *incarnation,
                                gint64 n_lanes,
                                GError **error);

/** cp_journal_make_incarnation: (transfer full): */
char *cp_journal_make_incarnation (const CpWorld *world);

/** cp_journal_set_incarnation: whose chains these are from now on; what is known of the last ones is
 *  forgotten */
void cp_journal_set_incarnation (CpJournal *self, const char *incarnation);

/** cp_journal_bind_waiting: what follows @after in each chain of this incarnation, as statements name it */
void cp_journal_bind_waiting (CpJournal *self, CpStatement *statement, const CpLaneMarks *after);

/** cp_journal_cover: sets in @covered (chain → through which number) what is known of this
 *  incarnation's */
void cp_journal_cover (const CpJournal *self, CpJson *covered, const CpLaneMarks *through);

/** cp_journal_read_last: takes the end of each chain from the file. */
gboolean cp_journal_read_last (CpJournal *self, GError **error);

/** cp_journal_sign_as: as cp_journal_sign(), for any chain */
char *cp_journal_sign_as (const CpJournal *self, const char *chain, gint64 seq, const char *hash);

/** cp_journal_begin_with: (transfer none): the statement @name, in a transaction of its own */
CpStatement *cp_journal_begin_with (CpJournal *self, const char *name, GError **error);

/** cp_journal_run_and_commit: ends it; were the commit unknown, then doing it again does no harm. */
gboolean cp_journal_run_and_commit (CpJournal *self, CpStatement *statement, GError **error);

/** cp_journal_finish: commits what is @done, or takes it back. Where it is not known whether it was
 *  committed, that is %CP_ERROR_UNAVAILABLE: for what may be done again. */
gboolean cp_journal_finish (CpJournal *self, gboolean done, GError **error);

/** cp_journal_find_uncovered: @covered: chain → through which number. @ret_n: the first operation in
 *  the file that is not; 0: there is none */
gboolean
cp_journal_find_uncovered (CpJournal *self, const CpJson *covered, gint64 *ret_n, GError **error);

/** cp_journal_read_last_n: where in the file the last operation stands */
gboolean cp_journal_read_last_n (CpJournal *self, gint64 *ret_n, GError **error);

/** cp_journal_find_dropped: @ret_entry: (transfer full) (nullable), @ret_is_current: (nullable): see
 *  cp_journal_find() */
gboolean cp_journal_find_dropped (CpJournal *self,
                                  const char *id,
                                  CpJournalEntry **ret_entry,
                                  gboolean *ret_is_current,
                                  GError **error);

/** cp_journal_verify_links: hashes and links of the newest @n_last alone; 0: of all, and their
 *  signatures */
gboolean
cp_journal_verify_links (CpJournal *self, gint64 n_last, CpJournalBreak *ret_break, GError **error);

/**
 * cp_journal_commit:
 * @ret_unknown: with %TRUE: the commit failed and the file was opened afresh: look there
 */
gboolean cp_journal_commit (CpJournal *self, gboolean *ret_unknown, GError **error);

G_END_DECLS
