/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-form.h"
#include "cp-flow-private.h"
#include "cp-format.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static guint moved_signal;

G_DEFINE_FINAL_TYPE (CpFlow, cp_flow, G_TYPE_OBJECT)

void
cp_flow_tell_moved (CpFlow *self)
{
  g_signal_emit (self, moved_signal, 0);
}

void
cp_flow_set_stage (CpFlow *self, CpStage stage)
{
  self->stage = stage;
  cp_flow_tell_moved (self);
}

void
cp_flow_set_problem (CpFlow *self, const char *text)
{
  g_free (self->problem);
  self->problem = g_strdup (text);
}

#define GETTER(Type, name) \
  Type cp_flow_get_##name (CpFlow *self) { return self->name; }

GETTER (CpKiosk *, kiosk)
GETTER (const CpFlowSpec *, spec)

const CpFlowPart *
cp_flow_get_part (CpFlow *self)
{
  return &self->spec->parts[self->part];
}

GETTER (CpStage, stage)
GETTER (gboolean, busy)

gboolean
cp_flow_is_being_done (CpFlow *self)
{
  return self->being_done;
}

const CpStep *
cp_flow_get_step (CpFlow *self)
{
  return &cp_flow_get_part (self)->steps[MIN (self->step, CP_FLOW_MAX_STEPS - 1)];
}

const char *
cp_flow_get_class (CpFlow *self)
{
  const CpJson *operations = cp_json_get_object (cp_kiosk_get_view (self->kiosk), "operations");

  return cp_json_get_text (cp_json_get_object (operations, cp_flow_get_part (self)->kind), "class");
}

GETTER (const CpJson *, payload)
GETTER (CpJson *, form)
GETTER (guint, retyped)
GETTER (const CpJson *, form_problems)
GETTER (const CpJson *, result)
GETTER (const char *, problem)
GETTER (const GPtrArray *, picks)

void
cp_flow_add_pick (CpFlow *self, const char *text)
{
  g_ptr_array_add (self->picks, g_strdup (text));
}

static guint
count_steps (const CpFlowPart *part)
{
  guint n = 0;

  while (n < CP_FLOW_MAX_STEPS && part->steps[n].question != NULL)
    n++;
  return n;
}

void
cp_flow_get_progress (CpFlow *self, guint *ret_at, guint *ret_of)
{
  guint at = 0, of = 0;

  for (guint i = 0; i < CP_FLOW_MAX_PARTS && self->spec->parts[i].kind != NULL; i++) {
    const CpFlowPart *part = &self->spec->parts[i];
    guint n = count_steps (part) + (self->spec->without_review || part->at_once ? 0 : 1);

    if (i < self->part)
      at += n;
    if (i == self->part)
      at += self->stage == CP_STAGE_STEP ? self->step + 1 : n;
    of += n;
  }
  *ret_at = at;
  *ret_of = of;
}

gint64
cp_flow_get_max_minor (CpFlow *self)
{
  const CpJson *view = cp_kiosk_get_view (self->kiosk);
  const char *incentive_id = cp_json_get_text (self->payload, "incentive_id");
  const CpJson *rewards = cp_json_get_object (view, "rewards");

  if (incentive_id != NULL)
    return cp_json_get_int (
        cp_document_find (cp_json_get_array (view, "incentives"), "id", incentive_id),
        "balance_minor", 0);
  return cp_json_get_int (rewards, "confirmed_minor", 0) +
         cp_json_get_int (rewards, "waiting_minor", 0);
}

void
cp_flow_forget_approver (CpFlow *self)
{
  cp_document_wipe (self->approver, "pin");
  cp_document_take (&self->approver, NULL);
}

/* An id belongs to one payload: what is changed afterwards is another operation. */
void
cp_flow_renew_id (CpFlow *self)
{
  g_free (self->id);
  self->id = cp_kiosk_make_id (self->kiosk);
}

static void
hold_no_more (CpFlow *self)
{
  if (self->spec->said_held != NULL)
    json_object_del (self->payload, "hold");
}

static void
begin_anew (CpFlow *self)
{
  cp_flow_renew_id (self);
  cp_flow_forget_approver (self);
  hold_no_more (self);
  cp_document_take (&self->result, NULL);
  cp_flow_set_problem (self, NULL);
}

static void
answer (CpFlow *self, const char *key, const char *value)
{
  cp_json_set_text (self->payload, key, value);
  g_array_append_val (self->answered, self->step);
}

static gboolean
has_no_field (CpFlow *self)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (self);

  return fields->len == 0;
}

