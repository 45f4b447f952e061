/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-effects.h"

#include "cp-build.h"
#include "cp-compare.h"
#include "cp-scroller.h"

#include <glib/gi18n-lib.h>

struct _CpEffects {
  GtkWidget parent_instance;

  GtkWidget *lines;
  GtkLabel *note;
  GtkLabel *hold;
};

G_DEFINE_FINAL_TYPE (CpEffects, cp_effects, GTK_TYPE_WIDGET)

static GtkWidget *
make_effect (const char *text, gboolean first)
{
  GtkWidget *line = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap12");
  GtkWidget *mark = gtk_image_new_from_icon_name ("counterpart-check-symbolic");
  GtkWidget *label = cp_build_label (text, first ? "t-title" : "t-effect");

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_add_css_class (mark, "tick");
  gtk_widget_set_hexpand (label, TRUE);
  if (!first)
    gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

/* Where head office decides nothing is done here, and nobody may think so; which that is the decision says. */
static const char *
choose_note (CpFlow *flow, gboolean online)
{
  if (cp_json_get_bool (cp_flow_get_result (flow), "asked"))
    return online ? _ ("A request: head office is asked at once, and nothing changes before it "
                       "agrees.")
                  : _ ("Sent as a request once head office can be reached. Nothing changes before "
                       "it agrees.");
  return online ? _ ("Head office is in touch and is told at once.")
                : _ ("Head office can't be reached. It is done here now, and confirmed later.");
}

/* (transfer full) (nullable): what *Hold for the till* would do; nothing is done that was not said */
static char *
describe_hold (CpFlow *flow)
{
  const char *text = cp_json_get_text (cp_flow_get_result (flow), "if_held");

  if (cp_flow_get_spec (flow)->said_held == NULL || text == NULL)
    return NULL;
  return g_strdup_printf (_ ("Hold for the till. %s"), text);
}

/* The first says what it is about; what there is still to choose comes next. */
static void
show_lines (CpEffects *self, CpFlow *flow)
{
  const CpJson *result = cp_flow_get_result (flow);
  GtkWidget *compare = cp_compare_new (flow, cp_json_get_array (result, "differences"));
  const CpJson *effect;
  gsize i;

  cp_build_clear (self->lines);
  json_array_foreach (cp_json_get_array (result, "effects"), i, effect)
  {
    gtk_box_append (GTK_BOX (self->lines), make_effect (json_string_value (effect), i == 0));
    if (i == 0 && compare != NULL)
      gtk_box_append (GTK_BOX (self->lines), compare);
  }
}

void
cp_effects_show (CpEffects *self, CpFlow *flow)
{
  const CpJson *link = cp_json_get_object (cp_kiosk_get_status (cp_flow_get_kiosk (flow)), "link");
  gboolean online = g_strcmp0 (cp_json_get_text (link, "state"), "online") == 0;
  g_autofree char *hold = describe_hold (flow);

  show_lines (self, flow);
  cp_build_set_class (GTK_WIDGET (self->note), "warn", !online);
  gtk_label_set_text (self->note, choose_note (flow, online));
  /* that all goes as usual need not be said where there is less room */
  gtk_widget_set_visible (GTK_WIDGET (self->note),
                          cp_flow_get_stage (flow) == CP_STAGE_REVIEW || !online ||
                              cp_json_get_bool (cp_flow_get_result (flow), "asked"));
  cp_build_show_text (self->hold, hold);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_effects_parent_class)->dispose (object);
}

static void
cp_effects_class_init (CpEffectsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CP_TYPE_SCROLLER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-effects.ui");
  gtk_widget_class_bind_template_child (widget_class, CpEffects, lines);
  gtk_widget_class_bind_template_child (widget_class, CpEffects, note);
  gtk_widget_class_bind_template_child (widget_class, CpEffects, hold);
}

static void
cp_effects_init (CpEffects *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
