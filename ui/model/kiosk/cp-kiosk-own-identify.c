/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who the customer is, where the ledger wants to know: one question at a time, and then the same request
 * goes again. */
#include "cp-kiosk-own-private.h"

#include <glib/gi18n-lib.h>

/* What can be typed soonest first; the town is too easily guessed to ask for it before the others. */
static const char *const QUESTIONS[] = { "postcode", "phone", "email", "birth_date", "city", NULL };

static gboolean
has_text (const CpJson *list, const char *text)
{
  CpJson *item;
  gsize i;

  json_array_foreach (list, i, item)
  {
    if (g_strcmp0 (json_string_value (item), text) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (nullable): the next of what can be asked and was not answered yet */
static const char *
find_question (const CpJson *step)
{
  const CpJson *answers = cp_json_get_object (step, "answers");

  for (gsize i = 0; QUESTIONS[i] != NULL; i++)
    if (has_text (cp_json_get_array (step, "questions"), QUESTIONS[i]) &&
        cp_json_get_text (answers, QUESTIONS[i]) == NULL)
      return QUESTIONS[i];
  return NULL;
}

/* @step: (transfer full) */
static void
ask_next (CpKiosk *self, CpJson *step, const char *problem)
{
  const char *question = find_question (step);

  if (question == NULL) {
    json_decref (step);
    cp_kiosk_own_complain (self,
                           _ ("We know too little of you to do this here. Please ask our staff."));
    return;
  }
  cp_json_set_text (step, "place", "question");
  cp_json_set_text (step, "question", question);
  cp_json_set_text (step, "problem", problem);
  cp_kiosk_own_set_step (self, step);
}

/* @step: (transfer full) */
static void
ask_from_the_first (CpKiosk *self, CpJson *step, const char *problem)
{
  cp_json_set (step, "answers", json_object ());
  ask_next (self, step, problem);
}

static void
on_questions (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  CpJson *step;

  if (!cp_kiosk_own_is_awaited (self, data))
    return;
  if (reply == NULL) {
    cp_kiosk_own_say_failure (self, error);
    return;
  }
  step = cp_kiosk_own_move_step (self, "question");
  cp_json_set (step, "questions", json_deep_copy (cp_json_get_array (reply, "questions")));
  cp_json_set_int (step, "needed", cp_json_get_int (reply, "needed", 1));
  ask_from_the_first (self, step, NULL);
}

static void
on_answered (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (!cp_kiosk_own_is_awaited (self, data))
    return;
  if (reply == NULL)
    cp_kiosk_own_say_failure (self, error);
  else if (cp_json_get_bool (reply, "identified"))
    cp_kiosk_own_resume (self);
  else
    ask_from_the_first (self, cp_kiosk_own_move_step (self, "question"),
                        _ ("That is not what we have. Please try again, or ask our staff."));
}

/* @answers: (transfer full) */
static void
identify (CpKiosk *self, CpJson *answers, CpReplyFunc func)
{
  g_autoptr (CpJson) request = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_text (request, "member_id", cp_json_get_text (self->own, "member_id"));
  cp_json_set (request, "answers", answers);
  text = cp_json_to_text (request);
  cp_kiosk_own_call (self, "Read", g_variant_new ("(sss)", self->own_token, "identify", text),
                     func);
}

void
cp_kiosk_own_ask_who (CpKiosk *self)
{
  identify (self, json_object (), on_questions);
}

void
cp_kiosk_own_answer (CpKiosk *self, const char *text)
{
  const char *question = cp_json_get_text (self->own_step, "question");
  CpJson *answers = cp_json_get_object (self->own_step, "answers");
  g_autofree char *said = g_strstrip (g_strdup (text));

  if (!cp_kiosk_own_is_at (self, "question") || question == NULL || *said == '\0' ||
      !cp_kiosk_own_is_free (self))
    return;
  cp_json_set_text (answers, question, said);
  if ((gint64) json_object_size (answers) < cp_json_get_int (self->own_step, "needed", 1)) {
    cp_kiosk_touch (self);
    ask_next (self, json_deep_copy (self->own_step), NULL);
    return;
  }
  cp_kiosk_own_begin_work (self);
  identify (self, json_deep_copy (cp_json_get_object (self->own_step, "answers")), on_answered);
}
