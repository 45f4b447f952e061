/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-chain.h"

#include "cp-error.h"
#include "cp-sample-cards.h"
#include "cp-sample-history.h"
#include "cp-sample-people.h"
#include "cp-sample-practice.h"
#include "sample-resources.h"

#include <errno.h>
#include <glib/gstdio.h>

#define UNATTRIBUTED_DAYS 80

static CpJson *
load_programme (void)
{
  return cp_json_parse_own (g_resource_lookup_data (
      sample_get_resource (), "/org/counterpart/sample/programme.json", 0, NULL));
}

static void
add_staff (CpSampleChain *self, const CpJson *practice)
{
  gsize i;
  json_t *who;

  json_array_foreach (cp_json_get_array (practice, "staff"), i, who)
  {
    g_ptr_array_add (self->staff, json_incref (who));
    if (g_str_equal (cp_json_get_text (who, "role"), "associate"))
      g_ptr_array_add (self->maker->staff_ids, g_strdup (cp_json_get_text (who, "id")));
  }
}

/* Few are anything but enrolled, and fewer are in trouble. */
static void
set_state (CpSampleMaker *maker, CpMember *member)
{
  gint64 drawn = cp_sample_random_between (&maker->random, 0, 999);

  if (drawn < 15)
    member->state = CP_MEMBER_UNENROLLED;
  else if (drawn < 25)
    member->state = CP_MEMBER_ON_HOLD;
  else if (drawn < 45)
    member->state = CP_MEMBER_ACTIVE;
}

static void
add_members (CpSampleChain *self, const CpJson *people, guint n_members)
{
  for (guint i = 0; i < n_members; i++) {
    CpMember *member = cp_sample_people_add (self->maker, people, i);

    set_state (self->maker, member);
    cp_sample_cards_add (self->maker, member, i);
    cp_sample_history_add (self->maker, people, member);
  }
}

static void
add_unattributed (CpSampleChain *self, const CpJson *people)
{
  CpSampleMaker *maker = self->maker;

  for (guint i = 1; i < CP_SAMPLE_UNATTRIBUTED; i++) {
    gint64 days = cp_sample_random_between (&maker->random, 0, UNATTRIBUTED_DAYS);
    const CpStore *store =
        g_ptr_array_index (maker->programme->stores, i % maker->programme->stores->len);

    cp_sample_history_add_receipt (
        maker, people, NULL, store->id,
        cp_sample_maker_pick_open_hour (maker, store->id, maker->now_ms - days * CP_SAMPLE_DAY_MS));
  }
}

/* What a chain's own system of records would hand over. */
static CpJson *
make_member_line (const CpMember *member)
{
  CpJson *line = json_object ();

  cp_json_set_text (line, "external_id", member->external_id);
  cp_json_set_text (line, "given_name", member->given_name);
  cp_json_set_text (line, "family_name", member->family_name);
  cp_json_set_text (line, "birth_date", member->birth_date);
  cp_json_set_text (line, "postcode", member->postcode);
  cp_json_set_text (line, "city", member->city);
  cp_json_set_text (line, "phone", member->phone);
  cp_json_set_text (line, "email", member->email);
  cp_json_set_text (line, "language", member->language);
  cp_json_set_text (line, "home_store_id", member->home_store_id);
  return line;
}

static void
list_members (CpSampleChain *self)
{
  for (guint i = 0; i < self->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (self->maker->rows, i);

    if (entity->kind == CP_KIND_MEMBER)
      g_ptr_array_add (self->members, make_member_line ((const CpMember *) entity));
  }
}

static CpJson *
make_practice (CpSampleChain *self, const CpJson *practice, const CpReceipt *receipt)
{
  CpJson *made = json_object ();
  CpJson *receipts = json_array ();
  CpJson *line = json_object ();

  cp_json_set_text (line, "number", receipt->number);
  cp_json_set_text (line, "store_id", receipt->store_id);
  cp_json_set_int (line, "day_ms", receipt->at_ms);
  cp_json_set_int (line, "total_minor", receipt->total_minor);
  cp_json_append (receipts, line);
  cp_json_set (made, "receipts", receipts);
  cp_json_set (made, "staff", json_incref (cp_json_get_array (practice, "staff")));
  cp_json_set (made, "cards", json_incref (self->cards));
  return made;
}

CpSampleChain *
cp_sample_chain_new (gint64 now_ms, guint n_members, guint64 seed)
{
  g_autoptr (CpJson) people = cp_sample_people_load ();
  g_autoptr (CpJson) practice = cp_sample_practice_load ();
  g_autoptr (GError) error = NULL;
  CpSampleChain *self = g_new0 (CpSampleChain, 1);
  CpProgramme *programme;
  const CpReceipt *receipt;

  self->programme = load_programme ();
  programme = cp_programme_from_json (self->programme, &error);
  g_assert_no_error (error);
  self->staff = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  self->maker = cp_sample_maker_new (programme, seed, now_ms);
  add_staff (self, practice);
  cp_sample_practice_add_members (self->maker, practice);
  receipt = cp_sample_practice_add_receipt (self->maker, people, practice);
  add_members (self, people, n_members);
  add_unattributed (self, people);
  list_members (self);
  self->cards = cp_sample_practice_dup_cards (practice);
  self->practice = make_practice (self, practice, receipt);
  return self;
}

void
cp_sample_chain_free (CpSampleChain *self)
{
  json_decref (self->programme);
  g_ptr_array_unref (self->staff);
  g_ptr_array_unref (self->members);
  cp_sample_maker_free (self->maker);
  json_decref (self->practice);
  json_decref (self->cards);
  g_free (self);
}

static gboolean
write_text (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents (path, text, -1, error);
}

static gboolean
write_document (const char *folder, const char *name, const CpJson *document, GError **error)
{
  g_autofree char *text = cp_json_to_text (document);

  return write_text (folder, name, text, error);
}

static void
append_line (GString *lines, const CpJson *document)
{
  g_autofree char *text = cp_json_to_text (document);

  g_string_append_printf (lines, "%s\n", text);
}

static gboolean
write_lines (const char *folder, const char *name, const GPtrArray *documents, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < documents->len; i++)
    append_line (lines, g_ptr_array_index (documents, i));
  return write_text (folder, name, lines->str, error);
}

static gboolean
write_rows (const CpSampleChain *self, const char *folder, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < self->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (self->maker->rows, i);
    g_autoptr (CpJson) line = json_object ();

    cp_json_set_text (line, "kind", cp_kind_get_type (entity->kind)->name);
    cp_json_set (line, "data", cp_entity_to_json (entity));
    append_line (lines, line);
  }
  return write_text (folder, "rows.ndjson", lines->str, error);
}

gboolean
cp_sample_chain_write (const CpSampleChain *self, const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "%s can't be made: %s", folder,
                 g_strerror (errno));
    return FALSE;
  }
  return write_document (folder, "programme.json", self->programme, error) &&
         write_lines (folder, "staff.ndjson", self->staff, error) &&
         write_lines (folder, "members.ndjson", self->members, error) &&
         write_rows (self, folder, error) &&
         write_document (folder, "practice.json", self->practice, error) &&
         write_document (folder, "practice-cards.json", self->cards, error);
}
