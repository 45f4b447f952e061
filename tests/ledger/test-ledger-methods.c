/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-bus.h"
#include "cp-ledger-methods.h"
#include "fake-ledger.h"

#include <string.h>

#define COUNTER CP_LEDGER_BUS_INTERFACE
#define SYNC CP_LEDGER_BUS_SYNC_INTERFACE

static CpLedger *
open_fake (void)
{
  CpLedgerConfig config = { .directory = "/anywhere" };

  return cp_ledger_open (cp_world_real (), &config, NULL);
}

static GVariant *
call (const char *interface, const char *method, GVariant *args, GError **error)
{
  g_autoptr (CpLedger) ledger = open_fake ();
  g_autoptr (GVariant) owned = g_variant_take_ref (args);
  GVariant *answer = cp_ledger_methods_call (ledger, interface, method, owned, error);

  return answer == NULL ? NULL : g_variant_ref_sink (answer);
}

static void
assert_refused (const char *interface, const char *method, GVariant *args)
{
  guint n_before = fake_ledger_get_n_calls ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = call (interface, method, args, &error);

  g_assert_null (answer);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpuint (fake_ledger_get_n_calls (), ==, n_before);
}

static void
assert_answers (const char *interface, const char *method, const char *args, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      call (interface, method, g_variant_parse (NULL, args, NULL, NULL, NULL), &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_variant_print (answer, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_each_method_reaches_the_ledger (void)
{
  static const struct {
    const char *interface, *method, *args, *answer;
  } cases[] = {
    { COUNTER, "SignIn", "('{\"a\":1}',)",
      "('{\"method\":\"sign_in\",\"text\":\"{\\\\\"a\\\\\":1}\"}',)" },
    { COUNTER, "SignOut", "('s',)", "()" },
    { COUNTER, "Submit", "('s', '{}', true)",
      "('{\"method\":\"preview\",\"session\":\"s\",\"text\":\"{}\"}',)" },
    { COUNTER, "Submit", "('s', '{}', false)",
      "('{\"method\":\"submit\",\"session\":\"s\",\"text\":\"{}\"}',)" },
    { COUNTER, "Identify", "('', '{}')", "('{\"method\":\"identify\",\"text\":\"{}\"}',)" },
    { COUNTER, "Read", "('s', 'history', '{}')",
      "('{\"method\":\"read\",\"session\":\"s\",\"text\":\"history\"}',)" },
    { COUNTER, "TalkToCard", "('', '{}')", "('{\"method\":\"talk_to_card\",\"text\":\"{}\"}',)" },
    { COUNTER, "GetMember", "('s', 'm')",
      "('{\"method\":\"get_member\",\"session\":\"s\",\"text\":\"m\"}',)" },
    { COUNTER, "Find", "('s', 'anna', uint32 5)",
      "('{\"method\":\"find\",\"session\":\"s\",\"text\":\"anna/5\"}',)" },
    { COUNTER, "GetAttention", "('s',)", "('{\"method\":\"get_attention\",\"session\":\"s\"}',)" },
    { COUNTER, "DismissAttention", "('s', 'o')", "()" },
    { COUNTER, "GetStatus", "@() ()", "('{\"method\":\"get_status\"}',)" },
    { COUNTER, "GetProgramme", "@() ()", "('{\"method\":\"get_programme\"}',)" },
    { COUNTER, "GetStaff", "@() ()", "('{\"method\":\"get_staff\"}',)" },
    { SYNC, "GetPush", "(uint32 1, int64 7, uint32 8, uint32 9)",
      "('{\"method\":\"get_push\",\"text\":\"1/7/8/9\"}',)" },
    { SYNC, "ApplyPage", "('{}',)", "()" },
    { SYNC, "PutSnapshotChunk", "(uint32 3, [byte 1, 2])", "()" },
    { SYNC, "GetCheck", "()", "('{\"method\":\"get_check\"}',)" },
    { SYNC, "PutSums", "('{}',)", "('{\"method\":\"put_sums\"}',)" },
    { SYNC, "PutRange", "('{}',)", "()" },
    { COUNTER, "CheckRows", "()", "()" },
    { SYNC, "GetQuestion", "()", "('{\"method\":\"get_question\"}',)" },
    { SYNC, "PutAnswer", "('{}',)", "()" },
    { SYNC, "SetLink", "('{}',)", "()" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_answers (cases[i].interface, cases[i].method, cases[i].args, cases[i].answer);
}

/* (transfer full) (nullable): the errand begun by that method, as with call() */
static CpLedgerErrand *
begin (const char *method, const char *args, GError **error)
{
  g_autoptr (CpLedger) ledger = open_fake ();
  g_autoptr (GVariant) parsed = g_variant_parse (NULL, args, NULL, NULL, NULL);
  const CpLedgerErrandMethod *found = cp_ledger_methods_find_errand (SYNC, method);

  g_assert_nonnull (found);
  return found->begin (ledger, parsed, error);
}

static void
assert_errand_answers (const char *method, const char *args, const char *expected)
{
  g_autoptr (CpLedger) ledger = open_fake ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CpLedgerErrand) errand = begin (method, args, &error);
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  cp_ledger_errand_run (errand);
  answer = g_variant_ref_sink (cp_ledger_methods_find_errand (SYNC, method)
                                   ->answer (cp_ledger_end_errand (ledger, errand, &error)));
  g_assert_no_error (error);
  text = g_variant_print (answer, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

/* What takes seconds is done in parts, and there is no other way to it. */
static void
test_errands_reach_the_ledger (void)
{
  assert_errand_answers ("BeginSnapshot", "('{\"id\":\"a\"}',)",
                         "('{\"method\":\"count\",\"text\":\"a\"}',)");
  assert_errand_answers ("FinishSnapshot", "()", "()");
  assert_refused (SYNC, "BeginSnapshot", g_variant_new ("(s)", "{}"));
  assert_refused (SYNC, "FinishSnapshot", g_variant_new ("()"));
  g_assert_null (cp_ledger_methods_find_errand (SYNC, "PutSnapshotChunk"));
  g_assert_null (cp_ledger_methods_find_errand (COUNTER, "FinishSnapshot"));
}

static void
test_errands_refuse_malformed_documents (void)
{
  guint n_before = fake_ledger_get_n_calls ();
  g_autoptr (GError) error = NULL;

  g_assert_null (begin ("BeginSnapshot", "('{',)", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpuint (fake_ledger_get_n_calls (), ==, n_before);
}

static void
test_refuses_malformed_documents (void)
{
  static const char *const malformed[] = {
    "", "{", "[]", "7", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":\"\\u0000\"}", "{\"a\":NaN}"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    assert_refused (COUNTER, "SignIn", g_variant_new ("(s)", malformed[i]));
    assert_refused (COUNTER, "Submit", g_variant_new ("(ssb)", "s", malformed[i], FALSE));
    assert_refused (COUNTER, "Identify", g_variant_new ("(ss)", "s", malformed[i]));
    assert_refused (SYNC, "ApplyPage", g_variant_new ("(s)", malformed[i]));
    assert_refused (SYNC, "SetLink", g_variant_new ("(s)", malformed[i]));
  }
}

/* A document of that many bytes, well-formed. */
static char *
make_document (gsize size_bytes)
{
  char *text = g_strnfill (size_bytes, ' ');

  text[0] = '{';
  text[size_bytes - 1] = '}';
  return text;
}

static void
test_refuses_what_is_too_long (void)
{
  g_autofree char *token = g_strnfill (CP_LEDGER_MAX_TOKEN_CHARS + 1, 'x');
  g_autofree char *query = g_strnfill (CP_LEDGER_MAX_QUERY_CHARS + 1, 'x');
  g_autofree char *small = make_document (CP_LEDGER_MAX_SMALL_BYTES + 1);
  g_autofree char *request = make_document (CP_LEDGER_MAX_REQUEST_BYTES + 1);
  g_autofree char *link = make_document (CP_LEDGER_MAX_LINK_BYTES + 1);
  g_autofree char *page = make_document (CP_JSON_MAX_BYTES + 1);

  assert_refused (COUNTER, "SignOut", g_variant_new ("(s)", token));
  assert_refused (COUNTER, "Submit", g_variant_new ("(ssb)", token, "{}", FALSE));
  assert_refused (COUNTER, "Identify", g_variant_new ("(ss)", token, "{}"));
  assert_refused (COUNTER, "GetMember", g_variant_new ("(ss)", token, "m"));
  assert_refused (COUNTER, "GetMember", g_variant_new ("(ss)", "s", token));
  assert_refused (COUNTER, "Find", g_variant_new ("(ssu)", token, "q", 5));
  assert_refused (COUNTER, "Find", g_variant_new ("(ssu)", "s", query, 5));
  assert_refused (COUNTER, "GetAttention", g_variant_new ("(s)", token));
  assert_refused (COUNTER, "DismissAttention", g_variant_new ("(ss)", token, "o"));
  assert_refused (COUNTER, "DismissAttention", g_variant_new ("(ss)", "s", token));
  assert_refused (COUNTER, "SignIn", g_variant_new ("(s)", small));
  assert_refused (COUNTER, "Identify", g_variant_new ("(ss)", "s", small));
  assert_refused (SYNC, "SetLink", g_variant_new ("(s)", link));
  assert_refused (COUNTER, "Submit", g_variant_new ("(ssb)", "s", request, FALSE));
  assert_refused (SYNC, "ApplyPage", g_variant_new ("(s)", page));
}

/* The links by which head office shows where a journal of a million operations in each lane has forked. */
static void
test_takes_the_longest_chain (void)
{
  g_autoptr (CpJson) link =
      json_pack ("{s:s, s:{s:[], s:[]}}", "state", "refused", "chain", "links", "bulk_links");
  CpJson *chain = cp_json_get_object (link, "chain");
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autofree char *text = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const lists[] = { "links", "bulk_links" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint n = 0; n < 210; n++)
      cp_json_append (cp_json_get_array (chain, lists[i]), json_pack ("[i,s]", 1000000 - n, hash));
  text = cp_json_to_text (link);
  g_assert_cmpuint (strlen (text), >, 30000);
  answer = call (SYNC, "SetLink", g_variant_new ("(s)", text), &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
test_lengths_are_counted_in_characters (void)
{
  g_autoptr (GString) query = g_string_new (NULL);
  g_autoptr (GVariant) answer = NULL;

  for (int i = 0; i < CP_LEDGER_MAX_QUERY_CHARS; i++)
    g_string_append (query, "ü");
  answer = call (COUNTER, "Find", g_variant_new ("(ssu)", "s", query->str, 1), NULL);
  g_assert_nonnull (answer);
}

static void
test_refuses_numbers_out_of_range (void)
{
  assert_refused (COUNTER, "Find", g_variant_new ("(ssu)", "s", "q", 0));
  assert_refused (COUNTER, "Find", g_variant_new ("(ssu)", "s", "q", CP_LEDGER_MAX_FOUND + 1));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 2, G_GINT64_CONSTANT (0), 1, 1));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 0, G_GINT64_CONSTANT (-1), 1, 1));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 0, G_GINT64_CONSTANT (0), 0, 1));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 0, G_GINT64_CONSTANT (0), 1, 0));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 0, G_GINT64_CONSTANT (0), 1001, 1));
  assert_refused (SYNC, "GetPush", g_variant_new ("(uxuu)", 0, G_GINT64_CONSTANT (0), 1, 8388609));
}

