/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a push may bring, and whose chain it fits. */
#include "cp-error.h"
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'a cold coffee'}"

static gint64
push_and_get_expected (const Device *device, Office *office, gint64 from_seq)
{
  g_autoptr (CpJson) document = NULL;

  g_assert_cmpuint (device_push (device, office, from_seq, &document), ==, 200);
  return cp_json_get_int (document, "expected_seq", 0);
}

static void
test_asks_for_what_is_missing (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  guint n_before = office_count_rows (office, NULL);

  for (guint i = 0; i < 3; i++)
    g_free (device_do (device, 500 + 10 * i, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpint (push_and_get_expected (device, office, 2), ==, 1);
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_before);
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 4);
}

static void
test_finds_a_fork (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *stray = device_do (clone, 600, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autoptr (CpJson) document = NULL;
  guint n_after;

  push_and_get_expected (device, office, 1);
  n_after = office_count_rows (office, NULL);
  g_assert_cmpuint (device_push (clone, office, 1, &document), ==, 409);
  g_assert_cmpstr (cp_json_get_text (document, "code"), ==, "new_incarnation");
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_after);
  g_free (device_do (device, 700, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 3);
}

/* What head office has in the other lane is told as well. */
static void
test_fork_is_answered_with_both_chains (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) bulk = device_new ("till-1", "one-1");
  g_autoptr (Device) clone = device_new ("till-1", "one");
  g_autoptr (CpJson) document = NULL;
  const CpJson *other;

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  push_and_get_expected (device, office, 1);
  g_free (device_do (bulk, 600, CP_OPERATION_END_VISIT, 0, "{}"));
  g_free (device_do (bulk, 610, CP_OPERATION_END_VISIT, 0, "{}"));
  push_and_get_expected (bulk, office, 1);
  g_free (device_do (clone, 2000, CP_OPERATION_END_VISIT, 0, "{}"));
  g_assert_cmpuint (device_push (clone, office, 1, &document), ==, 409);
  other = cp_json_get_object (cp_json_get_object (document, "chain"), "other");
  g_assert_cmpstr (cp_json_get_text (other, "incarnation"), ==, "one-1");
  g_assert_cmpint (cp_json_get_int (other, "through_seq", 0), ==, 2);
  g_assert_cmpuint (json_array_size (cp_json_get_array (other, "links")), ==, 2);
}

/* The device finds out by these where it parts from head office. */
static void
test_fork_is_answered_with_the_chain (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");
  g_autoptr (CpJson) document = NULL;
  const CpJson *chain;
  const CpJson *links;

  for (guint i = 0; i < 40; i++)
    g_free (device_do (device, 500 + 10 * i, CP_OPERATION_END_VISIT, 0, "{}"));
  push_and_get_expected (device, office, 1);
  g_free (device_do (clone, 2000, CP_OPERATION_END_VISIT, 0, "{}"));
  g_assert_cmpuint (device_push (clone, office, 1, &document), ==, 409);
  chain = cp_json_get_object (document, "chain");
  links = cp_json_get_array (chain, "links");
  g_assert_cmpstr (cp_json_get_text (chain, "incarnation"), ==, "one");
  g_assert_cmpint (cp_json_get_int (chain, "through_seq", 0), ==, 40);
  g_assert_cmpuint (json_array_size (links), <, 40);
  for (gint64 i = 0; i < 16; i++) {
    const CpJson *link = json_array_get (links, (gsize) i);
    const CpJson *own = json_array_get (device->operations, (gsize) (39 - i));

    g_assert_cmpint (cp_json_get_int (link, "seq", 0), ==, 40 - i);
    g_assert_cmpstr (cp_json_get_text (link, "hash"), ==, cp_json_get_text (own, "hash"));
  }
}

static void
test_finds_a_broken_chain (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  guint n_before = office_count_rows (office, NULL);
  CpJson *body = cp_json_get_object (json_array_get (device->operations, 0), "body");

  cp_json_set_text (body, "staff_id", "mia");
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 409);
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_before);
}

static const char *
get_flag (const CpJson *ack)
{
  return json_string_value (json_array_get (cp_json_get_array (ack, "flags"), 0));
}

static void
publish (Office *office, gint64 version)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (document, "version", version);
  cp_head_office_publish (office->office, document, &error);
  g_assert_no_error (error);
}

