/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked for besides a member's page: each a word, and a document of what is wanted. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-explain.h"
#include "cp-read-book.h"
#include "cp-read.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

/* More accounts than anybody looks through; what is beyond is not shown, and the reply says so. */
#define MAX_ROWS_BY_KEY 500

/* One read under way. */
typedef struct {
  CpLedger *ledger;
  const char *session;
  const CpStaff *staff;
  const CpJson *request;
} Read;

typedef CpJson *(*MemberFunc) (const Read *read,
                               const CpViewSource *source,
                               const char *member_id,
                               GError **error);

#define PLAIN(name, func)                                                                   \
  static CpJson *name (const Read *read, const CpViewSource *source, const char *member_id, \
                       GError **error)                                                      \
  {                                                                                         \
    return func (source, member_id, read->request);                                         \
  }

PLAIN (read_history, cp_read_history)
PLAIN (read_messages, cp_read_messages)
PLAIN (read_incentives, cp_read_incentives)
PLAIN (read_cards, cp_read_cards)
PLAIN (read_purchases, cp_read_purchases)
PLAIN (read_points, cp_read_points)

static CpJson *
read_explain (const Read *read, const CpViewSource *source, const char *member_id, GError **error)
{
  const char *number = cp_ledger_require_text (read->request, "number", error);
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *clean = NULL;

  if (number == NULL)
    return NULL;
  clean = cp_text_clean (number);
  if (clean == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "This is no receipt's number");
    return NULL;
  }
  cp_keys_add (keys, CP_KEY_RECEIPT_NUMBER, clean);
  others = cp_ledger_gather_by_key (read->ledger, &g_array_index (keys, CpKey, 0), error);
  return others != NULL ? cp_explain_receipt (source, member_id, clean, others) : NULL;
}

static CpJson *
read_identify (const Read *read, const CpViewSource *source, const char *member_id, GError **error)
{
  return cp_ledger_identify_by_answers (read->ledger, read->session, source->current, member_id,
                                        read->request, error);
}

static CpJson *
read_member (const Read *read, MemberFunc func, GError **error)
{
  CpLedger *self = read->ledger;
  const char *asked_id = cp_ledger_require_text (read->request, "member_id", error);
  g_autofree char *account_id = NULL;
  g_autoptr (CpAccount) base = NULL;
  g_autoptr (CpAccount) current = NULL;
  CpViewSource source;
  const char *member_id;

  if (asked_id == NULL || !cp_ledger_find_account_of_member (self, asked_id, &account_id, error))
    return NULL;
  if (account_id == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such member");
    return NULL;
  }
  if (!cp_ledger_note_opening (self, read->session, read->staff, asked_id, NULL, error))
    return NULL;
  current = cp_ledger_load_account (self, account_id, &base, error);
  if (current == NULL)
    return NULL;
  member_id = cp_account_resolve_member (current, asked_id);
  source = cp_ledger_make_view_source (self, base, current, read->staff);
  return func (read, &source, member_id, error);
}

/* Which accounts have a row with the key, by head office's rows. */
static gboolean
add_accounts (
    CpLedger *self, CpKeyType type, const char *value, GHashTable *account_ids, GError **error)
{
  const CpKey key = { type, (char *) value };
  g_autoptr (GPtrArray) rows = cp_replica_find (self->replica, &key, MAX_ROWS_BY_KEY, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];

    if (row->account_id != NULL)
      g_hash_table_add (account_ids, g_strdup (row->account_id));
  }
  return rows != NULL;
}

/* And those that this device has done something for that head office has not confirmed. */
static gboolean
add_waiting_accounts (CpLedger *self, GHashTable *account_ids, GError **error)
{
  g_auto (GStrv) ids = cp_journal_list_waiting_accounts (self->journal, &self->acked, error);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_hash_table_add (account_ids, g_strdup (ids[i]));
  return ids != NULL;
}

typedef void (*AddFunc) (const Read *read, const CpViewSource *source, CpJson *list);

/* (transfer full): the list that @add makes from each of the accounts */
static CpJson *
collect (const Read *read, GHashTable *account_ids, AddFunc add, GError **error)
{
  g_autoptr (CpJson) list = json_array ();
  GHashTableIter iter;
  gpointer id;

  if (!add_waiting_accounts (read->ledger, account_ids, error))
    return NULL;
  g_hash_table_iter_init (&iter, account_ids);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_autoptr (CpAccount) base = NULL;
    g_autoptr (CpAccount) current = cp_ledger_load_account (read->ledger, id, &base, error);
    CpViewSource source;

    if (current == NULL)
      return NULL;
    source = cp_ledger_make_view_source (read->ledger, base, current, read->staff);
    add (read, &source, list);
  }
  return g_steal_pointer (&list);
}

