/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a flow asks the ledger, first what it would do and then to do it, and what comes of it. */
#include "cp-error.h"
#include "cp-flow-private.h"

#include <glib/gi18n-lib.h>

#define OLD_CARD_STAYS N_ ("The old card stays blocked. No new card was linked.")
#define CONNECTION_BROKE N_ ("The connection to this device's own records broke.")
#define SIGNED_OUT N_ ("You were signed out meanwhile.")

static const char *
choose_stage (const CpJson *result, CpStage *ret_stage)
{
  const char *code = cp_json_get_text (result, "code");

  if (g_strcmp0 (code, "approval_required") == 0)
    *ret_stage = CP_STAGE_APPROVAL;
  else if (cp_json_get_bool (result, "identify"))
    *ret_stage = CP_STAGE_IDENTIFY;
  else if (g_strcmp0 (code, "duplicate_member") == 0 &&
           json_array_size (cp_json_get_array (result, "look_alikes")) > 0)
    *ret_stage = CP_STAGE_LOOK_ALIKES;
  else
    *ret_stage = CP_STAGE_REFUSED;
  return code;
}

static void
take_accepted (CpFlow *self)
{
  CpJson *view = cp_json_get_object (self->result, "view");

  if (view != NULL && self->spec->for_member)
    cp_kiosk_take_view (self->kiosk, json_incref (view));
  if (!cp_flow_is_last_part (self)) {
    cp_flow_begin_part (self, self->part + 1);
    cp_flow_advance (self);
  } else if (self->spec->without_review) {
    cp_kiosk_say (self->kiosk, _ (self->spec->said));
    cp_kiosk_load_staff (self->kiosk);
    cp_kiosk_go_home (self->kiosk);
  } else {
    cp_flow_begin_asking (self);
    cp_flow_set_stage (self, CP_STAGE_DONE);
  }
}

/* Nothing was done, so that it can be approved again. A name that is locked looks like a ledger that is not
 * there: which it was the ledger's list of staff says, if it can be had. */
static gboolean
take_bad_approval (CpFlow *self, const GError *error)
{
  gboolean not_there =
      self->stage == CP_STAGE_APPROVAL && g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  gboolean by_card = cp_json_get_text (self->approver, "card_uid") != NULL;

  if (self->approver == NULL ||
      (!not_there && !g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED)))
    return FALSE;
  cp_flow_forget_approver (self);
  cp_flow_set_problem (self, not_there ? _ (CONNECTION_BROKE)
                             : by_card ? _ ("That card may not approve this.")
                                       : _ ("That PIN is not right. Please try again."));
  cp_flow_set_stage (self, CP_STAGE_APPROVAL);
  cp_kiosk_load_staff (self->kiosk);
  return TRUE;
}

void
cp_flow_take_lost_session (CpFlow *self)
{
  if (self->problem == NULL ||
      (self->stage != CP_STAGE_APPROVAL && self->stage != CP_STAGE_IDENTIFY))
    return;
  cp_flow_set_problem (self, _ (SIGNED_OUT));
  cp_flow_tell_moved (self);
}

static gboolean
is_lost (const GError *error)
{
  return g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE) ||
         g_error_matches (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME);
}

static void
take_error (CpFlow *self, const GError *error)
{
  gboolean lost = is_lost (error);
  gboolean not_allowed = g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);

  if (take_bad_approval (self, error))
    return;
  cp_flow_set_problem (self, lost ? _ (CONNECTION_BROKE) : error->message);
  if (not_allowed) {
    cp_flow_set_problem (self, _ (SIGNED_OUT));
    cp_flow_set_stage (self, CP_STAGE_UNSURE);
    cp_kiosk_lock (self->kiosk);
  } else {
    cp_flow_set_stage (self, lost ? CP_STAGE_UNSURE : CP_STAGE_REFUSED);
  }
}

/* What is not right in a form is said beside the field, where it can be put right. */
static gboolean
return_to_form (CpFlow *self, const CpJson *reply)
{
  const char *field = cp_json_get_text (reply, "field");
  const char *detail = cp_json_get_text (reply, "detail");

  if (self->doing || field == NULL || !cp_flow_return_to_form (self))
    return FALSE;
  cp_document_take (&self->form_problems,
                    json_pack ("{s:s}", field, detail != NULL ? detail : _ ("Not right")));
  cp_flow_tell_moved (self);
  return TRUE;
}

static gboolean
may_be_done (CpFlow *self)
{
  return self->stage == CP_STAGE_UNSURE && self->doing;
}

/* (transfer full) */
static char *
describe_unsure (CpFlow *self)
{
  return g_strdup_printf (_ ("The connection broke, so that this may be done or not: %s. Please "
                             "look before you do it again."),
                          _ (self->spec->title));
}

