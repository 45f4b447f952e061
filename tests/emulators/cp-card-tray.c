/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The demo's card tray: practice cards to press or to drag onto the pad, which puts them into the
 * emulated reader's field, so that the real reader stack runs under every tap. Beside them the
 * network cable, to be pulled and put back. */
#include "cp-json.h"
#include "cp-line-client.h"

#include <gtk/gtk.h>

#define HOLD_MS 700

typedef struct {
  char *control;
  char *cable;
  char *cards;
  CpJson *list;
  GtkWidget *pad;
  GtkWidget *said;
  guint leaving;
} Tray;

static const char style[] =
    "window { background: #e9e6dd; color: #15211c; font-family: Inter, sans-serif; }"
    ".card { background: linear-gradient(160deg, #12614c, #0c3b2f); color: white;"
    "  border-radius: 14px; padding: 14px 16px; min-width: 210px; border: none; }"
    ".card.grey { background: linear-gradient(160deg, #7b847f, #565f5a); }"
    ".tray { padding: 20px; } .tray button { min-height: 48px; border-radius: 14px; } .name { "
    "font-weight: 700; font-size: 16px; } .note { font-size: "
    "13px; }"
    ".pad { border: 2px dashed #6e9388; border-radius: 22px; min-height: 96px;"
    "  font-size: 17px; font-weight: 600; }"
    ".pad.busy { background: #d9eee4; border-style: solid; }"
    ".said { font-size: 13px; color: #56615b; }";

static void
say (Tray *tray, char *answer, GError *error)
{
  gtk_label_set_text (GTK_LABEL (tray->said), error != NULL ? error->message : "");
  g_free (answer);
}

static gboolean
on_held (gpointer data)
{
  Tray *tray = data;
  g_autoptr (GError) error = NULL;

  tray->leaving = 0;
  say (tray, cp_line_client_ask (tray->control, "leave", &error), error);
  gtk_widget_remove_css_class (tray->pad, "busy");
  return G_SOURCE_REMOVE;
}

static void
hold_to_reader (Tray *tray, const CpJson *card)
{
  const char *kind = cp_json_get_text (card, "kind");
  const char *uid = cp_json_get_text (card, "uid");
  g_autofree char *command = g_strdup_printf ("enter %s uid=%s", kind, uid);
  g_autoptr (GError) error = NULL;

  if (tray->leaving != 0) {
    g_source_remove (tray->leaving);
    on_held (tray);
  }
  say (tray, cp_line_client_ask (tray->control, command, &error), error);
  gtk_widget_add_css_class (tray->pad, "busy");
  tray->leaving = g_timeout_add (HOLD_MS, on_held, tray);
}

static void
on_card_clicked (GtkButton *button, gpointer data)
{
  hold_to_reader (data, g_object_get_data (G_OBJECT (button), "card"));
}

static GdkContentProvider *
on_card_dragged (GtkDragSource *source, double x, double y, gpointer data)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  const CpJson *card = g_object_get_data (G_OBJECT (button), "card");

  return gdk_content_provider_new_typed (G_TYPE_POINTER, card);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  hold_to_reader (data, g_value_get_pointer (value));
  return TRUE;
}

static void
on_cable_toggled (GtkToggleButton *toggle, gpointer data)
{
  Tray *tray = data;
  gboolean pulled = gtk_toggle_button_get_active (toggle);
  g_autoptr (GError) error = NULL;

  say (tray, cp_line_client_ask (tray->cable, pulled ? "cut" : "restore", &error), error);
  gtk_button_set_label (GTK_BUTTON (toggle),
                        pulled ? "Plug the network back in" : "Pull the network");
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static GtkWidget *
new_card (Tray *tray, const CpJson *card)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_box_append (GTK_BOX (box), new_label (cp_json_get_text (card, "name"), "name"));
  gtk_box_append (GTK_BOX (box), new_label (cp_json_get_text (card, "note"), "note"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  if (cp_json_get_bool (card, "blank"))
    gtk_widget_add_css_class (button, "grey");
  g_object_set_data (G_OBJECT (button), "card", (gpointer) card);
  g_signal_connect (button, "clicked", G_CALLBACK (on_card_clicked), tray);
  g_signal_connect (drag, "prepare", G_CALLBACK (on_card_dragged), tray);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
  return button;
}

static GtkWidget *
new_pad (Tray *tray)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_POINTER, GDK_ACTION_COPY);

  tray->pad = gtk_label_new ("Reader\nPress a card, or drag it here");
  gtk_label_set_justify (GTK_LABEL (tray->pad), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (tray->pad, "pad");
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), tray);
  gtk_widget_add_controller (tray->pad, GTK_EVENT_CONTROLLER (drop));
  return tray->pad;
}

static GtkWidget *
new_content (Tray *tray)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *cards = gtk_flow_box_new ();
  GtkWidget *cable = gtk_toggle_button_new_with_label ("Pull the network");
  gsize i;
  json_t *card;

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (cards), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (cards), 2);
  json_array_foreach (tray->list, i, card)
      gtk_flow_box_append (GTK_FLOW_BOX (cards), new_card (tray, card));
  tray->said = new_label ("", "said");
  gtk_label_set_ellipsize (GTK_LABEL (tray->said), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (tray->said), TRUE);
  g_signal_connect (cable, "toggled", G_CALLBACK (on_cable_toggled), tray);
  gtk_box_append (GTK_BOX (box), new_pad (tray));
  gtk_box_append (GTK_BOX (box), cards);
  gtk_box_append (GTK_BOX (box), cable);
  gtk_box_append (GTK_BOX (box), tray->said);
  gtk_widget_add_css_class (box, "tray");
  return box;
}

static void
on_activate (GtkApplication *app, gpointer data)
{
  GtkWidget *window = gtk_application_window_new (app);
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
  gtk_window_set_title (GTK_WINDOW (window), "Card tray");
  gtk_window_set_default_size (GTK_WINDOW (window), 340, 700);
  gtk_window_set_child (GTK_WINDOW (window), new_content (data));
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  Tray tray = { 0 };
  const GOptionEntry entries[] = {
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &tray.control, "The reader's control", "SOCKET" },
    { "cable", 0, 0, G_OPTION_ARG_FILENAME, &tray.cable, "The cable's control", "SOCKET" },
    { "cards", 0, 0, G_OPTION_ARG_FILENAME, &tray.cards, "The practice cards", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GtkApplication) app =
      gtk_application_new ("org.counterpart.CardTray", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GOptionContext) options = g_option_context_new ("- practice cards for the demo");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  int status;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || tray.control == NULL ||
      tray.cable == NULL || tray.cards == NULL ||
      !g_file_get_contents (tray.cards, &text, NULL, &error) ||
      (tray.list = cp_json_parse (text, -1, &error)) == NULL) {
    g_printerr ("%s\n",
                error != NULL ? error->message : "--control, --cable and --cards are needed");
    return 2;
  }
  g_signal_connect (app, "activate", G_CALLBACK (on_activate), &tray);
  status = g_application_run (G_APPLICATION (app), 1, argv);
  json_decref (tray.list);
  return status;
}
