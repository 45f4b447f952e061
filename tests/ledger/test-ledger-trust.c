/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom the ledger believes. */
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

static const guint8 stranger_seed[CP_SEED_BYTES] = { 7 };
static const guint8 next_seed[CP_SEED_BYTES] = { 8 };

static CpJson *
get_push (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, &error);

  g_assert_no_error (error);
  return push;
}

static CpJson *
make_page (CpTestLedger *self)
{
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_end (page, self->cursor + 10, CP_TEST_NOW_MS);
  return page;
}

static void
seal_with (CpTestLedger *self, const guint8 *seed, CpJson *page)
{
  g_autoptr (CpSigner) signer = cp_signer_new (seed);
  g_autoptr (CpJson) push = get_push (self);
  g_autofree char *purpose =
      cp_seal_describe_answer (CP_SEAL_PAGE, "till-1", cp_json_get_text (push, "incarnation"),
                               cp_json_get_text (push, "challenge"));

  cp_signer_seal (signer, page, purpose);
}

static void
assert_refused (CpTestLedger *self, const CpJson *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push = NULL;

  g_assert_false (cp_ledger_apply_page (self->ledger, page, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  push = get_push (self);
  g_assert_cmpint (cp_json_get_int (push, "after", -1), ==, self->cursor);
}

static void
assert_taken (CpTestLedger *self, const CpJson *page)
{
  g_autoptr (GError) error = NULL;

  cp_ledger_apply_page (self->ledger, page, &error);
  g_assert_no_error (error);
  self->cursor += 10;
}

static void
test_signs_its_push (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) empty = get_push (self);
  g_autoptr (CpJson) done = cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}");
  g_autoptr (CpJson) push = get_push (self);
  const CpJson *operation = json_array_get (cp_json_get_array (push, "operations"), 0);
  g_autofree char *text =
      cp_chain_describe_head ("device", "till-1", cp_json_get_text (push, "incarnation"), 1,
                              cp_json_get_text (operation, "hash"));

  g_assert_null (json_object_get (empty, "signature"));
  g_assert_true (cp_signature_check (cp_json_get_text (push, "key"), text,
                                     cp_json_get_text (push, "signature")));
}

static void
test_refuses_unsealed (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) page = make_page (self);

  assert_refused (self, page);
}

static void
test_refuses_stranger (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) page = make_page (self);

  seal_with (self, stranger_seed, page);
  assert_refused (self, page);
  cp_test_ledger_restart (self);
  seal_with (self, stranger_seed, page);
  assert_refused (self, page);
}

/* Another ledger's life, another challenge: what was sealed before is no answer any more. */
static void
test_refuses_replay (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) page = make_page (self);

  cp_test_ledger_seal (self, page);
  cp_test_ledger_restart (self);
  assert_refused (self, page);
  cp_test_ledger_seal (self, page);
  assert_taken (self, page);
}

static void
test_refuses_older_epoch (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) old = cp_test_page_new ("e0", 0);
  g_autoptr (CpJson) young = cp_test_page_new ("e2", 0);

  cp_test_page_end (old, 10, CP_TEST_NOW_MS);
  cp_test_ledger_seal (self, old);
  cp_test_page_end (young, 10, CP_TEST_NOW_MS);
  cp_test_ledger_seal (self, young);
  self->cursor = 0;
  assert_taken (self, young);
  assert_refused (self, old);
}

static CpJson *
make_programme_page (CpTestLedger *self, gint64 version)
{
  CpJson *page = cp_test_ledger_page (self);
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  row->entity.ver = 100 + version;
  row->document = cp_test_chain_programme_json ();
  cp_json_set_int (row->document, "version", version);
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_page_end (page, self->cursor + 10, CP_TEST_NOW_MS);
  cp_test_ledger_seal (self, page);
  return page;
}

static void
test_programme_never_goes_back (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) newer = make_programme_page (self, 100);
  g_autoptr (CpJson) older = NULL;
  g_autoptr (CpJson) same = NULL;

  assert_taken (self, newer);
  cp_test_ledger_restart (self);
  older = make_programme_page (self, 99);
  assert_refused (self, older);
  same = make_programme_page (self, 100);
  assert_taken (self, same);
}

static void
test_follows_to_the_next_key (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpSigner) next = cp_signer_new (next_seed);
  g_autoptr (CpJson) announcement = make_page (self);
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;

  cp_json_set_text (announcement, "next_key", cp_signer_get_key (next));
  cp_test_ledger_seal (self, announcement);
  assert_taken (self, announcement);
  cp_test_ledger_restart (self);
  first = make_page (self);
  seal_with (self, next_seed, first);
  assert_taken (self, first);
  second = make_page (self);
  cp_test_ledger_seal (self, second);
  assert_refused (self, second);
}

#define ADD(name, func)                                                               \
  g_test_add ("/ledger/trust/" name, CpTestLedger, NULL, cp_test_ledger_set_up, func, \
              cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("signs-its-push", test_signs_its_push);
  ADD ("refuses-a-page-without-a-seal", test_refuses_unsealed);
  ADD ("refuses-a-stranger's-page", test_refuses_stranger);
  ADD ("refuses-a-page-of-another-time", test_refuses_replay);
  ADD ("refuses-a-page-of-an-older-epoch", test_refuses_older_epoch);
  ADD ("the-programme-never-goes-back", test_programme_never_goes_back);
  ADD ("follows-head-office-to-its-next-key", test_follows_to_the_next_key);
  return g_test_run ();
}
