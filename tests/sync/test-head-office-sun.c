/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office says of cards' messages. */
#include "cp-sun.h"
#include "sun-fixture.h"

#include <string.h>

static guint
ask (Office *office, const char *device_id, const CpJson *question, CpJson **ret_answer)
{
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_sun (office->office, device_id, question, &answer);
  if (ret_answer != NULL)
    *ret_answer = json_incref (answer.document);
  return answer.status;
}

static CpJson *
make_question (const char *challenge, const char *url)
{
  return json_pack ("{s:s, s:s, s:s}", "incarnation", "one", "challenge", challenge, "url", url);
}

/* Asks with a challenge of its own. */
static void
assert_proof (Office *office, const char *device_id, const char *url, const char *proof)
{
  static guint n = 0;
  g_autofree char *challenge = g_strdup_printf ("challenge-%u", n++);
  g_autofree char *purpose = cp_seal_describe_answer (CP_SEAL_SUN, device_id, "one", challenge);
  g_autoptr (CpJson) question = make_question (challenge, url), answer = NULL;

  g_assert_cmpuint (ask (office, device_id, question, &answer), ==, 200);
  g_assert_cmpstr (cp_json_get_text (answer, "proof"), ==, proof);
  g_assert_true (cp_seal_check (answer, purpose));
}

static char *
make_url (const char *key_text, const char *uid, guint32 counter)
{
  g_autoptr (CpCardKeys) keys = cp_card_keys_parse (key_text, strlen (key_text), NULL);

  return sun_make_url (cp_card_keys_get_source (keys), uid, counter);
}

static void
assert_message (Office *office, const char *device_id, guint32 counter, const char *proof)
{
  g_autofree char *url = make_url (sun_key_text, SUN_UID, counter);

  assert_proof (office, device_id, url, proof);
}

static void
assert_row (Office *office, gint64 counter, const char *device_id)
{
  CpCard *card = office_get_row (office, CP_KIND_CARD, "sun-card");

  g_assert_cmpint (card->counter, ==, counter);
  g_assert_cmpstr (card->counter_device_id, ==, device_id);
  cp_entity_free (card);
}

static Office *
make_office (void)
{
  Office *office = office_new ();

  sun_equip (office);
  return office;
}

static void
test_a_message_counts_once_in_the_chain (void)
{
  g_autoptr (Office) office = make_office ();

  assert_message (office, "till-1", 5, "token");
  assert_row (office, 5, "till-1");
  assert_message (office, "till-1", 5, "replayed");
  assert_message (office, "till-2", 5, "replayed");
  assert_message (office, "till-2", 4, "replayed");
  assert_row (office, 5, "till-1");
  assert_message (office, "till-2", 6, "token");
  assert_row (office, 6, "till-2");
}

/* It is in the storage, and every device hears of it. */
static void
test_a_number_survives_a_restart (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpJson) feed = NULL;
  g_autofree char *text = NULL;

  assert_message (office, "till-1", 5, "token");
  office_reopen (office);
  cp_head_office_set_card_keys (office->office,
                                cp_card_keys_parse (sun_key_text, strlen (sun_key_text), NULL));
  assert_message (office, "till-1", 5, "replayed");
  feed = office_get_feed (office, "till-3", "one", 0, 5000);
  text = cp_json_to_text (feed);
  g_assert_nonnull (strstr (text, "\"counter_device_id\":\"till-1\""));
}

/* What an operation showed counts too, and the other way round. */
static void
test_a_number_that_an_operation_showed_is_old (void)
{
  g_autoptr (Office) office = make_office ();
  CpCard *card = office_get_row (office, CP_KIND_CARD, "sun-card");

  card->counter = 40;
  card->counter_device_id = g_strdup ("till-9");
  office_put (office, card);
  assert_message (office, "till-1", 40, "replayed");
  assert_message (office, "till-1", 41, "token");
}

static void
test_a_message_of_other_keys_proves_nothing (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *stranger =
      make_url ("[cards]\nsystem=OTHER\nntag424=00112233445566778899AABBCCDDEEFF\n", SUN_UID, 9);
  g_autofree char *forged = make_url (sun_key_text, SUN_UID, 9);
  char *last = forged + strlen (forged) - 1;

  *last = *last == '0' ? '1' : '0';
  assert_proof (office, "till-1", forged, "wrong_key");
  assert_proof (office, "till-1", stranger, "uid");
  assert_row (office, 0, NULL);
}

