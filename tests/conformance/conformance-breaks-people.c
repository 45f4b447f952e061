/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conformance-breaks.h"

static gboolean
is_of_kind (const CpJson *item, const char *kind)
{
  return g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0;
}

static CpJson *
make_end (const CpJson *item)
{
  return json_pack ("{s:s, s:I}", "t", "end", "gseq",
                    (json_int_t) cp_json_get_int (item, "gseq", 0));
}

/* Each outcome has a transaction of its own. */
static void
part_outcomes (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  for (gsize i = 0; break_is_feed (path) && i < json_array_size (items); i++) {
    const CpJson *item = json_array_get (items, i);

    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") != 0)
      continue;
    json_array_insert_new (items, i, make_end (item));
    json_array_insert_new (items, i + 2, make_end (item));
    i += 2;
  }
}

/* In a transaction of their own. */
static void
tell_outcomes_last (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  for (gsize i = json_array_size (items); break_is_feed (path) && i > 0; i--) {
    g_autoptr (CpJson) item = json_incref (json_array_get (items, i - 1));

    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") != 0)
      continue;
    json_array_remove (items, i - 1);
    json_array_append_new (items, json_incref (item));
    json_array_append_new (items, make_end (item));
  }
}

static void
leave_notes_out (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  for (gsize i = json_array_size (items); i > 0; i--)
    if (is_of_kind (json_array_get (items, i - 1), "note"))
      json_array_remove (items, i - 1);
}

static void
keep_all (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 0, "needs_review");
}

static void
change_code (CpJson *item)
{
  if (json_object_get (item, "code") != NULL)
    cp_json_set_text (item, "code", "not_found");
}

static void
know_nobody (const char *path, guint *status, CpJson *document)
{
  break_items (document, change_code);
}

static gboolean
is_thin (const CpJson *item)
{
  return is_of_kind (item, "member") &&
         cp_json_get_bool (cp_json_get_object (item, "data"), "thin");
}

static void
say_it_is_thin (CpJson *item)
{
  if (is_of_kind (item, "member"))
    cp_json_set_bool (cp_json_get_object (item, "data"), "thin", TRUE);
}

/* Of what came after the start, whoever is asked for. */
static void
keep_thin (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && !break_is_about (path, "after=0&"))
    break_items (document, say_it_is_thin);
}

static void
forget_cards (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  if (!break_is_feed (path) || break_is_about (path, "after=0&"))
    return;
  for (gsize i = json_array_size (items); i > 0; i--)
    if (is_of_kind (json_array_get (items, i - 1), "card"))
      json_array_remove (items, i - 1);
}

static void
give_old_version (CpJson *item)
{
  if (is_of_kind (item, "card"))
    cp_json_set_int (item, "ver", 1);
}

static void
tell_again_as_before (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && !break_is_about (path, "after=0&"))
    break_items (document, give_old_version);
}

static void
find_nobody (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/find"))
    cp_json_set_int (document, "found", 0);
}

static void
tell_nothing_new (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && !break_is_about (path, "after=0&"))
    cp_json_set (document, "items", json_array ());
}

/* Erased is who they are: the first that was told of them is kept. */
static CpJson *
find_later (const CpJson *items, gsize from, const CpJson *earlier)
{
  for (gsize i = from; i < json_array_size (items); i++) {
    CpJson *item = json_array_get (items, i);

    if (g_strcmp0 (cp_json_get_text (item, "kind"), cp_json_get_text (earlier, "kind")) == 0 &&
        g_strcmp0 (cp_json_get_text (item, "id"), cp_json_get_text (earlier, "id")) == 0)
      return item;
  }
  return NULL;
}

static gboolean
is_erased (const CpJson *item)
{
  return g_strcmp0 (cp_json_get_text (cp_json_get_object (item, "data"), "state"), "erased") == 0;
}

static void
keep_earlier_entries (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  for (gsize i = 0; i < json_array_size (items); i++) {
    const CpJson *item = json_array_get (items, i);
    CpJson *data = cp_json_get_object (item, "data");

    if (!is_of_kind (item, "member") || !is_erased (item) ||
        find_later (items, i + 1, item) == NULL)
      continue;
    cp_json_set_text (data, "state", "enrolled");
    cp_json_set_text (data, "given_name", "Canaria");
  }
}

