/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-row.h"

#include "cp-build.h"

struct _CpRow {
  GtkButton parent_instance;

  GtkLabel *avatar;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *chip;
  GtkLabel *waiting;
  GtkLabel *trailing;
};

G_DEFINE_FINAL_TYPE (CpRow, cp_row, GTK_TYPE_BUTTON)

void
cp_row_show (CpRow *self,
             const char *initials,
             const char *title,
             const char *subtitle,
             const char *chip,
             const char *trailing)
{
  gtk_label_set_text (self->avatar, initials != NULL ? initials : "");
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), initials != NULL);
  gtk_label_set_text (self->title, title);
  cp_build_show_text (self->subtitle, subtitle);
  cp_build_show_text (self->chip, chip);
  cp_build_show_text (self->trailing, trailing);
  cp_build_name (GTK_WIDGET (self), title);
}

void
cp_row_set_waiting (CpRow *self, gboolean waiting)
{
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), waiting);
}

static void
cp_row_class_init (CpRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CpRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, CpRow, title);
  gtk_widget_class_bind_template_child (widget_class, CpRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CpRow, chip);
  gtk_widget_class_bind_template_child (widget_class, CpRow, waiting);
  gtk_widget_class_bind_template_child (widget_class, CpRow, trailing);
}

static void
cp_row_init (CpRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CpRow *
cp_row_new (void)
{
  return g_object_new (CP_TYPE_ROW, NULL);
}