/* @list: (transfer full) (nullable) */
static CpJson *
reply (const char *key, CpJson *list, const char *sort, gboolean newest_first)
{
  CpJson *document;

  if (list == NULL)
    return NULL;
  cp_read_book_sort (list, sort, newest_first);
  document = json_object ();
  cp_json_set (document, key, list);
  return document;
}

static void
add_tasks (const Read *read, const CpViewSource *source, CpJson *list)
{
  cp_read_book_add_tasks (source, read->request, list);
}

static CpJson *
read_tasks (const Read *read, GError **error)
{
  CpLedger *self = read->ledger;
  const char *owner = cp_json_get_text (read->request, "owner");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->staff->len; i++) {
    const CpStaff *staff = self->staff->pdata[i];

    if ((owner == NULL || g_str_equal (owner, staff->entity.id)) &&
        !add_accounts (self, CP_KEY_TASK_OWNER, staff->entity.id, ids, error))
      return NULL;
  }
  return reply ("tasks", collect (read, ids, add_tasks, error), "due_ms", FALSE);
}

static void
add_clients (const Read *read, const CpViewSource *source, CpJson *list)
{
  cp_read_book_add_clients (source, read->staff->entity.id, list);
}

static CpJson *
read_clients (const Read *read, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!add_accounts (read->ledger, CP_KEY_CLIENT_OF, read->staff->entity.id, ids, error))
    return NULL;
  return reply ("clients", collect (read, ids, add_clients, error), "contact_ms", TRUE);
}

static void
add_birthdays (const Read *read, const CpViewSource *source, CpJson *list)
{
  cp_read_book_add_birthdays (source, list);
}

static CpJson *
read_birthdays (const Read *read, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) days = cp_read_book_list_days (read->ledger->programme, read->ledger->store_id,
                                                cp_world_wall_ms (read->ledger->world));

  for (guint i = 0; days[i] != NULL; i++)
    if (!add_accounts (read->ledger, CP_KEY_BIRTHDAY, days[i], ids, error))
      return NULL;
  return reply ("birthdays", collect (read, ids, add_birthdays, error), "in_days", FALSE);
}

/* Either about one member, or over many. */
static const struct {
  const char *what;
  MemberFunc of_member;
  CpJson *(*over_many) (const Read *read, GError **error);
} reads[] = {
  { "history", read_history, NULL },       { "messages", read_messages, NULL },
  { "incentives", read_incentives, NULL }, { "cards", read_cards, NULL },
  { "purchases", read_purchases, NULL },   { "points", read_points, NULL },
  { "explain", read_explain, NULL },       { "identify", read_identify, NULL },
  { "tasks", NULL, read_tasks },           { "clients", NULL, read_clients },
  { "birthdays", NULL, read_birthdays },
};

static CpJson *
call (const Read *read, const char *what, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    if (g_strcmp0 (reads[i].what, what) == 0)
      return reads[i].of_member != NULL ? read_member (read, reads[i].of_member, error)
                                        : reads[i].over_many (read, error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "There is nothing to read that is called “%s”",
               what);
  return NULL;
}

CpJson *
cp_ledger_read (
    CpLedger *self, const char *session, const char *what, const CpJson *request, GError **error)
{
  Read read = { self, session, NULL, request };
  const char *own_id = NULL;

  g_return_val_if_fail (what != NULL, NULL);

  if (!cp_ledger_check_alive (self, error) ||
      !cp_ledger_use_own_session (self, session, &own_id, error))
    return NULL;
  if (own_id != NULL)
    return cp_ledger_read_own (self, session, own_id, what, request, error);
  read.staff = cp_ledger_use_session (self, session, error);
  if (read.staff == NULL || !cp_ledger_check_programme (self, error) ||
      !cp_ledger_check_may_open (self, read.staff, error))
    return NULL;
  if (!cp_programme_may_read (self->programme, read.staff->role_id, what)) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("Your role may not read this"));
    return NULL;
  }
  return call (&read, what, error);
}
