/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-own-page.h"

#include "cp-build.h"
#include "cp-double-tap.h"
#include "cp-format.h"
#include "cp-kiosk-own.h"
#include "cp-own-offer.h"
#include "cp-scroller.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define MOST_PRODUCTS 50

struct _CpOwnPage {
  CpScreen parent_instance;

  GtkLabel *heading;
  GtkLabel *said;
  GtkLabel *problem;
  GtkWidget *asked;
  GtkEntry *entry;
  GtkButton *go;
  CpScroller *scroller;
  GtkWidget *content;
  GtkLabel *left;
  GtkButton *back;
  GtkButton *done;
  char *shown;  /* (nullable): for which place and question the entry's text is */
  CpJson *step; /* (nullable): that was shown last */
};

G_DEFINE_FINAL_TYPE (CpOwnPage, cp_own_page, CP_TYPE_SCREEN)

/* The words that stand there say how it is; a touch makes it the other. */
static GtkWidget *
make_cell (const CpJson *cell)
{
  const char *mailing = cp_format_or_empty (cp_json_get_text (cell, "mailing"));
  const char *channel = cp_format_or_empty (cp_json_get_text (cell, "channel"));
  const char *channel_name = cp_format_or_empty (cp_json_get_text (cell, "channel_name"));
  const char *mailing_name = cp_format_or_empty (cp_json_get_text (cell, "mailing_name"));
  gboolean on = cp_json_get_bool (cell, "opted_in");
  gboolean waits = cp_json_get_bool (cell, "waiting");
  g_autofree char *target = g_strconcat (mailing, "/", channel, NULL);
  g_autofree char *text = g_strconcat (channel_name, ": ", on ? _ ("yes") : _ ("no"), NULL);
  g_autofree char *label =
      waits ? g_strconcat (text, " ", _ ("(not confirmed yet)"), NULL) : g_strdup (text);
  g_autofree char *name = g_strconcat (mailing_name, ", ", text, NULL);
  GtkWidget *button =
      cp_build_button (label, on ? "choice on" : "choice", "kiosk.own-toggle", target);

  cp_build_name (button, name);
  cp_build_set_class (button, "waiting", waits);
  cp_build_set_class (button, "unavailable", !on && cp_json_get_bool (cell, "no_address"));
  return button;
}

static void
show_mailings (CpOwnPage *self, CpKiosk *kiosk)
{
  GtkWidget *panel = NULL, *cells = NULL;
  const char *before = NULL;
  CpJson *cell;
  gsize i;

  gtk_box_append (GTK_BOX (self->content),
                  cp_build_label (_ ("May we send you these? Touch one to change it. What you stop "
                                     "ends at once."),
                                  "t-lead"));
  json_array_foreach (cp_json_get_array (cp_kiosk_get_own (kiosk), "subscriptions"), i, cell)
  {
    const char *mailing = cp_json_get_text (cell, "mailing");

    if (g_strcmp0 (mailing, before) != 0) {
      panel = cp_build_box (GTK_ORIENTATION_VERTICAL, "panel gap8");
      cells = cp_build_wrap ("own");
      gtk_box_append (
          GTK_BOX (panel),
          cp_build_label (cp_format_or_empty (cp_json_get_text (cell, "mailing_name")), "t-head"));
      gtk_box_append (GTK_BOX (panel), cells);
      gtk_box_append (GTK_BOX (self->content), panel);
      before = mailing;
    }
    gtk_widget_insert_before (make_cell (cell), cells, NULL);
  }
}

static GtkWidget *
make_favourite (CpKiosk *kiosk, const CpJson *row)
{
  const char *list = cp_format_or_empty (cp_json_get_text (row, "list"));
  const char *product = cp_format_or_empty (cp_json_get_text (row, "product_id"));
  const char *name = cp_json_get_text (row, "name");
  g_autofree char *target = g_strconcat (list, "/", product, NULL);
  g_autofree char *what = g_strdup_printf (_ ("Take off: %s"), name != NULL ? name : product);
  GtkWidget *item = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "item gap16");
  GtkWidget *words = cp_build_box (GTK_ORIENTATION_VERTICAL, "gap4");
  GtkWidget *button = cp_build_button (_ ("Take off"), "secondary", "kiosk.own-remove", target);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), cp_build_label (name != NULL ? name : product, "t-head"));
  if (g_str_equal (list, "wish"))
    gtk_box_append (GTK_BOX (words), cp_build_label (_ ("Wish list"), "t-label"));
  if (cp_json_get_bool (row, "waiting")) {
    GtkWidget *chip = cp_build_chip (_ ("Not confirmed yet"), "waiting");

    gtk_widget_set_halign (chip, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (words), chip);
  }
  cp_build_name (button, what);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, cp_kiosk_own_may (kiosk, "remove_favourite"));
  gtk_box_append (GTK_BOX (item), words);
  gtk_box_append (GTK_BOX (item), button);
  return item;
}

