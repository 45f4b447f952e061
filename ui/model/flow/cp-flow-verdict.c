/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was done is on disk; here it is waited for what head office makes of it, for as long as the
 * programme says (`verdict_wait_ms`). Nobody is kept: the word is followed for as long as the result
 * is on screen. */
#include "cp-flow-private.h"

#define DEFAULT_WAIT_MS 2000

gboolean
cp_flow_is_asking (CpFlow *self)
{
  return self->asking_source != 0;
}

void
cp_flow_end_asking (CpFlow *self)
{
  g_clear_handle_id (&self->asking_source, g_source_remove);
}

static gboolean
on_asked_long_enough (gpointer data)
{
  CpFlow *self = data;

  self->asking_source = 0;
  cp_flow_tell_moved (self);
  return G_SOURCE_REMOVE;
}

static gboolean
waits (CpFlow *self)
{
  return g_strcmp0 (cp_json_get_text (self->result, "state"), "waiting") == 0;
}

void
cp_flow_begin_asking (CpFlow *self)
{
  const CpJson *link = cp_json_get_object (cp_kiosk_get_status (self->kiosk), "link");
  gint64 wait_ms = cp_json_get_int (cp_kiosk_get_programme (self->kiosk), "verdict_wait_ms", 0);

  cp_flow_end_asking (self);
  if (waits (self) && g_strcmp0 (cp_json_get_text (link, "state"), "online") == 0 &&
      g_strcmp0 (cp_flow_get_class (self), "local") != 0)
    self->asking_source = g_timeout_add ((guint) (wait_ms > 0 ? wait_ms : DEFAULT_WAIT_MS),
                                         on_asked_long_enough, self);
}

static void
take_state (CpFlow *self, const char *state)
{
  CpJson *result;

  if (self->stage != CP_STAGE_DONE || state == NULL ||
      g_strcmp0 (state, cp_json_get_text (self->result, "state")) == 0)
    return;
  cp_flow_end_asking (self);
  result = json_copy (self->result);
  cp_json_set_text (result, "state", state);
  cp_document_take (&self->result, result);
  cp_flow_tell_moved (self);
}

void
cp_flow_take_verdict (CpFlow *self, const CpJson *view)
{
  const char *id = cp_json_get_text (self->result, "operation_id");
  const CpJson *action =
      id != NULL ? cp_document_find (cp_json_get_array (view, "actions"), "operation_id", id)
                 : NULL;

  take_state (self, cp_json_get_text (action, "state"));
}

static void
on_asked_again (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  if (kiosk->flow == data)
    take_state (data, cp_json_get_text (reply, "state"));
}

/* The same operation again gives the first answer, with the state as it is by now. */
void
cp_flow_ask_verdict (CpFlow *self)
{
  g_autofree char *request = NULL;

  if (self->stage != CP_STAGE_DONE || self->spec->for_member || !waits (self))
    return;
  request = cp_flow_make_request (self);
  cp_kiosk_call (self->kiosk, "Submit",
                 g_variant_new ("(ssb)", cp_kiosk_get_token (self->kiosk), request, FALSE),
                 on_asked_again, g_object_ref (self), g_object_unref);
}
