/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-read.h"

#include "cp-view-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether @text is what was asked for at @key, or nothing was. */
static gboolean
fits (const CpJson *request, const char *key, const char *text)
{
  const char *wanted = cp_json_get_text (request, key);

  return wanted == NULL || *wanted == '\0' || g_strcmp0 (wanted, text) == 0;
}

static gboolean
fits_time (const CpJson *request, gint64 at_ms)
{
  return at_ms >= cp_json_get_int (request, "from_ms", 0) &&
         at_ms < cp_json_get_int (request, "until_ms", G_MAXINT64);
}

/* @list: (transfer full) */
static CpJson *
reply (const char *key, CpJson *list)
{
  CpJson *document = json_object ();

  cp_json_set (document, key, list);
  return document;
}

static void
name_other (const CpAccount *account, const char *member_id, CpJson *action)
{
  g_autofree char *name =
      cp_view_dup_other_name (account, member_id, cp_json_get_text (action, "member_id"));

  cp_json_set_text (action, "member_name", name);
}

CpJson *
cp_read_history (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (CpJson) all = cp_view_list_actions (source);
  CpJson *list = json_array ();
  size_t i;
  json_t *action;

  json_array_foreach (all, i, action)
  {
    if (!fits (request, "kind", cp_json_get_text (action, "kind")) ||
        !fits (request, "staff", cp_json_get_text (action, "staff_name")) ||
        !fits (request, "state", cp_json_get_text (action, "state")) ||
        !fits_time (request, cp_json_get_int (action, "at_ms", 0)))
      continue;
    name_other (source->current, member_id, action);
    json_array_append (list, action);
  }
  return reply ("actions", list);
}

static int
compare_messages (gconstpointer a, gconstpointer b)
{
  const CpMessage *one = *(CpMessage *const *) a;
  const CpMessage *other = *(CpMessage *const *) b;

  return one->at_ms != other->at_ms ? (one->at_ms > other->at_ms ? -1 : 1)
                                    : g_strcmp0 (other->entity.id, one->entity.id);
}

static CpJson *
make_message (const CpViewSource *source, const CpMessage *message)
{
  const CpChannel *channel = cp_programme_find_channel (source->programme, message->channel_id);
  const CpMailing *mailing = cp_programme_find_mailing (source->programme, message->mailing_id);
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", message->entity.id);
  cp_json_set_text (json, "channel", message->channel_id);
  cp_json_set_text (json, "channel_name", channel != NULL ? channel->name : message->channel_id);
  cp_json_set_text (json, "mailing_name", mailing != NULL ? mailing->name : message->mailing_id);
  cp_json_set_text (json, "subject", message->subject);
  cp_json_set_text (json, "state",
                    cp_view_get_word (CP_KIND_MESSAGE, "state", (int) message->state));
  cp_json_set_int (json, "at_ms", message->at_ms);
  cp_json_set_int (json, "delivered_at_ms", message->delivered_at_ms);
  cp_json_set_text (json, "trouble", message->trouble);
  return json;
}

CpJson *
cp_read_messages (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_MESSAGE], compare_messages);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++) {
    const CpMessage *message = sorted->pdata[i];
    const char *state = cp_view_get_word (CP_KIND_MESSAGE, "state", (int) message->state);

    if (g_strcmp0 (message->member_id, member_id) == 0 &&
        fits (request, "channel", message->channel_id) && fits (request, "state", state) &&
        fits_time (request, message->at_ms))
      cp_json_append (list, make_message (source, message));
  }
  return reply ("messages", list);
}

/* What was done with the card, newest first. */
static CpJson *
list_events (const CpJson *actions, const char *card_id, const CpJson *request)
{
  CpJson *list = json_array ();
  size_t i;
  json_t *action;

  json_array_foreach ((json_t *) actions, i, action)
  {
    if (g_strcmp0 (cp_json_get_text (action, "subject_id"), card_id) == 0 &&
        fits_time (request, cp_json_get_int (action, "at_ms", 0)))
      json_array_append (list, action);
  }
  return list;
}

CpJson *
cp_read_cards (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (CpJson) operations = cp_view_list_operations (source, member_id);
  g_autoptr (CpJson) actions = cp_view_list_actions (source);
  CpJson *list = cp_view_list_cards (source, member_id, operations);

  for (size_t i = json_array_size (list); i > 0; i--) {
    CpJson *card = json_array_get (list, i - 1);
    const char *id = cp_json_get_text (card, "id");
    const CpCard *row = cp_account_find (source->current, CP_KIND_CARD, id);

    if (row == NULL || g_strcmp0 (row->member_id, member_id) != 0 || !fits (request, "card", id)) {
      json_array_remove (list, i - 1);
      continue;
    }
    cp_json_set_text (card, "replaced_by", row->replaced_by_card_id);
    cp_json_set_text (card, "category", row->category_id);
    cp_json_set (card, "events", list_events (actions, id, request));
  }
  return reply ("cards", list);
}

/* A person asks what can be used now, and does not care whether some of it was. */
static gboolean
fits_incentive (const CpJson *request, const char *state)
{
  gboolean usable = g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "part_used") == 0;

  return g_strcmp0 (cp_json_get_text (request, "state"), "usable") == 0
             ? usable
             : fits (request, "state", state);
}

