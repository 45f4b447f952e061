/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows that say nothing of what was refused. */
#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"
#include "cp-test-page.h"
#include "cp-test-snapshot.h"

#define A_WHILE_MS (2 * 60 * 1000)

static CpJson *
get_push (CpTestLedger *self)
{
  return cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1, NULL);
}

static char *
dup_incarnation (CpTestLedger *self)
{
  g_autoptr (CpJson) push = get_push (self);

  return g_strdup (cp_json_get_text (push, "incarnation"));
}

/* Takes rows of @epoch that have our operations through @acked. */
static void
swap (CpTestLedger *self, const char *epoch, gint64 acked)
{
  g_autofree char *incarnation = dup_incarnation (self);
  gint64 cursor = g_str_equal (epoch, "e1") ? self->cursor + 100 : 100;
  g_autoptr (CpTestSnapshot) snapshot =
      cp_test_snapshot_new (self->folder, epoch, cursor, incarnation, acked);
  g_autoptr (CpJson) manifest = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_page_seal_for (manifest, CP_SEAL_SNAPSHOT);
  reply = cp_ledger_begin_snapshot (self->ledger, manifest, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < snapshot->chunks->len; i++) {
    GBytes *chunk = g_ptr_array_index (snapshot->chunks, i);

    g_assert_true (cp_ledger_put_snapshot_chunk (self->ledger, i, g_bytes_get_data (chunk, NULL),
                                                 g_bytes_get_size (chunk), &error));
    g_assert_no_error (error);
  }
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
  g_assert_no_error (error);
  self->cursor = cursor;
}

/* -1: nothing */
static gint64
get_untold (CpTestLedger *self)
{
  g_autoptr (CpJson) push = get_push (self);

  return cp_json_get_int (cp_json_get_object (push, "untold"), "after", -1);
}

/* Returns: (transfer full): the request, to be asked about again */
static CpJson *
visit (CpTestLedger *self)
{
  static guint n = 600;
  g_autofree char *id = cp_test_id (n++);
  CpJson *request = cp_test_ledger_request ("end_visit", 1, "{'reason_id': 'served'}");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = NULL;

  cp_json_set_text (request, "id", id);
  answer = cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
  return request;
}

static void
assert_state (CpTestLedger *self, const CpJson *request, const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer =
      cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "state"), ==, state);
}

/* @refused: (nullable): the operation that was rejected, as number @seq */
static CpJson *
make_told_of (
    const char *incarnation, gint64 through, gboolean more, const CpJson *refused, gint64 seq)
{
  CpJson *outcomes = json_array ();

  if (refused != NULL)
    cp_json_append (outcomes, json_pack ("{s:I, s:s, s:s, s:s}", "seq", (json_int_t) seq,
                                         "operation_id", cp_json_get_text (refused, "id"),
                                         "outcome", "rejected", "code", "account_blocked"));
  return json_pack ("{s:s, s:I, s:b, s:o}", "incarnation", incarnation, "through",
                    (json_int_t) through, "more", more, "outcomes", outcomes);
}

static CpJson *
make_told (CpTestLedger *self, gint64 through, gboolean more, const CpJson *refused, gint64 seq)
{
  g_autofree char *incarnation = dup_incarnation (self);

  return make_told_of (incarnation, through, more, refused, seq);
}

/* @told: (transfer full) */
static void
tell (CpTestLedger *self, CpJson *told)
{
  CpJson *page = cp_test_ledger_page (self);

  cp_json_set (page, "told", told);
  cp_test_ledger_apply (self, page);
}

static void
test_silence_is_no_consent (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = visit (self);
  g_autoptr (CpJson) second = visit (self);

  swap (self, "e1", 2);
  g_assert_cmpint (get_untold (self), ==, 0);
  assert_state (self, first, "waiting");
  g_string_truncate (self->told, 0);
  tell (self, make_told (self, 2, FALSE, second, 2));
  g_assert_nonnull (strstr (self->told->str, "attention"));
  g_assert_cmpint (get_untold (self), ==, -1);
  assert_state (self, first, "accepted");
  assert_state (self, second, "rejected");
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 1);
}

static void
test_slices_go_on (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = visit (self);
  g_autoptr (CpJson) second = visit (self);

  swap (self, "e1", 2);
  tell (self, make_told (self, 1, TRUE, NULL, 0));
  g_assert_cmpint (get_untold (self), ==, 1);
  assert_state (self, first, "accepted");
  assert_state (self, second, "waiting");
  cp_test_ledger_restart (self);
  g_assert_cmpint (get_untold (self), ==, 1);
}

/* What waited for a person at head office may have been decided meanwhile, and what was refused is so still. */
static void
test_what_was_reviewed_is_asked_again (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) refused = visit (self);
  g_autoptr (CpJson) reviewed = visit (self);
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 1, cp_json_get_text (refused, "id"), "rejected", "account_blocked");
  cp_test_page_add_ack (page, 2, cp_json_get_text (reviewed, "id"), "needs_review", NULL);
  cp_test_ledger_apply (self, page);
  swap (self, "e1", 2);
  g_assert_cmpint (get_untold (self), ==, 1);
  assert_state (self, reviewed, "needs_review");
  tell (self, make_told (self, 2, FALSE, NULL, 0));
  assert_state (self, reviewed, "accepted");
  assert_state (self, refused, "rejected");
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 1);
}

/* A head office that was restored may have judged otherwise, of whatever. */
static void
test_another_epoch_is_asked_from_the_beginning (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = visit (self);
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 1, cp_json_get_text (request, "id"), "rejected", "account_blocked");
  cp_test_ledger_apply (self, page);
  swap (self, "e2", 1);
  g_assert_cmpint (get_untold (self), ==, 0);
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 1);
}

