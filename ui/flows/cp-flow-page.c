/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-page.h"

#include "cp-amount-step.h"
#include "cp-approval-step.h"
#include "cp-build.h"
#include "cp-card-step.h"
#include "cp-choice-step.h"
#include "cp-double-tap.h"
#include "cp-flow.h"
#include "cp-form-step.h"
#include "cp-format.h"
#include "cp-look-alikes-step.h"
#include "cp-result-step.h"
#include "cp-review-step.h"

#include <glib/gi18n-lib.h>

struct _CpFlowPage {
  CpScreen parent_instance;

  GtkLabel *title;
  GtkLabel *whom;
  GtkWidget *dots;
  GtkLabel *question;
  GtkLabel *hint;
  GtkWidget *steps;
  CpStepView *choice;
  CpStepView *form;
  CpStepView *amount;
  CpStepView *card;
  CpStepView *review;
  CpStepView *look_alikes;
  CpStepView *approval;
  CpStepView *result;
  GtkWidget *foot; /* whose buttons mean something else at each stage */
  GtkWidget *back;
  GtkWidget *cancel;
  GtkSpinner *spinner;
  GtkWidget *hold;
  GtkButton *primary;
  CpFlow *flow;
};

G_DEFINE_FINAL_TYPE (CpFlowPage, cp_flow_page, CP_TYPE_SCREEN)

static CpStepView *
choose_view (CpFlowPage *self, CpFlow *flow)
{
  CpStepView *const by_step[] = { [CP_STEP_CHOICE] = self->choice,
                                  [CP_STEP_FORM] = self->form,
                                  [CP_STEP_AMOUNT] = self->amount,
                                  [CP_STEP_CARD] = self->card };
  CpStepView *const by_stage[CP_N_STAGES] = {
    [CP_STAGE_REVIEW] = self->review,  [CP_STAGE_LOOK_ALIKES] = self->look_alikes,
    [CP_STAGE_IDENTIFY] = self->form,  [CP_STAGE_APPROVAL] = self->approval,
    [CP_STAGE_REFUSED] = self->result, [CP_STAGE_UNSURE] = self->result,
    [CP_STAGE_DONE] = self->result
  };
  CpStage stage = cp_flow_get_stage (flow);

  return stage == CP_STAGE_STEP ? by_step[cp_flow_get_step (flow)->kind] : by_stage[stage];
}

/* The words on the button that goes on; %NULL where there is nothing for it to do. */
static const char *
choose_primary (CpFlow *flow)
{
  static const char *const BY_STAGE[CP_N_STAGES] = {
    [CP_STAGE_REVIEW] = N_ ("Confirm"),   [CP_STAGE_LOOK_ALIKES] = N_ ("Somebody else: go on"),
    [CP_STAGE_IDENTIFY] = N_ ("Check"),   [CP_STAGE_REFUSED] = N_ ("Close"),
    [CP_STAGE_UNSURE] = N_ ("Try again"), [CP_STAGE_DONE] = N_ ("Done"),
  };
  const CpStep *step = cp_flow_get_step (flow);

  if (cp_flow_get_stage (flow) != CP_STAGE_STEP)
    return BY_STAGE[cp_flow_get_stage (flow)];
  if (step->kind == CP_STEP_CARD)
    return step->optional ? N_ ("Go on without a card") : NULL;
  return step->kind == CP_STEP_CHOICE ? NULL : N_ ("Continue");
}

static const char *
choose_question (CpFlow *flow)
{
  switch (cp_flow_get_stage (flow)) {
  case CP_STAGE_STEP:
    return _ (cp_flow_get_step (flow)->question);
  case CP_STAGE_REVIEW:
    return _ ("Is this right?");
  case CP_STAGE_LOOK_ALIKES:
    return _ ("Is this person a member already?");
  case CP_STAGE_IDENTIFY:
    return _ ("Who is the customer?");
  case CP_STAGE_APPROVAL:
    return cp_flow_wants_proof (flow) ? _ ("Hold the member's card on the reader")
                                      : _ ("Somebody else has to approve this");
  case CP_STAGE_REFUSED:
  case CP_STAGE_UNSURE:
  case CP_STAGE_DONE:
  default:
    return NULL;
  }
}

