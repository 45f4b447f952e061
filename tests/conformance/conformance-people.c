/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What concerns members of the chain's own: one who was named for the purpose, one of another store whom a card
 * leads to, and whoever is erased. */
#include "conformance-check.h"
#include "cp-protocol.h"

#define HELD_MS 2000

static gboolean
is_row (const CpJson *item, const char *kind)
{
  return g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0 &&
         cp_json_get_object (item, "data") != NULL;
}

/* Transactions */

/* @first: of @items; @end: behind its last */
typedef struct {
  const CpJson *items;
  gsize first;
  gsize end;
} Transaction;

/* Returns: what is wrong (transfer full), or %NULL; sets @ret_found once it has seen what it looks for */
typedef char *(*TransactionFunc) (const Transaction *transaction,
                                  gpointer data,
                                  gboolean *ret_found);

static char *
look_at_page (const CpJson *items, TransactionFunc func, gpointer data, gboolean *ret_found)
{
  Transaction transaction = { items, 0, 0 };

  for (gsize i = 0; i < json_array_size (items) && !*ret_found; i++) {
    char *wrong;

    if (g_strcmp0 (cp_json_get_text (json_array_get (items, i), "t"), "end") != 0)
      continue;
    transaction.end = i;
    wrong = func (&transaction, data, ret_found);
    if (wrong != NULL)
      return wrong;
    transaction.first = i + 1;
  }
  return NULL;
}

/* All that comes after the statement's test began, a transaction at a time (which may not be torn for that), until
 * it is found or nobody waits any longer. */
static char *
look_for (Conformance *self, TransactionFunc func, gpointer data, const char *if_none)
{
  gint64 until_us = g_get_monotonic_time () + self->patience_ms * 1000;
  gint64 after = self->place;
  gboolean is_found = FALSE;

  do {
    g_auto (Reply) page =
        conformance_feed (self, self->epoch, after, 1, MIN (HELD_MS, self->patience_ms));
    char *wrong;

    if (page.status != 200)
      return conformance_expect (&page, 200, NULL);
    wrong = look_at_page (cp_json_get_array (page.document, "items"), func, data, &is_found);
    if (wrong != NULL || is_found)
      return wrong;
    after = cp_json_get_int (page.document, "through", after);
  } while (g_get_monotonic_time () < until_us);
  return g_strdup (if_none);
}

/* Whoever was named for the purpose */

typedef struct {
  const char *member_id;
  char *account_id; /* (nullable): as long as it is not known */
} Named;

static char *
find_account (const CpJson *items, gpointer data)
{
  Named *named = data;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    if (is_row (item, "member") &&
        g_strcmp0 (cp_json_get_text (item, "id"), named->member_id) == 0) {
      g_free (named->account_id);
      named->account_id =
          g_strdup (cp_json_get_text (cp_json_get_object (item, "data"), "account_id"));
    }
  }
  return NULL;
}

typedef struct {
  gint64 seq;
  const char *text;
} Note;

static gboolean
is_its_note (const CpJson *item, const Note *note)
{
  return is_row (item, "note") &&
         g_strcmp0 (cp_json_get_text (cp_json_get_object (item, "data"), "text"), note->text) == 0;
}

static gboolean
is_its_ack (const CpJson *item, const Note *note)
{
  return g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
         cp_json_get_int (item, "seq", 0) == note->seq;
}

static char *
expect_together (const Transaction *transaction, gpointer data, gboolean *ret_found)
{
  gboolean has_row = FALSE, has_ack = FALSE;

  for (gsize i = transaction->first; i < transaction->end; i++) {
    const CpJson *item = json_array_get (transaction->items, i);

    has_row = has_row || is_its_note (item, data);
    has_ack = has_ack || is_its_ack (item, data);
  }
  *ret_found = has_row && has_ack;
  if (has_row && !has_ack)
    return g_strdup ("a row is told in another transaction than the outcome of what it came of");
  return conformance_say (has_row == has_ack, "an outcome is told without the row that came of it");
}

