/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-care-tab.h"

#include "cp-build.h"
#include "cp-care-items.h"

#include <glib/gi18n-lib.h>

struct _CpCareTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpCareTab, cp_care_tab, CP_TYPE_SCREEN)

static const struct {
  const char *key;
  const char *heading;
  GtkWidget *(*make_item) (const CpJson *view, const CpJson *row, gint64 now_ms);
} SECTIONS[] = {
  { "tasks", N_ ("Tasks"), cp_care_item_task },
  { "promises", N_ ("Promises"), cp_care_item_promise },
  { "notes", N_ ("Notes"), cp_care_item_note },
  { "favourites", N_ ("Favourites and wishes"), cp_care_item_favourite },
};

static gboolean
add_section (CpCareTab *self, guint at, const CpJson *view, gint64 now_ms)
{
  const CpJson *rows = cp_json_get_array (view, SECTIONS[at].key);
  gboolean any = FALSE;
  CpJson *row;
  gsize i;

  json_array_foreach (rows, i, row)
  {
    GtkWidget *item = SECTIONS[at].make_item (view, row, now_ms);

    if (item == NULL)
      continue;
    if (!any)
      gtk_box_append (GTK_BOX (self->list), cp_build_label (_ (SECTIONS[at].heading), "t-label"));
    gtk_box_append (GTK_BOX (self->list), item);
    any = TRUE;
  }
  return any;
}

static gboolean
add_tags (CpCareTab *self, const CpJson *view)
{
  GtkWidget *tags = cp_care_tags (view);

  if (tags == NULL)
    return FALSE;
  gtk_box_append (GTK_BOX (self->list), tags);
  return TRUE;
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpCareTab *self = CP_CARE_TAB (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  gboolean any;

  cp_build_clear (self->list);
  any = add_tags (self, view);
  for (guint i = 0; i < G_N_ELEMENTS (SECTIONS); i++)
    any = add_section (self, i, view, cp_kiosk_get_now_ms (kiosk)) || any;
  if (!any)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("Nothing noted yet"),
                                    _ ("Notes, tasks, promises and favourites appear here.")));
}

static void
cp_care_tab_class_init (CpCareTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-care-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCareTab, list);
}

static void
cp_care_tab_init (CpCareTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
