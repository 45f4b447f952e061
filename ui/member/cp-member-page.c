/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-page.h"

#include "cp-account-tab.h"
#include "cp-action-bar.h"
#include "cp-activity-tab.h"
#include "cp-benefits-tab.h"
#include "cp-build.h"
#include "cp-cards-tab.h"
#include "cp-care-tab.h"
#include "cp-details-tab.h"
#include "cp-flow.h"
#include "cp-large.h"
#include "cp-member-card.h"
#include "cp-messages-tab.h"
#include "cp-points-tab.h"
#include "cp-receipts-tab.h"

#include <glib/gi18n-lib.h>

struct _CpMemberPage {
  CpScreen parent_instance;

  GtkWidget *column;
  CpMemberCard *card;
  GtkWidget *actions;
  GtkWidget *tabs;
  GtkWidget *benefits;
  GtkWidget *receipts;
  GtkWidget *cards;
  GtkWidget *points;
  GtkWidget *care;
  GtkWidget *messages;
  GtkWidget *activity;
  GtkWidget *details;
  GtkWidget *account;
  GtkWidget *bar;
  GtkLabel *warning;
};

G_DEFINE_FINAL_TYPE (CpMemberPage, cp_member_page, CP_TYPE_SCREEN)

static void
show_tab (CpMemberPage *self, CpTab shown)
{
  const struct {
    GtkWidget *page;
    CpGroup group; /* whose actions stand below; the counter's never do */
  } tabs[CP_N_TABS] = {
    [CP_TAB_REWARDS] = { self->benefits, CP_GROUP_REWARDS },
    [CP_TAB_RECEIPTS] = { self->receipts, CP_GROUP_RECEIPTS },
    [CP_TAB_POINTS] = { self->points, CP_GROUP_POINTS },
    [CP_TAB_CARDS] = { self->cards, CP_GROUP_CARDS },
    [CP_TAB_CARE] = { self->care, CP_GROUP_CARE },
    [CP_TAB_PROFILE] = { self->details, CP_GROUP_PROFILE },
    [CP_TAB_MESSAGES] = { self->messages, CP_GROUP_COUNTER },
    [CP_TAB_ACTIVITY] = { self->activity, CP_GROUP_COUNTER },
    [CP_TAB_ACCOUNT] = { self->account, CP_GROUP_COUNTER },
  };
  guint i = 0;

  for (GtkWidget *tab = gtk_widget_get_first_child (self->tabs); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab), i++) {
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), i == shown);
    gtk_widget_set_visible (tabs[i].page, i == shown);
  }
  g_object_set (self->bar, "group", tabs[shown].group, "visible",
                tabs[shown].group != CP_GROUP_COUNTER, NULL);
}

static void
on_tab_clicked (CpMemberPage *self, GtkWidget *clicked)
{
  guint i = 0;

  for (GtkWidget *tab = gtk_widget_get_first_child (self->tabs); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab), i++)
    if (tab == clicked)
      break;
  cp_kiosk_show_tab (cp_screen_get_kiosk (CP_SCREEN (self)), i);
  show_tab (self, i); /* a touch on the one that is shown would else put it off */
  cp_large_reveal (self->tabs);
}

/* An action that the rules refuse stays where it is, and says why when it is touched. */
static void
show_actions (CpMemberPage *self, const CpJson *view)
{
  for (GtkWidget *button = gtk_widget_get_first_child (self->actions); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button)) != NULL)
      cp_action_mark (button, view);
}

static void
show_warning (CpMemberPage *self, const CpJson *warning)
{
  const char *text = cp_json_get_text (warning, "warning");
  const char *action = cp_json_get_text (warning, "warning_action");
  g_autofree char *both =
      action != NULL && text != NULL ? g_strdup_printf ("%s %s", text, action) : g_strdup (text);

  cp_build_show_text (self->warning, both);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpMemberPage *self = CP_MEMBER_PAGE (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);

  if (view == NULL)
    return;
  show_tab (self, cp_kiosk_get_tab (kiosk));
  cp_member_card_show (self->card, view, cp_kiosk_get_now_ms (kiosk));
  show_actions (self, view);
  show_warning (self, cp_kiosk_get_warning (kiosk));
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  CpMemberPage *self = CP_MEMBER_PAGE (screen);

  cp_screen_set_kiosk (CP_SCREEN (self->benefits), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->receipts), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->cards), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->points), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->care), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->messages), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->activity), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->details), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->account), kiosk);
  cp_screen_set_kiosk (CP_SCREEN (self->bar), kiosk);
}

static void
cp_member_page_class_init (CpMemberPageClass *klass)
{
  static const char *const WATCHES[] = { "view", "tab", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CP_TYPE_MEMBER_CARD);
  g_type_ensure (CP_TYPE_BENEFITS_TAB);
  g_type_ensure (CP_TYPE_RECEIPTS_TAB);
  g_type_ensure (CP_TYPE_CARDS_TAB);
  g_type_ensure (CP_TYPE_CARE_TAB);
  g_type_ensure (CP_TYPE_POINTS_TAB);
  g_type_ensure (CP_TYPE_MESSAGES_TAB);
  g_type_ensure (CP_TYPE_ACTIVITY_TAB);
  g_type_ensure (CP_TYPE_DETAILS_TAB);
  g_type_ensure (CP_TYPE_ACCOUNT_TAB);
  g_type_ensure (CP_TYPE_ACTION_BAR);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-member-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, column);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, card);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, actions);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, benefits);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, receipts);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, cards);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, points);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, care);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, messages);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, activity);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, details);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, account);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CpMemberPage, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_tab_clicked);
}

void
cp_member_page_set_typing (CpMemberPage *self, gboolean typing)
{
  gtk_widget_set_visible (self->column, !typing);
}

static void
cp_member_page_init (CpMemberPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_tab (self, CP_TAB_REWARDS);
}
