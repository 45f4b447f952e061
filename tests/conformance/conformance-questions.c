/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device asks of a card's message and of other stores' members: of a message that no card gave, and
 * for somebody whom nobody is called like. */
#include "conformance-check.h"

#define NO_CARD_KEYS "head office has no keys of cards"
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
ask_sun (Conformance *self, const char *challenge)
{
  return ask (self, "/v1/sun", "url", NO_CARDS_MESSAGE, challenge);
}

static Reply
ask_find (Conformance *self, const char *text)
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

char *
conformance_check_proof (Conformance *self)
{
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) reply = ask_sun (self, challenge);
  const char *proof = cp_json_get_text (reply.document, "proof");

  if (reply.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  return conformance_say (g_strcmp0 (proof, "uid") == 0 || g_strcmp0 (proof, "wrong_key") == 0,
                          "a message that was not made with the chain's keys is believed");
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
  return conformance_expect_sealed (&reply, purpose);
}

char *
conformance_check_sun_again (Conformance *self)
{
  g_autofree char *challenge = conformance_dup_id ();
  g_auto (Reply) first = ask_sun (self, challenge);
  g_auto (Reply) again = ask_sun (self, challenge);

  if (first.status == 404)
    return conformance_pass_over (self, NO_CARD_KEYS);
  if (first.status != 200 || again.status != 200)
    return conformance_expect (first.status != 200 ? &first : &again, 200, NULL);
  return conformance_say (json_equal (first.document, again.document),
                          "the same challenge gets another answer");
}

char *
conformance_check_find (Conformance *self)
{
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = ask_find (self, name);
  g_auto (Reply) empty = { 0 };

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  empty = ask_find (self, "");
  return conformance_expect (&empty, 400, "invalid");
}

char *
conformance_check_found (Conformance *self)
{
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = ask_find (self, name);

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  return conformance_say (cp_json_get_int (reply.document, "found", 0) == 0 &&
                              !cp_json_get_bool (reply.document, "too_many"),
                          "somebody is found by a name that nobody has");
}

/* Nothing stands in it beside how many there are. */
char *
conformance_check_find_seal (Conformance *self)
{
  static const char *const allowed[] = {
    "challenge", "found", "too_many", "key", "signature", NULL
  };
  g_autofree char *name = conformance_dup_id ();
  g_auto (Reply) reply = ask_find (self, name);
  g_autofree char *purpose = conformance_dup_purpose (self, CP_SEAL_FIND);
  const char *key;
  json_t *value;

  if (reply.status == 404)
    return conformance_pass_over (self, ALL_ARE_TOLD);
  json_object_foreach (reply.document, key, value)
  {
    if (!g_strv_contains (allowed, key))
      return g_strdup_printf ("the answer says %s, too", key);
  }
  return conformance_expect_sealed (&reply, purpose);
}
