/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who works at the screen: signing in and out, and the lock. */
#include "cp-error.h"
#include "cp-flow.h"
#include "cp-kiosk-private.h"

#include <glib/gi18n-lib.h>

static void
set_sign_in_problem (CpKiosk *self, const char *text)
{
  g_free (self->sign_in_problem);
  self->sign_in_problem = g_strdup (text);
  cp_kiosk_notify (self, CP_PROP_SIGN_IN_PROBLEM);
}

static void
set_locked (CpKiosk *self, gboolean locked)
{
  if (self->locked == locked)
    return;
  self->locked = locked;
  cp_kiosk_notify (self, CP_PROP_LOCKED);
}

gboolean
cp_kiosk_is_locked_out (CpKiosk *self, const CpJson *staff)
{
  return cp_json_get_bool (staff, "locked") ||
         cp_json_get_int (staff, "wait_until_ms", 0) > cp_kiosk_get_now_ms (self);
}

char *
cp_kiosk_describe_lock (CpKiosk *self, const char *staff_id)
{
  const CpJson *staff = cp_document_find (cp_json_get_array (self->staff, "staff"), "id", staff_id);
  gint64 left_ms = cp_json_get_int (staff, "wait_until_ms", 0) - cp_kiosk_get_now_ms (self);
  int minutes = (int) ((left_ms + 59999) / 60000);

  if (!cp_kiosk_is_locked_out (self, staff))
    return NULL;
  if (cp_json_get_bool (staff, "locked"))
    return g_strdup (_ ("Locked after too many wrong PINs. A manager signs in and presses "
                        "“Unlock a colleague”."));
  return g_strdup_printf (ngettext ("Too many wrong PINs. Wait %d minute, or ask a manager to "
                                    "unlock the name.",
                                    "Too many wrong PINs. Wait %d minutes, or ask a manager to "
                                    "unlock the name.",
                                    (gulong) minutes),
                          minutes);
}

gboolean
cp_kiosk_may_unlock (CpKiosk *self)
{
  const CpJson *right =
      cp_json_get_object (cp_json_get_object (self->session, "rights"), "unlock_staff");
  CpJson *staff;
  gsize i;

  if (!cp_json_get_bool (right, "allowed"))
    return FALSE;
  json_array_foreach (cp_json_get_array (self->staff, "staff"), i, staff)
  {
    if (cp_kiosk_is_locked_out (self, staff))
      return TRUE;
  }
  return FALSE;
}

static gboolean
on_idle_too_long (gpointer data)
{
  CpKiosk *self = data;

  self->idle_source = 0;
  cp_kiosk_lock (self);
  return G_SOURCE_REMOVE;
}

void
cp_kiosk_restart_idle (CpKiosk *self)
{
  gint64 idle_ms = cp_json_get_int (self->programme, "idle_lock_ms", 0);

  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (idle_ms > 0 && self->session != NULL && !self->locked)
    self->idle_source = g_timeout_add ((guint) idle_ms, on_idle_too_long, self);
}

void
cp_kiosk_touch (CpKiosk *self)
{
  cp_kiosk_restart_idle (self);
  cp_kiosk_tell_touched (self);
  cp_kiosk_restart_dimming (self);
  if (self->clear_source != 0)
    cp_kiosk_restart_clearing (self);
}

void
cp_kiosk_ask_staff (CpKiosk *self)
{
  set_sign_in_problem (self, NULL);
  cp_kiosk_clear_customer (self);
  cp_kiosk_set_page (self, self->session != NULL && !self->locked ? CP_PAGE_HOME : CP_PAGE_SIGN_IN);
}

/* Forgets all that one person's work left on the screen. */
static void
forget_session (CpKiosk *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_free (cp_kiosk_steal_pending_uid (self));
  cp_kiosk_forget_member (self);
  self->find_serial++;
  cp_kiosk_set_document (self, CP_PROP_SESSION, &self->session, NULL);
  cp_kiosk_set_document (self, CP_PROP_RECENT, &self->recent, NULL);
  cp_kiosk_set_document (self, CP_PROP_RESULTS, &self->results, NULL);
  cp_kiosk_set_document (self, CP_PROP_ATTENTION, &self->attention, NULL);
  cp_kiosk_set_status_shown (self, FALSE);
}