static gboolean
offers_products (CpKiosk *kiosk)
{
  return json_array_size (cp_json_get_array (cp_kiosk_get_programme (kiosk), "products")) > 0 &&
         cp_kiosk_own_may (kiosk, "add_favourite");
}

static void
add_addition (CpOwnPage *self, CpKiosk *kiosk)
{
  GtkWidget *button;

  if (!offers_products (kiosk))
    return;
  if (cp_kiosk_own_is_full (kiosk)) {
    gtk_box_append (GTK_BOX (self->content),
                    cp_build_label (_ ("Your list is full. Take something off it first."), "note"));
    return;
  }
  button = cp_build_button (_ ("Add a product"), "primary", "kiosk.own-show", "products");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->content), button);
}

static void
show_favourites (CpOwnPage *self, CpKiosk *kiosk)
{
  const CpJson *rows = cp_json_get_array (cp_kiosk_get_own (kiosk), "favourites");
  CpJson *row;
  gsize i;

  add_addition (self, kiosk);
  if (json_array_size (rows) == 0)
    gtk_box_append (GTK_BOX (self->content),
                    cp_build_label (_ ("There is nothing on your list yet."), "t-lead"));
  json_array_foreach (rows, i, row)
  {
    gtk_box_append (GTK_BOX (self->content), make_favourite (kiosk, row));
  }
}

static gboolean
fits (const CpJson *product, const char *sought)
{
  g_autofree char *name = cp_text_fold (cp_format_or_empty (cp_json_get_text (product, "name")));

  return name != NULL && strstr (name, sought) != NULL;
}

static void
show_products (CpOwnPage *self, CpKiosk *kiosk)
{
  const CpJson *products = cp_json_get_array (cp_kiosk_get_programme (kiosk), "products");
  g_autofree char *sought = cp_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  GtkWidget *choices = cp_build_wrap ("own");
  guint n = 0;
  CpJson *product;
  gsize i;

  json_array_foreach (products, i, product)
  {
    const char *id = cp_json_get_text (product, "id");

    if (n == MOST_PRODUCTS || cp_kiosk_own_has (kiosk, id) ||
        !fits (product, sought != NULL ? sought : ""))
      continue;
    gtk_widget_insert_before (
        cp_build_button (cp_json_get_text (product, "name"), "choice", "kiosk.own-add", id),
        choices, NULL);
    n++;
  }
  gtk_box_append (GTK_BOX (self->content),
                  cp_build_label (n > 0 ? _ ("Touch a product, or scan its label.")
                                        : _ ("There is no such product to choose."),
                                  "t-lead"));
  gtk_box_append (GTK_BOX (self->content), choices);
}

static void
show_consent (CpOwnPage *self, CpKiosk *kiosk)
{
  g_autofree char *text = cp_kiosk_own_get_consent (kiosk);
  GtkWidget *buttons = cp_build_wrap ("own");

  gtk_box_append (GTK_BOX (self->content), cp_build_label (cp_format_or_empty (text), "quote"));
  gtk_widget_insert_before (
      cp_build_button (_ ("I agree"), "primary huge", "kiosk.own-agree", NULL), buttons, NULL);
  gtk_widget_insert_before (
      cp_build_button (_ ("No, thank you"), "secondary huge", "kiosk.own-back", NULL), buttons,
      NULL);
  gtk_box_append (GTK_BOX (self->content), buttons);
}

static const struct {
  const char *field;
  const char *text;
  GtkInputPurpose purpose;
} QUESTIONS[] = {
  { "postcode", N_ ("What is your postcode?"), GTK_INPUT_PURPOSE_FREE_FORM },
  { "phone", N_ ("What is your telephone number?"), GTK_INPUT_PURPOSE_PHONE },
  { "email", N_ ("What is your e-mail address?"), GTK_INPUT_PURPOSE_EMAIL },
  { "birth_date", N_ ("When were you born? Such as 1987-06-14"), GTK_INPUT_PURPOSE_FREE_FORM },
  { "city", N_ ("In which town do you live?"), GTK_INPUT_PURPOSE_FREE_FORM },
};

