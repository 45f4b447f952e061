/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* By which programme an operation was decided. */
#include "conformance.h"
#include "cp-test-push.h"
#include "cp-world.h"

#define NEVER_PUBLISHED G_GINT64_CONSTANT (1000000000000)

/* The end of a visit, which is about nobody, by a programme that nobody has published. */
static CpJson *
make_by_unknown_programme (Conformance *self)
{
  const CpTestLinks links = { self->device, self->incarnation, &self->seq, &self->hash };
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, cp_world_real ());
  g_autofree char *text = NULL;
  CpJson *body = json_object ();

  cp_json_set_text (body, "id", id);
  cp_json_set_text (body, "kind", "end_visit");
  cp_json_set_int (body, "version", 1);
  cp_json_set_int (body, "at_ms", cp_world_wall_ms (cp_world_real ()));
  cp_json_set_text (body, "staff_id", "conformance");
  cp_json_set_text (body, "store_id", self->store);
  cp_json_set_text (body, "device_id", self->device);
  cp_json_set_int (body, "programme_version", NEVER_PUBLISHED);
  cp_json_set (body, "payload", json_object ());
  text = cp_json_to_text (body);
  return cp_test_push_make (&links, id, text, body);
}

static gboolean
has_flag (const CpJson *ack, const char *word)
{
  gsize i;
  const json_t *flag;

  json_array_foreach (cp_json_get_array (ack, "flags"), i, flag)
  {
    if (g_strcmp0 (json_string_value (flag), word) == 0)
      return TRUE;
  }
  return FALSE;
}

char *
conformance_check_programme (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  g_autoptr (CpJson) ack = NULL;
  const char *outcome;

  cp_json_append (operations, make_by_unknown_programme (self));
  push = conformance_make_push (self, operations);
  reply = conformance_push (self, push);
  if (reply.status != 200)
    return g_strdup_printf ("status %u in place of 200", reply.status);
  ack = conformance_find_ack (self, 1);
  outcome = cp_json_get_text (ack, "outcome");
  if (g_strcmp0 (outcome, "accepted_changed") != 0)
    return g_strdup_printf ("the outcome is %s in place of accepted_changed",
                            outcome != NULL ? outcome : "missing");
  return has_flag (ack, "programme_unknown")
             ? NULL
             : g_strdup ("it is not flagged with programme_unknown");
}
