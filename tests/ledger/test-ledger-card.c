/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ledger's conversations with cards, the reader being played by the test. */
#include "cp-card-bytes.h"
#include "cp-error.h"
#include "cp-test-ledger.h"
#include "pn532-card.h"

#define SIGNATURE "8B76052EE42F5567BEB53238B3E3F9950707C0DCC956B5C5EFCFDB709B2D82B3"
#define UID "04E10CDA993C80"
#define KEYS                                                         \
  "[cards]\nsystem=TEST\nntag424=00112233445566778899AABBCCDDEEFF\n" \
  "ntag21x=00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n"

static void
set_up (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  cp_test_ledger_set_up (self, data);
  self->card_keys_path = g_build_filename (self->folder, "card-keys", NULL);
  g_file_set_contents (self->card_keys_path, KEYS, -1, &error);
  g_assert_no_error (error);
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
}

static Pn532Card *
make_card (const char *options)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) words = g_strsplit (options, " ", -1);
  g_autoptr (GError) error = NULL;
  Pn532Card *card;

  for (gsize i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

    g_hash_table_insert (table, g_strdup (pair[0]), g_strdup (pair[1]));
  }
  card = pn532_card_new ("ntag213", table, &error);
  g_assert_no_error (error);
  return card;
}

static CpJson *
talk (CpTestLedger *self, const char *session, const CpJson *message)
{
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_talk_to_card (self->ledger, session, message, &error);

  g_assert_no_error (error);
  return reply;
}

/* (transfer full): what goes back to the ledger */
static CpJson *
carry (Pn532Card *card, const CpJson *command)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  guint8 bytes[240];
  gsize n = 0;
  Pn532CardAnswer how;
  CpJson *message = json_object ();

  g_assert_true (
      cp_bytes_from_hex (cp_json_get_text (command, "command"), bytes, sizeof bytes, &n));
  card->active = TRUE;
  how = pn532_card_exchange (card, bytes, n, answer);
  cp_json_set_text (message, "talk", cp_json_get_text (command, "talk"));
  if (how == PN532_CARD_BYTES || (how == PN532_CARD_NIBBLE && answer->data[0] == PN532_CARD_ACK)) {
    g_autofree char *hex =
        cp_bytes_to_hex (answer->data, how == PN532_CARD_BYTES ? answer->len : 0);

    cp_json_set_text (message, "status", "ok");
    cp_json_set_text (message, "answer", hex);
  } else {
    cp_json_set_text (message, "status", "refused");
  }
  return message;
}

/* (transfer full): how it ended */
static CpJson *
hold (CpTestLedger *self, Pn532Card *card, const char *site)
{
  g_autoptr (CpJson) message = json_pack ("{s:{s:s, s:s}}", "card", "uid", UID, "kind", "ntag213");
  CpJson *reply;

  if (site != NULL)
    cp_json_set (message, "issue", json_pack ("{s:s}", "site", site));
  pn532_card_power (card);
  reply = talk (self, self->session, message);
  while (!cp_json_get_bool (reply, "done")) {
    g_autoptr (CpJson) answer = carry (card, reply);

    json_decref (reply);
    reply = talk (self, NULL, answer);
  }
  return reply;
}

static void
issue (CpTestLedger *self, Pn532Card *card)
{
  g_autoptr (CpJson) reply = hold (self, card, "https://club.example.org");
  g_autoptr (CpJson) answer = NULL;

  g_assert_cmpstr (cp_json_get_text (reply, "problem"), ==, "none");
  answer = cp_test_ledger_submit (self, "link_card", 1, "{'uid':'" UID "'}");
}

static void
assert_proof (CpTestLedger *self, Pn532Card *card, const char *expected)
{
  g_autoptr (CpJson) reply = hold (self, card, NULL);

  g_assert_cmpstr (cp_json_get_text (reply, "proof"), ==, expected);
  g_assert_cmpstr (cp_json_get_text (reply, "uid"), ==, UID);
}

static CpJson *
identify (CpTestLedger *self)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", UID);
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_identify (self->ledger, self->session, card, &error);

  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (reply, "found"));
  return reply;
}

