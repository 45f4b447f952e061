/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-journal.h"

#include "cp-test-folder.h"

void
cp_test_journal_close (CpTestJournal *self)
{
  g_clear_pointer (&self->journal, cp_journal_close);
}

void
cp_test_journal_reopen (CpTestJournal *self)
{
  g_autoptr (GError) error = NULL;

  cp_test_journal_close (self);
  self->journal = cp_journal_open (cp_world_real (), self->path, "till-1", &error);
  g_assert_no_error (error);
}

void
cp_test_journal_set_up (CpTestJournal *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  cp_test_journal_reopen (self);
}

void
cp_test_journal_tear_down (CpTestJournal *self, gconstpointer data)
{
  cp_test_journal_close (self);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}
