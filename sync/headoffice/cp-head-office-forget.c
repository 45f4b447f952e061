/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-forget.h"

#include "cp-head-office-private.h"

#define FLOOR_SETTING "feed_floor"
#define MARKS_SETTING "feed_marks"
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define MARK_EVERY_MS (20 * 3600 * G_GINT64_CONSTANT (1000))
#define LOOK_EVERY_MS (3600 * G_GINT64_CONSTANT (1000))

/* Some 20 ms. */
#define SLICE_ENTRIES 2000

static gboolean
read_floor (CpHeadOfficeStorage *storage, gint64 *ret_floor, GError **error)
{
  g_autofree char *text = NULL;

  if (!storage->class_->get_setting (storage, FLOOR_SETTING, &text, error))
    return FALSE;
  *ret_floor = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

/* Of entries that another process forgets later, all are older than what there was when this one
 * looked: so it looks again only for whoever asks for something older, or when that was long ago. */
gboolean
cp_head_office_is_behind (CpHeadOffice *self,
                          CpHeadOfficeStorage *storage,
                          gint64 after,
                          gint64 last_gseq,
                          gboolean *ret_behind,
                          GError **error)
{
  gint64 now_ms = cp_world_boot_ms (self->world);

  if (after < self->floor_gseq || self->floor_ms == 0 || now_ms - self->floor_ms >= LOOK_EVERY_MS) {
    if (!read_floor (storage, &self->floor, error))
      return FALSE;
    self->floor_gseq = last_gseq;
    self->floor_ms = now_ms;
  }
  *ret_behind = after < self->floor;
  return TRUE;
}

static gint64
get_mark (const CpJson *mark, gsize i)
{
  return json_integer_value (json_array_get (mark, i));
}

/* The marks are [when, how far], in order. Takes out those that are not needed any more. */
static gint64
find_floor (CpJson *marks, gint64 until_ms)
{
  gint64 floor = 0;

  while (json_array_size (marks) > 0 && get_mark (json_array_get (marks, 0), 0) <= until_ms) {
    floor = get_mark (json_array_get (marks, 0), 1);
    if (json_array_size (marks) > 1 && get_mark (json_array_get (marks, 1), 0) > until_ms)
      break;
    json_array_remove (marks, 0);
  }
  return floor;
}

static void
add_mark (CpJson *marks, gint64 now_ms, gint64 gseq)
{
  gsize n = json_array_size (marks);

  if (n == 0 || now_ms - get_mark (json_array_get (marks, n - 1), 0) >= MARK_EVERY_MS)
    cp_json_append (marks, json_pack ("[I, I]", (json_int_t) now_ms, (json_int_t) gseq));
}

static gboolean
put_number (CpHeadOffice *self, const char *name, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return self->storage->class_->put_setting (self->storage, name, text, error);
}

static gboolean
put_marks (CpHeadOffice *self, const CpJson *marks, GError **error)
{
  g_autofree char *text = cp_json_to_text (marks);

  return self->storage->class_->put_setting (self->storage, MARKS_SETTING, text, error);
}

static CpJson *
read_marks (CpHeadOffice *self, GError **error)
{
  g_autofree char *text = NULL;
  CpJson *marks;

  if (!self->storage->class_->get_setting (self->storage, MARKS_SETTING, &text, error))
    return NULL;
  marks = text != NULL ? cp_json_parse (text, -1, NULL) : NULL;
  return marks != NULL ? marks : json_array ();
}

/* Within a transaction. The last entry stays, since it says how far the feed goes. */
static gboolean
raise_floor (CpHeadOffice *self, guint days, gint64 *ret_floor, GError **error)
{
  gint64 now_ms = cp_world_wall_ms (self->world), last_gseq = 0, floor;
  g_autoptr (CpJson) marks = read_marks (self, error);

  if (marks == NULL || !read_floor (self->storage, ret_floor, error) ||
      !self->storage->class_->get_last_gseq (self->storage, &last_gseq, error))
    return FALSE;
  add_mark (marks, now_ms, last_gseq);
  floor = MIN (find_floor (marks, now_ms - days * DAY_MS), last_gseq - 1);
  *ret_floor = MAX (*ret_floor, floor);
  return put_marks (self, marks, error) && put_number (self, FLOOR_SETTING, *ret_floor, error);
}

static gboolean
forget_slice (CpHeadOffice *self, gint64 floor, gboolean *ret_done, GError **error)
{
  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (
      self,
      self->storage->class_->forget_entries (self->storage, floor, SLICE_ENTRIES, ret_done, error),
      error);
}

static gboolean
put_floor (CpHeadOffice *self, guint days, gint64 *ret_floor, GError **error)
{
  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (self, raise_floor (self, days, ret_floor, error), error);
}

/* The floor is there before anything is gone. What has not been added up yet can't be forgotten: the sums
 * follow the feed. */
gboolean
cp_head_office_forget_feed (
    CpHeadOffice *self, guint days, gint64 *ret_floor, gboolean *ret_done, GError **error)
{
  g_auto (CpSummedUp) summed = { 0 };

  *ret_done = FALSE;
  if (!put_floor (self, days, ret_floor, error))
    return FALSE;
  self->floor_ms = 0;
  if (!cp_head_office_add_up (self, &summed, error))
    return FALSE;
  return summed.gseq < *ret_floor || forget_slice (self, *ret_floor, ret_done, error);
}
