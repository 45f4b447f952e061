/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole way of a card's message: emulated NTAG 424 DNA and PN532, libnfc, the reader's process, a
 * ledger without card keys, the worker, and a head office that has them. */
#include "card-till.h"
#include "cp-card-relay.h"
#include "pn532-fixture.h"
#include "processes.h"

#include <signal.h>

#define RANDOM " random_id=01"

typedef struct {
  Processes processes;
  Pn532Fixture *chip;
  CpReader *reader;
  CpReaderCard *card;
  char *memory; /* of the card, as it was written, in hex */
  CpJson *reply;
} Fixture;

static void
on_card (CpReader *reader, const CpReaderCard *card, Fixture *self)
{
  g_clear_pointer (&self->card, cp_reader_card_free);
  self->card = cp_reader_card_copy (card);
}

static void
on_gone (CpReader *reader, Fixture *self)
{
  g_clear_pointer (&self->card, cp_reader_card_free);
}

/* A card that somebody at head office has written. */
static char *
write_card (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = host_card_new ("ntag424", TILL_424_UID, "sig=" TILL_424_SIGNATURE);
  g_autoptr (GByteArray) memory = g_byte_array_new ();

  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  card->class->dump (card, memory);
  return cp_bytes_to_hex (memory->data, memory->len);
}

static void
link_card (Fixture *self)
{
  Processes *processes = &self->processes;
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:{s:s}}", "kind", "link_card", "member_id",
                                          processes->member_id, "payload", "uid", TILL_424_UID);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_client_submit_sync (processes->client, processes->session,
                                                            request, FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (cp_json_get_text (answer, "code"));
  processes_wait_until (processes, processes_are_settled, "the card's way to head office");
}

static void
set_up (Fixture *self, gconstpointer data)
{
  CpReaderConfig config = { .helper_path = CP_TEST_READER };

  self->processes.card_keys = till_key_text;
  processes_set_up (&self->processes);
  processes_meet_ada (&self->processes);
  link_card (self);
  self->memory = write_card ();
  self->chip = pn532_fixture_new ();
  config.connstring = pn532_fixture_get_connstring (self->chip);
  self->reader = cp_reader_new (&config);
  g_signal_connect (self->reader, "card", G_CALLBACK (on_card), self);
  g_signal_connect (self->reader, "gone", G_CALLBACK (on_gone), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->reader);
  g_clear_pointer (&self->card, cp_reader_card_free);
  g_clear_pointer (&self->reply, json_decref);
  g_free (self->memory);
  pn532_fixture_free (self->chip);
  processes_tear_down (&self->processes);
}

static void
lay_down (Fixture *self, const char *options)
{
  pn532_fixture_do (self->chip, "enter ntag424 uid=%s sig=%s memory=%s%s", TILL_424_UID,
                    TILL_424_SIGNATURE, self->memory, options);
  cp_reader_expect_card (self->reader);
  while (self->card == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_relayed (GObject *object, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;

  self->reply = cp_card_relay_finish (result, &error);
  g_assert_no_error (error);
}

static void
relay (Fixture *self)
{
  g_clear_pointer (&self->reply, json_decref);
  cp_card_relay_async (self->processes.client, NULL, self->reader, self->card, NULL, NULL,
                       on_relayed, self);
  while (self->reply == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_said (Fixture *self, const char *key, const char *text)
{
  relay (self);
  g_assert_true (cp_json_get_bool (self->reply, "done"));
  g_assert_cmpstr (cp_json_get_text (self->reply, key), ==, text);
}

static void
assert_identified_with (Fixture *self, const char *proof, gboolean is_warned)
{
  Processes *processes = &self->processes;
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", cp_json_get_text (self->reply, "uid"));
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_ledger_client_identify_sync (processes->client, processes->session, card, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (reply, "member_id"), ==, processes->member_id);
  g_assert_cmpstr (cp_json_get_text (reply, "proof"), ==, proof);
  g_assert_cmpint (cp_json_get_text (reply, "warning") != NULL, ==, is_warned);
}

static void
take_away (Fixture *self)
{
  pn532_fixture_do (self->chip, "leave");
  while (self->card != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The card as it was written, once more: its message has the number that the other's had. */
static void
test_a_message_proves_a_card_once (Fixture *self, gconstpointer data)
{
  lay_down (self, "");
  assert_said (self, "proof", "token");
  assert_identified_with (self, "token", FALSE);
  assert_said (self, "proof", "token");
  take_away (self);
  lay_down (self, "");
  assert_said (self, "proof", "replayed");
  assert_identified_with (self, "replayed", TRUE);
  take_away (self);
}

static void
test_a_card_with_random_numbers_is_known (Fixture *self, gconstpointer data)
{
  lay_down (self, RANDOM);
  g_assert_true (self->card->random_uid);
  assert_said (self, "proof", "token");
  g_assert_cmpstr (cp_json_get_text (self->reply, "uid"), ==, TILL_424_UID);
  assert_identified_with (self, "token", FALSE);
  take_away (self);
}

static gboolean
is_offline (const CpJson *status)
{
  return processes_has_link (status, "offline");
}

static void
test_offline_nothing_is_proven (Fixture *self, gconstpointer data)
{
  processes_stop (&self->processes.office, SIGTERM);
  processes_wait_until (&self->processes, is_offline, "that the line is down");
  lay_down (self, "");
  assert_said (self, "proof", "uid");
  g_assert_true (cp_json_get_bool (self->reply, "unproved"));
  assert_identified_with (self, "uid", TRUE);
  take_away (self);
  lay_down (self, RANDOM);
  assert_said (self, "refused", "unproved");
  take_away (self);
}

/* A line that is thought to be good: the question is lost, and the counter does not wait for ever. */
static void
test_a_lost_question_proves_nothing (Fixture *self, gconstpointer data)
{
  g_subprocess_send_signal (self->processes.worker, SIGSTOP);
  lay_down (self, "");
  assert_said (self, "proof", "uid");
  g_assert_true (cp_json_get_bool (self->reply, "unproved"));
  g_subprocess_send_signal (self->processes.worker, SIGCONT);
  take_away (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sync/sun/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-message-proves-a-card-once", test_a_message_proves_a_card_once);
  ADD ("a-card-with-random-numbers-is-known", test_a_card_with_random_numbers_is_known);
  ADD ("offline-nothing-is-proven", test_offline_nothing_is_proven);
  ADD ("a-lost-question-proves-nothing", test_a_lost_question_proves_nothing);
  return g_test_run ();
}
