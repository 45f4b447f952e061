/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the kiosk talks to the ledger, and how it follows what changes there. */
#include "cp-error.h"
#include "cp-flow.h"
#include "cp-format.h"
#include "cp-kiosk-own-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* How often the ledger is told of touches where the programme does not say when to lock; it then waits four
 * times as long by itself. */
#define TELL_MS 30000

typedef struct {
  CpKiosk *kiosk; /* weak */
  CpReplyFunc func;
  gpointer data;
  GDestroyNotify free_data;
  char *token; /* that the call was made with, NULL where a refusal can have another cause */
} Call;

static void
call_free (Call *call)
{
  if (call->free_data != NULL && call->data != NULL)
    call->free_data (call->data);
  if (call->kiosk != NULL)
    g_object_remove_weak_pointer (G_OBJECT (call->kiosk), (gpointer *) &call->kiosk);
  g_free (call->token);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

const char *
cp_kiosk_get_token (CpKiosk *self)
{
  const char *token = self->locked ? NULL : cp_json_get_text (self->session, "session");

  return token != NULL ? token : "";
}

/* The ledger knows the session no more: it waited too long, or the ledger was restarted. Where something
 * else may have been refused, a call that is refused for nothing else tells. */
static void
lock_if_session_is_lost (CpKiosk *self, const Call *call, const GError *error)
{
  if (!g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED))
    return;
  if (call->token == NULL) {
    cp_kiosk_load_attention (self);
  } else if (*call->token != '\0' && g_str_equal (call->token, cp_kiosk_get_token (self))) {
    cp_kiosk_lock (self);
    if (self->flow != NULL)
      cp_flow_take_lost_session (self->flow);
  }
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_port_call_finish (CP_LEDGER_PORT (source), result, &error);
  g_autoptr (CpKiosk) self = NULL;

  if (call->kiosk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (call->kiosk);
  self->n_calls--;
  cp_kiosk_notify (self, CP_PROP_BUSY);
  lock_if_session_is_lost (self, call, error);
  if (call->func != NULL)
    call->func (self, reply, error, call->data);
}

void
cp_kiosk_call (CpKiosk *self,
               const char *method,
               GVariant *arguments,
               CpReplyFunc func,
               gpointer data,
               GDestroyNotify free_data)
{
  Call *call = g_new0 (Call, 1);

  call->kiosk = self;
  g_object_add_weak_pointer (G_OBJECT (self), (gpointer *) &call->kiosk);
  call->func = func;
  call->data = data;
  call->free_data = free_data;
  /* there the approver, or what is asked for, may be what is refused */
  if (!g_str_equal (method, "Submit") && !g_str_equal (method, "Read") &&
      !g_str_equal (method, "OpenTraining"))
    call->token = g_strdup (cp_kiosk_get_token (self));
  self->n_calls++;
  cp_kiosk_notify (self, CP_PROP_BUSY);
  cp_ledger_port_call_async (self->ledger, method, arguments, self->cancellable, on_call_ready,
                             call);
}

static void
on_programme (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply != NULL)
    cp_kiosk_set_document (self, CP_PROP_PROGRAMME, &self->programme, json_incref (reply));
}

static void
on_status (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply == NULL)
    return;
  cp_format_use_zone (cp_json_get_text (cp_json_get_object (reply, "store"), "time_zone"));
  cp_kiosk_set_document (self, CP_PROP_STATUS, &self->status, json_incref (reply));
}

static void
on_staff (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply != NULL)
    cp_kiosk_set_document (self, CP_PROP_STAFF, &self->staff, json_incref (reply));
}

static void
on_attention (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply != NULL)
    cp_kiosk_set_document (self, CP_PROP_ATTENTION, &self->attention, json_incref (reply));
}

/* While somebody is in training nothing else is asked with it. One that is gone locks the screen, as the other
 * does. */
static void
keep_live (CpKiosk *self)
{
  const char *token = cp_json_get_text (self->live_session, "session");

  if (token != NULL)
    cp_kiosk_call (self, "KeepLive", g_variant_new ("(s)", token), NULL, NULL, NULL);
}

