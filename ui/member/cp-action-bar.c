/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-action-bar.h"

#include "cp-build.h"

#include <glib/gi18n-lib.h>

#define N_COLUMNS 3

struct _CpActionBar {
  CpScreen parent_instance;

  GtkGrid *buttons;
  CpGroup group;
};

enum { PROP_GROUP = 1 };

G_DEFINE_FINAL_TYPE (CpActionBar, cp_action_bar, CP_TYPE_SCREEN)

static const CpJson *
find_operation (const CpJson *view, const char *flow)
{
  const CpFlowSpec *spec = cp_flow_spec_find (flow);

  return cp_json_get_object (cp_json_get_object (view, "operations"), spec->parts[0].kind);
}

const char *
cp_action_mark (GtkWidget *button, const CpJson *view)
{
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));
  g_auto (GStrv) parts = g_strsplit (g_variant_get_string (target, NULL), ":", 2);
  const CpJson *operation = find_operation (view, parts[0]);
  gboolean allowed = operation == NULL || cp_json_get_bool (operation, "allowed");
  const char *why = allowed ? NULL : cp_json_get_text (operation, "why");

  if (allowed && !cp_json_get_bool (view, "online") &&
      g_strcmp0 (cp_json_get_text (operation, "class"), "queued") == 0)
    why = _ ("Sent as a request");

  cp_build_set_class (button, "unavailable", !allowed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  why != NULL ? why : "", -1);
  return why;
}

void
cp_action_mark_all (GtkWidget *root, const CpJson *view)
{
  if (GTK_IS_BUTTON (root) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), "kiosk.flow") == 0) {
    cp_action_mark (root, view);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    cp_action_mark_all (child, view);
}

gboolean
cp_action_is_shown (const CpJson *row, const char *may, const char *flow)
{
  const char *kind = cp_flow_spec_find (flow)->parts[0].kind;
  CpJson *later;
  gsize i;

  if (cp_json_get_bool (row, may))
    return TRUE;
  json_array_foreach (cp_json_get_array (row, "later"), i, later)
  {
    if (g_strcmp0 (json_string_value (later), kind) == 0)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
cp_action_list (CpGroup group, const CpJson *view)
{
  GPtrArray *list = g_ptr_array_new ();
  guint n;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; i < n; i++)
    if (actions[i].group == group && !actions[i].at_item &&
        find_operation (view, actions[i].flow) != NULL)
      g_ptr_array_add (list, (gpointer) &actions[i]);
  return list;
}

static GtkWidget *
make_button (const CpAction *action, const CpJson *view)
{
  const CpFlowSpec *spec = cp_flow_spec_find (action->flow);
  GtkWidget *button = cp_build_button (_ (spec->title), spec->destructive ? "danger" : "secondary",
                                       "kiosk.flow", action->flow);
  const char *why = cp_action_mark (button, view);
  GtkWidget *box, *label, *below;

  gtk_widget_add_css_class (button, "action");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_FILL);
  cp_build_name (button, _ (spec->title));
  if (why == NULL)
    return button;
  box = cp_build_box (GTK_ORIENTATION_VERTICAL, "");
  label = gtk_label_new (_ (spec->title));
  below = gtk_label_new (why);
  gtk_label_set_ellipsize (GTK_LABEL (below), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (below), 10);
  gtk_widget_add_css_class (below, "t-why");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), below);
  gtk_button_set_child (GTK_BUTTON (button), box);
  return button;
}

/* A chain that has cards written elsewhere has no use for the button, nor has whoever may not. */
static gboolean
has_no_use (const CpAction *action, CpKiosk *kiosk)
{
  const CpJson *rights = cp_json_get_object (cp_kiosk_get_session (kiosk), "rights");

  if (!cp_flow_spec_find (action->flow)->parts[0].steps[0].writes)
    return FALSE;
  return cp_json_get_text (cp_kiosk_get_programme (kiosk), "card_site") == NULL ||
         !cp_json_get_bool (cp_json_get_object (rights, "write_cards"), "allowed");
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpActionBar *self = CP_ACTION_BAR (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  g_autoptr (GPtrArray) list = cp_action_list (self->group, view);

  for (guint i = list->len; i > 0; i--)
    if (has_no_use (list->pdata[i - 1], kiosk))
      g_ptr_array_remove_index (list, i - 1);
  cp_build_clear (GTK_WIDGET (self->buttons));
  for (guint i = 0; i < list->len; i++)
    gtk_grid_attach (self->buttons, make_button (list->pdata[i], view), (int) i % N_COLUMNS,
                     (int) i / N_COLUMNS, 1, 1);
  for (guint i = list->len; i < N_COLUMNS; i++) /* so that no button is wider for being alone */
    gtk_grid_attach (self->buttons, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), (int) i, 0, 1, 1);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), list->len > 0);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, CP_ACTION_BAR (object)->group);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CP_ACTION_BAR (object)->group = g_value_get_uint (value);
  cp_screen_refresh (CP_SCREEN (object));
}

static void
cp_action_bar_class_init (CpActionBarClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  g_object_class_install_property (object_class, PROP_GROUP,
                                   g_param_spec_uint ("group", NULL, NULL, 0, CP_N_GROUPS - 1, 0,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-action-bar", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpActionBar, buttons);
}

static void
cp_action_bar_init (CpActionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
