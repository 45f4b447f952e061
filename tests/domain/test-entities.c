/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-entities.h"

#include "cp-error.h"

/* Puts something into every field that is empty. */
static void
fill (const CpRecordType *type, gpointer record)
{
  gint64 n = 1;

  for (const CpField *field = type->fields; field->name != NULL; field++, n++) {
    gpointer member = (guint8 *) record + field->offset;

    if (field->type == CP_FIELD_TEXT && *(char **) member == NULL)
      *(char **) member = g_strdup_printf ("t%" G_GINT64_FORMAT, n);
    else if (field->type == CP_FIELD_INT)
      *(gint64 *) member = n;
    else if (field->type == CP_FIELD_BOOL)
      *(gboolean *) member = TRUE;
    else if (field->type == CP_FIELD_ENUM)
      *(int *) member = 1;
    else if (field->type == CP_FIELD_JSON)
      *(CpJson **) member = json_pack ("{s:i}", "n", 1);
  }
}

static void
test_round_trip_of_every_kind (void)
{
  for (guint kind = 0; kind < CP_N_KINDS; kind++) {
    CpEntity *entity = cp_entity_new (kind, "a", kind < CP_N_ACCOUNT_KINDS ? "a" : NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (CpJson) json = NULL;
    g_autoptr (CpJson) again = NULL;
    CpEntity *copy;
    CpEntity *back;

    fill (cp_kind_get_type (kind), entity);
    entity->ver = 12;
    entity->waiting = TRUE;
    json = cp_entity_to_json (entity);
    copy = cp_entity_copy (entity);
    g_assert_true (copy->waiting);
    g_assert_cmpint (copy->ver, ==, 12);
    back = cp_entity_from_json (kind, json, 5, &error);
    g_assert_no_error (error);
    g_assert_cmpint (back->ver, ==, 5);
    g_assert_false (back->waiting);
    again = cp_entity_to_json (back);
    g_assert_true (json_equal (json, again));
    g_assert_cmpint ((int) json_object_size (json), >, 1);
    cp_entity_free (entity);
    cp_entity_free (copy);
    cp_entity_free (back);
  }
}

/* What head office writes most has its table in the order in which it is written. */
static void
test_fields_stand_as_they_are_written (void)
{
  for (guint kind = 0; kind < CP_KIND_NOTE; kind++) {
    const CpField *field = cp_kind_get_type (kind)->fields;

    for (; field[1].name != NULL; field++)
      g_assert_cmpstr (field[0].name, <, field[1].name);
  }
}

static void
test_every_kind_has_its_word (void)
{
  for (guint kind = 0; kind < CP_N_KINDS; kind++)
    g_assert_cmpint (cp_kind_from_word (cp_kind_get_type (kind)->name), ==, (int) kind);
  g_assert_cmpint (cp_kind_from_word ("nothing"), ==, -1);
  g_assert_cmpint (cp_kind_from_word (NULL), ==, -1);
}

static void
test_account_is_its_own_account (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) short_form = json_pack ("{s:s}", "id", "a");
  g_autoptr (CpJson) wrong = json_pack ("{s:s, s:s}", "id", "a", "account_id", "b");
  CpEntity *entity = cp_entity_from_json (CP_KIND_ACCOUNT, short_form, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (entity->account_id, ==, "a");
  cp_entity_free (entity);
  g_assert_null (cp_entity_from_json (CP_KIND_ACCOUNT, wrong, 1, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_a_row_without_account (void)
{
  static const CpKind kinds[] = { CP_KIND_MEMBER,     CP_KIND_STATUS, CP_KIND_INCENTIVE,
                                  CP_KIND_REDEMPTION, CP_KIND_POINTS, CP_KIND_ACTION };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    CpEntity *entity = cp_entity_new (kinds[i], "a", "b");
    g_autoptr (GError) error = NULL;
    g_autoptr (CpJson) json = NULL;

    fill (cp_kind_get_type (kinds[i]), entity);
    json = cp_entity_to_json (entity);
    cp_entity_free (entity);
    json_object_del (json, "account_id");
    g_assert_null (cp_entity_from_json (kinds[i], json, 1, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/entities/round-trip-of-every-kind", test_round_trip_of_every_kind);
  g_test_add_func ("/domain/entities/fields-stand-as-they-are-written",
                   test_fields_stand_as_they_are_written);
  g_test_add_func ("/domain/entities/every-kind-has-its-word", test_every_kind_has_its_word);
  g_test_add_func ("/domain/entities/account-is-its-own-account", test_account_is_its_own_account);
  g_test_add_func ("/domain/entities/refuses-a-row-without-account",
                   test_refuses_a_row_without_account);
  return g_test_run ();
}
