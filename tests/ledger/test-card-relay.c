/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ledger, relay, helper, libnfc, emulated chip and card, all in their places. */
#include "cp-card-relay.h"
#include "cp-test-chain.h"
#include "cp-test-daemon.h"
#include "pn532-fixture.h"

#define UID "04E10CDA993C80"
#define NTAG213                \
  "enter ntag213 uid=" UID " " \
  "sig=8B76052EE42F5567BEB53238B3E3F9950707C0DCC956B5C5EFCFDB709B2D82B3"
#define KEYS               \
  "[cards]\nsystem=TEST\n" \
  "ntag21x=00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n"

typedef struct {
  CpTestDaemon daemon;
  Pn532Fixture *chip;
  CpReader *reader;
  CpReaderCard *card;
  char *session;
  CpJson *reply;
  GError *error;
  gboolean over;
} Fixture;

static void
on_card (CpReader *reader, const CpReaderCard *card, Fixture *self)
{
  g_clear_pointer (&self->card, cp_reader_card_free);
  self->card = cp_reader_card_copy (card);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  CpReaderConfig config = { .helper_path = g_getenv ("COUNTERPART_READER") };

  cp_test_daemon_set_up_with_card_keys (&self->daemon, KEYS);
  cp_test_daemon_fill (&self->daemon);
  self->session = cp_test_daemon_sign_in (&self->daemon, "ann");
  self->chip = pn532_fixture_new ();
  config.connstring = pn532_fixture_get_connstring (self->chip);
  self->reader = cp_reader_new (&config);
  g_signal_connect (self->reader, "card", G_CALLBACK (on_card), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->reader);
  g_clear_pointer (&self->card, cp_reader_card_free);
  g_clear_pointer (&self->reply, json_decref);
  g_clear_error (&self->error);
  g_free (self->session);
  pn532_fixture_free (self->chip);
  cp_test_daemon_tear_down (&self->daemon);
}

static void
lay_down (Fixture *self)
{
  cp_reader_expect_card (self->reader);
  pn532_fixture_do (self->chip, NTAG213);
  while (self->card == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_gone (CpReader *reader, Fixture *self)
{
  g_clear_pointer (&self->card, cp_reader_card_free);
}

static void
take_away (Fixture *self)
{
  g_signal_connect (self->reader, "gone", G_CALLBACK (on_gone), self);
  pn532_fixture_do (self->chip, "leave");
  while (self->card != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_relayed (GObject *object, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;

  self->reply = cp_card_relay_finish (result, &self->error);
  self->over = TRUE;
}

static void
relay (Fixture *self, const char *site)
{
  g_clear_pointer (&self->reply, json_decref);
  g_clear_error (&self->error);
  self->over = FALSE;
  cp_card_relay_async (self->daemon.client, self->session, self->reader, self->card, site, NULL,
                       on_relayed, self);
  while (!self->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_proof (Fixture *self, const char *proof)
{
  relay (self, NULL);
  g_assert_no_error (self->error);
  g_assert_cmpstr (cp_json_get_text (self->reply, "proof"), ==, proof);
  g_assert_cmpstr (cp_json_get_text (self->reply, "uid"), ==, UID);
}

static void
issue (Fixture *self)
{
  relay (self, "https://club.example.org");
  g_assert_no_error (self->error);
  g_assert_cmpstr (cp_json_get_text (self->reply, "problem"), ==, "none");
}

/* (transfer full): what becomes of @kind for account 1's member */
static CpJson *
submit (Fixture *self, const char *session, const char *kind, const char *key, const char *value)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:{s:s}}", "kind", kind, "member_id",
                                          member_id, "payload", key, value);
  g_autoptr (GError) error = NULL;
  CpJson *answer =
      cp_ledger_client_submit_sync (self->daemon.client, session, request, FALSE, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

/* (transfer full): what a member finds who lays down the card, with nobody of the staff there */
static CpJson *
tap_alone (Fixture *self, const char *proof)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", UID);
  g_autoptr (GError) error = NULL;
  CpJson *reply;

  assert_proof (self, proof);
  reply = cp_ledger_client_identify_sync (self->daemon.client, "", card, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (cp_json_get_object (reply, "own"));
  return reply;
}

static gboolean
can_have (const CpJson *own, const char *definition)
{
  CpJson *claim;
  gsize i;

  json_array_foreach (cp_json_get_array (own, "claims"), i, claim)
  {
    if (g_str_equal (cp_json_get_text (claim, "definition"), definition))
      return cp_json_get_bool (claim, "eligible");
  }
  g_error ("%s is not among the claims", definition);
}

/* The token is all that a member has to show: from the chip in the field to the claim nobody asks for
 * more. A chip with the same number and no token has to answer first. */
static void
test_a_member_claims_by_their_token (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) linked = NULL;
  g_autoptr (CpJson) tapped = NULL;
  g_autoptr (CpJson) done = NULL;
  g_autoptr (CpJson) copied = NULL;
  g_autoptr (CpJson) refused = NULL;
  const CpJson *own;

  lay_down (self);
  issue (self);
  linked = submit (self, self->session, "link_card", "uid", UID);
  g_clear_pointer (&self->session, g_free); /* the staff have gone */
  tapped = tap_alone (self, "token");
  own = cp_json_get_object (tapped, "own");
  g_assert_true (can_have (own, "grown_up"));
  done = submit (self, cp_json_get_text (own, "session"), "claim_incentive", "definition_id",
                 "grown_up");
  g_assert_cmpstr (cp_json_get_text (done, "decision"), ==, "accepted");
  g_assert_false (can_have (cp_json_get_object (done, "view"), "grown_up"));
  take_away (self);
  lay_down (self);
  copied = tap_alone (self, "uid");
  refused = submit (self, cp_json_get_text (cp_json_get_object (copied, "own"), "session"),
                    "claim_incentive", "definition_id", "first_two");
  g_assert_cmpstr (cp_json_get_text (refused, "code"), ==, "verification_required");
}

static void
test_a_card_is_issued_and_then_proves_itself (Fixture *self, gconstpointer data)
{
  lay_down (self);
  assert_proof (self, "uid");
  issue (self);
  assert_proof (self, "token");
  assert_proof (self, "token");
}

/* The ledger hears that the card is gone, and says how it ends. */
static void
test_a_card_that_is_gone_proves_nothing (Fixture *self, gconstpointer data)
{
  lay_down (self);
  pn532_fixture_do (self->chip, "leave");
  relay (self, "https://club.example.org");
  g_assert_no_error (self->error);
  g_assert_cmpstr (cp_json_get_text (self->reply, "problem"), ==, "lost");
}

static void
test_without_a_ledger_there_is_an_error (Fixture *self, gconstpointer data)
{
  lay_down (self);
  cp_test_daemon_kill (&self->daemon);
  relay (self, NULL);
  g_assert_error (self->error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_null (self->reply);
  cp_test_daemon_start (&self->daemon, NULL);
}

#define ADD(path, func) g_test_add ("/ledger/relay/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-card-is-issued-and-then-proves-itself", test_a_card_is_issued_and_then_proves_itself);
  ADD ("a-member-claims-by-their-token", test_a_member_claims_by_their_token);
  ADD ("a-card-that-is-gone-proves-nothing", test_a_card_that_is_gone_proves_nothing);
  ADD ("without-a-ledger-there-is-an-error", test_without_a_ledger_there_is_an_error);
  return g_test_run ();
}