static void
get_attention (CpKiosk *self, CpReplyFunc func)
{
  if (*cp_kiosk_get_token (self) == '\0')
    return;
  cp_kiosk_call (self, "GetAttention", g_variant_new ("(s)", cp_kiosk_get_token (self)), func, NULL,
                 NULL);
  keep_live (self);
  cp_kiosk_note_told (self);
}

void
cp_kiosk_load_attention (CpKiosk *self)
{
  get_attention (self, on_attention);
}

void
cp_kiosk_note_told (CpKiosk *self)
{
  g_clear_handle_id (&self->tell_source, g_source_remove);
  self->told_at_ms = cp_world_boot_ms (self->world);
}

/* Nothing on the screen changes by it. */
static void
tell (CpKiosk *self)
{
  cp_kiosk_note_told (self);
  if (!cp_kiosk_own_keep (self))
    get_attention (self, NULL);
}

static gboolean
on_time_to_tell (gpointer data)
{
  CpKiosk *self = data;

  self->tell_source = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

void
cp_kiosk_tell_touched (CpKiosk *self)
{
  gint64 idle_ms = cp_json_get_int (self->programme, "idle_lock_ms", 0);
  gint64 every_ms = idle_ms > 0 ? idle_ms / 4 : TELL_MS;
  gint64 wait_ms = self->told_at_ms + every_ms - cp_world_boot_ms (self->world);

  if (wait_ms <= 0)
    tell (self);
  else if (self->tell_source == 0)
    self->tell_source = g_timeout_add ((guint) wait_ms, on_time_to_tell, self);
}

void
cp_kiosk_load_staff (CpKiosk *self)
{
  cp_kiosk_call (self, "GetStaff", NULL, on_staff, NULL, NULL);
}

void
cp_kiosk_load (CpKiosk *self)
{
  cp_kiosk_call (self, "GetProgramme", NULL, on_programme, NULL, NULL);
  cp_kiosk_call (self, "GetStatus", NULL, on_status, NULL, NULL);
  cp_kiosk_load_staff (self);
}

static void
on_ledger_available (CpKiosk *self)
{
  self->available = cp_ledger_port_get_available (self->ledger);
  cp_kiosk_notify (self, CP_PROP_AVAILABLE);
  if (!self->available) {
    cp_kiosk_leave_training (self); /* it would have to be opened again */
    return;
  }
  cp_kiosk_load (self);
  if (self->session != NULL)
    cp_kiosk_say (self, _ ("This device's records were restarted. All that was done is safe. "
                           "Please sign in again."));
  if (self->session != NULL && !self->locked)
    cp_kiosk_load_attention (self); /* which locks if the session is gone */
}

/* Whether the member on screen is among those that changed; no list means that anybody may be. */
static gboolean
concerns_view (CpKiosk *self, const char *const *account_ids)
{
  const char *account = cp_json_get_text (cp_json_get_object (self->view, "member"), "account_id");

  if (self->view == NULL)
    return FALSE;
  return account_ids == NULL || *account_ids == NULL || account == NULL ||
         g_strv_contains (account_ids, account);
}

static void
on_ledger_changed (CpKiosk *self, const char *what, const char *const *account_ids)
{
  if (g_str_equal (what, "accounts"))
    cp_kiosk_own_reload (self);
  if (g_str_equal (what, "accounts") && concerns_view (self, account_ids))
    cp_kiosk_reload_view (self);
  else if (g_str_equal (what, "programme"))
    cp_kiosk_load (self);
  else if (g_str_equal (what, "attention"))
    cp_kiosk_load_attention (self);
  if (g_str_equal (what, "accounts") && self->flow != NULL)
    cp_flow_ask_verdict (self->flow);
  if (g_str_equal (what, "accounts") || g_str_equal (what, "find"))
    cp_kiosk_find_again (self);
  else if (!g_str_equal (what, "programme"))
    cp_kiosk_call (self, "GetStatus", NULL, on_status, NULL, NULL);
}

void
cp_kiosk_follow_ledger (CpKiosk *self)
{
  g_signal_connect_object (self->ledger, "notify::available", G_CALLBACK (on_ledger_available),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ledger, "changed", G_CALLBACK (on_ledger_changed), self,
                           G_CONNECT_SWAPPED);
  on_ledger_available (self);
}
