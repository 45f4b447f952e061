/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ledger's functions as the worker calls them; some pages are looked at from both sides. */
#include "cp-ledger-private.h"
#include "cp-sim-kiosk-private.h"
#include "cp-sim-now.h"

#include "cp-error.h"
#include "cp-sim-page.h"

#define LOOKED_AT_PPM 500000

static CpJson *
get_push (gpointer data,
          CpLane lane,
          gint64 from_seq,
          guint max_operations,
          gsize max_bytes,
          GError **error)
{
  CpSimKiosk *self = data;
  CpJson *push;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  push = cp_ledger_get_push (self->ledger, lane, from_seq, max_operations, max_bytes, &local);
  cp_sim_kiosk_watch (self, local);
  if (local != NULL)
    g_propagate_error (error, local);
  return push;
}

/* What a member's view adds up to, where somebody may see it. */
static gboolean
look (CpSimKiosk *self, const char *member_id, CpSimSums *ret_sums)
{
  g_autoptr (CpJson) view = NULL;

  if (self->session == NULL)
    return FALSE;
  view = cp_sim_kiosk_get_member (self, member_id, NULL);
  if (view == NULL)
    return FALSE;
  *ret_sums = cp_sim_sums_of_view (view);
  cp_sim_oracle_check_once (self->scene->oracle, self->node, view);
  return TRUE;
}

static void
compare (CpSimKiosk *self, const char *member_id, const CpSimSums *before)
{
  CpSimSums after;

  if (!look (self, member_id, &after) || before->has_holds || after.has_holds ||
      before->is_thin != after.is_thin)
    return;
  if (before->issued_minor == after.issued_minor && before->taken_minor == after.taken_minor)
    return;
  cp_sim_oracle_fail (self->scene->oracle, "counted once",
                      "till-%u: a page that only confirms what was done here changes what member "
                      "%s was given from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                      " and what they took from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                      self->node, member_id, before->issued_minor, after.issued_minor,
                      before->taken_minor, after.taken_minor);
}

/* Also where something failed after it was taken. */
static gboolean
has_page (const CpSimKiosk *self, const CpJson *page)
{
  const CpReplica *replica = self->ledger != NULL ? self->ledger->replica : NULL;

  return replica != NULL &&
         cp_replica_get_cursor (replica) == cp_json_get_int (page, "through", -1) &&
         g_strcmp0 (cp_replica_get_epoch (replica), cp_json_get_text (page, "epoch")) == 0;
}

static gboolean
apply_page (gpointer data, const CpJson *page, GError **error)
{
  CpSimKiosk *self = data;
  gboolean looks =
      cp_sim_random_chance (&self->random, LOOKED_AT_PPM) || cp_sim_now_is_due (self->scene->seed);
  g_autofree char *member_id =
      looks ? cp_sim_page_find_member (page, self->node, self->scene->oracle) : NULL;
  const CpSimTill till = cp_sim_kiosk_get_till (self);
  CpSimSums before = { 0 };
  gboolean has_before = member_id != NULL && look (self, member_id, &before);
  GError *local = NULL;
  gboolean ok, is_there;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  ok = cp_ledger_apply_page (self->ledger, page, &local);
  cp_sim_kiosk_watch (self, local);
  cp_sim_kiosk_note (self, ok ? "takes page" : "refuses page",
                     (guint64) cp_json_get_int (page, "after", 0),
                     (guint64) cp_json_get_int (page, "through", 0));
  self->n_pages += ok && json_array_size (cp_json_get_array (page, "items")) > 0;
  is_there = ok || has_page (self, page);
  if (is_there || g_error_matches (local, CP_ERROR, CP_ERROR_FATAL))
    cp_sim_bound_take_page (self->scene->bound, &till, page, is_there,
                            cp_sim_clock_wall_ms (self->scene->office_clock));
  if (local != NULL)
    g_propagate_error (error, local);
  else if (has_before && cp_sim_kiosk_is_up (self))
    compare (self, member_id, &before);
  return ok;
}

