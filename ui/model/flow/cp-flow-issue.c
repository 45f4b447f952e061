/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A blank card becomes a member's: whoever has the reader writes it in conversation with the ledger,
 * which has the keys; here it is only known how that went. */
#include "cp-flow-private.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *problem;
  const char *text;
} PROBLEMS[] = {
  { "lost", N_ ("The card was taken away too soon. Lay it down again: it goes on from there.") },
  { "kind", N_ ("This is no chip that can be written here. Take an NTAG 213, 215, 216 or 424.") },
  { "not_original", N_ ("This chip is not its maker's. Keep the stock apart and send it back.") },
  { "no_keys", N_ ("This device has no keys for cards of this kind. Please call the technician.") },
  { "foreign", N_ ("Somebody else has written this card. Take a blank one.") },
  { "refused", N_ ("The card refuses what a blank one does. Take another one.") },
  { "verify", N_ ("What was read back is not what was written. Lay it down again.") },
  { "reader", N_ ("This reader can't write such a chip. Take an NTAG 424, or another device.") },
};

gboolean
cp_flow_is_writing (CpFlow *self)
{
  return self->stage == CP_STAGE_STEP && cp_flow_get_step (self)->writes;
}

void
cp_flow_begin_writing (CpFlow *self)
{
  if (!cp_flow_is_writing (self))
    return;
  self->busy = TRUE;
  cp_flow_set_problem (self, NULL);
  cp_flow_tell_moved (self);
}

/* A card that was torn away after it had been linked is theirs already, and whole again. */
static void
on_looked_up (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  const CpFlowTap *written = data;
  CpFlow *self = written->flow;
  const CpJson *member = cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member");

  self->busy = FALSE;
  if (kiosk->flow != self || !cp_flow_is_writing (self))
    return; /* the person went elsewhere */
  if (cp_json_get_bool (reply, "found") &&
      g_strcmp0 (cp_json_get_text (reply, "member_id"), cp_json_get_text (member, "id")) == 0) {
    cp_kiosk_say (kiosk, _ ("The card is written. It was on this member's account already."));
    cp_kiosk_leave_flow (kiosk);
    return;
  }
  cp_flow_answer_card (self, written->uid);
}

static const char *
describe_problem (const CpJson *reply, const GError *error)
{
  const char *problem = cp_json_get_text (reply, "problem");

  for (gsize i = 0; i < G_N_ELEMENTS (PROBLEMS); i++)
    if (g_strcmp0 (PROBLEMS[i].problem, problem) == 0)
      return _ (PROBLEMS[i].text);
  return error != NULL ? error->message : _ ("The card could not be written. Lay it down again.");
}

void
cp_flow_take_written (CpFlow *self, const CpJson *reply, const GError *error)
{
  const char *uid = cp_json_get_text (reply, "uid");

  if (!cp_flow_is_writing (self))
    return;
  if (g_strcmp0 (cp_json_get_text (reply, "problem"), "none") == 0 && uid != NULL) {
    cp_flow_ask_holder (self, uid, on_looked_up);
    return;
  }
  self->busy = FALSE;
  cp_flow_set_problem (self, describe_problem (reply, error));
  cp_flow_tell_moved (self);
  cp_kiosk_expect_card (self->kiosk);
}
