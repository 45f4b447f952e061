/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A ledger without the chain's card keys, and cards that have a message for head office. The emulated
 * cards are written by a till that has the keys; head office is played by the test. */
#include "card-till.h"
#include "cp-error.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

#include <string.h>

static void
set_link (CpTestLedger *self, const char *state)
{
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", state);
  g_autoptr (GError) error = NULL;

  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

/* (transfer full): a card of ours; with @options it is a copy in all but those */
static Pn532Card *
make_card (const char *options)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = host_card_new ("ntag424", TILL_424_UID, "sig=" TILL_424_SIGNATURE);
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  g_autofree char *hex = NULL, *words = NULL;

  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  card->class->dump (card, memory);
  hex = cp_bytes_to_hex (memory->data, memory->len);
  words = g_strdup_printf ("sig=" TILL_424_SIGNATURE " memory=%s%s", hex, options);
  return host_card_new ("ntag424", TILL_424_UID, words);
}

static CpJson *
talk (CpTestLedger *self, const CpJson *message)
{
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_talk_to_card (self->ledger, NULL, message, &error);

  g_assert_no_error (error);
  return reply;
}

static CpJson *
carry (Pn532Card *card, const CpJson *command)
{
  guint8 bytes[240];
  gsize n = 0;
  g_autoptr (GByteArray) answer = NULL;
  g_autofree char *hex = NULL;

  g_assert_true (
      cp_bytes_from_hex (cp_json_get_text (command, "command"), bytes, sizeof bytes, &n));
  answer = host_ask (card, bytes, n);
  hex = cp_bytes_to_hex (answer->data, answer->len);
  return json_pack ("{s:s, s:s, s:s}", "talk", cp_json_get_text (command, "talk"), "status", "ok",
                    "answer", hex);
}

/* (transfer full): the end, or that head office is asked */
static CpJson *
hold (CpTestLedger *self, Pn532Card *card)
{
  g_autofree char *uid = NULL;
  g_autoptr (CpJson) message = NULL;
  CpJson *reply;

  host_put (card);
  uid = cp_bytes_to_hex (card->uid, card->n_uid);
  message = json_pack ("{s:{s:s, s:s, s:b}}", "card", "uid", uid, "kind", "iso14443-4", "random",
                       card->n_uid == 4);
  reply = talk (self, message);
  while (cp_json_get_text (reply, "command") != NULL) {
    g_autoptr (CpJson) answer = carry (card, reply);

    json_decref (reply);
    reply = talk (self, answer);
  }
  return reply;
}

static CpJson *
go_on (CpTestLedger *self, const CpJson *reply)
{
  g_autoptr (CpJson) message = json_pack ("{s:s}", "talk", cp_json_get_text (reply, "talk"));

  return talk (self, message);
}

/* As head office, unless @tampers */
static gboolean
answer (
    CpTestLedger *self, const CpJson *question, const char *proof, gboolean tampers, GError **error)
{
  g_autofree char *purpose =
      cp_seal_describe_answer (CP_SEAL_SUN, "till-1", cp_json_get_text (question, "incarnation"),
                               cp_json_get_text (question, "challenge"));
  g_autoptr (CpJson) document =
      json_pack ("{s:s, s:s, s:s, s:i}", "challenge", cp_json_get_text (question, "challenge"),
                 "proof", proof, "uid", TILL_424_UID, "counter", 1);

  cp_test_page_seal_for (document, purpose);
  if (tampers)
    cp_json_set_text (document, "proof", "token");
  return cp_ledger_put_answer (self->ledger, document, error);
}

static void
assert_said (CpTestLedger *self, Pn532Card *card, const char *says, const char *key, const char *is)
{
  g_autoptr (CpJson) asks = hold (self, card), question = NULL, waits = NULL, end = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_json_get_bool (asks, "asks"));
  g_assert_nonnull (strstr (self->told->str, "card"));
  question = cp_test_ledger_take_question (self);
  g_assert_true (g_str_has_prefix (cp_json_get_text (question, "url"), TILL_SITE));
  waits = go_on (self, asks);
  g_assert_true (cp_json_get_bool (waits, "asks"));
  g_assert_true (answer (self, question, says, FALSE, &error));
  g_assert_no_error (error);
  end = go_on (self, asks);
  g_assert_true (cp_json_get_bool (end, "done"));
  g_assert_false (cp_json_get_bool (end, "unproved"));
  g_assert_cmpstr (cp_json_get_text (end, key), ==, is);
  g_assert_cmpstr (cp_json_get_text (end, "uid"), ==,
                   g_str_equal (key, "refused") ? NULL : TILL_424_UID);
}

