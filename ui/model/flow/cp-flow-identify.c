/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the customer is who they say. What is asked, how much is enough and what is right the
 * ledger says; nobody here learns what is stored. */
#include "cp-flow-form.h"
#include "cp-flow-private.h"

#include "cp-error.h"

#include <glib/gi18n-lib.h>

const CpJson *
cp_flow_get_identity (CpFlow *self)
{
  return self->identity;
}

gboolean
cp_flow_has_enough_answers (CpFlow *self, guint n_answers)
{
  return self->stage == CP_STAGE_IDENTIFY && n_answers > 0 &&
         n_answers >= cp_json_get_int (self->identity, "needed", 1);
}

char *
cp_flow_describe_identity (CpFlow *self)
{
  gint64 needed = cp_json_get_int (self->identity, "needed", 0);
  gsize n = json_array_size (cp_json_get_array (self->identity, "questions"));

  if (self->stage != CP_STAGE_IDENTIFY || self->identity == NULL)
    return NULL;
  if ((gint64) n < needed)
    return g_strdup (_ ("Too little is on file to ask about. Tap their card, or fetch somebody "
                        "whose role need not ask."));
  if (cp_json_get_bool (self->identity, "card"))
    return g_strdup_printf (ngettext ("It is their card. Ask, and type what they say: %d right "
                                      "answer is enough.",
                                      "It is their card. Ask, and type what they say: %d right "
                                      "answers are enough.",
                                      (gulong) needed),
                            (int) needed);
  return g_strdup_printf (ngettext ("Ask, and type what they say: %d right answer is needed.",
                                    "Ask, and type what they say: %d right answers are needed, "
                                    "and one less with their card on the reader.",
                                    (gulong) needed),
                          (int) needed);
}

static void
forget_card (CpFlow *self)
{
  g_clear_pointer (&self->identity_uid, g_free);
}

static const char *
describe_failure (CpFlow *self, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE) &&
      cp_kiosk_get_available (self->kiosk))
    return _ ("Too many wrong answers. Please wait a few minutes, or fetch somebody whose role "
              "need not ask.");
  return error->message;
}

static void
on_answered (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  CpFlow *self = data;
  gboolean wrong_card = self->identity_uid != NULL && !cp_json_get_bool (reply, "card");

  self->busy = FALSE;
  if (kiosk->flow != self)
    return; /* the person went elsewhere */
  cp_flow_set_problem (self, NULL);
  if (reply != NULL)
    cp_document_take (&self->identity, json_incref (reply));
  else
    cp_flow_set_problem (self, describe_failure (self, error));
  if (cp_json_get_bool (reply, "identified")) {
    forget_card (self);
    cp_flow_submit (self, !self->doing);
    return;
  }
  if (reply != NULL && wrong_card) {
    forget_card (self);
    cp_flow_set_problem (self, _ ("That is no card of theirs that works."));
  }
  cp_flow_set_stage (self, CP_STAGE_IDENTIFY);
}

/* @answers: (transfer none): none: only what there is to ask */
static void
ask (CpFlow *self, CpJson *answers)
{
  const CpJson *member = cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member");
  g_autoptr (CpJson) request = json_pack ("{s:O}", "answers", answers);
  char *text;

  cp_json_set_text (request, "member_id", cp_json_get_text (member, "id"));
  cp_json_set_text (request, "card_uid", self->identity_uid);
  text = cp_json_to_text (request);
  self->busy = TRUE;
  cp_flow_tell_moved (self);
  cp_kiosk_call (self->kiosk, "Read",
                 g_variant_new ("(sss)", cp_kiosk_get_token (self->kiosk), "identify", text),
                 on_answered, g_object_ref (self), g_object_unref);
  cp_document_free_secret (text);
}

void
cp_flow_ask_identity (CpFlow *self)
{
  g_autoptr (CpJson) none = json_object ();

  forget_card (self);
  cp_document_take (&self->identity, NULL);
  ask (self, none);
}

void
cp_flow_take_answers (CpFlow *self, const CpJson *texts)
{
  g_autoptr (CpJson) answers = json_object ();

  if (self->busy || self->stage != CP_STAGE_IDENTIFY)
    return;
  cp_document_take (&self->form_problems, cp_flow_clean_answers (self, texts, answers));
  if (self->form_problems != NULL || json_object_size (answers) == 0)
    cp_flow_tell_moved (self);
  else
    ask (self, answers);
}

gboolean
cp_flow_take_identity_card (CpFlow *self, const char *uid)
{
  g_autoptr (CpJson) none = json_object ();

  if (self->stage != CP_STAGE_IDENTIFY)
    return FALSE;
  if (self->busy)
    return TRUE;
  forget_card (self);
  self->identity_uid = g_strdup (uid);
  ask (self, none);
  return TRUE;
}
