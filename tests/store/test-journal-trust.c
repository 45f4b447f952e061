/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signatures in the journal: whose they are, and that nothing can be changed behind their back. */
#include "cp-journal.h"

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-signature.h"
#include "cp-test-folder.h"

static const guint8 seed[CP_SEED_BYTES] = { 1, 2, 3 };
static const guint8 other_seed[CP_SEED_BYTES] = { 4, 5, 6 };

typedef struct {
  char *folder;
  char *path;
  CpJournal *journal;
  CpIdSource ids;
} Fixture;

static void
reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = cp_journal_open (cp_world_real (), self->path, "till-1", &error);
  g_assert_no_error (error);
  g_assert_true (cp_journal_use_key (self->journal, NULL, NULL));
}

static void
append (Fixture *self, guint n)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CpKey));

  for (; n > 0; n--) {
    g_autofree char *id = cp_id_new (&self->ids, cp_world_real ());
    CpJournalEntry entry = {
      .id = id, .kind = (char *) "block_card", .staff_id = (char *) "anna", .body = (char *) "{}"
    };

    g_assert_true (cp_journal_append (self->journal, &entry, keys, NULL));
  }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  reopen (self);
  append (self, 3);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_journal_close (self->journal);
  cp_test_folder_free (self->folder);
  g_free (self->path);
}

static CpJournalEntry *
get_entry (Fixture *self, gint64 seq)
{
  g_autoptr (GPtrArray) entries =
      cp_journal_list_from (self->journal, CP_LANE_PRIORITY, seq, 1, NULL);

  return g_ptr_array_steal_index (entries, 0);
}

/* As somebody would who has got hold of the file. */
static void
tamper (Fixture *self, const char *sql)
{
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_tamper (self->path, sql);
}

static void
assert_whole (Fixture *self)
{
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

static void
assert_breaks (Fixture *self, gint64 seq, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_auto (CpJournalBreak) found = { NULL, 0, NULL };

  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = cp_journal_open (cp_world_real (), self->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (cp_journal_verify (self->journal, &found, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  g_assert_cmpint (found.seq, ==, seq);
  g_assert_cmpstr (found.what, ==, what);
  g_assert_cmpstr (found.incarnation, ==, cp_journal_get_incarnation (self->journal));
}

static void
test_signs (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJournalEntry) entry = get_entry (self, 3);
  g_autofree char *text = cp_chain_describe_head (
      "device", "till-1", cp_journal_get_incarnation (self->journal), 3, entry->hash);
  g_autofree char *signature = cp_journal_sign (self->journal, CP_LANE_PRIORITY, 3, entry->hash);

  g_assert_true (cp_signature_check (cp_journal_get_key (self->journal), text, signature));
  assert_whole (self);
}

static void
test_keeps_its_key (Fixture *self, gconstpointer data)
{
  g_autofree char *key = g_strdup (cp_journal_get_key (self->journal));

  reopen (self);
  g_assert_cmpstr (cp_journal_get_key (self->journal), ==, key);
  append (self, 1);
  assert_whole (self);
}

/* A key from outside is used and not written down; what the one before has signed still counts. */
static void
test_takes_a_key_from_outside (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) key = g_bytes_new_static (seed, sizeof seed);
  g_autoptr (GBytes) half = g_bytes_new_static (seed, sizeof seed / 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_journal_use_key (self->journal, key, NULL));
  append (self, 1);
  assert_whole (self);
  reopen (self);
  assert_whole (self);
  g_assert_false (cp_journal_use_key (self->journal, half, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_notices_body (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET body = '{\"a\":1}' WHERE seq = 2");
  assert_breaks (self, 2, "body");
}

static void
test_notices_hash (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET hash = prev WHERE seq = 2");
  assert_breaks (self, 2, "hash");
}

static void
test_notices_gap (Fixture *self, gconstpointer data)
{
  tamper (self, "DELETE FROM operation WHERE seq = 2");
  assert_breaks (self, 3, "link");
}

static void
test_notices_signature (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET signature = (SELECT signature FROM operation WHERE seq = 1)"
                " WHERE seq = 2");
  assert_breaks (self, 2, "signature");
}

static void
test_notices_unsigned (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET signature = NULL WHERE seq = 2");
  assert_breaks (self, 2, "unsigned");
}

/* Older than signatures, or erased: both are as they should be. */
static void
test_takes_old_and_erased (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET signature = NULL WHERE seq = 1;"
                "UPDATE operation SET body = NULL WHERE seq = 3");
  reopen (self);
  assert_whole (self);
}

static void
countersign (Fixture *self, gint64 seq)
{
  g_autoptr (CpSigner) office = cp_signer_new (other_seed);
  g_autoptr (CpJournalEntry) entry = get_entry (self, seq);
  g_autofree char *text = cp_chain_describe_head (
      "head office", "till-1", cp_journal_get_incarnation (self->journal), seq, entry->hash);
  g_autofree char *signature = cp_signer_sign (office, text);

  g_assert_true (cp_journal_countersign (self->journal, CP_LANE_PRIORITY, seq, entry->hash,
                                         cp_signer_get_key (office), signature, NULL));
}

static void
test_notices_that_nothing_is_signed (Fixture *self, gconstpointer data)
{
  tamper (self, "UPDATE operation SET signature = NULL; DELETE FROM countersignature");
  assert_breaks (self, 1, "unsigned");
}

static void
forge (Fixture *self, const char *own_key)
{
  g_autoptr (CpSigner) forger = cp_signer_new (seed);
  g_autofree char *incarnation = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autofree char *body_hash = cp_chain_hash_body ("{\"a\":1}");
  g_autofree char *prev = g_strdup (CP_CHAIN_START);
  g_autofree char *change_key =
      g_strdup_printf ("UPDATE device_key SET seed = NULL, key = '%s' WHERE key = '%s'",
                       cp_signer_get_key (forger), own_key);

  tamper (self, change_key);
  for (gint64 seq = 1; seq <= 3; seq++) {
    g_autofree char *hash = cp_chain_hash (prev, "till-1", incarnation, seq, body_hash);
    g_autofree char *text = cp_chain_describe_head ("device", "till-1", incarnation, seq, hash);
    g_autofree char *signature = cp_signer_sign (forger, text);
    g_autofree char *sql = g_strdup_printf (
        "UPDATE operation SET body = '{\"a\":1}', body_hash = '%s', prev = '%s', hash = '%s',"
        " signature = '%s' WHERE seq = %d",
        body_hash, prev, hash, signature, (int) seq);

    cp_test_tamper (self->path, sql);
    g_free (prev);
    prev = g_steal_pointer (&hash);
  }
}

/* All made anew, with the forger's key in the place of the device's: only who knows the key sees it. */
static void
test_notices_another_key_by_the_one_given (Fixture *self, gconstpointer data)
{
  g_autofree char *key = g_strdup (cp_journal_get_key (self->journal));
  const char *const keys[] = { key, NULL };
  const CpJournalKeys given = { keys, NULL };
  g_auto (CpJournalBreak) found = { NULL, 0, NULL };

  g_assert_true (cp_journal_verify_by (self->journal, &given, NULL, NULL));
  forge (self, key);
  self->journal = cp_journal_open (cp_world_real (), self->path, NULL, NULL);
  assert_whole (self);
  g_assert_false (cp_journal_verify_by (self->journal, &given, &found, NULL));
  g_assert_cmpint (found.seq, ==, 1);
  g_assert_cmpstr (found.what, ==, "other_key");
}

static void countersign (Fixture *self, gint64 seq);

static void
test_notices_another_head_office_by_the_key_given (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSigner) office = cp_signer_new (other_seed);
  const char *const right[] = { cp_signer_get_key (office), NULL };
  const char *const wrong[] = { cp_journal_get_key (self->journal), NULL };
  g_auto (CpJournalBreak) found = { NULL, 0, NULL };

  countersign (self, 2);
  g_assert_true (cp_journal_verify_by (self->journal, &(CpJournalKeys){ NULL, right }, NULL, NULL));
  g_assert_false (
      cp_journal_verify_by (self->journal, &(CpJournalKeys){ NULL, wrong }, &found, NULL));
  g_assert_cmpint (found.seq, ==, 2);
  g_assert_cmpstr (found.what, ==, "other_office_key");
}

static void
test_keeps_countersignature (Fixture *self, gconstpointer data)
{
  countersign (self, 2);
  countersign (self, 3);
  countersign (self, 1);
  assert_whole (self);
  reopen (self);
  countersign (self, 2);
  tamper (self, "DELETE FROM operation WHERE seq = 3");
  assert_breaks (self, 3, "missing");
}

static void
test_notices_countersignature (Fixture *self, gconstpointer data)
{
  countersign (self, 3);
  tamper (self, "UPDATE countersignature SET seq = 2");
  assert_breaks (self, 2, "countersignature");
}

/* What is sent anew under another incarnation, head office has not got. */
static void
test_forgets_countersignature (Fixture *self, gconstpointer data)
{
  countersign (self, 3);
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 2 } }, NULL));
  assert_whole (self);
  countersign (self, 1);
  assert_whole (self);
}

