/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-card.h"

#include "cp-build.h"
#include "cp-document.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

struct _CpMemberCard {
  GtkWidget parent_instance;

  GtkWidget *body;
  GtkWidget *tier;
  GtkLabel *tier_name;
  GtkLabel *warning;
  GtkLabel *name;
  GtkLabel *number;
  GtkLabel *money;
  GtkLabel *money_waiting;
  GtkWidget *points;
  GtkLabel *as_of;
};

G_DEFINE_FINAL_TYPE (CpMemberCard, cp_member_card, GTK_TYPE_WIDGET)

static const char *
find_best_status (const CpJson *view)
{
  CpJson *status;
  gsize i;

  json_array_foreach (cp_json_get_array (view, "statuses"), i, status)
  {
    if (cp_json_get_bool (status, "best"))
      return cp_json_get_text (status, "name");
  }
  return NULL;
}

/* Of a family account the card of whoever is on screen. */
static char *
describe_card (const CpJson *view)
{
  const CpJson *cards = cp_json_get_array (view, "cards");
  CpJson *card, *shown = NULL;
  gsize i;

  json_array_foreach (cards, i, card)
  {
    const char *state = cp_json_get_text (card, "state");

    if (shown == NULL && !cp_json_get_bool (card, "blocked") &&
        cp_json_get_text (card, "member_name") == NULL &&
        (g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "linked") == 0))
      shown = card;
  }
  if (shown == NULL)
    return g_strdup (_ ("No card that works"));
  return cp_format_card (shown);
}

/* (transfer full) (nullable): with whom the balance below is shared */
static char *
describe_family (const CpJson *view)
{
  g_autoptr (GString) names = g_string_new (NULL);
  CpJson *member;
  gsize i;

  json_array_foreach (cp_json_get_array (view, "family"), i, member)
  {
    cp_text_add_to_list (names, cp_format_or_empty (cp_json_get_text (member, "name")));
  }
  /* TRANSLATORS: the others of a family account, by name; there is little room */
  return names->len > 0 ? g_strdup_printf (_ ("Family: %s"), names->str) : NULL;
}

/* What makes staff stop and look: the account or the member is not as it should be. */
static const char *
find_warning (const CpJson *view)
{
  const CpJson *account = cp_json_get_object (view, "account");
  const char *state = cp_json_get_text (cp_json_get_object (view, "member"), "state");

  if (cp_json_get_bool (account, "blocked"))
    return _ ("Account blocked");
  if (g_strcmp0 (state, "on_hold") == 0)
    return _ ("On hold");
  if (g_strcmp0 (state, "unenrolled") == 0)
    return _ ("Not enrolled");
  if (cp_json_get_bool (account, "overdrawn"))
    return _ ("Redeemed too much");
  return NULL;
}

static void
add_points (CpMemberCard *self, const CpJson *balance)
{
  GtkWidget *line = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap10");
  gint64 waiting = cp_json_get_int (balance, "waiting", 0);
  g_autofree char *count = cp_figure_count (cp_json_get_int (balance, "confirmed", 0));
  g_autofree char *text =
      g_strdup_printf ("%s %s", count, cp_format_or_empty (cp_json_get_text (balance, "name")));
  GtkWidget *label = cp_build_label (text, "t-points");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_box_append (GTK_BOX (line), label);
  if (waiting != 0) {
    g_autofree char *more = cp_figure_count (waiting);
    g_autofree char *gain = cp_format_gain (waiting, more);
    g_autofree char *chip = g_strdup_printf (_ ("%s waiting"), gain);

    gtk_box_append (GTK_BOX (line), cp_build_chip (chip, "waiting"));
  }
  gtk_box_append (GTK_BOX (self->points), line);
}

static void
show_figures (CpMemberCard *self, const CpJson *view)
{
  const CpJson *rewards = cp_json_get_object (view, "rewards");
  gint64 waiting = cp_json_get_int (rewards, "waiting_minor", 0);
  g_autofree char *money =
      cp_format_money_in (view, cp_json_get_int (rewards, "confirmed_minor", 0));
  g_autofree char *more = cp_format_money_in (view, waiting);
  g_autofree char *gain = cp_format_gain (waiting, more);
  g_autofree char *chip = waiting != 0 ? g_strdup_printf (_ ("%s waiting"), gain) : NULL;
  CpJson *balance;
  gsize i;

  gtk_label_set_text (self->money, money);
  cp_build_show_text (self->money_waiting, chip);
  cp_build_clear (self->points);
  json_array_foreach (cp_json_get_array (view, "balances"), i, balance)
  {
    if (i < 2) /* more would push the actions off their place */
      add_points (self, balance);
  }
}

static void
show_as_of (CpMemberCard *self, const CpJson *view, gint64 now_ms)
{
  g_autofree char *moment = cp_format_moment (cp_json_get_int (view, "as_of_ms", 0), now_ms);
  g_autofree char *text = g_strdup_printf (_ ("Head office confirmed: %s"), moment);

  gtk_label_set_text (self->as_of, text);
}

/* (transfer full): @tier with an arrow after it, where the screen's texts end, in whatever script the
 * programme has it; Unicode mirrors the arrow itself */
static char *
point_on (CpMemberCard *self, const char *tier)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autofree char *isolated = cp_format_isolate (tier);

  return g_strconcat (rtl ? "\u200f" : "\u200e", isolated, "\u00a0›", NULL);
}

void
cp_member_card_show (CpMemberCard *self, const CpJson *view, gint64 now_ms)
{
  const CpJson *member = cp_json_get_object (view, "member");
  const char *tier = find_best_status (view);
  g_autofree char *card = describe_card (view);
  g_autofree char *family = describe_family (view);
  g_autofree char *below_name = cp_format_join (card, cp_format_or_empty (family), NULL);
  gboolean provisional = cp_json_get_bool (member, "waiting") ||
                         g_strcmp0 (cp_json_get_text (member, "state"), "provisional") == 0;
  const char *warning = find_warning (view);
  g_autofree char *touchable = point_on (self, tier != NULL ? tier : _ ("Member"));

  gtk_label_set_text (self->tier_name, touchable);
  cp_build_show_text (self->warning,
                      warning != NULL ? warning : (provisional ? _ ("New, waiting") : NULL));
  cp_build_set_class (GTK_WIDGET (self->warning), "bad", warning != NULL);
  cp_build_set_class (self->body, "blocked", warning != NULL);
  gtk_label_set_text (self->name, cp_format_or_empty (cp_json_get_text (member, "name")));
  gtk_label_set_text (self->number, below_name);
  show_figures (self, view);
  show_as_of (self, view, now_ms);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_member_card_parent_class)->dispose (object);
}

static void
cp_member_card_class_init (CpMemberCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/counterpart/ui/cp-member-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, body);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, tier);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, tier_name);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, warning);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, name);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, number);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, money);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, money_waiting);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, points);
  gtk_widget_class_bind_template_child (widget_class, CpMemberCard, as_of);
}

static void
cp_member_card_init (CpMemberCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_build_name (self->tier, _ ("Set status"));
}