static void
test_refuses_methods_of_the_other_interface (void)
{
  assert_refused (COUNTER, "ApplyPage", g_variant_new ("(s)", "{}"));
  assert_refused (SYNC, "GetStatus", g_variant_new ("()"));
  assert_refused (COUNTER, "Nothing", g_variant_new ("()"));
}

static void
test_passes_the_ledgers_errors_on (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      call (COUNTER, "Submit", g_variant_new ("(ssb)", "full", "{}", FALSE), &error);

  g_assert_null (answer);
  g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
  g_assert_cmpstr (error->message, ==, "No room");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger-methods/each-method-reaches-the-ledger",
                   test_each_method_reaches_the_ledger);
  g_test_add_func ("/ledger-methods/errands-reach-the-ledger", test_errands_reach_the_ledger);
  g_test_add_func ("/ledger-methods/errands-refuse-malformed-documents",
                   test_errands_refuse_malformed_documents);
  g_test_add_func ("/ledger-methods/refuses-malformed-documents", test_refuses_malformed_documents);
  g_test_add_func ("/ledger-methods/refuses-what-is-too-long", test_refuses_what_is_too_long);
  g_test_add_func ("/ledger-methods/takes-the-longest-chain", test_takes_the_longest_chain);
  g_test_add_func ("/ledger-methods/lengths-are-counted-in-characters",
                   test_lengths_are_counted_in_characters);
  g_test_add_func ("/ledger-methods/refuses-numbers-out-of-range",
                   test_refuses_numbers_out_of_range);
  g_test_add_func ("/ledger-methods/refuses-methods-of-the-other-interface",
                   test_refuses_methods_of_the_other_interface);
  g_test_add_func ("/ledger-methods/passes-the-ledgers-errors-on",
                   test_passes_the_ledgers_errors_on);
  return g_test_run ();
}
