/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-look-alikes-step.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-row.h"

#include <glib/gi18n-lib.h>

struct _CpLookAlikesStep {
  CpStepView parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpLookAlikesStep, cp_look_alikes_step, CP_TYPE_STEP_VIEW)

static GtkWidget *
make_row (const CpJson *member)
{
  CpRow *row = cp_row_new ();
  const char *name = cp_format_or_empty (cp_json_get_text (member, "name"));
  const char *phone = cp_json_get_text (member, "phone_tail");
  g_autofree char *initials = cp_format_initials (name);
  g_autofree char *born = cp_format_iso_day (cp_json_get_text (member, "birth_date"));
  g_autofree char *phone_text =
      phone != NULL ? g_strdup_printf (_ ("Phone ···· %s"), phone) : g_strdup ("");
  g_autofree char *subtitle = cp_format_join (
      cp_format_or_empty (born), cp_format_or_empty (cp_json_get_text (member, "city")), phone_text,
      cp_format_or_empty (cp_json_get_text (member, "email_hint")), NULL);

  cp_row_show (row, initials, name, subtitle, _ ("Open"), NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s",
                                    cp_format_or_empty (cp_json_get_text (member, "member_id")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "kiosk.member");
  return GTK_WIDGET (row);
}

static void
show (CpStepView *view, CpFlow *flow)
{
  CpLookAlikesStep *self = CP_LOOK_ALIKES_STEP (view);
  CpJson *member;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (cp_json_get_array (cp_flow_get_result (flow), "look_alikes"), i, member)
  {
    gtk_box_append (GTK_BOX (self->list), make_row (member));
  }
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  cp_flow_insist (flow);
}

static void
cp_look_alikes_step_class_init (CpLookAlikesStepClass *klass)
{
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-look-alikes-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpLookAlikesStep, list);
}

static void
cp_look_alikes_step_init (CpLookAlikesStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
