/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-journal.h"

G_BEGIN_DECLS

/** CpTestJournal: the journal of till-1 in a folder of its own, over the real disk; @ids: for operations */
typedef struct {
  char *folder;
  char *path;
  CpIdSource ids;
  CpJournal *journal;
} CpTestJournal;

/** cp_test_journal_set_up, cp_test_journal_tear_down: for g_test_add() */
void cp_test_journal_set_up (CpTestJournal *self, gconstpointer data);
void cp_test_journal_tear_down (CpTestJournal *self, gconstpointer data);

/** cp_test_journal_close: so that the file can be changed */
void cp_test_journal_close (CpTestJournal *self);

/** cp_test_journal_reopen: as after a restart */
void cp_test_journal_reopen (CpTestJournal *self);

G_END_DECLS