/* Forms need the room for themselves, and the card step shows its hint large. */
static char *
make_hint (CpFlow *flow)
{
  const CpStep *step = cp_flow_get_step (flow);
  gboolean shown = cp_flow_get_stage (flow) == CP_STAGE_STEP && step->kind == CP_STEP_CHOICE;
  char *said;

  if (cp_flow_get_stage (flow) == CP_STAGE_IDENTIFY)
    return cp_flow_describe_identity (flow);
  if (!shown)
    return NULL;
  said = step->say_hint != NULL ? step->say_hint (flow) : NULL;
  return said != NULL || step->hint == NULL ? said : g_strdup (_ (step->hint));
}

/* Whom it is for, and what was chosen up to here; the review shows that by itself. */
static char *
describe_so_far (CpFlow *flow)
{
  const CpJson *member =
      cp_json_get_object (cp_kiosk_get_view (cp_flow_get_kiosk (flow)), "member");
  const char *name = cp_flow_get_spec (flow)->for_member ? cp_json_get_text (member, "name") : NULL;
  const GPtrArray *picks = cp_flow_get_picks (flow);
  char *text = g_strdup (cp_format_or_empty (name));

  for (guint i = 0; cp_flow_get_stage (flow) == CP_STAGE_STEP && i < picks->len; i++) {
    char *longer = cp_format_join (text, (const char *) picks->pdata[i], NULL);

    g_free (text);
    text = longer;
  }
  return text;
}

static void
show_head (CpFlowPage *self, CpFlow *flow)
{
  const CpFlowSpec *spec = cp_flow_get_spec (flow);
  g_autofree char *so_far = describe_so_far (flow);
  g_autofree char *hint = make_hint (flow);
  guint at, of, i = 0;

  gtk_label_set_text (self->title, _ (spec->title));
  cp_build_show_text (self->whom, *so_far != '\0' ? so_far : NULL);
  cp_build_show_text (self->question, choose_question (flow));
  cp_build_show_text (self->hint, hint);
  cp_flow_get_progress (flow, &at, &of);
  cp_build_clear (self->dots);
  for (i = 0; i < of; i++) {
    GtkWidget *dot = cp_build_box (GTK_ORIENTATION_HORIZONTAL, i < at ? "stepdot on" : "stepdot");

    gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (self->dots), dot);
  }
}

static void
show_foot (CpFlowPage *self, CpFlow *flow)
{
  const char *primary = choose_primary (flow);
  CpStage stage = cp_flow_get_stage (flow);
  gboolean busy = cp_flow_get_busy (flow);
  gboolean over = stage == CP_STAGE_DONE || stage == CP_STAGE_UNSURE;
  gboolean red = stage == CP_STAGE_REVIEW && cp_flow_get_spec (flow)->destructive &&
                 !g_str_equal (cp_flow_get_part (flow)->kind, "replace_card");

  gtk_widget_set_visible (GTK_WIDGET (self->primary), primary != NULL);
  if (primary != NULL)
    gtk_button_set_label (self->primary, _ (primary));
  cp_build_set_class (GTK_WIDGET (self->primary), "destructive", red);
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary), !busy);
  gtk_widget_set_visible (self->hold, cp_flow_may_hold (flow));
  gtk_widget_set_sensitive (self->hold, !busy);
  cp_build_set_class (self->hold, "on", stage == CP_STAGE_APPROVAL && cp_flow_get_holds (flow));
  gtk_widget_set_visible (self->back, !over);
  gtk_widget_set_sensitive (self->back, !busy);
  gtk_widget_set_visible (self->cancel, !over && stage != CP_STAGE_REFUSED);
  gtk_widget_set_sensitive (self->cancel, !cp_flow_is_being_done (flow));
  gtk_spinner_set_spinning (self->spinner, busy || cp_flow_is_asking (flow));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy || cp_flow_is_asking (flow));
}

