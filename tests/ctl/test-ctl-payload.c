/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-payload.h"
#include "cp-error.h"
#include "cp-operation-kind.h"

#include <string.h>

static const CpRecordType *
get_type (const char *word)
{
  return cp_operation_kind_get_info ((CpOperationKind) cp_operation_kind_from_word (word))->payload;
}

static CpJson *
read_words (const char *kind, const char *words, GError **error)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  return cp_ctl_payload_from_words (get_type (kind), list, error);
}

static void
assert_payload (const char *kind, const char *words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) payload = read_words (kind, words, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = cp_json_to_text (payload);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refused (const char *kind, const char *words, const char *expected_part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_words (kind, words, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, expected_part));
}

static void
test_reads_each_type (void)
{
  assert_payload ("end_visit", "", "{}");
  assert_payload ("redeem_reward", "amount_minor=1250", "{\"amount_minor\":1250}");
  assert_payload ("set_status", "status_id=gold|reason=a=b c",
                  "{\"reason\":\"a=b c\",\"status_id\":\"gold\"}");
  assert_payload ("set_status", "status_id=7", "{\"status_id\":\"7\"}");
  assert_payload ("enrol_member", "despite_look_alikes=true", "{\"despite_look_alikes\":true}");
  assert_payload ("enrol_member", "despite_look_alikes=no", "{\"despite_look_alikes\":false}");
  assert_payload ("edit_profile", "set={\"city\":\"Leeds\"}", "{\"set\":{\"city\":\"Leeds\"}}");
}

static void
test_reads_entries_one_by_one (void)
{
  assert_payload ("edit_profile", "set.city=Leeds|set.phone=|seen.city=York",
                  "{\"seen\":{\"city\":\"York\"},\"set\":{\"city\":\"Leeds\",\"phone\":\"\"}}");
}

static void
test_refuses_what_the_table_does_not_have (void)
{
  assert_refused ("set_status", "status=gold", "“status” is no key of set_status");
  assert_refused ("set_status", "status_id", "“status_id” is no key");
  assert_refused ("set_status", "=gold", "is no key");
  assert_refused ("set_status", "status_id.x=gold", "is no key");
  assert_refused ("end_visit", "amount_minor=1", "It takes: reason_id=TEXT text=TEXT");
}

static void
test_refuses_the_wrong_type (void)
{
  assert_refused ("redeem_reward", "amount_minor=12.50", "amount_minor: a whole number");
  assert_refused ("redeem_reward", "amount_minor=", "amount_minor: a whole number");
  assert_refused ("redeem_reward", "amount_minor=99999999999999999999", "amount_minor");
  assert_refused ("enrol_member", "despite_look_alikes=perhaps", "true or false");
  assert_refused ("edit_profile", "set=Leeds", "set: a JSON document");
  assert_refused ("set_status", "status_id=\xff", "no UTF-8");
}

static void
test_describes_a_table (void)
{
  g_autofree char *text = cp_ctl_payload_describe (get_type ("redeem_reward"));

  g_assert_cmpstr (text, ==, "amount_minor=NUMBER basket_minor=NUMBER incentive_id=TEXT hold=true");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-payload/reads-each-type", test_reads_each_type);
  g_test_add_func ("/ctl-payload/reads-entries-one-by-one", test_reads_entries_one_by_one);
  g_test_add_func ("/ctl-payload/refuses-what-the-table-does-not-have",
                   test_refuses_what_the_table_does_not_have);
  g_test_add_func ("/ctl-payload/refuses-the-wrong-type", test_refuses_the_wrong_type);
  g_test_add_func ("/ctl-payload/describes-a-table", test_describes_a_table);
  return g_test_run ();
}
