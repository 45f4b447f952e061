/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Consent and clienteling in a member's view. */
#include "cp-subscription.h"
#include "cp-view-parts.h"

static gboolean
is_of (const char *row_member_id, const char *member_id)
{
  return g_strcmp0 (row_member_id, member_id) == 0;
}

/* What every row's document starts with. */
static CpJson *
begin (gconstpointer row)
{
  const CpEntity *entity = row;
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", entity->id);
  cp_json_set_bool (json, "waiting", entity->waiting);
  return json;
}

static CpJson *
make_cell (const CpViewSource *source,
           const char *member_id,
           const CpMailing *mailing,
           const CpChannel *channel)
{
  g_autofree char *id = cp_subscription_make_id (member_id, mailing->id, channel->id);
  const CpSubscription *row = cp_account_find (source->current, CP_KIND_SUBSCRIPTION, id);
  CpJson *json = json_object ();

  cp_json_set_text (json, "mailing", mailing->id);
  cp_json_set_text (json, "mailing_name", mailing->name);
  cp_json_set_text (json, "channel", channel->id);
  cp_json_set_text (json, "channel_name", channel->name);
  cp_json_set_bool (json, "opted_in", row != NULL && row->opted_in);
  if (row == NULL)
    return json;
  cp_json_set_int (json, "at_ms", row->at_ms);
  cp_json_set_text (json, "text_version", row->text_version);
  cp_json_set_text (json, "language", row->language);
  cp_json_set_text (json, "method", row->method);
  cp_json_set_text (json, "staff_name", cp_view_get_staff_name (source, row->staff_id));
  cp_json_set_bool (json, "waiting", row->entity.waiting);
  return json;
}

CpJson *
cp_view_list_subscriptions (const CpViewSource *source, const char *member_id)
{
  const CpProgramme *programme = source->programme;
  CpJson *list = json_array ();

  for (guint i = 0; i < programme->mailings->len; i++)
    for (guint j = 0; j < programme->channels->len; j++)
      cp_json_append (list, make_cell (source, member_id, programme->mailings->pdata[i],
                                       programme->channels->pdata[j]));
  return list;
}

CpJson *
cp_view_list_favourites (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *rows = source->current->rows[CP_KIND_FAVOURITE];
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpFavourite *row = rows->pdata[i];
    CpJson *json;

    if (row->removed || !is_of (row->member_id, member_id))
      continue;
    json = begin (row);
    cp_json_set_text (json, "list", cp_view_get_word (CP_KIND_FAVOURITE, "list", (int) row->list));
    cp_json_set_text (json, "product_id", row->product_id);
    cp_json_set_text (json, "name", row->name);
    cp_json_set_int (json, "at_ms", row->at_ms);
    cp_json_append (list, json);
  }
  return list;
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const CpNote *one = *(CpNote *const *) a;
  const CpNote *other = *(CpNote *const *) b;

  return one->at_ms != other->at_ms ? (one->at_ms > other->at_ms ? -1 : 1)
                                    : g_strcmp0 (other->entity.id, one->entity.id);
}

CpJson *
cp_view_list_notes (const CpViewSource *source, const char *member_id)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_NOTE], compare_notes);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++) {
    const CpNote *note = sorted->pdata[i];
    CpJson *json;

    if (!is_of (note->member_id, member_id))
      continue;
    json = begin (note);
    cp_json_set_text (json, "text", note->text);
    cp_json_set_int (json, "at_ms", note->at_ms);
    cp_json_set_text (json, "staff_name", cp_view_get_staff_name (source, note->staff_id));
    cp_json_set_text (json, "store_name",
                      cp_view_get_store_name (source->programme, note->store_id));
    cp_json_append (list, json);
  }
  return list;
}