static void
show_question (CpOwnPage *self, CpKiosk *kiosk)
{
  const char *field = cp_json_get_text (cp_kiosk_get_own_step (kiosk), "question");

  for (gsize i = 0; i < G_N_ELEMENTS (QUESTIONS); i++)
    if (g_strcmp0 (QUESTIONS[i].field, field) == 0) {
      gtk_label_set_text (self->heading, _ (QUESTIONS[i].text));
      gtk_entry_set_input_purpose (self->entry, QUESTIONS[i].purpose);
    }
  gtk_box_append (GTK_BOX (self->content),
                  cp_build_label (_ ("We ask so that nobody else can change this with a copy of "
                                     "your card. What you type is not kept."),
                                  "t-lead"));
}

/* Once is enough, while head office has yet to answer. */
static gboolean
is_asked_for (const CpJson *step, const CpJson *claim)
{
  const CpJson *payload = cp_json_get_object (step, "payload");

  return g_strcmp0 (cp_json_get_text (step, "state"), "waiting") == 0 &&
         g_strcmp0 (cp_json_get_text (payload, "definition_id"),
                    cp_json_get_text (claim, "definition")) == 0;
}

static void
show_offers (CpOwnPage *self, CpKiosk *kiosk)
{
  const CpJson *claims = cp_json_get_array (cp_kiosk_get_own (kiosk), "claims");
  gboolean may_claim = cp_kiosk_own_may (kiosk, "claim_incentive");
  CpJson *claim;
  gsize i;

  if (json_array_size (claims) == 0)
    gtk_box_append (GTK_BOX (self->content),
                    cp_build_label (_ ("There is no offer for you just now."), "t-lead"));
  else if (!may_claim)
    gtk_box_append (
        GTK_BOX (self->content),
        cp_build_label (_ ("You can't take an offer here just now. Please ask our staff."),
                        "note warn t-lead"));
  else if (!cp_json_get_bool (cp_kiosk_get_own (kiosk), "online"))
    gtk_box_append (GTK_BOX (self->content),
                    cp_build_label (_ ("We can't reach our head office just now. What you take is "
                                       "confirmed later."),
                                    "note t-lead"));
  json_array_foreach (claims, i, claim)
  {
    gtk_box_append (GTK_BOX (self->content),
                    cp_own_offer_new (
                        claim, may_claim && !is_asked_for (cp_kiosk_get_own_step (kiosk), claim)));
  }
}

static const struct {
  const char *place;
  const char *heading;
  void (*show) (CpOwnPage *self, CpKiosk *kiosk);
  gboolean has_entry;
} PLACES[] = {
  { "mailings", N_ ("My mailings"), show_mailings, FALSE },
  { "favourites", N_ ("My favourites"), show_favourites, FALSE },
  { "products", N_ ("Add a product"), show_products, TRUE },
  { "offers", N_ ("My offers"), show_offers, FALSE },
  { "consent", N_ ("Do you agree?"), show_consent, FALSE },
  { "question", "", show_question, TRUE },
};

static void
show_time_left (CpOwnPage *self, CpKiosk *kiosk)
{
  guint seconds = cp_kiosk_get_seconds_left (kiosk);
  g_autofree char *text = g_strdup_printf (
      ngettext ("This clears in %u second", "This clears in %u seconds", seconds), seconds);

  gtk_label_set_text (self->left, cp_kiosk_get_large_text (kiosk) ? "" : text);
}

/* What was typed is for one place and question alone, and no more once something was wrong with it: when that
 * is said, and not whenever it is shown again. */
static void
prepare_entry (CpOwnPage *self, const CpJson *step, gboolean has_entry)
{
  const char *place = cp_format_or_empty (cp_json_get_text (step, "place"));
  const char *question = cp_format_or_empty (cp_json_get_text (step, "question"));
  g_autofree char *wanted = g_strconcat (place, " ", question, NULL);
  gboolean is_search = g_str_equal (place, "products");
  gboolean was_wrong = step != self->step && cp_json_get_text (step, "problem") != NULL;

  if (g_strcmp0 (self->shown, wanted) != 0 || was_wrong) {
    g_free (self->shown);
    self->shown = g_steal_pointer (&wanted);
    if (!is_search || has_entry != gtk_widget_get_visible (self->asked))
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  }
  gtk_widget_set_visible (self->asked, has_entry);
  gtk_widget_set_visible (GTK_WIDGET (self->go), !is_search);
  gtk_entry_set_placeholder_text (self->entry, is_search ? _ ("Search") : NULL);
  cp_build_name (GTK_WIDGET (self->entry), is_search ? _ ("Search") : _ ("Your answer"));
}

