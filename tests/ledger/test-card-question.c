/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device makes of head office's word on a card's message. */
#include "cp-card-question.h"

#include "cp-ledger-private.h"

#define URL "https://club.example.org?e=00&c=00"

static gint64
get_ms (gpointer data)
{
  return *(gint64 *) data;
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) i;
}

typedef struct {
  gint64 now_ms;
  CpWorld world;
  CpCardProof proof;
} Fixture;

static CpCardQuestion *
ask (Fixture *self, gboolean is_random)
{
  self->world = (CpWorld){ get_ms, get_ms, fill_random, NULL, &self->now_ms };
  self->proof =
      (CpCardProof){ .uid = { 7, { 4, 0x95, 0x8C, 0xAA, 0x5C, 0x5E, 0x80 } }, .url = (char *) URL };
  if (is_random)
    self->proof.uid = (CpUid){ 4, { 8, 1, 2, 3 } };
  return cp_card_question_new (&self->world, &self->proof, is_random);
}

static void
test_is_taken_once (void)
{
  Fixture self = { 0 };
  g_autoptr (CpCardQuestion) question = ask (&self, FALSE);
  g_autoptr (CpJson) first = cp_card_question_take (question, "one");

  g_assert_cmpstr (cp_json_get_text (first, "incarnation"), ==, "one");
  g_assert_cmpstr (cp_json_get_text (first, "url"), ==, URL);
  g_assert_cmpstr (cp_json_get_text (first, "challenge"), ==, "000102030405060708090a0b0c0d0e0f");
  g_assert_null (cp_card_question_take (question, "one"));
}

static void
test_is_open_for_a_while (void)
{
  Fixture self = { 0 };
  g_autoptr (CpCardQuestion) question = ask (&self, FALSE);

  self.now_ms = CP_LEDGER_ANSWER_MS - 1;
  g_assert_true (cp_card_question_is_open (question));
  self.now_ms++;
  g_assert_false (cp_card_question_is_open (question));
  g_assert_null (cp_card_question_take (question, "one"));
}

typedef struct {
  gboolean is_random;
  const char *answer;
  CpCardStrength strength;
  CpCardSuspicion suspicion;
  guint n_uid;
  gint64 counter;
} Row;

static const Row rows[] = {
  { FALSE, "{\"proof\":\"token\",\"uid\":\"04958CAA5C5E80\",\"counter\":9}", CP_CARD_STRENGTH_TOKEN,
    CP_CARD_SUSPICION_NONE, 7, 9 },
  { TRUE, "{\"proof\":\"token\",\"uid\":\"04958CAA5C5E80\",\"counter\":9}", CP_CARD_STRENGTH_TOKEN,
    CP_CARD_SUSPICION_NONE, 7, 9 },
  { FALSE, "{\"proof\":\"token\",\"uid\":\"04AAAAAAAAAAAA\",\"counter\":9}", CP_CARD_STRENGTH_UID,
    CP_CARD_SUSPICION_WRONG_KEY, 7, 0 },
  { TRUE, "{\"proof\":\"token\",\"uid\":\"0495\",\"counter\":9}", CP_CARD_STRENGTH_UID,
    CP_CARD_SUSPICION_WRONG_KEY, 4, 0 },
  { FALSE, "{\"proof\":\"token\"}", CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_WRONG_KEY, 7, 0 },
  { FALSE, "{\"proof\":\"replayed\",\"uid\":\"04958CAA5C5E80\",\"counter\":9}",
    CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_REPLAYED, 7, 0 },
  { TRUE, "{\"proof\":\"wrong_key\",\"uid\":\"04958CAA5C5E80\",\"counter\":9}",
    CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_WRONG_KEY, 4, 0 },
  { TRUE, "{\"proof\":\"uid\"}", CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE, 4, 0 },
  { FALSE, "{\"proof\":\"authenticated\"}", CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE, 7, 0 },
};

static void
test_an_answer_proves (gconstpointer data)
{
  const Row *row = data;
  Fixture self = { 0 };
  g_autoptr (CpCardQuestion) question = ask (&self, row->is_random);
  g_autoptr (CpJson) answer = cp_json_parse_object (row->answer, -1, NULL);
  const CpCardProof *proof = cp_card_question_get_proof (question);

  cp_card_question_close (question, answer);
  g_assert_true (cp_card_question_is_answered (question));
  g_assert_false (cp_card_question_is_open (question));
  g_assert_cmpint (proof->strength, ==, row->strength);
  g_assert_cmpint (proof->suspicion, ==, row->suspicion);
  g_assert_cmpuint (proof->uid.length, ==, row->n_uid);
  g_assert_cmpint (proof->counter, ==, row->counter);
}

static void
test_what_comes_later_changes_nothing (void)
{
  Fixture self = { 0 };
  g_autoptr (CpCardQuestion) question = ask (&self, FALSE);
  g_autoptr (CpJson) answer = cp_json_parse_object (rows[0].answer, -1, NULL);

  cp_card_question_close (question, NULL);
  cp_card_question_close (question, answer);
  g_assert_false (cp_card_question_is_answered (question));
  g_assert_cmpint (cp_card_question_get_proof (question)->strength, ==, CP_CARD_STRENGTH_UID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/question/is-taken-once", test_is_taken_once);
  g_test_add_func ("/ledger/question/is-open-for-a-while", test_is_open_for_a_while);
  g_test_add_func ("/ledger/question/what-comes-later-changes-nothing",
                   test_what_comes_later_changes_nothing);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strdup_printf ("/ledger/question/an-answer-proves/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &rows[i], test_an_answer_proves);
  }
  return g_test_run ();
}