static void
assert_identified_with (CpTestLedger *self, const char *proof, gboolean warned)
{
  g_autoptr (CpJson) reply = identify (self);

  g_assert_cmpstr (cp_json_get_text (reply, "proof"), ==, proof);
  g_assert_cmpint (cp_json_get_text (reply, "warning") != NULL, ==, warned);
}

static Pn532Card *
copy (Pn532Card *card)
{
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  g_autofree char *hex = NULL, *options = NULL;

  card->class->dump (card, memory);
  hex = cp_bytes_to_hex (memory->data, memory->len);
  options = g_strdup_printf ("uid=" UID " sig=" SIGNATURE " memory=%s", hex);
  return make_card (options);
}

static char *
redeem (CpTestLedger *self)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("redeem_reward", 1, "{'amount_minor':100}");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_submit (self->ledger, self->session, request, TRUE, &error);

  g_assert_no_error (error);
  return g_strdup (cp_json_get_text (answer, "code"));
}

/* In touch, and with all rows. */
static void
go_online (CpTestLedger *self)
{
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "online");
  g_autoptr (GError) error = NULL;

  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

/* Head office has what was done here, and the card that was linked is one that spends. */
static void
confirm_card (CpTestLedger *self)
{
  g_autoptr (CpJson) view = cp_test_ledger_view (self, 1), push = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *page = cp_test_ledger_page (self), *operations, *card;
  gsize i;

  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 100, 100000, &error);
  g_assert_no_error (error);
  json_array_foreach (cp_json_get_array (view, "cards"), i, card)
  {
    g_autofree char *account_id = cp_test_chain_id (1, "account");
    CpCard *row;

    if (!cp_json_get_bool (card, "earn_only"))
      continue;
    row = cp_entity_new (CP_KIND_CARD, cp_json_get_text (card, "id"), account_id);
    row->entity.ver = 100;
    row->member_id = cp_test_chain_id (1, "member");
    row->uid = g_strdup (UID);
    row->state = CP_CARD_ACTIVE;
    cp_test_page_add_row (page, row);
    cp_entity_free (row);
  }
  operations = cp_json_get_array (push, "operations");
  card = json_array_get (operations, json_array_size (operations) - 1);
  cp_test_page_add_ack (page, cp_json_get_int (card, "seq", 0), cp_json_get_text (card, "id"),
                        "accepted", NULL);
  cp_test_ledger_apply (self, page);
}

static void
test_an_issued_card_proves_a_token (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE);

  assert_proof (self, card, "uid");
  issue (self, card);
  assert_proof (self, card, "token");
  assert_identified_with (self, "token", FALSE);
}

/* What a tap proved is for the one Identify after it, and not for long. */
static void
test_a_proof_does_not_last (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE);

  issue (self, card);
  assert_proof (self, card, "token");
  assert_identified_with (self, "token", FALSE);
  assert_identified_with (self, "uid", FALSE);
  assert_proof (self, card, "token");
  cp_test_ledger_pass (self, 16000);
  assert_identified_with (self, "uid", FALSE);
}

/* The number that the card showed outlives the ledger, and a copy takes another person. */
static void
test_a_copy_cannot_redeem_alone (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE), other = NULL;
  g_autofree char *before = NULL, *after = NULL, *again = NULL;

  issue (self, card);
  other = copy (card);
  confirm_card (self);
  go_online (self);
  assert_proof (self, card, "token");
  assert_identified_with (self, "token", FALSE);
  before = redeem (self);
  g_assert_cmpstr (before, ==, NULL);
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  go_online (self);
  assert_proof (self, other, "replayed");
  assert_identified_with (self, "replayed", TRUE);
  after = redeem (self);
  g_assert_cmpstr (after, ==, "approval_required");
  assert_proof (self, card, "token");
  assert_identified_with (self, "token", FALSE);
  again = redeem (self);
  g_assert_cmpstr (again, ==, NULL);
}

