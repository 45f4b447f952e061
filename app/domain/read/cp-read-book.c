/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-read-book.h"

#include "cp-calendar.h"
#include "cp-view-parts.h"
#include "cp-wording.h"

#include <string.h>

#define N_DAYS 7
#define LEAP_DAY "02-29"

/* (transfer full): what each entry of a list says of its member */
static CpJson *
begin (const CpMember *member)
{
  CpMember *shown = cp_view_mask (member);
  g_autofree char *name = cp_wording_name (shown);
  CpJson *json = json_object ();

  cp_json_set_text (json, "member_id", shown->entity.id);
  cp_json_set_text (json, "member_name", name);
  cp_json_set_text (json, "city", shown->city);
  cp_entity_free (shown);
  return json;
}

void
cp_read_book_add_tasks (const CpViewSource *source, const CpJson *request, CpJson *list)
{
  const GPtrArray *tasks = source->current->rows[CP_KIND_TASK];
  const char *when = cp_json_get_text (request, "when");
  const char *owner = cp_json_get_text (request, "owner");

  for (guint i = 0; i < tasks->len; i++) {
    const CpTask *task = tasks->pdata[i];
    const CpMember *member = cp_account_find_member (source->current, task->member_id);
    const char *due = cp_view_get_due (source, task);
    CpJson *json;

    if (task->state != CP_TASK_OPEN || member == NULL || !cp_member_is_present (member) ||
        (when != NULL && g_strcmp0 (when, due) != 0) ||
        (owner != NULL && g_strcmp0 (owner, task->owner_staff_id) != 0))
      continue;
    json = cp_view_make_task (source, task);
    cp_json_set (json, "member", begin (member));
    cp_json_append (list, json);
  }
}

/* When @staff_id last did something for the member that makes them their client; 0: never */
static gint64
get_contact (const CpViewSource *source, const char *member_id, const char *staff_id)
{
  const CpAccount *account = source->current;
  gint64 at_ms = 0;

  for (guint i = 0; i < account->rows[CP_KIND_NOTE]->len; i++) {
    const CpNote *note = account->rows[CP_KIND_NOTE]->pdata[i];

    if (g_strcmp0 (note->member_id, member_id) == 0 && g_strcmp0 (note->staff_id, staff_id) == 0)
      at_ms = MAX (at_ms, note->at_ms);
  }
  for (guint i = 0; i < account->rows[CP_KIND_PROMISE]->len; i++) {
    const CpPromise *promise = account->rows[CP_KIND_PROMISE]->pdata[i];

    if (g_strcmp0 (promise->member_id, member_id) == 0 &&
        g_strcmp0 (promise->made_by_staff_id, staff_id) == 0)
      at_ms = MAX (at_ms, promise->made_at_ms);
  }
  for (guint i = 0; i < account->rows[CP_KIND_TASK]->len; i++) {
    const CpTask *task = account->rows[CP_KIND_TASK]->pdata[i];

    if (g_strcmp0 (task->member_id, member_id) == 0 &&
        g_strcmp0 (task->owner_staff_id, staff_id) == 0)
      at_ms = MAX (at_ms, task->made_at_ms);
  }
  return at_ms;
}

void
cp_read_book_add_clients (const CpViewSource *source, const char *staff_id, CpJson *list)
{
  const GPtrArray *members = source->current->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];
    gint64 at_ms =
        cp_member_is_present (member) ? get_contact (source, member->entity.id, staff_id) : 0;
    CpJson *json;

    if (at_ms == 0)
      continue;
    json = begin (member);
    cp_json_set_int (json, "contact_ms", at_ms);
    cp_json_append (list, json);
  }
}

/* @n: how many days after the one that it is at the store */
static GDateTime *
get_day (const CpProgramme *programme, const char *store_id, gint64 now_ms, guint n)
{
  gint64 wall_ms = cp_calendar_get_wall_ms (programme, store_id, now_ms);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (wall_ms / 1000);

  return g_date_time_add_days (today, (gint) n);
}

/* Who was born on 29 February has it on the 28th in a year without one. */
static gboolean
stands_for_leap_day (GDateTime *day)
{
  return g_date_time_get_month (day) == 2 && g_date_time_get_day_of_month (day) == 28 &&
         !g_date_is_leap_year ((GDateYear) g_date_time_get_year (day));
}

GStrv
cp_read_book_list_days (const CpProgramme *programme, const char *store_id, gint64 now_ms)
{
  g_autoptr (GPtrArray) days = g_ptr_array_new ();

  for (guint i = 0; i < N_DAYS; i++) {
    g_autoptr (GDateTime) day = get_day (programme, store_id, now_ms, i);

    g_ptr_array_add (days, g_date_time_format (day, "%m-%d"));
    if (stands_for_leap_day (day))
      g_ptr_array_add (days, g_strdup (LEAP_DAY));
  }
  g_ptr_array_add (days, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&days), FALSE);
}

static void
add_birthdays_of_day (const CpViewSource *source, guint n, CpJson *list)
{
  g_autoptr (GDateTime) day = get_day (source->programme, source->store_id, source->now_ms, n);
  g_autofree char *name = g_date_time_format (day, "%m-%d");
  const GPtrArray *members = source->current->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];
    const char *birth = member->birth_date;

    if (cp_member_is_present (member) && !member->removing && birth != NULL &&
        strlen (birth) == 10 &&
        (g_str_equal (birth + 5, name) ||
         (stands_for_leap_day (day) && g_str_equal (birth + 5, LEAP_DAY)))) {
      CpJson *json = begin (member);

      cp_json_set_text (json, "day", name);
      cp_json_set_int (json, "in_days", n);
      cp_json_append (list, json);
    }
  }
}

void
cp_read_book_add_birthdays (const CpViewSource *source, CpJson *list)
{
  for (guint i = 0; i < N_DAYS; i++)
    add_birthdays_of_day (source, i, list);
}

typedef struct {
  const char *key;
  int sign;
} Order;

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Order *order = data;
  gint64 one = cp_json_get_int (*(CpJson *const *) a, order->key, 0);
  gint64 other = cp_json_get_int (*(CpJson *const *) b, order->key, 0);

  if (one != other)
    return one < other ? -order->sign : order->sign;
  return g_strcmp0 (cp_json_get_text (*(CpJson *const *) a, "member_name"),
                    cp_json_get_text (*(CpJson *const *) b, "member_name"));
}

void
cp_read_book_sort (CpJson *list, const char *key, gboolean newest_first)
{
  Order order = { key, newest_first ? -1 : 1 };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);

  for (size_t i = 0; i < json_array_size (list); i++)
    g_ptr_array_add (items, json_incref (json_array_get (list, i)));
  g_ptr_array_sort_with_data (items, compare, &order);
  json_array_clear (list);
  for (guint i = 0; i < items->len; i++)
    json_array_append (list, items->pdata[i]);
}
