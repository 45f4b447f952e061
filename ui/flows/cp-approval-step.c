/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-approval-step.h"

#include "cp-build.h"
#include "cp-effects.h"
#include "cp-format.h"
#include "cp-large.h"
#include "cp-pin-pad.h"

#include <glib/gi18n-lib.h>

struct _CpApprovalStep {
  CpStepView parent_instance;

  GtkLabel *why;
  GtkWidget *names;
  GtkLabel *problem;
  GtkLabel *way;
  CpEffects *effects;
  GtkWidget *own_card;
  CpPinPad *pad;
  char *staff_id;
  CpJson *shown;     /* (nullable): the ledger's word that says who may approve */
  CpJson *staff;     /* (nullable): the colleagues as they were known then */
  gboolean was_told; /* a PIN went to the ledger, whose word on it has not come */
};

G_DEFINE_FINAL_TYPE (CpApprovalStep, cp_approval_step, CP_TYPE_STEP_VIEW)

static void
mark_chosen (CpApprovalStep *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (self->names); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    cp_build_set_class (button, "on",
                        g_strcmp0 (gtk_widget_get_name (button), self->staff_id) == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pad), self->staff_id != NULL);
}

static void
choose (CpApprovalStep *self, const char *staff_id)
{
  g_autofree char *id = g_strdup (staff_id);

  g_free (self->staff_id);
  self->staff_id = g_steal_pointer (&id);
  cp_pin_pad_reset (self->pad, FALSE);
  mark_chosen (self);
}

/* That the name is locked says more than that the PIN was wrong. */
static void
show_problem (CpApprovalStep *self, const char *problem)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));
  g_autofree char *lock = self->staff_id != NULL
                              ? cp_kiosk_describe_lock (cp_flow_get_kiosk (flow), self->staff_id)
                              : NULL;

  gtk_label_set_text (self->problem, lock != NULL ? lock : cp_format_or_empty (problem));
}

static void
on_name_clicked (CpApprovalStep *self, GtkWidget *button)
{
  choose (self, gtk_widget_get_name (button));
  show_problem (self, NULL); /* that one was somebody else's */
  cp_large_reveal (GTK_WIDGET (self->pad));
}

static GtkWidget *
make_name (CpApprovalStep *self, const CpChoice *staff)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "");
  GtkWidget *label = cp_build_label (staff->title, "t-name");

  cp_build_break_anywhere (GTK_LABEL (label));
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cp_build_label (staff->subtitle, "t-sub"));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_name (button, staff->id);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "choice");
  cp_build_name (button, staff->title);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_name_clicked), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
show_names (CpApprovalStep *self, CpFlow *flow)
{
  g_autoptr (GPtrArray) approvers = cp_flow_list_approvers (flow);

  cp_build_clear (self->names);
  for (guint i = 0; i < approvers->len; i++)
    gtk_box_append (GTK_BOX (self->names), make_name (self, approvers->pdata[i]));
  if (approvers->len == 0)
    gtk_box_append (
        GTK_BOX (self->names),
        cp_build_label (_ ("Nobody who may approve this is known on this device."), "t-body"));
  if (cp_flow_get_result (flow) != self->shown) /* another approval is asked for */
    choose (self, approvers->len == 1 ? ((CpChoice *) approvers->pdata[0])->id : NULL);
  else
    mark_chosen (self);
}

static void
keep_names_up_to_date (CpApprovalStep *self, CpFlow *flow)
{
  const CpJson *staff = cp_kiosk_get_staff (cp_flow_get_kiosk (flow));

  if (cp_flow_get_result (flow) == self->shown && staff == self->staff)
    return;
  show_names (self, flow);
  cp_document_take (&self->shown, json_incref ((CpJson *) cp_flow_get_result (flow)));
  cp_document_take (&self->staff, json_incref ((CpJson *) staff));
}

/* By what they approve, and that nobody is asked after that. */
static const char *
describe_way (CpFlow *flow)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  gboolean by_card = cp_json_get_bool (programme, "approve_by_card");

  if (!cp_flow_approval_does_it (flow))
    return by_card ? _ ("A PIN, or their staff card on the reader.") : NULL;
  if (cp_json_get_bool (cp_flow_get_result (flow), "asked"))
    return by_card ? _ ("Sent with their PIN, or their staff card on the reader.")
                   : _ ("Sent with their PIN.");
  return by_card ? _ ("Done with their PIN, or their staff card on the reader.")
                 : _ ("Done with their PIN.");
}

static void
show (CpStepView *view, CpFlow *flow)
{
  CpApprovalStep *self = CP_APPROVAL_STEP (view);
  const char *detail = cp_json_get_text (cp_flow_get_result (flow), "detail");
  const char *staff_text = cp_json_get_text (cp_flow_get_result (flow), "staff_text");
  const char *problem = cp_flow_get_problem (flow);

  if (cp_flow_get_busy (flow))
    return;
  cp_build_show_text (self->why, detail != NULL ? detail : staff_text);
  cp_build_show_text (self->way, describe_way (flow));
  gtk_widget_set_visible (self->own_card, cp_flow_wants_proof (flow));
  gtk_widget_set_visible (GTK_WIDGET (self->effects), cp_flow_approval_does_it (flow));
  cp_effects_show (self->effects, flow);
  keep_names_up_to_date (self, flow);
  show_problem (self, problem);
  if (self->was_told)
    cp_pin_pad_reset (self->pad, problem != NULL);
  self->was_told = FALSE;
}

/* *Hold for the till* is another Enter. */
static void
proceed (CpStepView *view, CpFlow *flow)
{
  cp_pin_pad_press (CP_APPROVAL_STEP (view)->pad, "enter");
}

static void
on_pin_entered (CpApprovalStep *self, const char *pin)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));

  if (flow == NULL || self->staff_id == NULL)
    return;
  self->was_told = TRUE;
  cp_flow_approve (flow, self->staff_id, pin);
}

static void
finalize (GObject *object)
{
  g_free (CP_APPROVAL_STEP (object)->staff_id);
  cp_document_take (&CP_APPROVAL_STEP (object)->shown, NULL);
  cp_document_take (&CP_APPROVAL_STEP (object)->staff, NULL);
  G_OBJECT_CLASS (cp_approval_step_parent_class)->finalize (object);
}

static void
cp_approval_step_class_init (CpApprovalStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (CP_TYPE_PIN_PAD);
  g_type_ensure (CP_TYPE_EFFECTS);
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-approval-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, why);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, names);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, problem);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, way);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, effects);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, own_card);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, pad);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_entered);
}

static void
cp_approval_step_init (CpApprovalStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
