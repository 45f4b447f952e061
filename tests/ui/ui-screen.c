/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-screen.h"

#include "cp-language.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Before there are threads: GTK has one that looks at the environment while it finds its fonts, and what is new
 * in that moves all of it. */
static void
set_environment (const char *program)
{
  const char *built = g_getenv ("G_TEST_BUILDDIR");
  g_autofree char *beside = g_path_get_dirname (program);
  g_autofree char *catalogues = g_build_filename (built != NULL ? built : beside, "..", "po", NULL);

  g_setenv ("COUNTERPART_LOCALE_DIR", catalogues, TRUE);
  g_setenv ("LANGUAGE", "", FALSE);
}

void
ui_screen_init (int *argc, char ***argv)
{
  set_environment (**argv);
  gtk_test_init (argc, argv, NULL);
  g_free (cp_language_init ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, "gtk-xft-antialias", 1, "gtk-xft-hinting", 0, "gtk-xft-hintstyle",
                "hintnone", "gtk-xft-rgba", "none", "gtk-xft-dpi", 96 * 1024,
                "gtk-double-click-time", 0, NULL);
}

static void
present (GtkWidget *window, int width, int height)
{
  g_object_set_data (G_OBJECT (window), "width", GINT_TO_POINTER (width));
  g_object_set_data (G_OBJECT (window), "height", GINT_TO_POINTER (height));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  ui_screen_draw (window);
}

CpWindow *
ui_screen_open (UiStage *stage, int width, int height)
{
  g_autoptr (CpTheme) theme = cp_theme_new (gdk_display_get_default ());
  double scale = cp_window_choose_scale (width, height);
  CpWindow *window;

  cp_theme_set_scale (theme, scale, 1);
  window = cp_window_new (stage->kiosk, theme, scale);
  present (GTK_WIDGET (window), width, height);
  return window;
}

GtkWidget *
ui_screen_show (UiStage *stage, GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();
  GActionGroup *actions = cp_kiosk_make_actions (stage->kiosk);

  g_object_set_data_full (G_OBJECT (window), "theme", cp_theme_new (gdk_display_get_default ()),
                          g_object_unref);
  gtk_widget_insert_action_group (window, "kiosk", actions);
  g_object_unref (actions);
  if (CP_IS_SCREEN (widget))
    cp_screen_set_kiosk (CP_SCREEN (widget), stage->kiosk);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  present (window, 1280, 728);
  return window;
}

GtkWidget *
ui_screen_show_step (UiStage *stage, GType step_type, const char *flow_name, CpStepView **ret_view)
{
  GtkWidget *window;

  *ret_view = g_object_new (step_type, NULL);
  window = ui_screen_show (stage, GTK_WIDGET (*ret_view));
  cp_kiosk_start_flow (stage->kiosk, flow_name, NULL);
  ui_stage_settle (stage);
  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
ui_screen_close (gpointer window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (window, &watched);
  gtk_window_destroy (window);
  ui_wait_for (is_gone, &watched, "the window to go");
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *frames = data;

  (*frames)++;
  return *frames < 3 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
has_drawn (gpointer data)
{
  return *(guint *) data >= 3;
}

void
ui_screen_draw (gpointer window)
{
  guint frames = 0;

  gtk_widget_add_tick_callback (window, on_tick, &frames, NULL);
  ui_wait_for (has_drawn, &frames, "the screen to be drawn");
}

typedef gboolean (*VisitFunc) (GtkWidget *widget, gpointer data);

/* Every mapped widget, until @func says that it has seen enough. */
static gboolean
visit (GtkWidget *widget, VisitFunc func, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (func (widget, data))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (visit (child, func, data))
      return TRUE;
  return FALSE;
}

typedef struct {
  const char *name;
  GtkWidget *found;
} Search;

static gboolean
is_called (GtkWidget *widget, const char *name)
{
  g_autofree char *other = NULL;

  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)) {
    other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                GTK_ACCESSIBLE_PROPERTY_LABEL, name, NULL);
    return other == NULL;
  }
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0;
}

static gboolean
match_control (GtkWidget *widget, gpointer data)
{
  Search *search = data;

  if (!GTK_IS_BUTTON (widget) && !GTK_IS_EDITABLE (widget))
    return FALSE;
  if (is_called (widget, search->name) || is_called (widget, _ (search->name)) ||
      g_str_equal (gtk_widget_get_name (widget), search->name))
    search->found = widget;
  return search->found != NULL;
}

GtkWidget *
ui_find (gpointer root, const char *name)
{
  Search search = { name, NULL };

  visit (root, match_control, &search);
  return search.found;
}

