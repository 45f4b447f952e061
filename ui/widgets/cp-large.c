/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-large.h"

#include "cp-scroller.h"
#include "cp-wrap-layout.h"

#define BEFORE "cp-before"
#define AROUND 10 /* pixels that stay between what has to be seen and the edge */

/* How something was, so that it can be so again. */
typedef struct {
  PangoEllipsizeMode ellipsize;
  int lines;
  int max_width_chars;
  gboolean wrap;
  GtkJustification justify;
  GtkAlign halign;
  GtkOrientation orientation;
  gboolean homogeneous;
} Before;

static gboolean
is_of (GtkWidget *widget, const char *class_name)
{
  return gtk_widget_has_css_class (widget, class_name);
}

static Before *
take_before (gpointer widget)
{
  return g_object_steal_data (widget, BEFORE);
}

static void
enlarge_label (GtkLabel *label)
{
  Before before = {
    .ellipsize = gtk_label_get_ellipsize (label),
    .lines = gtk_label_get_lines (label),
    .max_width_chars = gtk_label_get_max_width_chars (label),
    .wrap = gtk_label_get_wrap (label),
    .justify = gtk_label_get_justify (label),
    .halign = gtk_widget_get_halign (GTK_WIDGET (label)),
  };

  g_object_set_data_full (G_OBJECT (label), BEFORE, g_memdup2 (&before, sizeof before), g_free);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_lines (label, -1);
  gtk_label_set_max_width_chars (label, -1);
  gtk_label_set_wrap (label, TRUE);
  if (gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_BUTTON) != NULL &&
      gtk_label_get_xalign (label) > 0.4f)
    gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
  if (is_of (gtk_widget_get_parent (GTK_WIDGET (label)), "columns"))
    gtk_widget_set_halign (GTK_WIDGET (label), GTK_ALIGN_START); /* a chip is no bar */
}

static void
arrange_label (GtkLabel *label, gboolean large)
{
  g_autofree Before *before = large ? NULL : take_before (label);

  if (large && g_object_get_data (G_OBJECT (label), BEFORE) == NULL)
    enlarge_label (label);
  if (before == NULL)
    return;
  gtk_label_set_ellipsize (label, before->ellipsize);
  gtk_label_set_lines (label, before->lines);
  gtk_label_set_max_width_chars (label, before->max_width_chars);
  gtk_label_set_wrap (label, before->wrap);
  gtk_label_set_justify (label, before->justify);
  gtk_widget_set_halign (GTK_WIDGET (label), before->halign);
}

static void
turn (GtkBox *box, gboolean large)
{
  gboolean beside = is_of (GTK_WIDGET (box), "beside");
  g_autofree Before *before = large ? NULL : take_before (box);
  Before now = { .orientation = gtk_orientable_get_orientation (GTK_ORIENTABLE (box)),
                 .homogeneous = gtk_box_get_homogeneous (box) };

  if (large && g_object_get_data (G_OBJECT (box), BEFORE) == NULL) {
    g_object_set_data_full (G_OBJECT (box), BEFORE, g_memdup2 (&now, sizeof now), g_free);
    gtk_orientable_set_orientation (GTK_ORIENTABLE (box),
                                    beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
    gtk_box_set_homogeneous (box, beside);
  }
  if (before == NULL)
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), before->orientation);
  gtk_box_set_homogeneous (box, before->homogeneous);
}

static void
wrap (GtkWidget *box, gboolean large)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (box);

  if (large && !CP_IS_WRAP_LAYOUT (manager))
    gtk_widget_set_layout_manager (box, g_object_new (CP_TYPE_WRAP_LAYOUT, NULL));
  else if (!large && CP_IS_WRAP_LAYOUT (manager))
    gtk_widget_set_layout_manager (box, gtk_box_layout_new (GTK_ORIENTATION_HORIZONTAL));
}

static CpScroller *
find_outer (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (CP_IS_SCROLLER (widget) && cp_scroller_get_outer (CP_SCROLLER (widget)))
      return CP_SCROLLER (widget);
  return NULL;
}

static CpScroller *
find_moving (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (CP_IS_SCROLLER (widget) && cp_scroller_get_scrolls (CP_SCROLLER (widget)))
      return CP_SCROLLER (widget);
  return NULL;
}

/* Where it lies in what is moved, and a little around it. A widget's own coordinates begin within its
 * padding, which is moved too. */