static void
test_a_card_without_a_row_proves_nothing (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *url = make_url (sun_key_text, "04DE5F1EACC040", 3);

  assert_proof (office, "till-1", url, "uid");
}

/* The line may carry a request twice; another device with the same challenge is another question. */
static void
test_the_same_question_gets_the_same_answer (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *url = make_url (sun_key_text, SUN_UID, 7);
  g_autoptr (CpJson) question = make_question ("abc", url);
  g_autoptr (CpJson) first = NULL, again = NULL, other = NULL;

  g_assert_cmpuint (ask (office, "till-1", question, &first), ==, 200);
  g_assert_cmpuint (ask (office, "till-1", question, &again), ==, 200);
  g_assert_cmpuint (ask (office, "till-2", question, &other), ==, 200);
  g_assert_cmpstr (cp_json_get_text (first, "proof"), ==, "token");
  g_assert_true (json_equal (first, again));
  g_assert_cmpstr (cp_json_get_text (other, "proof"), ==, "replayed");
}

/* The vectors of AN12196 are of cards whose keys are all zero, which no chain's are. */
static void
test_published_messages_are_not_ours (void)
{
  g_autoptr (Office) office = make_office ();

  assert_proof (office, "till-1",
                "https://sdm.example.org/tag?picc_data=FDE4AFA99B5C820A2C1BB0F1C792D0EB"
                "&enc=94592FDE69FA06E8E3B6CA686A22842B&cmac=C48B89C17A233B2C",
                "uid");
  assert_proof (office, "till-1",
                "https://sdm.example.org/tagpt?uid=041E3C8A2D6B80&ctr=000006&cmac=4B00064004B0B3D3",
                "wrong_key");
}

static void
test_what_is_no_question_is_refused (void)
{
  static const char *const questions[] = {
    "{}",
    "{\"incarnation\":\"one\",\"challenge\":\"abc\",\"url\":\"https://club.example.org\"}",
    "{\"incarnation\":\"one\",\"challenge\":\"\",\"url\":\"https://a?e=00&c=00\"}",
    "{\"incarnation\":1,\"challenge\":\"abc\",\"url\":[]}",
  };
  g_autoptr (Office) office = make_office ();

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_autoptr (CpJson) question = cp_json_parse_object (questions[i], -1, NULL);

    g_assert_cmpuint (ask (office, "till-1", question, NULL), ==, 400);
  }
}

static void
test_without_keys_nothing_is_verified (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *text = sun_make_question ("one", "abc", 1);
  g_autoptr (CpJson) question = cp_json_parse_object (text, -1, NULL);

  g_assert_cmpuint (ask (office, "till-1", question, NULL), ==, 404);
}

/* Nothing of the keys is in what head office keeps. */
static void
test_keys_are_not_stored (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;

  assert_message (office, "till-1", 5, "token");
  if (office->url != NULL || !g_file_get_contents (office->path, &bytes, &n_bytes, NULL))
    return; /* the other storage is asked in the same words */
  g_assert_null (memmem (bytes, n_bytes, "0F0E0D0C", 8));
  g_assert_null (memmem (bytes, n_bytes, "\x0F\x0E\x0D\x0C\x0B\x0A", 6));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (void);
  } tests[] = {
    { "a-message-counts-once-in-the-chain", test_a_message_counts_once_in_the_chain },
    { "a-number-survives-a-restart", test_a_number_survives_a_restart },
    { "a-number-that-an-operation-showed-is-old", test_a_number_that_an_operation_showed_is_old },
    { "a-message-of-other-keys-proves-nothing", test_a_message_of_other_keys_proves_nothing },
    { "a-card-without-a-row-proves-nothing", test_a_card_without_a_row_proves_nothing },
    { "the-same-question-gets-the-same-answer", test_the_same_question_gets_the_same_answer },
    { "published-messages-are-not-ours", test_published_messages_are_not_ours },
    { "what-is-no-question-is-refused", test_what_is_no_question_is_refused },
    { "without-keys-nothing-is-verified", test_without_keys_nothing_is_verified },
    { "keys-are-not-stored", test_keys_are_not_stored },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/sync/head-office-sun/", tests[i].path, NULL);

    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
