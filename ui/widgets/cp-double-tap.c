/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-double-tap.h"

/* Goes with the area, or when another takes its place. */
typedef struct {
  GtkWidget *area;
  guint source;
} Guard;

static void
guard_free (gpointer data)
{
  Guard *guard = data;

  g_clear_handle_id (&guard->source, g_source_remove);
  g_free (guard);
}

/* Nothing is drawn greyed, and nothing loses the focus, for a moment that passes before anybody could have meant
 * a touch. */
static void
set_guarded (GtkWidget *area, gboolean guarded)
{
  gtk_widget_set_can_target (area, !guarded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_STATE_DISABLED, guarded, -1);
}

static gboolean
on_over (gpointer data)
{
  Guard *guard = data;

  guard->source = 0;
  set_guarded (guard->area, FALSE);
  return G_SOURCE_REMOVE;
}

void
cp_double_tap_guard (GtkWidget *area)
{
  Guard *guard = g_new0 (Guard, 1);
  int double_click_ms;

  g_object_get (gtk_widget_get_settings (area), "gtk-double-click-time", &double_click_ms, NULL);
  guard->area = area;
  guard->source = g_timeout_add ((guint) double_click_ms, on_over, guard);
  g_object_set_data_full (G_OBJECT (area), "double-tap", guard, guard_free);
  set_guarded (area, TRUE);
}