static gboolean
find_place (CpScroller *scroller, GtkWidget *widget, graphene_rect_t *ret_place)
{
  GtkWidget *moved = cp_scroller_get_child (scroller);
  graphene_rect_t whole;

  if (!cp_scroller_get_scrolls (scroller) || !gtk_widget_compute_bounds (moved, moved, &whole) ||
      !gtk_widget_compute_bounds (widget, moved, ret_place))
    return FALSE;
  ret_place->origin.y -= whole.origin.y;
  graphene_rect_inset (ret_place, 0, -AROUND);
  return TRUE;
}

static void
move_into_view (CpScroller *scroller, const graphene_rect_t *place)
{
  gtk_adjustment_clamp_page (cp_scroller_get_place (scroller), (double) place->origin.y,
                             (double) (place->origin.y + place->size.height));
}

static gboolean
on_reveal_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *n_frames = data;
  CpScroller *scroller = find_outer (widget);
  graphene_rect_t place;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE; /* what changed is laid out after this */
  if (scroller != NULL && find_place (scroller, widget, &place))
    gtk_adjustment_set_value (cp_scroller_get_place (scroller), (double) place.origin.y);
  return G_SOURCE_REMOVE;
}

void
cp_large_reveal (GtkWidget *widget)
{
  CpScroller *scroller = find_outer (widget);

  if (scroller != NULL && cp_scroller_get_scrolls (scroller))
    gtk_widget_add_tick_callback (widget, on_reveal_tick, g_new0 (guint, 1), g_free);
}

static gboolean
on_view_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *n_frames = data;
  CpScroller *scroller = find_moving (widget);
  graphene_rect_t place;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE; /* as above */
  if (scroller != NULL && find_place (scroller, widget, &place))
    move_into_view (scroller, &place);
  return G_SOURCE_REMOVE;
}

void
cp_large_bring_into_view (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, on_view_tick, g_new0 (guint, 1), g_free);
}

/* What has to be seen with what has the focus: a field's name, or what is found below a search. */
static GtkWidget *
find_field (GtkWidget *focus)
{
  for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (is_of (widget, "field"))
      return widget;
  return GTK_IS_TEXT (focus) ? gtk_widget_get_parent (focus) : focus;
}

static gboolean
on_focus_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CpScroller *scroller = CP_SCROLLER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t place;

  g_object_set_data (G_OBJECT (widget), "ticks", NULL);
  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
      find_place (scroller, find_field (focus), &place))
    move_into_view (scroller, &place);
  return G_SOURCE_REMOVE;
}

static void
on_room_changed (GtkWidget *scroller)
{
  if (g_object_get_data (G_OBJECT (scroller), "ticks") != NULL)
    return;
  g_object_set_data (G_OBJECT (scroller), "ticks", scroller);
  gtk_widget_add_tick_callback (scroller, on_focus_tick, NULL, NULL);
}

static void
on_root (GtkWidget *scroller)
{
  GtkRoot *root = gtk_widget_get_root (scroller);

  if (root != NULL)
    g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (on_room_changed), scroller,
                             G_CONNECT_SWAPPED);
}

void
cp_large_keep_focus_in_view (CpScroller *scroller)
{
  on_root (GTK_WIDGET (scroller));
  g_signal_connect (scroller, "notify::root", G_CALLBACK (on_root), NULL);
  g_signal_connect_object (cp_scroller_get_place (scroller), "changed",
                           G_CALLBACK (on_room_changed), scroller, G_CONNECT_SWAPPED);
}

static void
arrange_scroller (CpScroller *scroller, gboolean large)
{
  if (cp_scroller_get_outer (scroller) &&
      g_object_get_data (G_OBJECT (scroller), "keeps") == NULL) {
    g_object_set_data (G_OBJECT (scroller), "keeps", scroller);
    cp_large_keep_focus_in_view (scroller);
  }
  cp_scroller_set_large (scroller, large);
}

void
cp_large_arrange (GtkWidget *root, gboolean large)
{
  if (is_of (root, "as-is") || GTK_IS_TEXT (root))
    return;
  if (GTK_IS_LABEL (root))
    arrange_label (GTK_LABEL (root), large);
  else if (CP_IS_SCROLLER (root))
    arrange_scroller (CP_SCROLLER (root), large);
  else if (is_of (root, "columns") || is_of (root, "beside"))
    turn (GTK_BOX (root), large);
  else if (is_of (root, "wraps"))
    wrap (root, large);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    cp_large_arrange (child, large);
}
