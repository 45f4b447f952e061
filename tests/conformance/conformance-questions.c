/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device asks of a card's message and of other stores' members: of a message that no card gave, and
 * for somebody whom nobody is called like. */
#include "conformance-check.h"

#define NO_CARD_KEYS "head office has no keys of cards"
#define NO_CARD "in part only: no new message of a card of the chain's was given (--card-message)"
#define OTHER_ANSWER "the same challenge gets another answer"
#define MOST_FOUND 5
#define ALL_ARE_TOLD "every device is told all members"

/* As an NTAG 424 DNA of nobody's would give it. */
#define NO_CARDS_MESSAGE \
  "https://conformance.example?e=00112233445566778899AABBCCDDEEFF&c=0123456789ABCDEF"

/* @key: what @text is called */
static Reply
ask (Conformance *self, const char *path, const char *key, const char *text, const char *challenge)
{
  g_autoptr (CpJson) question = json_object ();
  g_autofree char *body = NULL;

  cp_json_set_text (question, "incarnation", self->incarnation);
  cp_json_set_text (question, "challenge", challenge);
  cp_json_set_text (question, key, text);
  body = cp_json_to_text (question);
  return conformance_ask (&self->line, "POST", path, body);
}

/* @challenge: another each time, or the answer is the last one's (statement 62) */
static Reply
ask_sun_about (Conformance *self, const char *message, const char *challenge)
{
  return ask (self, "/v1/sun", "url", message, challenge);
}

static Reply
ask_sun (Conformance *self, const char *challenge)
{
  return ask_sun_about (self, NO_CARDS_MESSAGE, challenge);
}

Reply
conformance_ask_find (Conformance *self, const char *text)
{
  return ask (self, "/v1/find", "text", text, CONFORMANCE_CHALLENGE);
}

/* One of the four words. */
char *
conformance_check_sun (Conformance *self)
{
  static const char *const words[] = { "token", "replayed", "wrong_key", "uid", NULL };
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) reply = ask_sun (self, challenge);
  g_auto (Reply) bad = { 0 };
  const char *proof = cp_json_get_text (reply.document, "proof");

  if (reply.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  if (proof == NULL || !g_strv_contains (words, proof))
    return g_strdup ("the answer does not say what the message proves");
  bad = ask (self, "/v1/sun", "uri", NO_CARDS_MESSAGE, CONFORMANCE_CHALLENGE);
  return conformance_expect (&bad, 400, "invalid");
}

static char *
expect_proof (const CpJson *answer, const char *proof, const char *what)
{
  const char *found = cp_json_get_text (answer, "proof");

  if (g_strcmp0 (found, proof) == 0)
    return NULL;
  return g_strdup_printf ("%s proves %s in place of %s", what, found != NULL ? found : "nothing",
                          proof);
}

/* Shown once, the same question once more, and once by another: in this order and never again, since a message
 * counts once. Sets card_answers to what is said; returns what is wrong (transfer full), or %NULL */
static char *
show_card (Conformance *self)
{
  g_autofree char *first = conformance_dup_id ();
  g_autofree char *second = conformance_dup_id ();
  const char *challenges[] = { first, first, second };
  g_autoptr (CpJson) answers = json_array ();

  if (self->card_answers != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++) {
    g_auto (Reply) reply = ask_sun_about (self, self->card_message, challenges[i]);

    if (reply.status != 200 || reply.document == NULL)
      return g_strdup_printf ("the card's message: status %u in place of 200", reply.status);
    cp_json_append (answers, json_incref (reply.document));
  }
  self->card_answers = g_steal_pointer (&answers);
  return NULL;
}

static char *
check_card (Conformance *self)
{
  char *wrong = show_card (self);

  if (wrong == NULL)
    wrong = expect_proof (json_array_get (self->card_answers, 0), "token", "the card's message");
  if (wrong == NULL)
    wrong = expect_proof (json_array_get (self->card_answers, 2), "replayed",
                          "the card's message, the second time,");
  return wrong;
}

