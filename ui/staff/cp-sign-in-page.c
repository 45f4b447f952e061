/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sign-in-page.h"

#include "cp-build.h"
#include "cp-document.h"
#include "cp-format.h"
#include "cp-large.h"
#include "cp-pin-pad.h"

#include <glib/gi18n-lib.h>

struct _CpSignInPage {
  CpScreen parent_instance;

  GtkLabel *title;
  GtkLabel *question;
  GtkWidget *names;
  GtkLabel *problem;
  CpPinPad *pad;
  char *staff_id;
};

G_DEFINE_FINAL_TYPE (CpSignInPage, cp_sign_in_page, CP_TYPE_SCREEN)

static void
mark_chosen (CpSignInPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  const CpJson *staff = cp_document_find (cp_json_get_array (cp_kiosk_get_staff (kiosk), "staff"),
                                          "id", self->staff_id);
  const char *name = cp_json_get_text (staff, "name");
  gboolean out = cp_kiosk_is_locked_out (kiosk, staff);
  g_autofree char *text = name == NULL ? g_strdup (_ ("Choose your name"))
                          : out        ? g_strdup (name)
                                       : g_strdup_printf (_ ("%s, enter your PIN"), name);

  for (GtkWidget *button = gtk_widget_get_first_child (self->names); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    cp_build_set_class (button, "on",
                        g_strcmp0 (gtk_widget_get_name (button), self->staff_id) == 0);
  gtk_label_set_text (self->question, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pad), name != NULL && !out);
}

/* That the name is locked says more than that the PIN was wrong. */
static void
show_problem (CpSignInPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  g_autofree char *lock = cp_kiosk_describe_lock (kiosk, self->staff_id);
  const char *problem = cp_kiosk_get_sign_in_problem (kiosk);

  gtk_label_set_text (self->problem, lock != NULL ? lock : cp_format_or_empty (problem));
}

static void
choose (CpSignInPage *self, const char *staff_id)
{
  g_free (self->staff_id);
  self->staff_id = g_strdup (staff_id);
  cp_pin_pad_reset (self->pad, FALSE);
  mark_chosen (self);
  show_problem (self);
}

static void
on_name_clicked (CpSignInPage *self, GtkButton *button)
{
  cp_kiosk_forget_sign_in_problem (cp_screen_get_kiosk (CP_SCREEN (self)));
  choose (self, gtk_widget_get_name (GTK_WIDGET (button)));
  cp_large_reveal (gtk_widget_get_parent (GTK_WIDGET (self->pad)));
}

static GtkWidget *
make_name (CpSignInPage *self, CpKiosk *kiosk, const CpJson *staff)
{
  gboolean locked = cp_kiosk_is_locked_out (kiosk, staff);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "");
  const char *name = cp_format_or_empty (cp_json_get_text (staff, "name"));
  const char *role = cp_format_or_empty (cp_json_get_text (staff, "role_name"));
  GtkWidget *label = cp_build_label (name, "t-name");
  GtkWidget *sub = cp_build_label (locked ? _ ("Locked") : role, locked ? "t-error" : "t-sub");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), sub);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_name (button, cp_json_get_text (staff, "id"));
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "choice");
  cp_build_name (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_name_clicked), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
show_names (CpSignInPage *self, CpKiosk *kiosk)
{
  CpJson *staff;
  gsize i;

  cp_build_clear (self->names);
  json_array_foreach (cp_json_get_array (cp_kiosk_get_staff (kiosk), "staff"), i, staff)
  {
    gtk_grid_attach (GTK_GRID (self->names), make_name (self, kiosk, staff), (int) i % 2,
                     (int) i / 2, 1, 1);
  }
}

static const char *
get_locked_staff (CpKiosk *kiosk)
{
  const CpJson *session = cp_kiosk_get_locked (kiosk) ? cp_kiosk_get_session (kiosk) : NULL;

  return cp_json_get_text (cp_json_get_object (session, "staff"), "id");
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpSignInPage *self = CP_SIGN_IN_PAGE (screen);

  gtk_label_set_text (self->title,
                      cp_kiosk_get_locked (kiosk) ? _ ("Locked") : _ ("Staff sign-in"));
  show_names (self, kiosk);
  mark_chosen (self);
  show_problem (self);
}

static void
on_problem (CpSignInPage *self)
{
  const char *text = cp_kiosk_get_sign_in_problem (cp_screen_get_kiosk (CP_SCREEN (self)));

  show_problem (self);
  cp_pin_pad_reset (self->pad, text != NULL);
}

/* A wait ends by itself. */
static void
on_now (CpSignInPage *self)
{
  if (cp_kiosk_get_page (cp_screen_get_kiosk (CP_SCREEN (self))) != CP_PAGE_SIGN_IN)
    return;
  mark_chosen (self);
  show_problem (self);
}

/* Coming here anew, nothing of the one before must be left. */
static void
on_page (CpSignInPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));

  choose (self, get_locked_staff (kiosk));
  if (cp_kiosk_get_page (kiosk) == CP_PAGE_SIGN_IN)
    gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
on_pin_entered (CpSignInPage *self, const char *pin)
{
  if (self->staff_id != NULL)
    cp_kiosk_sign_in (cp_screen_get_kiosk (CP_SCREEN (self)), self->staff_id, pin);
}

/* Its first digit came before it was known for a scan. */
static void
on_scanned (CpSignInPage *self)
{
  cp_pin_pad_reset (self->pad, FALSE);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::sign-in-problem", G_CALLBACK (on_problem), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::page", G_CALLBACK (on_page), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::now", G_CALLBACK (on_now), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "scanned", G_CALLBACK (on_scanned), screen, G_CONNECT_SWAPPED);
}

static void
finalize (GObject *object)
{
  g_free (CP_SIGN_IN_PAGE (object)->staff_id);
  G_OBJECT_CLASS (cp_sign_in_page_parent_class)->finalize (object);
}

static void
cp_sign_in_page_class_init (CpSignInPageClass *klass)
{
  static const char *const WATCHES[] = { "staff", "locked", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (CP_TYPE_PIN_PAD);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-sign-in-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpSignInPage, title);
  gtk_widget_class_bind_template_child (widget_class, CpSignInPage, question);
  gtk_widget_class_bind_template_child (widget_class, CpSignInPage, names);
  gtk_widget_class_bind_template_child (widget_class, CpSignInPage, problem);
  gtk_widget_class_bind_template_child (widget_class, CpSignInPage, pad);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_entered);
}

static void
cp_sign_in_page_init (CpSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