static void
keep_cards (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");
  const char *erased = NULL;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    if (is_of_kind (item, "member") && is_erased (item))
      erased = cp_json_get_text (item, "id");
  }
  json_array_foreach (items, i, item)
  {
    CpJson *data = cp_json_get_object (item, "data");

    if (erased != NULL && is_of_kind (item, "card") &&
        g_strcmp0 (cp_json_get_text (data, "member_id"), erased) == 0)
      cp_json_set_text (data, "uid", "04AABBCCDDEEFF");
  }
}

static void
erase_little (CpJson *item)
{
  if (!is_of_kind (item, "member"))
    return;
  cp_json_set_text (cp_json_get_object (item, "data"), "state", "erased");
  cp_json_set_text (cp_json_get_object (item, "data"), "given_name", "Canaria");
}

static void
keep_names (const char *path, guint *status, CpJson *document)
{
  break_items (document, erase_little);
}

static void
refuse_rows (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) || break_is_about (path, "/v1/rows"))
    *status = 500;
}

static void
say_more_of_member (CpJson *item)
{
  if (is_thin (item))
    cp_json_set_text (cp_json_get_object (item, "data"), "birth_date", "1990-01-01");
}

static void
tell_of_thin (const char *path, guint *status, CpJson *document)
{
  break_items (document, say_more_of_member);
}

static void
say_more_of_card (CpJson *item)
{
  if (is_of_kind (item, "card"))
    cp_json_set_text (cp_json_get_object (item, "data"), "block_reason", "shouted");
}

static void
tell_of_cards (const char *path, guint *status, CpJson *document)
{
  break_items (document, say_more_of_card);
}

/* On each thin member's account. */
static void
tell_notes (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");
  gsize n = json_array_size (items);

  for (gsize i = 0; i < n; i++) {
    const CpJson *item = json_array_get (items, i);

    if (is_thin (item))
      json_array_insert_new (
          items, 0,
          json_pack ("{s:s, s:s, s:s, s:i, s:I, s:s, s:{s:s}}", "t", "row", "kind", "note", "id",
                     "one", "ver", 1, "gseq", (json_int_t) 1, "account_id",
                     cp_json_get_text (item, "account_id"), "data", "text", "likes wool"));
  }
}

static void
change_lease (CpJson *item, const char *key, CpJson *value)
{
  CpJson *data = is_of_kind (item, "lease") ? cp_json_get_object (item, "data") : NULL;

  if (data == NULL || json_object_get (data, "until_ms") == NULL)
    json_decref (value);
  else if (value != NULL)
    cp_json_set (data, key, value);
  else
    json_object_del (data, key);
}

static void
name_no_device (CpJson *item)
{
  change_lease (item, "device_id", NULL);
}

static void
lease_to_anybody (const char *path, guint *status, CpJson *document)
{
  break_items (document, name_no_device);
}

static void
name_no_time (CpJson *item)
{
  change_lease (item, "until_ms", json_string ("for ever"));
}

static void
lease_for_ever (const char *path, guint *status, CpJson *document)
{
  break_items (document, name_no_time);
}

static void
name_no_amount (CpJson *item)
{
  change_lease (item, "amount_minor", NULL);
}

static void
lease_anything (const char *path, guint *status, CpJson *document)
{
  break_items (document, name_no_amount);
}

static const Break breaks[] = {
  { 22, "an outcome is told without the row", part_outcomes },
  { 22, "a row is told in another transaction", tell_outcomes_last },
  { 22, "without the row that came of it", leave_notes_out },
  { 49, "of an erased member has", keep_names },
  { 49, "a member of an erased member has given_name", keep_earlier_entries },
  { 49, "a card of an erased member has uid", keep_cards },
  { 49, "no rows are told", refuse_rows },
  { 50, "not rejected with member_erased", keep_all },
  { 50, "not rejected with member_erased", know_nobody },
  { 52, "does not say whose it is", lease_to_anybody },
  { 52, "does not say how much, and until when", lease_for_ever },
  { 52, "does not say how much, and until when", lease_anything },
  { 55, "a member of a thin member says more", tell_of_thin },
  { 55, "a card of a thin member says more", tell_of_cards },
  { 55, "a note of a thin member is told", tell_notes },
  { 56, "still told to be another store's", keep_thin },
  { 56, "a card of who was found is not told again", forget_cards },
  { 56, "a card of who was found is not told again", tell_again_as_before },
  { 56, "nobody is found by the card", find_nobody },
  { 56, "who was found is not told", tell_nothing_new },
};

const Breaks breaks_of_people = { breaks, G_N_ELEMENTS (breaks) };