/* A tag that was given by programme 8. (transfer full): what head office says to it */
static CpJson *
tag_by_newer (Device *device, Office *office, guint id)
{
  g_autoptr (CpOperation) operation =
      cp_test_chain_operation (id, CP_OPERATION_ADD_TAG, 1, "{'tag':'t'}");

  operation->programme_version = 8;
  device_add (device, operation->id, cp_operation_to_json (operation));
  g_assert_cmpuint (device_push (device, office, device->seq, NULL), ==, 200);
  return office_get_outcome (office, device->id, device->incarnation, operation->id);
}

/* Until it is published again, as after a restore it has to be. */
static void
test_says_so_where_it_has_not_the_programme (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) before = tag_by_newer (device, office, 500);
  g_autoptr (CpJson) after = NULL;

  g_assert_cmpstr (cp_json_get_text (before, "outcome"), ==, "accepted_changed");
  g_assert_cmpstr (get_flag (before), ==, "programme_unknown");
  publish (office, 9);
  after = tag_by_newer (device, office, 600);
  g_assert_cmpstr (cp_json_get_text (after, "outcome"), ==, "accepted");
}

static gboolean
put_unexpected (CpHeadOfficeStorage *storage, CpEntity *entity, const CpEntity **ret_old)
{
  g_autoptr (GError) error = NULL;

  storage->class_->begin (storage, &error);
  g_assert_no_error (error);
  storage->class_->expect_no_row (storage, entity->kind, entity->id);
  storage->class_->look_at_row (storage, entity->kind, entity->id, ret_old, &error);
  g_assert_no_error (error);
  if (storage->class_->put_row (storage, entity, &error) &&
      storage->class_->commit (storage, &error))
    return TRUE;
  storage->class_->rollback (storage);
  return FALSE;
}

/* It costs a second attempt, and nothing is lost: what is there is seen then. */
static void
test_finds_a_row_that_nobody_expected (void)
{
  g_autoptr (Office) office = office_new ();
  CpHeadOfficeStorage *storage;
  g_autofree char *id = cp_test_chain_id (1, "member");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, id);
  const CpEntity *old = NULL;
  gint64 ver = member->entity.ver;

  office_reopen (office);
  storage = cp_head_office_get_storage (office->office);
  g_assert_false (put_unexpected (storage, &member->entity, &old));
  g_assert_null (old);
  g_assert_true (storage->class_->wants_retry (storage));
  g_assert_true (put_unexpected (storage, &member->entity, &old));
  g_assert_nonnull (old);
  g_assert_false (storage->class_->wants_retry (storage));
  g_assert_cmpint (member->entity.ver, >, ver);
  cp_entity_free (member);
}

/* Two tills that could not see each other: the first one's shoe size stands, the second one's staff are told,
 * and what did not clash counts. */
static void
test_a_clash_of_own_fields_needs_attention (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) here = device_new ("till-1", "one");
  g_autoptr (Device) there = device_new ("till-2", "one");
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *second = NULL;
  g_autoptr (CpJson) ack = NULL;
  CpMember *member;

  g_free (device_do (here, 500, CP_OPERATION_EDIT_PROFILE, 1,
                     "{'set':{'shoe_size':'41'},'seen':{'shoe_size':''}}"));
  second = device_do (there, 600, CP_OPERATION_EDIT_PROFILE, 1,
                      "{'set':{'shoe_size':'42','dog':'Rex'},'seen':{'shoe_size':'','dog':''}}");
  push_and_get_expected (here, office, 1);
  push_and_get_expected (there, office, 1);
  ack = office_get_outcome (office, "till-2", "one", second);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "accepted_changed");
  g_assert_cmpstr (json_string_value (json_array_get (cp_json_get_array (ack, "flags"), 0)), ==,
                   "stale_version");
  member = office_get_row (office, CP_KIND_MEMBER, member_id);
  g_assert_cmpstr (cp_json_get_text (member->fields, "shoe_size"), ==, "41");
  g_assert_cmpstr (cp_json_get_text (member->fields, "dog"), ==, "Rex");
  cp_entity_free (member);
}

/* As in JSON; what ends a part and an item of an entry of the feed is among them. */
#define ODD   \
  "a\x1f\x1e" \
  "b"

