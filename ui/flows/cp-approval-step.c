/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-approval-step.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-large.h"
#include "cp-pin-pad.h"

#include <glib/gi18n-lib.h>

struct _CpApprovalStep {
  CpStepView parent_instance;

  GtkLabel *why;
  GtkWidget *names;
  GtkLabel *problem;
  GtkWidget *by_card;
  GtkWidget *own_card;
  CpPinPad *pad;
  char *staff_id;
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

static void
on_name_clicked (CpApprovalStep *self, GtkWidget *button)
{
  choose (self, gtk_widget_get_name (button));
  cp_large_reveal (GTK_WIDGET (self->pad));
}

static GtkWidget *
make_name (CpApprovalStep *self, const CpChoice *staff)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "");
  GtkWidget *label = cp_build_label (staff->title, "t-name");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
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
  choose (self, approvers->len == 1 ? ((CpChoice *) approvers->pdata[0])->id : NULL);
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
  gtk_label_set_text (self->problem, cp_format_or_empty (problem));
  gtk_widget_set_visible (
      self->by_card,
      cp_json_get_bool (cp_kiosk_get_programme (cp_flow_get_kiosk (flow)), "approve_by_card"));
  gtk_widget_set_visible (self->own_card, cp_flow_wants_proof (flow));
  if (problem == NULL)
    show_names (self, flow);
  cp_pin_pad_reset (self->pad, problem != NULL);
}

static void
on_pin_entered (CpApprovalStep *self, const char *pin)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));

  if (flow != NULL && self->staff_id != NULL)
    cp_flow_approve (flow, self->staff_id, pin);
}

static void
finalize (GObject *object)
{
  g_free (CP_APPROVAL_STEP (object)->staff_id);
  G_OBJECT_CLASS (cp_approval_step_parent_class)->finalize (object);
}

static void
cp_approval_step_class_init (CpApprovalStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (CP_TYPE_PIN_PAD);
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-approval-step", show);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, why);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, names);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, problem);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, by_card);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, own_card);
  gtk_widget_class_bind_template_child (widget_class, CpApprovalStep, pad);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_entered);
}

static void
cp_approval_step_init (CpApprovalStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
