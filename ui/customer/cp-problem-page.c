/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-problem-page.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

struct _CpProblemPage {
  CpScreen parent_instance;

  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *next;
  GtkWidget *said;
  GtkLabel *said_text;
  GtkWidget *open_member;
  GtkWidget *link;
  GtkWidget *enrol;
  GtkWidget *done;
  GtkLabel *left;
};

G_DEFINE_FINAL_TYPE (CpProblemPage, cp_problem_page, CP_TYPE_SCREEN)

/* What a person reads first, and what customers read below it. Staff get the ledger's sentences. */
static const struct {
  const char *code;
  const char *for_staff;
  const char *for_customer;
  const char *customer_text;
} WORDS[] = {
  { "card_blocked", N_ ("This card is blocked"), N_ ("Please come to the counter"),
    N_ ("This card can't be used just now. Our staff can see why, and can give you a new one.") },
  { "card_replaced", N_ ("This card was replaced"), N_ ("You have a newer card"),
    N_ ("This one has been replaced. Everything is on your new card.") },
  { "card_not_found", N_ ("This card is not linked yet"), N_ ("We don't know this card yet"),
    N_ ("Our staff will gladly link it to your membership.") },
  { "card_not_active", N_ ("This card is not in use"), N_ ("Please come to the counter"),
    N_ ("This card is not in use just now. Our staff can help.") },
  { "account_blocked", N_ ("This account is blocked"), N_ ("Please come to the counter"),
    N_ ("Our staff can help you there.") },
  { NULL, N_ ("This card can't be used"), N_ ("Please come to the counter"),
    N_ ("Our staff are glad to help.") },
};

static gsize
find_words (const char *code)
{
  gsize row = 0;

  while (WORDS[row].code != NULL && g_strcmp0 (WORDS[row].code, code) != 0)
    row++;
  return row;
}

/* For staff: what the title has not said yet. */
static char *
describe_for_staff (const CpJson *problem)
{
  const char *code = cp_json_get_text (problem, "code");
  const char *reason = cp_json_get_text (cp_json_get_object (problem, "card"), "block_reason");
  gboolean said = g_strcmp0 (code, "card_blocked") == 0 || g_strcmp0 (code, "card_not_found") == 0;

  if (!said)
    return g_strdup (cp_json_get_text (problem, "staff_text"));
  return reason != NULL ? g_strdup_printf (_ ("The reason given: %s"), reason) : NULL;
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpProblemPage *self = CP_PROBLEM_PAGE (screen);
  const CpJson *problem = cp_kiosk_get_problem (kiosk);
  const char *code = cp_json_get_text (problem, "code");
  const char *customer_text = cp_json_get_text (problem, "customer_text");
  const char *member_id = cp_json_get_text (problem, "member_id");
  gboolean for_staff = cp_kiosk_get_session (kiosk) != NULL && !cp_kiosk_get_locked (kiosk);
  gboolean unknown = g_strcmp0 (code, "card_not_found") == 0;

  gsize row = find_words (code);
  g_autofree char *text =
      for_staff ? describe_for_staff (problem) : g_strdup (_ (WORDS[row].customer_text));

  if (problem == NULL)
    return;
  gtk_label_set_text (self->title,
                      for_staff ? _ (WORDS[row].for_staff) : _ (WORDS[row].for_customer));
  cp_build_show_text (self->text, text);
  cp_build_show_text (self->next, for_staff ? cp_json_get_text (problem, "next_action") : NULL);
  gtk_widget_set_visible (self->said, for_staff && customer_text != NULL);
  gtk_label_set_text (self->said_text, cp_format_or_empty (customer_text));
  gtk_widget_set_visible (self->open_member, for_staff && member_id != NULL);
  if (member_id != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_member), "s", member_id);
  gtk_widget_set_visible (self->link, for_staff && unknown);
  gtk_widget_set_visible (self->enrol, for_staff && unknown);
  gtk_widget_set_visible (self->done, !for_staff);
  gtk_button_set_label (GTK_BUTTON (self->done), _ ("Done")); /* in the customer's language */
  gtk_widget_set_visible (GTK_WIDGET (self->left), !for_staff);
}

static void
on_seconds_left (CpProblemPage *self)
{
  guint seconds = cp_kiosk_get_seconds_left (cp_screen_get_kiosk (CP_SCREEN (self)));
  g_autofree char *text = g_strdup_printf (
      ngettext ("This clears in %u second", "This clears in %u seconds", seconds), seconds);

  gtk_label_set_text (self->left, text);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::seconds-left", G_CALLBACK (on_seconds_left), screen,
                           G_CONNECT_SWAPPED);
}

static void
cp_problem_page_class_init (CpProblemPageClass *klass)
{
  static const char *const WATCHES[] = { "problem", "session", "locked", "language", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-problem-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, title);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, text);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, next);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, said);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, said_text);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, open_member);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, link);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, enrol);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, done);
  gtk_widget_class_bind_template_child (widget_class, CpProblemPage, left);
}

static void
cp_problem_page_init (CpProblemPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