CpJson *
cp_read_incentives (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (CpJson) operations = cp_view_list_operations (source, member_id);
  g_autoptr (CpJson) all = cp_view_list_incentives (source, operations);
  CpJson *list = json_array ();
  size_t i;
  json_t *incentive;

  json_array_foreach (all, i, incentive)
  {
    if (fits_incentive (request, cp_json_get_text (incentive, "state")) &&
        fits (request, "class", cp_json_get_text (incentive, "class")))
      json_array_append (list, incentive);
  }
  return reply ("incentives", list);
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const CpPoints *one = *(CpPoints *const *) a;
  const CpPoints *other = *(CpPoints *const *) b;

  return one->at_ms != other->at_ms ? (one->at_ms > other->at_ms ? -1 : 1)
                                    : g_strcmp0 (other->entity.id, one->entity.id);
}

static const char *
judge_points (const CpPoints *entry, gint64 now_ms)
{
  if (entry->pending_until_ms > now_ms)
    return "pending";
  return entry->expires_at_ms != 0 && entry->expires_at_ms <= now_ms ? "expired" : "counts";
}

CpJson *
cp_read_points (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_POINTS], compare_points);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++) {
    const CpPoints *entry = sorted->pdata[i];
    const CpPointsType *type = cp_programme_find_points_type (source->programme, entry->type_id);
    CpJson *json;

    if (!fits (request, "type", entry->type_id) || !fits (request, "card", entry->card_id) ||
        !fits_time (request, entry->at_ms))
      continue;
    json = json_object ();
    cp_json_set_text (json, "type", entry->type_id);
    cp_json_set_text (json, "name", type != NULL ? type->name : entry->type_id);
    cp_json_set_int (json, "amount", entry->amount);
    cp_json_set_int (json, "at_ms", entry->at_ms);
    cp_json_set_int (json, "pending_until_ms", entry->pending_until_ms);
    cp_json_set_int (json, "expires_at_ms", entry->expires_at_ms);
    cp_json_set_text (json, "state", judge_points (entry, source->now_ms));
    cp_json_set_text (json, "receipt_id", entry->receipt_id);
    cp_json_set_text (json, "card_id", entry->card_id);
    cp_json_set_text (json, "reason", entry->reason);
    cp_json_set_text (json, "note", entry->note);
    cp_json_set_bool (json, "waiting", entry->entity.waiting);
    cp_json_append (list, json);
  }
  return reply ("points", list);
}

static int
compare_text (const CpJson *one, const CpJson *other, const char *key)
{
  return g_strcmp0 (cp_json_get_text (one, key), cp_json_get_text (other, key));
}

static int
compare_number (const CpJson *one, const CpJson *other, const char *key)
{
  gint64 a = cp_json_get_int (one, key, 0);
  gint64 b = cp_json_get_int (other, key, 0);

  return a == b ? 0 : a > b ? -1 : 1;
}

/* By what was asked for; the newest first where that is the same. */
static int
compare_purchases (gconstpointer a, gconstpointer b, gpointer data)
{
  const CpJson *one = *(CpJson *const *) a;
  const CpJson *other = *(CpJson *const *) b;
  const char *sort = data;
  int order = 0;

  if (g_strcmp0 (sort, "store") == 0)
    order = compare_text (one, other, "store_name");
  else if (g_strcmp0 (sort, "programme") == 0)
    order = compare_text (one, other, "programme_name");
  else if (g_strcmp0 (sort, "total") == 0)
    order = compare_number (one, other, "total_minor");
  if (order == 0)
    order = compare_number (one, other, "at_ms");
  return order != 0 ? order : compare_text (one, other, "id");
}

/* A purchase by no other programme is by the chain's own. */
static gboolean
fits_programme (const CpJson *request, const CpJson *receipt)
{
  const char *id = cp_json_get_text (receipt, "programme");

  return fits (request, "programme", id != NULL ? id : "own");
}

static gboolean
fits_number (const CpJson *request, const char *number)
{
  const char *wanted = cp_json_get_text (request, "number");
  g_autofree char *lower = wanted != NULL ? g_utf8_strdown (wanted, -1) : NULL;
  g_autofree char *own = number != NULL ? g_utf8_strdown (number, -1) : NULL;

  return lower == NULL || (own != NULL && strstr (own, lower) != NULL);
}

CpJson *
cp_read_purchases (const CpViewSource *source, const char *member_id, const CpJson *request)
{
  g_autoptr (CpJson) operations = cp_view_list_operations (source, member_id);
  g_autoptr (CpJson) all = cp_view_list_receipts (source, member_id, operations);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  CpJson *list = json_array ();
  size_t i;
  json_t *receipt;

  json_array_foreach (all, i, receipt)
  {
    if (fits (request, "state", cp_json_get_text (receipt, "state")) &&
        fits (request, "store", cp_json_get_text (receipt, "store")) &&
        fits_programme (request, receipt) &&
        fits_number (request, cp_json_get_text (receipt, "number")) &&
        fits_time (request, cp_json_get_int (receipt, "at_ms", 0)))
      g_ptr_array_add (found, receipt);
  }
  g_ptr_array_sort_with_data (found, compare_purchases,
                              (gpointer) cp_json_get_text (request, "sort"));
  for (guint j = 0; j < found->len; j++)
    json_array_append (list, found->pdata[j]);
  return reply ("purchases", list);
}