CpJson *
cp_view_list_tags (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *rows = source->current->rows[CP_KIND_TAG];
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpTag *tag = rows->pdata[i];
    CpJson *json;

    if (tag->removed || !is_of (tag->member_id, member_id))
      continue;
    json = begin (tag);
    cp_json_set_text (json, "tag", tag->tag);
    cp_json_append (list, json);
  }
  return list;
}

const char *
cp_view_get_due (const CpViewSource *source, const CpTask *task)
{
  gint64 days = cp_calendar_get_day (source->programme, task->store_id, task->due_ms) -
                cp_calendar_get_day (source->programme, task->store_id, source->now_ms);

  if (task->state != CP_TASK_OPEN)
    return "closed";
  if (days < 0)
    return "overdue";
  return days == 0 ? "today" : "upcoming";
}

CpJson *
cp_view_make_task (const CpViewSource *source, const CpTask *task)
{
  CpJson *json = begin (task);

  cp_json_set_text (json, "text", task->text);
  cp_json_set_text (json, "state", cp_view_get_word (CP_KIND_TASK, "state", (int) task->state));
  cp_json_set_text (json, "due", cp_view_get_due (source, task));
  cp_json_set_int (json, "due_ms", task->due_ms);
  cp_json_set_text (json, "owner", task->owner_staff_id);
  cp_json_set_text (json, "owner_name", cp_view_get_staff_name (source, task->owner_staff_id));
  cp_json_set_int (json, "made_at_ms", task->made_at_ms);
  cp_json_set_text (json, "made_by_name", cp_view_get_staff_name (source, task->made_by_staff_id));
  cp_json_set_int (json, "closed_at_ms", task->closed_at_ms);
  cp_json_set_text (json, "closed_by_name",
                    cp_view_get_staff_name (source, task->closed_by_staff_id));
  cp_json_set_text (json, "result", task->result);
  return json;
}

/* Open before closed, the nearest day first. */
static int
compare_tasks (gconstpointer a, gconstpointer b)
{
  const CpTask *one = *(CpTask *const *) a;
  const CpTask *other = *(CpTask *const *) b;

  if ((one->state == CP_TASK_OPEN) != (other->state == CP_TASK_OPEN))
    return one->state == CP_TASK_OPEN ? -1 : 1;
  if (one->due_ms != other->due_ms)
    return one->due_ms < other->due_ms ? -1 : 1;
  return g_strcmp0 (one->entity.id, other->entity.id);
}

CpJson *
cp_view_list_tasks (const CpViewSource *source, const char *member_id)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_TASK], compare_tasks);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++)
    if (is_of (((CpTask *) sorted->pdata[i])->member_id, member_id))
      cp_json_append (list, cp_view_make_task (source, sorted->pdata[i]));
  return list;
}

CpJson *
cp_view_list_promises (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *rows = source->current->rows[CP_KIND_PROMISE];
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpPromise *promise = rows->pdata[i];
    const CpDefinition *definition =
        cp_programme_find_definition (source->programme, promise->definition_id);
    CpJson *json;

    if (!is_of (promise->member_id, member_id))
      continue;
    json = begin (promise);
    cp_json_set_text (json, "text", promise->text);
    cp_json_set_text (json, "state",
                      cp_view_get_word (CP_KIND_PROMISE, "state", (int) promise->state));
    cp_json_set_text (json, "name", definition != NULL ? definition->name : promise->definition_id);
    cp_json_set_int (json, "made_at_ms", promise->made_at_ms);
    cp_json_set_text (json, "made_by_name",
                      cp_view_get_staff_name (source, promise->made_by_staff_id));
    cp_json_set_int (json, "answered_at_ms", promise->answered_at_ms);
    cp_json_set_text (json, "answered_by_name",
                      cp_view_get_staff_name (source, promise->answered_by_staff_id));
    cp_json_set_text (json, "answer", promise->answer);
    cp_json_set_bool (json, "claimed", promise->incentive_id != NULL);
    cp_json_append (list, json);
  }
  return list;
}
