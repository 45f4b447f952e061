/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wrap-layout.h"

struct _CpWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (CpWrapLayout, cp_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* @most: the line's width, or -1 */
static int
get_width (GtkWidget *child, int most)
{
  int least, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  return most < 0 ? natural : CLAMP (natural, least, MAX (least, most));
}

static int
get_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* (nullable): with which child the next line begins */
static GtkWidget *
measure_line (GtkWidget *first, int most, int *ret_width, int *ret_height)
{
  GtkWidget *child;
  int width = 0, height = 0;

  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    int wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    wanted = get_width (child, most);
    if (width > 0 && most >= 0 && width + wanted > most)
      break;
    width += wanted;
    height = MAX (height, get_height (child, wanted));
  }
  *ret_width = width;
  *ret_height = height;
  return child;
}

static int
get_least_width (GtkWidget *widget)
{
  int most = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least = 0;

    if (gtk_widget_should_layout (child))
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    most = MAX (most, least);
  }
  return most;
}

static int
sum_heights (GtkWidget *widget, int width)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int sum = 0;

  while (first != NULL) {
    int line_width, line_height;

    first = measure_line (first, width, &line_width, &line_height);
    sum += line_height;
  }
  return sum;
}

static void
measure (GtkLayoutManager *manager,
         GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = get_least_width (widget);
    measure_line (gtk_widget_get_first_child (widget), -1, natural, &height);
  } else {
    *minimum = *natural = sum_heights (widget, for_size);
  }
}

static void
allocate_line (GtkWidget *widget, GtkWidget *first, GtkWidget *end, int width, int y, int height)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first; child != end; child = gtk_widget_get_next_sibling (child)) {
    int wide;

    if (!gtk_widget_should_layout (child))
      continue;
    wide = get_width (child, width);
    gtk_widget_size_allocate (
        child, &(GtkAllocation){ mirrored ? width - x - wide : x, y, wide, height }, -1);
    x += wide;
  }
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int y = 0;

  while (first != NULL) {
    int line_width, line_height;
    GtkWidget *end = measure_line (first, width, &line_width, &line_height);

    allocate_line (widget, first, end, width, y, line_height);
    y += line_height;
    first = end;
  }
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cp_wrap_layout_class_init (CpWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = measure;
  manager_class->allocate = allocate;
  manager_class->get_request_mode = get_request_mode;
}

static void
cp_wrap_layout_init (CpWrapLayout *self)
{
}