/* From here on what head office has not got, after @acked, is of another incarnation. */
static void
renew (CpTestLedger *self, gint64 acked)
{
  const CpLaneMarks marks = { { acked } };
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_ledger_renew (self->ledger, &marks, &error));
  g_assert_no_error (error);
}

static void
assert_asked_of (CpTestLedger *self, const char *incarnation, gint64 after)
{
  g_autoptr (CpJson) push = get_push (self);
  const CpJson *untold = cp_json_get_object (push, "untold");

  g_assert_cmpstr (cp_json_get_text (untold, "incarnation"), ==, incarnation);
  g_assert_cmpint (cp_json_get_int (untold, "after", -1), ==, after);
}

/* Of an earlier incarnation the feed tells no more, and a person may take days to decide. */
static void
test_review_of_an_earlier_incarnation_is_asked_about (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = dup_incarnation (self);
  g_autoptr (CpJson) first = visit (self);
  g_autoptr (CpJson) reviewed = visit (self);
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 2, cp_json_get_text (reviewed, "id"), "needs_review", NULL);
  cp_test_ledger_apply (self, page);
  cp_test_ledger_pass (self, A_WHILE_MS);
  g_assert_cmpint (get_untold (self), ==, -1); /* the feed will tell */
  renew (self, 2);
  cp_test_ledger_pass (self, A_WHILE_MS);
  assert_asked_of (self, before, 1);
  cp_test_ledger_sign_in (self, "ann");
  assert_state (self, first, "accepted");
  tell (self,
        make_told_of (before, 2, TRUE, reviewed, 2)); /* there is more, of which nothing is asked */
  assert_state (self, reviewed, "rejected");
  cp_test_ledger_pass (self, A_WHILE_MS);
  g_assert_cmpint (get_untold (self), ==, -1);
}

/* Nobody has decided yet: it is asked again, and not all the time. */
static void
test_what_is_in_review_still_is_asked_again (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = dup_incarnation (self);
  g_autoptr (CpJson) reviewed = visit (self);
  CpJson *page = cp_test_ledger_page (self);
  CpJson *told;

  cp_test_page_add_ack (page, 1, cp_json_get_text (reviewed, "id"), "needs_review", NULL);
  cp_test_ledger_apply (self, page);
  renew (self, 1);
  cp_test_ledger_restart (self);
  assert_asked_of (self, before, 0);
  told = make_told_of (before, 1, FALSE, reviewed, 1);
  cp_json_set_text (json_array_get (cp_json_get_array (told, "outcomes"), 0), "outcome",
                    "needs_review");
  tell (self, told);
  g_assert_cmpint (get_untold (self), ==, -1);
  cp_test_ledger_pass (self, A_WHILE_MS);
  assert_asked_of (self, before, 0);
  cp_test_ledger_sign_in (self, "ann");
  assert_state (self, reviewed, "needs_review");
}

/* Head office has it under another number than that of which it told. */
static void
test_what_was_sent_anew_has_its_present_number (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = visit (self);
  g_autoptr (CpJson) second = visit (self);
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 2, cp_json_get_text (second, "id"), "rejected", "account_blocked");
  cp_test_ledger_apply (self, page);
  renew (self, 1);
  swap (self, "e1", 1);
  g_assert_cmpint (get_untold (self), ==, 0);
  tell (self, make_told (self, 1, FALSE, NULL, 0));
  assert_state (self, second, "accepted");
}

static void
assert_refused (CpTestLedger *self, CpJson *told)
{
  g_autoptr (CpJson) page = cp_test_ledger_page (self);
  g_autoptr (GError) error = NULL;

  cp_json_set (page, "told", told);
  cp_test_page_end (page, self->cursor, CP_TEST_NOW_MS);
  cp_test_ledger_seal (self, page);
  g_assert_false (cp_ledger_apply_page (self->ledger, page, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_what_was_not_asked (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = visit (self);
  CpJson *nameless;

  swap (self, "e1", 1);
  assert_refused (self, make_told (self, 0, TRUE, NULL, 0)); /* it would be asked for ever */
  assert_refused (self, make_told (self, -1, FALSE, NULL, 0));
  nameless = make_told (self, 1, FALSE, request, 1);
  json_object_del (json_array_get (cp_json_get_array (nameless, "outcomes"), 0), "operation_id");
  assert_refused (self, nameless);
  g_assert_cmpint (get_untold (self), ==, 0);
  assert_state (self, request, "waiting");
  tell (self, json_pack ("{s:s, s:i, s:[]}", "incarnation", "another", "through", 9, "outcomes"));
  g_assert_cmpint (get_untold (self), ==, 0);
}

#define ADD(name, func)                                                                      \
  g_test_add ("/ledger/told/" name, CpTestLedger, NULL, cp_test_ledger_set_up_on_disk, func, \
              cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("silence-is-no-consent", test_silence_is_no_consent);
  ADD ("slices-go-on", test_slices_go_on);
  ADD ("what-was-reviewed-is-asked-again", test_what_was_reviewed_is_asked_again);
  ADD ("review-of-an-earlier-incarnation-is-asked-about",
       test_review_of_an_earlier_incarnation_is_asked_about);
  ADD ("what-is-in-review-still-is-asked-again", test_what_is_in_review_still_is_asked_again);
  ADD ("what-was-sent-anew-has-its-present-number", test_what_was_sent_anew_has_its_present_number);
  ADD ("another-epoch-is-asked-from-the-beginning", test_another_epoch_is_asked_from_the_beginning);
  ADD ("refuses-what-was-not-asked", test_refuses_what_was_not_asked);
  return g_test_run ();
}