static void
show_said (CpOwnPage *self, const CpJson *step)
{
  const char *said = cp_json_get_text (step, "said");
  const char *word = cp_json_get_text (step, "word");
  g_autofree char *text = word != NULL ? g_strconcat (said, "\n", word, NULL) : g_strdup (said);

  cp_build_show_text (self->said, text);
  cp_build_show_text (self->problem, cp_json_get_text (step, "problem"));
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpOwnPage *self = CP_OWN_PAGE (screen);
  const CpJson *step = cp_kiosk_get_own_step (kiosk);
  const char *place = cp_json_get_text (step, "place");

  for (gsize i = 0; i < G_N_ELEMENTS (PLACES); i++) {
    if (g_strcmp0 (PLACES[i].place, place) != 0)
      continue;
    cp_build_clear (self->content);
    gtk_label_set_text (self->heading, *PLACES[i].heading != '\0' ? _ (PLACES[i].heading) : "");
    prepare_entry (self, step, PLACES[i].has_entry);
    PLACES[i].show (self, kiosk);
  }
  show_said (self, step);
  show_time_left (self, kiosk);
  gtk_widget_set_sensitive (self->content, !cp_json_get_bool (step, "busy"));
  gtk_button_set_label (self->go, _ ("Continue"));
  gtk_button_set_label (self->back, _ ("Back"));
  gtk_button_set_label (self->done, _ ("Done"));
  cp_document_take (&self->step, json_incref ((CpJson *) step));
}

static void
on_seconds_left (CpOwnPage *self)
{
  show_time_left (self, cp_screen_get_kiosk (CP_SCREEN (self)));
}

/* Nothing of a customer stays with their page out of sight. */
static void
on_own (CpOwnPage *self)
{
  if (cp_kiosk_get_own (cp_screen_get_kiosk (CP_SCREEN (self))) != NULL)
    return;
  g_clear_pointer (&self->shown, g_free);
  cp_document_take (&self->step, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  cp_build_clear (self->content);
  gtk_label_set_text (self->said, "");
  gtk_label_set_text (self->problem, "");
}

/* Each touch leads to another step, with something else under the finger. */
static void
on_own_step (CpOwnPage *self)
{
  if (cp_kiosk_get_own_step (cp_screen_get_kiosk (CP_SCREEN (self))) == NULL)
    return;
  cp_double_tap_guard (GTK_WIDGET (self->scroller));
  cp_double_tap_guard (GTK_WIDGET (self->back));
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::seconds-left", G_CALLBACK (on_seconds_left), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::own-step", G_CALLBACK (on_own_step), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::own", G_CALLBACK (on_own), screen, G_CONNECT_SWAPPED);
}

static void
on_entry_changed (CpOwnPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  const CpJson *step = kiosk != NULL ? cp_kiosk_get_own_step (kiosk) : NULL;

  if (g_strcmp0 (cp_json_get_text (step, "place"), "products") != 0 ||
      g_strcmp0 (self->shown, "products ") != 0)
    return;
  cp_build_clear (self->content);
  show_products (self, kiosk);
}

static void
on_answered (CpOwnPage *self)
{
  cp_kiosk_own_answer (cp_screen_get_kiosk (CP_SCREEN (self)),
                       gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
finalize (GObject *object)
{
  g_free (CP_OWN_PAGE (object)->shown);
  cp_document_take (&CP_OWN_PAGE (object)->step, NULL);
  G_OBJECT_CLASS (cp_own_page_parent_class)->finalize (object);
}

static void
cp_own_page_class_init (CpOwnPageClass *klass)
{
  static const char *const WATCHES[] = { "own", "own-step", "large-text", "language", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (CP_TYPE_SCROLLER);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-own-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, heading);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, said);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, problem);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, asked);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, entry);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, go);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, content);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, left);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, back);
  gtk_widget_class_bind_template_child (widget_class, CpOwnPage, done);
}

static void
cp_own_page_init (CpOwnPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_entry_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_answered), self);
  g_signal_connect_swapped (self->go, "clicked", G_CALLBACK (on_answered), self);
}