static gboolean
set_link (gpointer data, const CpJson *link, GError **error)
{
  CpSimKiosk *self = data;
  gboolean ok;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  ok = cp_ledger_set_link (self->ledger, link, &local);
  if (ok)
    self->is_online = g_strcmp0 (cp_json_get_text (link, "state"), "online") == 0;
  cp_sim_kiosk_watch (self, local);
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}

static CpJson *
get_check (gpointer data, GError **error)
{
  CpSimKiosk *self = data;
  CpJson *check;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  check = cp_ledger_get_check (self->ledger, &local);
  cp_sim_kiosk_watch (self, local);
  if (local != NULL)
    g_propagate_error (error, local);
  return check;
}

static CpJson *
put_sums (gpointer data, const CpJson *sums, GError **error)
{
  CpSimKiosk *self = data;
  CpJson *reply;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  reply = cp_ledger_put_sums (self->ledger, sums, &local);
  cp_sim_kiosk_watch (self, local);
  if (reply != NULL)
    cp_sim_kiosk_note (self, "finds ranges that differ",
                       json_array_size (cp_json_get_array (reply, "ranges")), 0);
  if (local != NULL)
    g_propagate_error (error, local);
  return reply;
}

static gboolean
put_range (gpointer data, const CpJson *range, GError **error)
{
  CpSimKiosk *self = data;
  gboolean ok;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  ok = cp_ledger_put_range (self->ledger, range, &local);
  cp_sim_kiosk_watch (self, local);
  cp_sim_kiosk_note (self, ok ? "takes range" : "refuses range",
                     (guint64) cp_json_get_int (range, "range", 0), 0);
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}

static CpJson *
begin_snapshot (gpointer data, const CpJson *manifest, GError **error)
{
  CpSimKiosk *self = data;
  CpJson *reply;
  gint64 next;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  reply = cp_ledger_begin_snapshot (self->ledger, manifest, &local);
  cp_sim_kiosk_watch (self, local);
  next = cp_json_get_int (reply, "next", 0);
  cp_sim_kiosk_note (self, "begins a snapshot", reply != NULL, (guint64) next);
  self->scene->tallies[CP_SIM_TALLY_BEGUN] += reply != NULL;
  self->scene->tallies[CP_SIM_TALLY_RESUMED] += next > 0;
  if (local != NULL)
    g_propagate_error (error, local);
  return reply;
}

static gboolean
put_chunk (gpointer data, guint index, gconstpointer bytes, gsize n_bytes, GError **error)
{
  CpSimKiosk *self = data;
  gboolean ok;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  ok = cp_ledger_put_snapshot_chunk (self->ledger, index, bytes, n_bytes, &local);
  cp_sim_kiosk_watch (self, local);
  cp_sim_kiosk_note (self, ok ? "takes chunk" : "refuses chunk", index, n_bytes);
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}

/* As after a page, what is not sure is taken for done. */
static gboolean
finish_snapshot (gpointer data, GError **error)
{
  CpSimKiosk *self = data;
  gboolean ok;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  ok = cp_ledger_finish_snapshot (self->ledger, &local);
  cp_sim_kiosk_watch (self, local);
  cp_sim_kiosk_note (self, ok ? "has a snapshot's rows" : "has no snapshot's rows", 0, 0);
  self->scene->tallies[CP_SIM_TALLY_SWAPPED] += ok;
  self->n_pages += ok;
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}

CpLedgerPort
cp_sim_kiosk_get_port (CpSimKiosk *self)
{
  return (CpLedgerPort){ .get_push = get_push,
                         .apply_page = apply_page,
                         .set_link = set_link,
                         .begin_snapshot = begin_snapshot,
                         .put_chunk = put_chunk,
                         .finish_snapshot = finish_snapshot,
                         .get_check = get_check,
                         .put_sums = put_sums,
                         .put_range = put_range,
                         .data = self };
}