/* It stands whatever speaks against it, since it is a fact. */
static char *
check_note (Conformance *self, const char *account_id)
{
  g_autofree char *id = conformance_dup_id ();
  g_autofree char *text = g_strconcat ("conformance ", id, NULL);
  CpJson *body = conformance_make_body (self, id, "add_note", account_id);
  g_auto (Reply) reply = { 0 };
  g_autoptr (CpJson) ack = NULL;

  cp_json_set_text (body, "member_id", self->member);
  cp_json_set (body, "payload", json_pack ("{s:s}", "text", text));
  reply = conformance_push_one (self, conformance_make_with (self, id, body));
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  ack = conformance_find_ack (self, self->seq);
  if (ack == NULL)
    return g_strdup ("there is no outcome");
  if (!g_str_has_prefix (cp_json_get_text (ack, "outcome"), "accepted"))
    return conformance_pass_over (self, "a note on the member that was named does not stand");
  return look_for (self, expect_together, &(Note){ self->seq, text },
                   "neither an outcome nor its row is told");
}

char *
conformance_check_rows_with_ack (Conformance *self)
{
  Named named = { self->member, NULL };
  g_autofree char *account_id = NULL;
  char *wrong;

  if (self->member == NULL)
    return conformance_pass_over (self, "no member was named who may get a note (--member)");
  wrong = conformance_each_rows (self, find_account, &named);
  account_id = named.account_id;
  if (wrong != NULL)
    return wrong;
  if (account_id == NULL)
    return conformance_pass_over (
        self, "the member that was named is not among the rows that were looked at");
  return check_note (self, account_id);
}

/* Whoever is erased */

static char *
find_erased (const CpJson *items, gpointer data)
{
  CpJson **ret_member = data;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    CpJson *row = cp_json_get_object (item, "data");

    if (*ret_member == NULL && is_row (item, "member") &&
        g_strcmp0 (cp_json_get_text (row, "state"), "erased") == 0 &&
        cp_json_get_text (row, "account_id") != NULL)
      *ret_member = json_incref (row);
  }
  return NULL;
}

/* Nothing of it is kept, which can't be seen from here. */
char *
conformance_check_refuses_erased (Conformance *self)
{
  g_autoptr (CpJson) member = NULL;
  g_autoptr (CpJson) ack = NULL;
  g_autofree char *id = conformance_dup_id ();
  char *wrong = conformance_each_rows (self, find_erased, &member);
  g_auto (Reply) reply = { 0 };
  CpJson *body;

  if (wrong != NULL)
    return wrong;
  if (member == NULL)
    return conformance_pass_over (self, "nobody among the rows looked at is erased");
  body = conformance_make_body (self, id, "claim_receipt", cp_json_get_text (member, "account_id"));
  cp_json_set_text (body, "member_id", cp_json_get_text (member, "id"));
  cp_json_set (body, "payload", json_pack ("{s:s, s:s}", "number", id, "store_id", self->store));
  reply = conformance_push_one (self, conformance_make_with (self, id, body));
  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  ack = conformance_find_ack (self, self->seq);
  if (g_strcmp0 (cp_json_get_text (ack, "outcome"), "rejected") == 0 &&
      g_strcmp0 (cp_json_get_text (ack, "code"), "member_erased") == 0)
    return NULL;
  return g_strdup ("what is asked for an erased member is not rejected with member_erased");
}

/* Other stores' members */

/* @thin: the accounts of whose members the device is told little; @rows: `KIND/ID` → the item that told it last;
 * @told: which of these were told again at once */
typedef struct {
  const char *card; /* its number or UID */
  GHashTable *thin;
  GHashTable *rows;
  GHashTable *told;
  char *account_id; /* (nullable): whose card it is */
} Strangers;