gboolean
ui_can_be_pressed (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_target (at))
      return FALSE;
  return gtk_widget_is_sensitive (widget);
}

typedef struct {
  gpointer root;
  const char *name;
} Press;

/* What is not there at all is not waited for. */
static gboolean
may_be_pressed (gpointer data)
{
  const Press *press = data;
  GtkWidget *button = ui_find (press->root, press->name);

  if (button == NULL)
    g_error ("no button to press: %s", press->name);
  return ui_can_be_pressed (button);
}

void
ui_press (gpointer root, const char *name)
{
  Press press = { root, name };

  ui_wait_for (may_be_pressed, &press, name);
  g_signal_emit_by_name (ui_find (root, name), "clicked");
}

void
ui_screen_set_double_tap_ms (int double_tap_ms)
{
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", double_tap_ms, NULL);
}

gboolean
ui_tap_again (gpointer root, const char *name)
{
  GtkWidget *button = ui_find (root, name);

  if (button == NULL || !ui_can_be_pressed (button))
    return FALSE;
  g_signal_emit_by_name (button, "clicked");
  return TRUE;
}

/* Of the first list that is longer than its room. */
static gboolean
find_scroller (GtkWidget *widget, gpointer data)
{
  GtkAdjustment **place = data;
  GtkAdjustment *found;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;
  found = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  if (gtk_adjustment_get_upper (found) > gtk_adjustment_get_page_size (found))
    *place = found;
  return *place != NULL;
}

gboolean
ui_screen_scroll_down (gpointer window)
{
  GtkAdjustment *place = NULL;

  ui_screen_draw (window);
  if (!visit (window, find_scroller, &place))
    return FALSE;
  gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place));
  return TRUE;
}

static gboolean
match_words (GtkWidget *widget, gpointer data)
{
  Search *search = data;

  if (GTK_IS_LABEL (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), search->name) != NULL)
    search->found = widget;
  return search->found != NULL;
}

gboolean
ui_sees (gpointer root, const char *words)
{
  Search search = { words, NULL };

  return visit (root, match_words, &search);
}

static gboolean
check_target (GtkWidget *widget, gpointer data)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;
  gboolean named =
      (label != NULL && *label != '\0') ||
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);

  if (!GTK_IS_BUTTON (widget) && !GTK_IS_ENTRY (widget))
    return FALSE;
  if (!named)
    g_error ("a %s has no accessible name", G_OBJECT_TYPE_NAME (widget));
  if (gtk_widget_get_allocated_width (widget) < 48 || gtk_widget_get_allocated_height (widget) < 48)
    g_error ("%s '%s' is only %dx%d", G_OBJECT_TYPE_NAME (widget), label,
             gtk_widget_get_allocated_width (widget), gtk_widget_get_allocated_height (widget));
  return FALSE;
}

void
ui_check_targets (gpointer root)
{
  visit (root, check_target, NULL);
}

static gboolean
check_whole (GtkWidget *widget, gpointer data)
{
  PangoLayout *layout = GTK_IS_LABEL (widget) ? gtk_label_get_layout (GTK_LABEL (widget)) : NULL;
  int width, height;

  if (layout == NULL)
    return FALSE;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    g_error ("cut short: %s", pango_layout_get_text (layout));
  if (gtk_widget_get_width (widget) < width || gtk_widget_get_height (widget) < height)
    g_error ("no room for: %s: %dx%d in %dx%d", pango_layout_get_text (layout), width, height,
             gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  return FALSE;
}

void
ui_check_whole (gpointer root)
{
  visit (root, check_whole, NULL);
}

void
ui_check_fits (gpointer window)
{
  GtkWidget *child = gtk_window_get_child (window);
  int width = GPOINTER_TO_INT (g_object_get_data (window, "width"));
  int height = GPOINTER_TO_INT (g_object_get_data (window, "height"));
  int wanted_width, wanted_height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &wanted_width, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &wanted_height, NULL, NULL, NULL);
  g_assert_cmpint (wanted_width, <=, width);
  g_assert_cmpint (wanted_height, <=, height);
  g_assert_cmpint (gtk_widget_get_width (child), ==, width);
  g_assert_cmpint (gtk_widget_get_height (child), ==, height);
}

GdkTexture *
ui_save_picture (gpointer window, const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "ui", "pictures", NULL);
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  int width = gtk_widget_get_width (window), height = gtk_widget_get_height (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  GdkTexture *texture;

  ui_screen_draw (window);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  return texture;
}