void
cp_flow_say_left (CpFlow *self)
{
  g_autofree char *unsure = NULL;

  if (self->being_done)
    return;
  if (may_be_done (self)) {
    unsure = describe_unsure (self);
    cp_kiosk_say (self->kiosk, unsure);
  } else if (self->part > 0 && self->stage != CP_STAGE_DONE) {
    cp_kiosk_say (self->kiosk, _ (OLD_CARD_STAYS));
  }
}

/* What head office decides first, and has not decided yet. */
static gboolean
is_asked_for (const CpJson *reply)
{
  return cp_json_get_bool (reply, "asked") &&
         g_strcmp0 (cp_json_get_text (reply, "state"), "waiting") == 0;
}

/* To whoever went elsewhere or locked while it was being done: nobody may take it for not done, and do it once
 * more under another id. @reply: (nullable) */
static void
say_outcome (CpFlow *self, const CpJson *reply, const GError *error)
{
  gboolean done = g_strcmp0 (cp_json_get_text (reply, "decision"), "accepted") == 0;
  const char *title = _ (self->spec->title);
  g_autofree char *text = NULL;

  if (done && !cp_flow_is_last_part (self))
    text = g_strdup (_ (OLD_CARD_STAYS));
  else if (done && is_asked_for (reply))
    text = g_strdup_printf (_ ("Asked for meanwhile, head office decides: %s"), title);
  else if (done)
    text = g_strdup_printf (_ ("Done meanwhile: %s"), title);
  else if (reply == NULL && is_lost (error))
    text = describe_unsure (self);
  else
    text = g_strdup_printf (_ ("This was not done: %s"), title);
  cp_kiosk_say (self->kiosk, text);
}

static void
on_submitted (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  CpFlow *self = data;
  gboolean was_being_done = self->being_done;
  CpStage stage;

  self->busy = self->being_done = FALSE;
  if (was_being_done && (kiosk->flow != self || kiosk->locked))
    say_outcome (self, reply, error);
  if (kiosk->flow != self)
    return; /* the person went elsewhere */
  if (reply == NULL) {
    take_error (self, error);
    return;
  }
  cp_document_take (&self->result, json_incref (reply));
  cp_flow_set_problem (self, NULL);
  if (g_strcmp0 (cp_json_get_text (reply, "decision"), "accepted") != 0) {
    choose_stage (reply, &stage);
    if (return_to_form (self, reply))
      return;
    if (stage == CP_STAGE_IDENTIFY)
      cp_flow_ask_identity (self);
    else
      cp_flow_set_stage (self, stage);
  } else if (self->doing) {
    cp_flow_forget_approver (self);
    take_accepted (self);
  } else {
    cp_flow_set_stage (self, CP_STAGE_REVIEW);
  }
}

char *
cp_flow_make_request (CpFlow *self)
{
  g_autoptr (CpJson) request = json_object ();
  const CpJson *member = cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member");

  cp_json_set_text (request, "kind", cp_flow_get_part (self)->kind);
  cp_json_set_text (request, "id", self->id);
  if (self->spec->for_member) {
    cp_json_set_text (request, "member_id", cp_json_get_text (member, "id"));
    cp_json_set_text (request, "visit_id", self->kiosk->visit_id);
  }
  if (self->approver != NULL)
    cp_json_set (request, "approver", json_incref (self->approver));
  cp_json_set (request, "payload", json_incref (self->payload));
  return cp_json_to_text (request);
}

void
cp_flow_submit (CpFlow *self, gboolean preview)
{
  char *request = cp_flow_make_request (self);

  self->busy = TRUE;
  self->doing = self->being_done = !preview;
  cp_flow_tell_moved (self);
  cp_kiosk_call (self->kiosk, "Submit",
                 g_variant_new ("(ssb)", cp_kiosk_get_token (self->kiosk), request, preview),
                 on_submitted, g_object_ref (self), g_object_unref);
  cp_document_free_secret (request);
}

gboolean
cp_flow_is_over (CpFlow *self)
{
  return self->stage == CP_STAGE_DONE ||
         (self->stage == CP_STAGE_REFUSED && self->part == 0 && self->answered->len == 0);
}

const char *
cp_flow_describe_leaving (CpFlow *self)
{
  if (self->being_done)
    return _ ("What you are doing is being recorded just now: please wait for the outcome.");
  if (self->stage == CP_STAGE_DONE)
    return _ ("What you were doing has been recorded.");
  if (may_be_done (self))
    return _ ("What you were doing may have been recorded already. Stay and try again to be sure: "
              "it is never done twice.");
  if (self->part > 0)
    return _ ("The old card is blocked already, and no new card is linked yet.");
  return _ ("Nothing of what you are doing now has been recorded yet.");
}