/* Whether the step needs nobody: there is nothing to choose, only one thing, or it was named. */
static gboolean
passes_by_itself (CpFlow *self, const CpStep *step)
{
  g_autoptr (GPtrArray) choices = NULL;
  const CpChoice *named = NULL;

  if (step->kind == CP_STEP_FORM && step->optional)
    return has_no_field (self);
  if (step->kind == CP_STEP_CARD)
    return cp_json_get_text (self->payload, step->key) !=
           NULL; /* it was tapped to say whose it is */
  if (step->kind != CP_STEP_CHOICE)
    return FALSE;
  choices = step->list_choices (self);
  if (choices->len == 0)
    return step->optional;
  for (guint i = 0; i < choices->len && self->target != NULL; i++)
    if (g_strcmp0 (((CpChoice *) choices->pdata[i])->id, self->target) == 0)
      named = choices->pdata[i];
  if (named == NULL && choices->len == 1 && step->alone_is_enough)
    named = choices->pdata[0];
  if (named == NULL)
    return FALSE;
  cp_json_set_text (self->payload, step->key, named->id);
  g_ptr_array_add (self->picks, g_strdup (named->title));
  return TRUE;
}

static gboolean
card_is_blocked (CpFlow *self)
{
  const CpJson *cards = cp_json_get_array (cp_kiosk_get_view (self->kiosk), "cards");
  const CpJson *card = cp_document_find (cards, "id", cp_json_get_text (self->payload, "card_id"));

  return cp_json_get_bool (card, "blocked");
}

static void
prepare_payload (CpFlow *self)
{
  const CpFlowPart *part = cp_flow_get_part (self);

  if (part->prepare != NULL)
    part->prepare (self, self->payload);
}

void
cp_flow_begin_part (CpFlow *self, guint part)
{
  g_autofree char *card_id = g_strdup (cp_json_get_text (self->payload, "card_id"));

  self->part = part;
  self->step = 0;
  g_array_set_size (self->answered, 0);
  cp_document_take (&self->payload, json_object ());
  cp_json_set_text (self->payload, "card_id", card_id);
  prepare_payload (self);
  begin_anew (self);
}

gboolean
cp_flow_is_last_part (CpFlow *self)
{
  return self->part + 1 == CP_FLOW_MAX_PARTS || self->spec->parts[self->part + 1].kind == NULL;
}

/* Goes to the next step that a person has to answer, or to what follows the last one. */
void
cp_flow_advance (CpFlow *self)
{
  const CpFlowPart *part = cp_flow_get_part (self);

  while (self->step < count_steps (part) && passes_by_itself (self, &part->steps[self->step])) {
    self->step++;
    if (!cp_flow_is_last_part (self) && card_is_blocked (self)) {
      cp_flow_begin_part (self, self->part + 1); /* it need not be blocked once more */
      part = cp_flow_get_part (self);
    }
  }
  if (self->step < count_steps (part)) {
    g_autofree char *uid = part->steps[self->step].kind == CP_STEP_CARD
                               ? cp_kiosk_steal_pending_uid (self->kiosk)
                               : NULL;

    cp_flow_set_stage (self, CP_STAGE_STEP);
    if (part->steps[self->step].kind == CP_STEP_CARD)
      cp_kiosk_expect_card (self->kiosk);
    if (uid != NULL)
      cp_flow_take_card (self, uid);
  } else {
    cp_flow_submit (self, !self->spec->without_review && !part->at_once);
  }
}

void
cp_flow_begin (CpFlow *self)
{
  cp_flow_advance (self);
}

static void
go_on (CpFlow *self)
{
  self->step++;
  begin_anew (self);
  if (!cp_flow_is_last_part (self) && card_is_blocked (self))
    cp_flow_begin_part (self, self->part + 1);
  cp_flow_advance (self);
}

void
cp_flow_choose (CpFlow *self, const CpChoice *choice)
{
  cp_flow_choose_with_note (self, choice, NULL);
}

void
cp_flow_choose_with_note (CpFlow *self, const CpChoice *choice, const char *note)
{
  const CpStep *step = cp_flow_get_step (self);
  g_autofree char *clean = note != NULL ? cp_text_clean (note) : NULL;

  if (self->busy || self->stage != CP_STAGE_STEP)
    return;
  g_ptr_array_add (self->picks, clean != NULL ? g_strdup_printf ("%s: %s", choice->title, clean)
                                              : g_strdup (choice->title));
  if (step->note_key != NULL) {
    json_object_del (self->payload, step->note_key);
    cp_json_set_text (self->payload, step->note_key, clean);
  }
  answer (self, step->key, choice->id);
  go_on (self);
}