static void
strangers_clear (Strangers *self)
{
  g_clear_pointer (&self->thin, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_pointer (&self->account_id, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Strangers, strangers_clear)

static char *
dup_row_name (const CpJson *item)
{
  return g_strdup_printf ("%s/%s", cp_json_get_text (item, "kind"), cp_json_get_text (item, "id"));
}

static gboolean
has_text (const CpJson *data, const char *key, const char *text)
{
  const char *found = cp_json_get_text (data, key);

  return found != NULL && g_ascii_strcasecmp (found, text) == 0;
}

static char *
note_strangers (const CpJson *items, gpointer data)
{
  Strangers *strangers = data;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    const CpJson *row = cp_json_get_object (item, "data");
    const char *account_id = cp_json_get_text (row, "account_id");

    if (account_id == NULL)
      continue;
    g_hash_table_replace (strangers->rows, dup_row_name (item), json_incref (item));
    if (is_row (item, "member") && cp_json_get_bool (row, "thin"))
      g_hash_table_add (strangers->thin, g_strdup (account_id));
    if (is_row (item, "card") &&
        (has_text (row, "number", strangers->card) || has_text (row, "uid", strangers->card))) {
      g_free (strangers->account_id);
      strangers->account_id = g_strdup (account_id);
    }
  }
  return NULL;
}

static gboolean
is_of_account (const CpJson *item, const char *account_id)
{
  return g_strcmp0 (cp_json_get_text (cp_json_get_object (item, "data"), "account_id"),
                    account_id) == 0;
}

static char *
say_not_again (const CpJson *item)
{
  return g_strdup_printf ("a %s of who was found is not told again with a higher ver",
                          cp_json_get_text (item, "kind"));
}

/* (nullable): as it was told before */
static const CpJson *
find_before (const Strangers *strangers, const CpJson *item)
{
  g_autofree char *name = dup_row_name (item);

  return is_of_account (item, strangers->account_id) ? g_hash_table_lookup (strangers->rows, name)
                                                     : NULL;
}

static gint64
get_version (const CpJson *item)
{
  return cp_json_get_int (item, "ver", 0);
}

/* Whoever they are now stands in a transaction, in which all that is told of them is newer than before. */
static char *
expect_whole (const Transaction *transaction, gpointer data, gboolean *ret_found)
{
  const Strangers *strangers = data;

  for (gsize i = transaction->first; i < transaction->end; i++) {
    const CpJson *item = json_array_get (transaction->items, i);
    const CpJson *before = find_before (strangers, item);

    if (before == NULL)
      continue;
    if (get_version (item) <= get_version (before))
      return say_not_again (item);
    g_hash_table_add (strangers->told, dup_row_name (item));
    if (!is_row (item, "member"))
      continue;
    if (cp_json_get_bool (cp_json_get_object (item, "data"), "thin"))
      return g_strdup ("who was found is still told to be another store's");
    *ret_found = TRUE;
  }
  return NULL;
}

/* What is told from the beginning is what the store is told now: a row that says more than it did has to have been
 * told again in that transaction. */
static char *
expect_no_more (const Strangers *before, const Strangers *now)
{
  GHashTableIter iter;
  gpointer name, item;

  g_hash_table_iter_init (&iter, now->rows);
  while (g_hash_table_iter_next (&iter, &name, &item)) {
    const CpJson *known = find_before (before, item);

    if (known != NULL && !g_hash_table_contains (before->told, name) &&
        !json_equal (cp_json_get_object (item, "data"), cp_json_get_object (known, "data")))
      return say_not_again (item);
  }
  return NULL;
}

static char *
look_around (Conformance *self, Strangers *ret_strangers)
{
  *ret_strangers = (Strangers){
    self->find,
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_decref),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    NULL,
  };
  return conformance_each_rows (self, note_strangers, ret_strangers);
}

static char *
find_stranger (Conformance *self, Strangers *before)
{
  g_auto (Reply) found = conformance_ask_find (self, self->find);
  g_auto (Strangers) now = { NULL };
  char *wrong = conformance_expect (&found, 200, NULL);

  if (wrong != NULL)
    return wrong;
  if (cp_json_get_int (found.document, "found", 0) < 1)
    return g_strdup ("nobody is found by the card that was named");
  wrong = look_for (self, expect_whole, before, "who was found is not told");
  if (wrong == NULL)
    wrong = look_around (self, &now);
  return wrong != NULL ? wrong : expect_no_more (before, &now);
}

char *
conformance_check_told_again (Conformance *self)
{
  g_auto (Strangers) before = { NULL };
  char *wrong;

  if (self->find == NULL)
    return conformance_pass_over (self, "no card of another store's member was named (--find)");
  wrong = look_around (self, &before);
  if (wrong != NULL)
    return wrong;
  if (before.account_id == NULL || !g_hash_table_contains (before.thin, before.account_id))
    return conformance_pass_over (
        self,
        "the card that was named is of nobody of whom little is told among the rows looked at");
  return find_stranger (self, &before);
}
