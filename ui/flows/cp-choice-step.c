/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-choice-step.h"

#include "cp-build.h"
#include "cp-double-tap.h"
#include "cp-row.h"

#include <glib/gi18n-lib.h>

struct _CpChoiceStep {
  CpStepView parent_instance;

  GtkWidget *list;
  GtkEditable *note;
  GtkEditable *search;
  const CpStep *step; /* which the search was typed for */
  GPtrArray *choices;
};

G_DEFINE_FINAL_TYPE (CpChoiceStep, cp_choice_step, CP_TYPE_STEP_VIEW)

static void
on_row_clicked (CpChoiceStep *self, GtkWidget *row)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));
  guint i = 0;

  for (GtkWidget *other = gtk_widget_get_first_child (self->list); other != row;
       other = gtk_widget_get_next_sibling (other))
    i++;
  cp_double_tap_guard (GTK_WIDGET (self)); /* the next question's rows come to the same place */
  if (flow != NULL && i < self->choices->len)
    cp_flow_choose_with_note (flow, self->choices->pdata[i], gtk_editable_get_text (self->note));
}

static void
on_search_changed (CpChoiceStep *self)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));

  if (flow != NULL && self->step != NULL)
    cp_flow_find (flow, gtk_editable_get_text (self->search));
}

/* A search belongs to one step: the next begins with none. */
static void
show_search (CpChoiceStep *self, const CpStep *step, gboolean fresh)
{
  gtk_widget_set_visible (GTK_WIDGET (self->search), step->finds_members);
  if (!fresh && self->step == step)
    return;
  self->step = NULL; /* what is emptied is no search */
  gtk_editable_set_text (self->search, "");
  self->step = step;
}

static void
on_note_done (CpChoiceStep *self)
{
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
}

/* Before anything was sought, that nobody is there says nothing. */
static GtkWidget *
make_empty (const CpStep *step, gboolean nothing_sought)
{
  if (step->finds_members && nothing_sought)
    return cp_build_empty (_ ("Tap their card, or search."), "");
  return cp_build_empty (
      step->nothing != NULL ? _ (step->nothing) : _ ("There is nothing to choose from."),
      step->hint != NULL ? "" : _ ("The programme of your head office decides this."));
}

static void
show (CpStepView *view, CpFlow *flow)
{
  CpChoiceStep *self = CP_CHOICE_STEP (view);
  const CpStep *step = cp_flow_get_step (flow);

  if (cp_step_view_is_fresh (view))
    gtk_editable_set_text (self->note, "");
  show_search (self, step, cp_step_view_is_fresh (view));
  gtk_widget_set_sensitive (self->list, !cp_flow_get_busy (flow));
  if (cp_flow_get_busy (flow))
    return;
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = step->list_choices (flow);
  cp_build_clear (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->note),
                          step->note_key != NULL && self->choices->len > 0);
  for (guint i = 0; i < self->choices->len; i++) {
    const CpChoice *choice = self->choices->pdata[i];
    CpRow *row = cp_row_new ();

    cp_row_show (row, NULL, choice->title, choice->subtitle, NULL, choice->trailing);
    g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->list), GTK_WIDGET (row));
  }
  if (self->choices->len == 0)
    gtk_box_append (GTK_BOX (self->list),
                    make_empty (step, *gtk_editable_get_text (self->search) == '\0'));
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&CP_CHOICE_STEP (object)->choices, g_ptr_array_unref);
  G_OBJECT_CLASS (cp_choice_step_parent_class)->finalize (object);
}

static void
cp_choice_step_class_init (CpChoiceStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-choice-step", show);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpChoiceStep, list);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpChoiceStep, note);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpChoiceStep, search);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_search_changed);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_note_done);
}

static void
cp_choice_step_init (CpChoiceStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