void
cp_flow_take_amount (CpFlow *self, gint64 amount_minor, gint64 basket_minor)
{
  if (self->busy || self->stage != CP_STAGE_STEP || amount_minor <= 0)
    return;
  cp_json_set_int (self->payload, "amount_minor", amount_minor);
  if (basket_minor > 0)
    cp_json_set_int (self->payload, "basket_minor", basket_minor);
  g_array_append_val (self->answered, self->step);
  go_on (self);
}

gboolean
cp_flow_type (CpFlow *self, const char *key, const char *text)
{
  const CpStep *step = cp_flow_get_step (self);

  if (self->stage != CP_STAGE_STEP || step->kind != CP_STEP_FORM)
    return FALSE;
  for (guint i = 0; i < CP_STEP_MAX_FIELDS && step->fields[i].key != NULL; i++) {
    if (!g_str_equal (step->fields[i].key, key))
      continue;
    cp_json_set_text (self->form, key, text);
    self->retyped++;
    cp_flow_tell_moved (self);
    return TRUE;
  }
  return FALSE;
}

void
cp_flow_take_form (CpFlow *self, const CpJson *texts)
{
  if (self->stage == CP_STAGE_IDENTIFY)
    cp_flow_take_answers (self, texts);
  if (self->busy || self->stage != CP_STAGE_STEP)
    return;
  json_object_update (self->form, (CpJson *) texts);
  cp_document_take (&self->form_problems, cp_flow_fill_payload (self, texts, self->payload));
  if (self->form_problems != NULL) {
    cp_flow_tell_moved (self);
    return;
  }
  g_array_append_val (self->answered, self->step);
  go_on (self);
}

void
cp_flow_answer_card (CpFlow *self, const char *uid)
{
  gsize length = strlen (uid);

  g_ptr_array_add (self->picks,
                   g_strdup_printf (_ ("New card ···· %s"), uid + (length > 4 ? length - 4 : 0)));
  answer (self, cp_flow_get_step (self)->key, uid);
  go_on (self);
}

/* Where the member's own card would do as well as an approver's, it is looked up first whose it is. */
gboolean
cp_flow_take_card (CpFlow *self, const char *uid)
{
  const CpStep *step = cp_flow_get_step (self);

  if (cp_flow_take_identity_card (self, uid) || cp_flow_take_member_card (self, uid))
    return TRUE;
  if (!cp_flow_wants_proof (self) && cp_flow_take_staff_card (self, uid))
    return TRUE;
  if (cp_flow_is_writing (self))
    return TRUE; /* it comes as written, or not at all */
  if (self->busy || self->stage != CP_STAGE_STEP || step->kind != CP_STEP_CARD)
    return FALSE;
  cp_flow_answer_card (self, uid);
  return TRUE;
}

void
cp_flow_skip (CpFlow *self)
{
  if (self->busy || self->stage != CP_STAGE_STEP || !cp_flow_get_step (self)->optional)
    return;
  g_array_append_val (self->answered, self->step);
  go_on (self);
}

void
cp_flow_go_back (CpFlow *self)
{
  if (self->busy)
    return;
  if (self->answered->len == 0) {
    cp_flow_cancel (self);
    return;
  }
  if (g_strcmp0 (cp_json_get_text (self->result, "code"), "stale_version") == 0)
    cp_flow_renew_form (self);
  self->step = g_array_index (self->answered, guint, self->answered->len - 1);
  g_array_set_size (self->answered, self->answered->len - 1);
  if (cp_json_get_text (self->payload, cp_flow_get_step (self)->key) != NULL)
    g_ptr_array_set_size (self->picks, (int) self->picks->len - 1);
  json_object_del (self->payload, cp_flow_get_step (self)->key);
  cp_flow_forget_other (self);
  begin_anew (self);
  cp_flow_set_stage (self, CP_STAGE_STEP);
}

gboolean
cp_flow_return_to_form (CpFlow *self)
{
  const CpFlowPart *part = cp_flow_get_part (self);
  gboolean has_form = FALSE;

  for (guint i = 0; i < self->answered->len; i++)
    has_form |= part->steps[g_array_index (self->answered, guint, i)].kind == CP_STEP_FORM;
  if (!has_form)
    return FALSE;
  do
    cp_flow_go_back (self);
  while (cp_flow_get_step (self)->kind != CP_STEP_FORM);
  return TRUE;
}

