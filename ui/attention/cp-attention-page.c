/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-attention-page.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

struct _CpAttentionPage {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpAttentionPage, cp_attention_page, CP_TYPE_SCREEN)

static GtkWidget *
make_head (const CpJson *item, gint64 now_ms)
{
  GtkWidget *head = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap12");
  const char *title = cp_format_or_empty (cp_json_get_text (item, "title"));
  const char *member = cp_json_get_text (item, "member_name");
  const char *staff = cp_json_get_text (item, "staff_name");
  gboolean refused = g_strcmp0 (cp_json_get_text (item, "outcome"), "rejected") == 0;
  g_autofree char *moment = cp_format_moment (cp_json_get_int (item, "at_ms", 0), now_ms);
  g_autofree char *what = cp_format_join (title, cp_format_or_empty (member), NULL);
  g_autofree char *when = cp_format_join (cp_format_or_empty (staff), moment, NULL);
  GtkWidget *name = cp_build_label (what, "t-name");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), cp_build_label (when, "t-sub"));
  gtk_box_append (GTK_BOX (head), cp_build_chip (refused ? _ ("Refused") : _ ("Changed"),
                                                 refused ? "bad" : "waiting"));
  return head;
}

static GtkWidget *
make_foot (const CpJson *item)
{
  GtkWidget *foot = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap12");
  const char *next = cp_json_get_text (item, "next_action");
  const char *member_id = cp_json_get_text (item, "member_id");
  GtkWidget *label = cp_build_label (cp_format_or_empty (next), "t-name");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (foot), label);
  if (member_id != NULL)
    gtk_box_append (GTK_BOX (foot), cp_build_button (_ ("Open member"), "secondary small",
                                                     "kiosk.member", member_id));
  gtk_box_append (GTK_BOX (foot),
                  cp_build_button (_ ("Dismiss"), "quiet small", "kiosk.dismiss",
                                   cp_format_or_empty (cp_json_get_text (item, "operation_id"))));
  return foot;
}

static GtkWidget *
make_item (const CpJson *item, gint64 now_ms)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "panel gap8");
  const char *text = cp_json_get_text (item, "staff_text");
  const char *detail = cp_json_get_text (item, "detail");
  g_autofree char *body =
      cp_format_join (cp_format_or_empty (text), cp_format_or_empty (detail), NULL);

  gtk_box_append (GTK_BOX (box), make_head (item, now_ms));
  gtk_box_append (GTK_BOX (box), cp_build_label (body, "t-body"));
  gtk_box_append (GTK_BOX (box), make_foot (item));
  return box;
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpAttentionPage *self = CP_ATTENTION_PAGE (screen);
  const CpJson *items = cp_json_get_array (cp_kiosk_get_attention (kiosk), "items");
  CpJson *item;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (items, i, item)
  {
    gtk_box_append (GTK_BOX (self->list), make_item (item, cp_kiosk_get_now_ms (kiosk)));
  }
  if (json_array_size (items) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("Nothing needs attention"),
                                    _ ("What head office refuses or changes appears here.")));
}

static void
cp_attention_page_class_init (CpAttentionPageClass *klass)
{
  static const char *const WATCHES[] = { "attention", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-attention-page", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpAttentionPage, list);
}

static void
cp_attention_page_init (CpAttentionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
