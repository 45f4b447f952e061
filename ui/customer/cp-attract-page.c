/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-attract-page.h"

#include "cp-build.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>

struct _CpAttractPage {
  CpScreen parent_instance;

  GtkWidget *body;
  GtkWidget *disc;
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *note;
  GtkWidget *languages;
};

G_DEFINE_FINAL_TYPE (CpAttractPage, cp_attract_page, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *title;
  const char *text;
} WORDS[] = {
  { "ready", N_ ("Tap your card"),
    N_ ("Hold it flat on the reader to see your balance and what is waiting for you") },
  { "starting", N_ ("One moment"), N_ ("The card reader is getting ready") },
  { "absent", N_ ("Please ask our staff"), N_ ("The card reader is not connected just now") },
  { "fault", N_ ("Please ask our staff"), N_ ("The card reader needs a moment to recover") },
};

static void
make_languages (CpAttractPage *self)
{
  const char *const *codes = cp_language_get_translated ();

  for (guint i = 0; codes[i] != NULL; i++) {
    GtkWidget *button =
        cp_build_button (cp_language_get_name (codes[i]), "quiet", "kiosk.language", codes[i]);

    gtk_widget_set_name (button, codes[i]);
    gtk_box_append (GTK_BOX (self->languages), button);
  }
}

static void
mark_language (CpAttractPage *self, CpKiosk *kiosk)
{
  const char *language = cp_kiosk_get_language (kiosk);

  for (GtkWidget *button = gtk_widget_get_first_child (self->languages); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    cp_build_set_class (button, "on", g_strcmp0 (gtk_widget_get_name (button), language) == 0);
  gtk_widget_set_visible (self->languages, !cp_kiosk_get_dimmed (kiosk));
}

#define STEPS 4 /* in each direction */
#define STEP_PX 12

/* While nobody is there nothing bright may stand in one place for long, or it burns in. */
static void
move (CpAttractPage *self, CpKiosk *kiosk)
{
  guint minute = (guint) (cp_kiosk_get_now_ms (kiosk) / 60000);
  gboolean dimmed = cp_kiosk_get_dimmed (kiosk);
  int side = dimmed ? (int) (minute % (2 * STEPS + 1)) * STEP_PX : 0;
  int down = dimmed ? (int) (minute / 2 % (2 * STEPS + 1)) * STEP_PX : 0;

  gtk_widget_set_margin_start (self->body, side);
  gtk_widget_set_margin_end (self->body, dimmed ? 2 * STEPS * STEP_PX - side : 0);
  gtk_widget_set_margin_top (self->body, down);
  gtk_widget_set_margin_bottom (self->body, dimmed ? 2 * STEPS * STEP_PX - down : 0);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpAttractPage *self = CP_ATTRACT_PAGE (screen);
  const char *state = cp_kiosk_get_reader_state (kiosk);
  const char *link =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_status (kiosk), "link"), "state");
  gsize row = G_N_ELEMENTS (WORDS) - 1;

  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (g_strcmp0 (WORDS[i].state, state) == 0)
      row = i;
  gtk_label_set_text (self->title, _ (WORDS[row].title));
  gtk_label_set_text (self->text, _ (WORDS[row].text));
  cp_build_set_class (self->disc, "off", row != 0);
  move (self, kiosk);
  mark_language (self, kiosk);
  cp_build_show_text (self->note,
                      link != NULL && g_str_equal (link, "offline")
                          ? _ ("We are offline for the moment. Your card works all the same.")
                          : NULL);
}

static void
cp_attract_page_class_init (CpAttractPageClass *klass)
{
  static const char *const WATCHES[] = {
    "reader-state", "status", "dimmed", "now", "language", NULL
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-attract-page", WATCHES, refresh);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, body);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, disc);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, title);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, text);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, note);
  gtk_widget_class_bind_template_child (widget_class, CpAttractPage, languages);
}

static void
cp_attract_page_init (CpAttractPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_languages (self);
}