/* Nor does it make who holds it the member, whatever little they know. */
static void
test_a_copy_identifies_nobody (CpTestLedger *self, gconstpointer data)
{
  static const char *const proofs[] = { "token", "replayed" };
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE), other = NULL;

  issue (self, card);
  other = copy (card);
  for (guint i = 0; i < G_N_ELEMENTS (proofs); i++) {
    g_autofree char *member_id = cp_test_chain_id (1, "member");
    g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:{s:s}}", "member_id", member_id,
                                            "card_uid", UID, "answers", "city", "London");
    g_autoptr (CpJson) reply = NULL;
    g_autoptr (GError) error = NULL;

    assert_proof (self, i == 0 ? card : other, proofs[i]);
    assert_identified_with (self, proofs[i], i > 0);
    reply = cp_ledger_read (self->ledger, self->session, "identify", request, &error);
    g_assert_no_error (error);
    g_assert_cmpint (cp_json_get_bool (reply, "card"), ==, i == 0);
    g_assert_cmpint (cp_json_get_bool (reply, "identified"), ==, i == 0);
  }
}

/* What the card showed at another store came with the rows: an older copy is noticed here, too. */
static void
test_a_number_from_elsewhere_counts_here (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE);
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpCard *row = cp_entity_new (CP_KIND_CARD, "019f0000-0000-7000-8000-00000000c0de", account_id);
  CpJson *page = cp_test_ledger_page (self);

  issue (self, card);
  assert_proof (self, card, "token");
  row->member_id = g_strdup (member_id);
  row->uid = g_strdup (UID);
  row->entity.ver = 5;
  row->state = CP_CARD_ACTIVE;
  row->counter = 100;
  row->counter_device_id = g_strdup ("elsewhere");
  cp_test_page_add_row (page, row);
  cp_test_ledger_apply (self, page);
  cp_entity_free (row);
  assert_proof (self, card, "replayed");
}

/* Head office hears which card showed which number, from the opening on. */
static void
test_operations_say_what_the_card_showed (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) batch = NULL, answer = NULL;
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);
  guint n_shown = 0;

  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  json_object_del (row->document, "views_unrecorded");
  cp_test_page_add_row (page, row);
  cp_test_ledger_apply (self, page);
  cp_entity_free (row);
  issue (self, card);
  assert_proof (self, card, "token");
  assert_identified_with (self, "token", FALSE);
  answer = cp_test_ledger_submit (self, "add_note", 1, "{'text':'likes blue'}");
  batch = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < json_array_size (cp_json_get_array (batch, "operations")); i++) {
    const CpJson *item = json_array_get (cp_json_get_array (batch, "operations"), i);
    const CpJson *body = cp_json_get_object (item, "body");

    if (cp_json_get_int (body, "card_counter", 0) == 0)
      continue;
    n_shown++;
    g_assert_cmpstr (cp_json_get_text (body, "proof"), ==, "token");
    g_assert_nonnull (cp_json_get_text (body, "card_id"));
  }
  g_assert_cmpuint (n_shown, ==, 2);
}

/* A card that is taken away has proven nothing, and whoever carries the bytes can say so. */
static void
test_a_card_that_leaves_is_told_of (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (Pn532Card) card = make_card ("uid=" UID " sig=" SIGNATURE);
  g_autoptr (CpJson) message = json_pack ("{s:{s:s, s:s}}", "card", "uid", UID, "kind", "ntag213");
  g_autoptr (CpJson) whole = NULL, command = NULL, gone = NULL, end = NULL;

  issue (self, card);
  whole = hold (self, card, NULL);
  g_assert_false (cp_json_get_bool (whole, "lost"));
  command = talk (self, NULL, message);
  gone = json_pack ("{s:s, s:s}", "talk", cp_json_get_text (command, "talk"), "status", "lost");
  end = talk (self, NULL, gone);
  g_assert_true (cp_json_get_bool (end, "done"));
  g_assert_true (cp_json_get_bool (end, "lost"));
  g_assert_cmpstr (cp_json_get_text (end, "proof"), ==, "uid");
}