/* Which text of an operation's it is in. */
static const struct {
  const char *key;
  gboolean in_payload;
} odd_places[] = {
  { "account_id", FALSE }, { "member_id", FALSE }, { "visit_id", FALSE },
  { "card_id", FALSE },    { "store_id", FALSE },  { "member_id", TRUE },
};

static char *
do_oddly (Device *device, guint i)
{
  g_autoptr (CpOperation) operation =
      odd_places[i].in_payload
          ? cp_test_chain_operation (500 + 10 * i, CP_OPERATION_ENROL_MEMBER, 0,
                                     "{'member_id':'m','given_name':'Ada','family_name':'May'}")
          : cp_test_chain_operation (500 + 10 * i, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  CpJson *body;

  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  body = cp_operation_to_json (operation);
  cp_json_set_text (odd_places[i].in_payload ? cp_json_get_object (body, "payload") : body,
                    odd_places[i].key, ODD);
  device_add (device, operation->id, body);
  return g_strdup (operation->id);
}

static void
assert_needs_review (Office *office, const char *operation_id)
{
  g_autoptr (CpJson) ack = office_get_outcome (office, "till-1", "one", operation_id);

  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "needs_review");
}

/* Ids with control characters need a person, and everybody else reads what comes before and behind. */
static void
test_odd_ids_break_nothing (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) other = device_new ("till-2", "one");
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *good = NULL;
  g_autoptr (CpJson) ack = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (odd_places); i++)
    g_ptr_array_add (ids, do_oddly (device, i));
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, (gint64) ids->len + 1);
  for (guint i = 0; i < ids->len; i++)
    assert_needs_review (office, ids->pdata[i]);
  good = device_do (other, 700, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_assert_cmpint (push_and_get_expected (other, office, 1), ==, 2);
  ack = office_get_outcome (office, "till-2", "one", good);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "accepted");
}

/* In what goes around operations they are refused. */
static void
test_odd_names_are_refused (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) strange = device_new ("till-1", ODD);
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) page = NULL;

  g_free (device_do (strange, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpuint (device_push (strange, office, 1, NULL), ==, 400);
  device_add (device, ODD, json_string ("not an operation"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 400);
  page = office_get_feed (office, "till-2", "one", 0, CP_FEED_MAX_ITEMS);
  g_assert_cmpuint (json_array_size (cp_json_get_array (page, "items")), >, 0);
}

/* No device could read the page that tells of it. */
static void
test_a_programme_nests_only_as_deep_as_devices_read (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;
  gint64 version = cp_json_get_int (document, "version", 0);
  CpJson *definition = json_array_get (json_object_get (document, "definitions"), 0);
  CpJson *condition = json_true ();

  for (int i = 0; i < CP_PROGRAMME_MAX_DEPTH / 2; i++)
    condition = json_pack ("{s:[o]}", "and", condition);
  json_object_set_new (definition, "condition", condition);
  cp_json_set_int (document, "version", version + 1);
  g_assert_false (cp_head_office_publish (office->office, document, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "nests"));
  g_assert_cmpint (cp_head_office_get_programme (office->office)->version, ==, version);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-push/asks-for-what-is-missing", test_asks_for_what_is_missing);
  g_test_add_func ("/head-office-push/finds-a-fork", test_finds_a_fork);
  g_test_add_func ("/head-office-push/a-fork-is-answered-with-the-chain",
                   test_fork_is_answered_with_the_chain);
  g_test_add_func ("/head-office-push/a-fork-is-answered-with-both-chains",
                   test_fork_is_answered_with_both_chains);
  g_test_add_func ("/head-office-push/finds-a-broken-chain", test_finds_a_broken_chain);
  g_test_add_func ("/head-office-push/says-so-where-it-has-not-the-programme",
                   test_says_so_where_it_has_not_the_programme);
  g_test_add_func ("/head-office-push/finds-a-row-that-nobody-expected",
                   test_finds_a_row_that_nobody_expected);
  g_test_add_func ("/head-office-push/odd-ids-break-nothing", test_odd_ids_break_nothing);
  g_test_add_func ("/head-office-push/odd-names-are-refused", test_odd_names_are_refused);
  g_test_add_func ("/head-office-push/a-clash-of-own-fields-needs-attention",
                   test_a_clash_of_own_fields_needs_attention);
  g_test_add_func ("/head-office-push/a-programme-nests-only-as-deep-as-devices-read",
                   test_a_programme_nests_only_as_deep_as_devices_read);
  return g_test_run ();
}