void
cp_kiosk_change_session (CpKiosk *self, CpJson *session)
{
  forget_session (self);
  cp_kiosk_set_document (self, CP_PROP_SESSION, &self->session, session);
  cp_kiosk_set_page (self, CP_PAGE_HOME);
  cp_kiosk_restart_idle (self);
  cp_kiosk_load (self);
  cp_kiosk_load_attention (self);
}

static const char *
get_staff_id (const CpJson *session)
{
  return cp_json_get_text (cp_json_get_object (session, "staff"), "id");
}

/* The same person finds everything as it was; somebody else begins afresh. */
static void
begin_session (CpKiosk *self, CpJson *session)
{
  gboolean same =
      self->locked && g_strcmp0 (get_staff_id (self->session), get_staff_id (session)) == 0;

  cp_kiosk_bring_text (self, session);
  if (!same)
    forget_session (self);
  set_locked (self, FALSE);
  cp_kiosk_set_document (self, CP_PROP_SESSION, &self->session, json_incref (session));
  cp_kiosk_set_page (self, same ? self->resume_page : CP_PAGE_HOME);
  cp_kiosk_restart_idle (self);
  cp_kiosk_load_attention (self);
  if (same && self->view != NULL)
    cp_kiosk_reload_view (self);
}

static void
on_signed_in (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  cp_kiosk_load_staff (self); /* another name may be locked now, or this one no more */
  if (self->page != CP_PAGE_SIGN_IN)
    return; /* somebody went back meanwhile */
  if (reply != NULL) {
    set_sign_in_problem (self, NULL);
    begin_session (self, reply);
  } else if (g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED)) {
    set_sign_in_problem (self, _ ("That PIN is not right. Please try again."));
  } else if (g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE) && self->available) {
    set_sign_in_problem (self,
                         _ ("Too many wrong PINs. Please wait a few minutes, or ask a manager."));
  } else {
    set_sign_in_problem (self, error->message);
  }
}

void
cp_kiosk_forget_sign_in_problem (CpKiosk *self)
{
  set_sign_in_problem (self, NULL);
}

void
cp_kiosk_sign_in (CpKiosk *self, const char *staff_id, const char *pin)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", staff_id, "pin", pin);
  char *text = cp_json_to_text (request);

  set_sign_in_problem (self, NULL);
  cp_kiosk_call (self, "SignIn", g_variant_new ("(s)", text), on_signed_in, NULL, NULL);
  cp_document_free_secret (text);
  cp_document_wipe (request, "pin");
}

void
cp_kiosk_end_at_ledger (CpKiosk *self)
{
  const char *token = cp_kiosk_get_token (self);

  if (*token != '\0' && self->available)
    cp_kiosk_call (self, "SignOut", g_variant_new ("(s)", token), NULL, NULL, NULL);
}

void
cp_kiosk_sign_out (CpKiosk *self)
{
  cp_kiosk_leave_training (self);
  cp_kiosk_end_at_ledger (self);
  set_locked (self, FALSE);
  forget_session (self);
  cp_kiosk_set_page (self, CP_PAGE_ATTRACT);
}

void
cp_kiosk_lock (CpKiosk *self)
{
  if (self->session == NULL || self->locked)
    return;
  cp_kiosk_leave_training (self);
  cp_kiosk_end_at_ledger (self);
  cp_kiosk_await_nobody (self);
  self->resume_page = self->page == CP_PAGE_PROBLEM ? CP_PAGE_HOME : self->page;
  g_clear_handle_id (&self->idle_source, g_source_remove);
  cp_kiosk_set_document (self, CP_PROP_RIVAL, &self->rival, NULL);
  cp_kiosk_set_status_shown (self, FALSE);
  set_sign_in_problem (self, NULL);
  set_locked (self, TRUE);
  cp_kiosk_set_page (self, CP_PAGE_SIGN_IN);
}