static void
assert_refused (CpTestLedger *self, const char *session, const char *text, int code)
{
  g_autoptr (CpJson) message = cp_json_parse_object (text, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  g_assert_null (cp_ledger_talk_to_card (self->ledger, session, message, &error));
  g_assert_error (error, CP_ERROR, code);
}

static void
test_malformed_messages_are_refused (CpTestLedger *self, gconstpointer data)
{
  static const char *const texts[] = {
    "{}",
    "{\"card\":{}}",
    "{\"card\":{\"uid\":\"04E1\",\"kind\":\"ntag213\"}}",
    "{\"card\":{\"uid\":\"04E10CDA993C8\",\"kind\":\"ntag213\"}}",
    "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"nonsense\"}}",
    "{\"card\":{\"uid\":\"" UID "\"}}",
    "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"},\"more\":1}",
    "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"},\"issue\":{\"site\":\"http://a\"}}",
    "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"},\"issue\":{}}",
    "{\"talk\":\"x\",\"status\":\"ok\"}",
    "{\"talk\":\"x\",\"status\":\"ok\",\"answer\":\"0\"}",
    "{\"talk\":\"x\",\"status\":\"fine\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (self, self->session, texts[i], CP_ERROR_INVALID);
  assert_refused (self, NULL, "{\"talk\":\"x\"}", CP_ERROR_NOT_FOUND);
  assert_refused (self, NULL, "{\"talk\":\"x\",\"status\":\"lost\"}", CP_ERROR_NOT_FOUND);
}

static void
test_issuing_takes_somebody_who_may (CpTestLedger *self, gconstpointer data)
{
  assert_refused (self, NULL,
                  "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"},"
                  "\"issue\":{\"site\":\"https://a.example\"}}",
                  CP_ERROR_NOT_ALLOWED);
  cp_test_ledger_sign_in (self, "hal");
  assert_refused (self, self->session,
                  "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"},"
                  "\"issue\":{\"site\":\"https://a.example\"}}",
                  CP_ERROR_NOT_ALLOWED);
}

static void
test_conversations_are_few_and_do_not_last (CpTestLedger *self, gconstpointer data)
{
  static const char begin[] = "{\"card\":{\"uid\":\"" UID "\",\"kind\":\"ntag213\"}}";
  g_autoptr (CpJson) message = cp_json_parse_object (begin, -1, NULL);
  g_autoptr (CpJson) late = json_object (), again = NULL;

  for (guint i = 0; i < 8; i++) {
    g_autoptr (CpJson) reply = talk (self, NULL, message);

    cp_json_set_text (late, "talk", cp_json_get_text (reply, "talk"));
  }
  assert_refused (self, NULL, begin, CP_ERROR_UNAVAILABLE);
  cp_test_ledger_pass (self, 31000);
  again = talk (self, NULL, message);
  cp_json_set_text (late, "status", "lost");
  {
    g_autofree char *text = cp_json_to_text (late);

    assert_refused (self, NULL, text, CP_ERROR_NOT_FOUND);
  }
}

#define ADD(path, func) \
  g_test_add ("/ledger/card/" path, CpTestLedger, NULL, set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an-issued-card-proves-a-token", test_an_issued_card_proves_a_token);
  ADD ("a-proof-does-not-last", test_a_proof_does_not_last);
  ADD ("a-copy-cannot-redeem-alone", test_a_copy_cannot_redeem_alone);
  ADD ("a-copy-identifies-nobody", test_a_copy_identifies_nobody);
  ADD ("a-number-from-elsewhere-counts-here", test_a_number_from_elsewhere_counts_here);
  ADD ("operations-say-what-the-card-showed", test_operations_say_what_the_card_showed);
  ADD ("a-card-that-leaves-is-told-of", test_a_card_that_leaves_is_told_of);
  ADD ("malformed-messages-are-refused", test_malformed_messages_are_refused);
  ADD ("issuing-takes-somebody-who-may", test_issuing_takes_somebody_who_may);
  ADD ("conversations-are-few-and-do-not-last", test_conversations_are_few_and_do_not_last);
  return g_test_run ();
}
