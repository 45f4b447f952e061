/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account-tab.h"

#include "cp-action-bar.h"
#include "cp-build.h"
#include "cp-row.h"

#include <glib/gi18n-lib.h>

struct _CpAccountTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpAccountTab, cp_account_tab, CP_TYPE_SCREEN)

static GtkWidget *
make_row (const CpAction *action, const CpJson *view)
{
  const CpFlowSpec *spec = cp_flow_spec_find (action->flow);
  CpRow *row = cp_row_new ();
  g_autofree char *both = NULL;
  const char *why;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", action->flow);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "kiosk.flow");
  gtk_widget_set_focus_on_click (GTK_WIDGET (row), FALSE);
  why = cp_action_mark (GTK_WIDGET (row), view);
  if (why != NULL && !gtk_widget_has_css_class (GTK_WIDGET (row), "unavailable"))
    both = g_strdup_printf ("%s %s.", _ (action->text), why);
  cp_row_show (row, NULL, _ (spec->title),
               both != NULL  ? both
               : why != NULL ? why
                             : _ (action->text),
               NULL, NULL);
  cp_build_set_class (GTK_WIDGET (row), "destructive", spec->destructive);
  return GTK_WIDGET (row);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpAccountTab *self = CP_ACCOUNT_TAB (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  g_autoptr (GPtrArray) actions = cp_action_list (CP_GROUP_ACCOUNT, view);

  cp_build_clear (self->list);
  for (guint i = 0; i < actions->len; i++)
    gtk_box_append (GTK_BOX (self->list), make_row (actions->pdata[i], view));
  if (actions->len == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("Nothing can be done here"),
                                    _ ("Your head office has not set up any of this.")));
}

static void
cp_account_tab_class_init (CpAccountTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-account-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpAccountTab, list);
}

static void
cp_account_tab_init (CpAccountTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