char *
conformance_check_proof (Conformance *self)
{
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) reply = ask_sun (self, challenge);
  const char *proof = cp_json_get_text (reply.document, "proof");

  if (reply.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  if (g_strcmp0 (proof, "uid") != 0 && g_strcmp0 (proof, "wrong_key") != 0)
    return g_strdup ("a message that was not made with the chain's keys is believed");
  if (self->card_message == NULL)
    return conformance_pass_over (self, NO_CARD);
  return check_card (self);
}

char *
conformance_check_sun_seal (Conformance *self)
{
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) reply = ask_sun (self, challenge);
  g_autofree char *purpose =
      cp_seal_describe_answer (CP_SEAL_SUN, self->device, self->incarnation, challenge);

  if (reply.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  return conformance_expect_sealed (self, &reply, purpose);
}

static char *
check_same_answer (Conformance *self)
{
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) first = ask_sun (self, challenge);
  g_auto (Reply) again = ask_sun (self, challenge);

  if (first.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  if (first.status != 200 || again.status != 200)
    return conformance_expect (first.status != 200 ? &first : &again, 200, NULL);
  return conformance_say (json_equal (first.document, again.document), OTHER_ANSWER);
}

/* Of a message that counts once: of any other the answer is the same even for who judges it again. */
char *
conformance_check_sun_again (Conformance *self)
{
  char *wrong = check_same_answer (self);

  if (wrong != NULL || self->untested != NULL)
    return wrong;
  if (self->card_message == NULL)
    return conformance_pass_over (self, NO_CARD);
  wrong = show_card (self);
  if (wrong != NULL)
    return wrong;
  return conformance_say (
      json_equal (json_array_get (self->card_answers, 0), json_array_get (self->card_answers, 1)),
      OTHER_ANSWER);
}

char *
conformance_check_find (Conformance *self)
{
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = conformance_ask_find (self, name);
  g_auto (Reply) empty = { 0 };

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  empty = conformance_ask_find (self, "");
  return conformance_expect (&empty, 400, "invalid");
}

/* Whoever was named to be found is, and not more than five; or it is said that it fits more. */
static char *
check_named (Conformance *self)
{
  g_auto (Reply) reply = conformance_ask_find (self, self->find);
  gint64 found = cp_json_get_int (reply.document, "found", -1);
  gboolean too_many = cp_json_get_bool (reply.document, "too_many");

  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  return conformance_say (too_many ? found == 0 : found >= 1 && found <= MOST_FOUND,
                          "it is not said how many are found by what was to be looked for");
}

char *
conformance_check_found (Conformance *self)
{
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = conformance_ask_find (self, name);

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  if (cp_json_get_int (reply.document, "found", -1) != 0 ||
      cp_json_get_bool (reply.document, "too_many"))
    return g_strdup ("somebody is found by a name that nobody has, or it is not said how many");
  return self->find != NULL ? check_named (self) : NULL;
}

/* A number or a yes that nobody here knows is nobody's name. */
static gboolean
may_name (const json_t *value)
{
  return !json_is_number (value) && !json_is_boolean (value) && !json_is_null (value);
}

/* Nothing that may say who they are stands in it beside how many there are. */
char *
conformance_check_find_seal (Conformance *self)
{
  static const char *const allowed[] = {
    "challenge", "found", "too_many", "key", "signature", NULL
  };
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = conformance_ask_find (self, name);
  g_autofree char *purpose = conformance_dup_purpose (self, CP_SEAL_FIND);
  const char *key;
  json_t *value;

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  json_object_foreach (reply.document, key, value)
  {
    if (!g_strv_contains (allowed, key) && may_name (value))
      return g_strdup_printf ("the answer says %s, too", key);
  }
  return conformance_expect_sealed (self, &reply, purpose);
}
