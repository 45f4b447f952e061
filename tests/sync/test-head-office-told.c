/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office made of a device's operations, told once more. */
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'a cold coffee'}"
#define CLAIM "{'number':'NONE-SUCH'}"

static void
ask (Office *office,
     const char *device_id,
     const char *chain,
     gint64 after,
     CpJson **ret_told,
     CpJson **ret_document)
{
  const CpFeedQuery query = { .epoch = cp_head_office_get_epoch (office->office),
                              .incarnation = "one",
                              .after = office_get_place (office),
                              .told_of = chain,
                              .told = after };
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (CpFeedPage) page = NULL;
  g_autoptr (GError) error = NULL;

  cp_head_office_handle_feed (office->office, device_id, &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  page = cp_feed_page_from_json (answer.document, &error);
  g_assert_no_error (error);
  *ret_told = json_incref (cp_json_get_object (answer.document, "told"));
  g_assert_cmpstr (cp_json_get_text (*ret_told, "incarnation"), ==, chain);
  if (ret_document != NULL)
    *ret_document = json_incref (answer.document);
}

static const CpJson *
get_outcome (const CpJson *told, guint i)
{
  return json_array_get (cp_json_get_array (told, "outcomes"), i);
}

static guint
count (const CpJson *told)
{
  return (guint) json_array_size (cp_json_get_array (told, "outcomes"));
}

static void
push (const Device *device, Office *office, gint64 from_seq)
{
  g_assert_cmpuint (device_push (device, office, from_seq, NULL), ==, 200);
}

static void
test_tells_what_was_not_plainly_accepted (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *refused = NULL;
  g_autoptr (CpJson) told = NULL;
  g_autoptr (CpJson) later = NULL;

  g_free (device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  refused = device_do (device, 510, CP_OPERATION_CLAIM_RECEIPT, 1, CLAIM);
  g_free (device_do (device, 520, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  push (device, office, 1);
  ask (office, "till-1", "one", 0, &told, NULL);
  g_assert_cmpint (cp_json_get_int (told, "through", -1), ==, 3);
  g_assert_false (cp_json_get_bool (told, "more"));
  g_assert_cmpuint (count (told), ==, 1);
  g_assert_cmpint (cp_json_get_int (get_outcome (told, 0), "seq", 0), ==, 2);
  g_assert_cmpstr (cp_json_get_text (get_outcome (told, 0), "operation_id"), ==, refused);
  g_assert_cmpstr (cp_json_get_text (get_outcome (told, 0), "outcome"), ==, "rejected");
  g_assert_cmpstr (cp_json_get_text (get_outcome (told, 0), "code"), ==, "receipt_not_found");
  ask (office, "till-1", "one", 2, &later, NULL);
  g_assert_cmpuint (count (later), ==, 0);
  g_assert_cmpint (cp_json_get_int (later, "through", -1), ==, 3);
}

/* Of a chain of which there is nothing, and of another device's, there is nothing to tell. */
static void
test_tells_of_the_askers_alone (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) told = NULL;
  g_autoptr (CpJson) another = NULL;

  g_free (device_do (device, 500, CP_OPERATION_CLAIM_RECEIPT, 1, CLAIM));
  push (device, office, 1);
  ask (office, "till-2", "one", 0, &told, NULL);
  g_assert_cmpuint (count (told), ==, 0);
  g_assert_cmpint (cp_json_get_int (told, "through", -1), ==, 0);
  ask (office, "till-1", "two", 4, &another, NULL);
  g_assert_cmpuint (count (another), ==, 0);
  g_assert_cmpint (cp_json_get_int (another, "through", -1), ==, 4);
}

static CpJson *
make_unreadable (const char *id)
{
  return json_pack ("{s:s, s:s}", "id", id, "kind", "of no meaning");
}

/* Under whatever number it comes again. */
static void
test_a_repeat_is_told_as_the_first (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) reborn = device_new ("till-1", "two");
  g_autofree char *id = cp_test_id (500);
  g_autoptr (CpJson) told = NULL;
  g_autoptr (GError) error = NULL;

  device_add (device, id, make_unreadable (id));
  push (device, office, 1);
  device_add (reborn, id, make_unreadable (id));
  push (reborn, office, 1);
  g_assert_true (cp_head_office_resolve (office->office, id, FALSE, "nobody", &error));
  g_assert_no_error (error);
  ask (office, "till-1", "two", 0, &told, NULL);
  g_assert_cmpuint (count (told), ==, 1);
  g_assert_cmpstr (cp_json_get_text (get_outcome (told, 0), "outcome"), ==, "rejected");
}

/* A slice at a time, whatever there is to say of it. */
static void
test_tells_in_slices (void)
{
  enum { SLICE = CP_FEED_TOLD_OUTCOMES, EACH = 250 };
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) rest = NULL;

  for (guint i = 0; i < SLICE; i++) {
    g_free (device_do (device, 1000 + 10 * i, CP_OPERATION_ADD_NOTE, 1, "{'text':'tall'}"));
    if (i % EACH == EACH - 1)
      push (device, office, i + 2 - EACH);
  }
  g_free (device_do (device, 500, CP_OPERATION_CLAIM_RECEIPT, 1, CLAIM));
  push (device, office, SLICE + 1);
  ask (office, "till-1", "one", 0, &first, NULL);
  g_assert_cmpuint (count (first), ==, 0);
  g_assert_true (cp_json_get_bool (first, "more"));
  g_assert_cmpint (cp_json_get_int (first, "through", -1), ==, SLICE);
  ask (office, "till-1", "one", SLICE, &rest, NULL);
  g_assert_cmpuint (count (rest), ==, 1);
  g_assert_false (cp_json_get_bool (rest, "more"));
}

/* Nobody on the way can take a refusal out. */
static void
test_is_sealed (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) told = NULL;
  g_autoptr (CpJson) document = NULL;
  g_autofree char *purpose = cp_seal_describe_answer ("page", "till-1", "one", "");

  g_free (device_do (device, 500, CP_OPERATION_CLAIM_RECEIPT, 1, CLAIM));
  push (device, office, 1);
  ask (office, "till-1", "one", 0, &told, &document);
  g_assert_true (cp_seal_check (document, purpose));
  json_array_clear (cp_json_get_array (told, "outcomes"));
  g_assert_false (cp_seal_check (document, purpose));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-told/what-was-not-plainly-accepted",
                   test_tells_what_was_not_plainly_accepted);
  g_test_add_func ("/head-office-told/the-askers-alone", test_tells_of_the_askers_alone);
  g_test_add_func ("/head-office-told/a-repeat-as-the-first", test_a_repeat_is_told_as_the_first);
  g_test_add_func ("/head-office-told/in-slices", test_tells_in_slices);
  g_test_add_func ("/head-office-told/sealed", test_is_sealed);
  return g_test_run ();
}