static void
test_head_office_proves_the_card (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("");

  set_link (self, "online");
  assert_said (self, card, "token", "proof", "token");
  assert_said (self, card, "replayed", "proof", "replayed");
  assert_said (self, card, "wrong_key", "proof", "wrong_key");
  assert_said (self, card, "uid", "proof", "uid");
}

static void
test_a_random_card_is_known_by_head_office_alone (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card (" random_id=01");

  set_link (self, "online");
  assert_said (self, card, "token", "proof", "token");
  assert_said (self, card, "uid", "refused", "random");
  assert_said (self, card, "replayed", "refused", "random");
}

/* Whoever carries the answer may not change it, and a true one may still come. */
static void
test_only_head_office_is_believed (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("");
  g_autoptr (CpJson) asks = NULL, question = NULL, waits = NULL, end = NULL;
  g_autoptr (GError) error = NULL;

  set_link (self, "online");
  asks = hold (self, card);
  question = cp_test_ledger_take_question (self);
  g_assert_false (answer (self, question, "uid", TRUE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  waits = go_on (self, asks);
  g_assert_true (cp_json_get_bool (waits, "asks"));
  g_assert_true (answer (self, question, "replayed", FALSE, NULL));
  end = go_on (self, asks);
  g_assert_cmpstr (cp_json_get_text (end, "proof"), ==, "replayed");
}

static void
assert_unproved (CpTestLedger *self, const CpJson *end)
{
  g_assert_true (cp_json_get_bool (end, "done"));
  g_assert_true (cp_json_get_bool (end, "unproved"));
  g_assert_cmpstr (cp_json_get_text (end, "proof"), ==, "uid");
}

static void
test_offline_it_is_said_that_nothing_was_proven (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card (""), hidden = make_card (" random_id=01");
  g_autoptr (CpJson) end = NULL, refused = NULL, question = NULL;

  set_link (self, "offline");
  end = hold (self, card);
  assert_unproved (self, end);
  refused = hold (self, hidden);
  g_assert_cmpstr (cp_json_get_text (refused, "refused"), ==, "unproved");
  g_assert_null (cp_json_get_text (refused, "uid"));
  question = cp_test_ledger_take_question (self);
  g_assert_cmpuint (json_object_size (question), ==, 0);
}

static void
test_no_answer_is_no_proof (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("");
  g_autoptr (CpJson) asks = NULL, late = NULL, again = NULL, none = NULL, end = NULL,
                     question = NULL, second = NULL;

  set_link (self, "online");
  asks = hold (self, card);
  question = cp_test_ledger_take_question (self);
  cp_test_ledger_pass (self, 3000);
  late = go_on (self, asks);
  assert_unproved (self, late);
  g_assert_true (answer (self, question, "token", FALSE, NULL)); /* too late for anybody */

  again = hold (self, card);
  second = cp_test_ledger_take_question (self);
  none = json_pack ("{s:s}", "challenge", cp_json_get_text (second, "challenge"));
  g_assert_true (cp_ledger_put_answer (self->ledger, none, NULL));
  end = go_on (self, again);
  assert_unproved (self, end);
}

/* Staff read on the member's page that nobody has checked the card. */
static void
test_staff_are_told (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("");
  g_autoptr (CpJson) linked =
      cp_test_ledger_submit (self, "link_card", 1, "{'uid':'" TILL_424_UID "'}");
  g_autoptr (CpJson) end = NULL, request = json_pack ("{s:s}", "uid", TILL_424_UID), reply = NULL;
  g_autoptr (GError) error = NULL;

  set_link (self, "offline");
  end = hold (self, card);
  reply = cp_ledger_identify (self->ledger, self->session, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (reply, "proof"), ==, "uid");
  g_assert_nonnull (cp_json_get_text (reply, "warning"));
  g_assert_nonnull (cp_json_get_text (reply, "warning_action"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                              \
  g_test_add ("/ledger/asks/" path, CpTestLedger, NULL, cp_test_ledger_set_up, function, \
              cp_test_ledger_tear_down)
  ADD ("head-office-proves-the-card", test_head_office_proves_the_card);
  ADD ("a-random-card-is-known-by-head-office-alone",
       test_a_random_card_is_known_by_head_office_alone);
  ADD ("only-head-office-is-believed", test_only_head_office_is_believed);
  ADD ("offline-it-is-said-that-nothing-was-proven",
       test_offline_it_is_said_that_nothing_was_proven);
  ADD ("no-answer-is-no-proof", test_no_answer_is_no_proof);
  ADD ("staff-are-told", test_staff_are_told);
  return g_test_run ();
}