static void
on_flow_moved (CpFlowPage *self)
{
  CpStepView *shown = choose_view (self, self->flow);

  show_head (self, self->flow);
  for (GtkWidget *view = gtk_widget_get_first_child (self->steps); view != NULL;
       view = gtk_widget_get_next_sibling (view))
    gtk_widget_set_visible (view, view == GTK_WIDGET (shown));
  cp_step_view_show (shown, self->flow);
  show_foot (self, self->flow);
}

static void
forget_flow (CpFlowPage *self)
{
  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_func (self->flow, on_flow_moved, self);
  g_clear_object (&self->flow);
}

static void
on_flow_changed (CpFlowPage *self, GParamSpec *pspec, CpKiosk *kiosk)
{
  forget_flow (self);
  for (GtkWidget *view = gtk_widget_get_first_child (self->steps); view != NULL;
       view = gtk_widget_get_next_sibling (view))
    cp_step_view_show (CP_STEP_VIEW (view), NULL);
  if (cp_kiosk_get_flow (kiosk) == NULL)
    return;
  self->flow = g_object_ref (cp_kiosk_get_flow (kiosk));
  g_signal_connect_object (self->flow, "moved", G_CALLBACK (on_flow_moved), self,
                           G_CONNECT_SWAPPED);
}

static void
on_kiosk_changed (CpFlowPage *self)
{
  if (self->flow != NULL)
    on_flow_moved (self);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::flow", G_CALLBACK (on_flow_changed), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::reader-state", G_CALLBACK (on_kiosk_changed), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::staff", G_CALLBACK (on_kiosk_changed), screen,
                           G_CONNECT_SWAPPED);
}

static void
on_back_clicked (CpFlowPage *self)
{
  cp_double_tap_guard (self->foot);
  if (self->flow != NULL)
    cp_flow_go_back (self->flow);
}

static void
on_cancel_clicked (CpFlowPage *self)
{
  if (self->flow != NULL)
    cp_flow_cancel (self->flow);
}

/* Touched after a PIN it is what Enter would be, and before one it is said in advance. */
static void
on_hold_clicked (CpFlowPage *self)
{
  cp_double_tap_guard (self->foot);
  if (self->flow == NULL)
    return;
  cp_flow_hold (self->flow);
  if (cp_flow_get_stage (self->flow) == CP_STAGE_APPROVAL && cp_flow_get_holds (self->flow))
    cp_step_view_proceed (self->approval);
}

static void
on_primary_clicked (CpFlowPage *self)
{
  cp_double_tap_guard (self->foot);
  if (self->flow != NULL && !cp_flow_get_busy (self->flow))
    cp_step_view_proceed (choose_view (self, self->flow));
}

static void
dispose (GObject *object)
{
  forget_flow (CP_FLOW_PAGE (object));
  G_OBJECT_CLASS (cp_flow_page_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (CP_TYPE_CHOICE_STEP);
  g_type_ensure (CP_TYPE_FORM_STEP);
  g_type_ensure (CP_TYPE_AMOUNT_STEP);
  g_type_ensure (CP_TYPE_CARD_STEP);
  g_type_ensure (CP_TYPE_REVIEW_STEP);
  g_type_ensure (CP_TYPE_LOOK_ALIKES_STEP);
  g_type_ensure (CP_TYPE_APPROVAL_STEP);
  g_type_ensure (CP_TYPE_RESULT_STEP);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, title);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, whom);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, dots);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, question);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, hint);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, steps);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, choice);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, form);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, amount);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, card);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, review);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, look_alikes);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, approval);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, result);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, foot);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, back);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, hold);
  gtk_widget_class_bind_template_child (widget_class, CpFlowPage, primary);
}

static void
cp_flow_page_class_init (CpFlowPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  ensure_types ();
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-flow-page", NULL, NULL);
  CP_SCREEN_CLASS (klass)->bind = bind;
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_hold_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_clicked);
}

static void
cp_flow_page_init (CpFlowPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