void
cp_flow_cancel (CpFlow *self)
{
  if (self->being_done)
    return;
  cp_flow_say_left (self);
  cp_kiosk_leave_flow (self->kiosk);
}

static void
do_reviewed (CpFlow *self, gboolean hold)
{
  if (hold)
    cp_json_set_bool (self->payload, "hold", TRUE);
  else
    hold_no_more (self); /* of a try that was refused */
  cp_flow_submit (self, FALSE);
}

gboolean
cp_flow_get_holds (CpFlow *self)
{
  return cp_json_get_bool (self->payload, "hold");
}

gboolean
cp_flow_may_hold (CpFlow *self)
{
  return self->spec->said_held != NULL &&
         (self->stage == CP_STAGE_REVIEW || cp_flow_approval_does_it (self));
}

void
cp_flow_hold (CpFlow *self)
{
  if (self->busy || !cp_flow_may_hold (self))
    return;
  if (self->stage == CP_STAGE_REVIEW) {
    do_reviewed (self, TRUE);
    return;
  }
  if (cp_flow_get_holds (self))
    hold_no_more (self);
  else
    cp_json_set_bool (self->payload, "hold", TRUE);
  cp_flow_tell_moved (self);
}

void
cp_flow_confirm (CpFlow *self)
{
  if (self->busy)
    return;
  if (self->stage == CP_STAGE_REVIEW)
    do_reviewed (self, FALSE);
  else if (self->stage == CP_STAGE_UNSURE)
    cp_flow_submit (self, !self->doing);
}

void
cp_flow_insist (CpFlow *self)
{
  if (self->busy || self->stage != CP_STAGE_LOOK_ALIKES)
    return;
  cp_json_set_bool (self->payload, "despite_look_alikes", TRUE);
  begin_anew (self);
  cp_flow_submit (self, TRUE);
}

void
cp_flow_finish (CpFlow *self)
{
  g_autoptr (CpJson) view = NULL;

  if (self->stage == CP_STAGE_DONE && !self->spec->for_member) {
    view = json_incref (cp_json_get_object (self->result, "view"));
    if (view != NULL)
      cp_kiosk_show_member (self->kiosk, g_steal_pointer (&view));
    else
      cp_kiosk_open_member (self->kiosk, cp_json_get_text (self->result, "member_id"));
    return;
  }
  cp_flow_cancel (self);
}

static void
finalize (GObject *object)
{
  CpFlow *self = CP_FLOW (object);

  cp_flow_end_asking (self);
  g_array_unref (self->answered);
  g_ptr_array_unref (self->picks);
  cp_document_take (&self->member, NULL);
  cp_document_take (&self->payload, NULL);
  cp_document_take (&self->form, NULL);
  cp_document_take (&self->form_problems, NULL);
  cp_flow_forget_approver (self);
  cp_document_take (&self->identity, NULL);
  cp_document_take (&self->found, NULL);
  cp_document_take (&self->result, NULL);
  g_free (self->identity_uid);
  g_free (self->target);
  g_free (self->id);
  g_free (self->problem);
  G_OBJECT_CLASS (cp_flow_parent_class)->finalize (object);
}

static void
cp_flow_class_init (CpFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  moved_signal =
      g_signal_new ("moved", CP_TYPE_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_flow_init (CpFlow *self)
{
  self->answered = g_array_new (FALSE, FALSE, sizeof (guint));
  self->picks = g_ptr_array_new_with_free_func (g_free);
  self->payload = json_object ();
  self->form = json_object ();
}

static void
take_target (CpFlow *self)
{
  g_auto (GStrv) keys = g_strsplit (cp_format_or_empty (self->spec->target_keys), "/", -1);
  g_auto (GStrv) values =
      g_strsplit (cp_format_or_empty (self->target), "/", (int) g_strv_length (keys));

  for (guint i = 0; keys[i] != NULL && values[i] != NULL; i++)
    if (*values[i] != '\0')
      cp_json_set_text (self->payload, keys[i], values[i]);
  prepare_payload (self);
}

CpFlow *
cp_flow_new (CpKiosk *kiosk, const CpFlowSpec *spec, const char *target)
{
  CpFlow *self = g_object_new (CP_TYPE_FLOW, NULL);

  self->kiosk = kiosk;
  self->spec = spec;
  self->target = g_strdup (target);
  self->member = json_incref (cp_json_get_object (cp_kiosk_get_view (kiosk), "member"));
  self->id = cp_kiosk_make_id (kiosk);
  take_target (self);
  return self;
}