static void
test_remembers_trust (Fixture *self, gconstpointer data)
{
  const char *key = cp_journal_get_key (self->journal);
  g_auto (CpJournalTrust) none = { NULL, NULL, 0 };
  g_auto (CpJournalTrust) found = { NULL, NULL, 0 };

  g_assert_true (cp_journal_get_trust (self->journal, &none, NULL));
  g_assert_null (none.key);
  g_assert_true (cp_journal_put_trust (self->journal,
                                       &(CpJournalTrust){ (char *) key, (char *) key, 3 }, NULL));
  reopen (self);
  g_assert_true (cp_journal_get_trust (self->journal, &found, NULL));
  g_assert_cmpstr (found.key, ==, cp_journal_get_key (self->journal));
  g_assert_cmpstr (found.next_key, ==, found.key);
  g_assert_cmpint (found.programme_version, ==, 3);
}

#define ADD(name, func) \
  g_test_add ("/store/journal-trust/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("signs-each-link", test_signs);
  ADD ("keeps-its-key", test_keeps_its_key);
  ADD ("takes-a-key-from-outside", test_takes_a_key_from_outside);
  ADD ("notices-a-changed-body", test_notices_body);
  ADD ("notices-a-changed-hash", test_notices_hash);
  ADD ("notices-a-gap", test_notices_gap);
  ADD ("notices-another-signature", test_notices_signature);
  ADD ("notices-one-that-is-not-signed", test_notices_unsigned);
  ADD ("notices-that-nothing-is-signed", test_notices_that_nothing_is_signed);
  ADD ("notices-another-key-by-the-one-given", test_notices_another_key_by_the_one_given);
  ADD ("notices-another-head-office-by-the-key-given",
       test_notices_another_head_office_by_the_key_given);
  ADD ("takes-what-is-old-or-erased", test_takes_old_and_erased);
  ADD ("keeps-head-office's-latest-signature", test_keeps_countersignature);
  ADD ("notices-head-office's-signature-of-another", test_notices_countersignature);
  ADD ("forgets-head-office's-signature-of-what-is-sent-anew", test_forgets_countersignature);
  ADD ("remembers-whom-to-believe", test_remembers_trust);
  return g_test_run ();
}
