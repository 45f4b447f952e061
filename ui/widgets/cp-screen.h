/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_SCREEN (cp_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (CpScreen, cp_screen, CP, SCREEN, GtkWidget)

/**
 * CpScreenClass:
 * @watches: the kiosk's properties that it shows, ending in %NULL
 * @bind: (nullable): called once, when the kiosk has been set
 * @refresh: shows the kiosk as it is now
 *
 * A piece of the screen that shows the kiosk: a page, a tab, a sheet. It is refreshed when a property
 * that it watches changes while it is visible, and when it becomes visible; what is not shown costs
 * nothing. Property `kiosk`; pages, the window and the tests hand it down.
 */
struct _CpScreenClass {
  GtkWidgetClass parent_class;

  const char *const *watches;
  void (*bind) (CpScreen *self, CpKiosk *kiosk);
  void (*refresh) (CpScreen *self, CpKiosk *kiosk);
};

void cp_screen_set_kiosk (CpScreen *self, CpKiosk *kiosk);
CpKiosk *cp_screen_get_kiosk (CpScreen *self); /* (transfer none) (nullable) */
void cp_screen_refresh (CpScreen *self);

/** cp_screen_load_template: for a class_init: the template @name.ui of our resources, and the class's
 *  way of showing. */
void cp_screen_class_setup (CpScreenClass *klass,
                            const char *template_name,
                            const char *const *watches,
                            void (*refresh) (CpScreen *self, CpKiosk *kiosk));

G_END_DECLS
