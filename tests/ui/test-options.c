/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-options.h"

#include "cp-flow-table.h"
#include "ui-screen.h"

static CpChoice *
make_choice (const char *id, const char *title)
{
  CpChoice *choice = g_new0 (CpChoice, 1);

  choice->id = g_strdup (id);
  choice->title = g_strdup (title);
  return choice;
}

static void
test_writes (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_choice_free);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *window;

  g_ptr_array_add (choices, make_choice ("de", "Deutsch"));
  g_ptr_array_add (choices, make_choice ("en", "English"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "en");
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), cp_options_new (GTK_EDITABLE (entry), choices, FALSE));
  window = ui_screen_show (stage, box);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "English"), "on"));
  ui_press (window, "Deutsch");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "de");
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Deutsch"), "on"));
  g_assert_false (gtk_widget_has_css_class (ui_find (window, "English"), "on"));
  ui_press (window, "Deutsch");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  ui_screen_close (window);
}

static void
test_needed (void)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_choice_free);
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *window;

  g_ptr_array_add (choices, make_choice ("1", "One"));
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), cp_options_new (GTK_EDITABLE (entry), choices, TRUE));
  window = ui_screen_show (stage, box);
  ui_press (window, "One");
  ui_press (window, "One");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/options/write-what-they-stand-for", test_writes);
  g_test_add_func ("/options/stay-where-one-is-needed", test_needed);
  return g_test_run ();
}
