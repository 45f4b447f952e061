/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-window.h"

#include "cp-attention-page.h"
#include "cp-attract-page.h"
#include "cp-build.h"
#include "cp-explain-page.h"
#include "cp-flow-page.h"
#include "cp-flow.h"
#include "cp-format.h"
#include "cp-home-page.h"
#include "cp-keyboard.h"
#include "cp-language.h"
#include "cp-large.h"
#include "cp-member-page.h"
#include "cp-own-page.h"
#include "cp-problem-page.h"
#include "cp-self-check-page.h"
#include "cp-sign-in-page.h"
#include "cp-status-sheet.h"
#include "cp-top-strip.h"
#include "cp-wedge.h"

#include <glib/gi18n-lib.h>

#define NOTICE_MS 5000

struct _CpWindow {
  GtkWindow parent_instance;

  CpScreen *strip;
  CpScreen *attract;
  CpScreen *self_check;
  CpScreen *own;
  CpScreen *problem;
  CpScreen *sign_in;
  CpScreen *home;
  CpScreen *member;
  CpScreen *flow;
  CpScreen *attention;
  CpScreen *explain;
  CpScreen *status;
  GtkWidget *status_scrim;
  GtkWidget *rival;
  GtkLabel *rival_text;
  GtkWidget *change;
  GtkWidget *notice;
  GtkLabel *notice_text;
  GtkWidget *hold;
  GtkSpinner *hold_spinner;
  GtkWidget *restarting;
  GtkWidget *training;
  GtkWidget *training_word;
  CpKeyboard *keyboard;

  CpKiosk *kiosk;
  CpTheme *theme;
  double scale;
  GtkTextDirection direction; /* of the kiosk's own language */
  guint notice_source;
  CpWedge *wedge;
};

G_DEFINE_FINAL_TYPE (CpWindow, cp_window, GTK_TYPE_WINDOW)

double
cp_window_choose_scale (int width, int height)
{
  return CLAMP (MIN (width / 1280.0, height / 800.0), 0.75, 2.5);
}

static CpScreen *
find_page (CpWindow *self, CpPage page)
{
  CpScreen *const pages[CP_N_PAGES] = {
    [CP_PAGE_ATTRACT] = self->attract, [CP_PAGE_SELF_CHECK] = self->self_check,
    [CP_PAGE_PROBLEM] = self->problem, [CP_PAGE_SIGN_IN] = self->sign_in,
    [CP_PAGE_HOME] = self->home,       [CP_PAGE_MEMBER] = self->member,
    [CP_PAGE_FLOW] = self->flow,       [CP_PAGE_ATTENTION] = self->attention,
    [CP_PAGE_EXPLAIN] = self->explain, [CP_PAGE_OWN] = self->own,
  };

  return pages[page];
}

static void
on_page (CpWindow *self)
{
  CpPage page = cp_kiosk_get_page (self->kiosk);

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  cp_keyboard_close (self->keyboard);
  for (guint i = 0; i < CP_N_PAGES; i++)
    gtk_widget_set_visible (GTK_WIDGET (find_page (self, i)), i == page);
}

static void
hide_notice (CpWindow *self)
{
  g_clear_handle_id (&self->notice_source, g_source_remove);
  gtk_widget_set_visible (self->notice, FALSE);
}

static gboolean
on_notice_over (gpointer data)
{
  CpWindow *self = data;

  self->notice_source = 0;
  hide_notice (self);
  return G_SOURCE_REMOVE;
}

static void
on_notice (CpWindow *self, const char *text)
{
  g_clear_handle_id (&self->notice_source, g_source_remove);
  gtk_label_set_text (self->notice_text, text);
  gtk_widget_set_visible (self->notice, TRUE);
  self->notice_source = g_timeout_add (NOTICE_MS, on_notice_over, self);
}

static void
on_card_held (CpWindow *self)
{
  gboolean held = cp_kiosk_get_card_held (self->kiosk);

  if (held)
    hide_notice (self); /* it stands in the same place */
  gtk_widget_set_visible (self->hold, held);
  gtk_spinner_set_spinning (self->hold_spinner, held);
}

static void
on_available (CpWindow *self)
{
  gtk_widget_set_visible (self->restarting, !cp_kiosk_get_available (self->kiosk));
}

static void
on_status_shown (CpWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->status), cp_kiosk_get_status_shown (self->kiosk));
  gtk_widget_set_visible (self->status_scrim, cp_kiosk_get_status_shown (self->kiosk));
}

static void
on_rival (CpWindow *self)
{
  const CpJson *rival = cp_kiosk_get_rival (self->kiosk);
  const CpJson *member = cp_json_get_object (cp_json_get_object (rival, "view"), "member");
  const char *name = cp_json_get_text (member, "name");
  CpFlow *flow = cp_kiosk_get_flow (self->kiosk);
  g_autofree char *whose = name != NULL ? g_strdup_printf (_ ("It is %s's."), name)
                                        : g_strdup (_ ("It is nobody's that can be shown."));
  g_autofree char *text =
      flow != NULL ? g_strdup_printf ("%s %s", whose, cp_flow_describe_leaving (flow)) : NULL;

  gtk_label_set_text (self->rival_text, text != NULL ? text : whose);
  gtk_widget_set_sensitive (self->change, flow == NULL || !cp_flow_is_being_done (flow));
  gtk_widget_set_visible (self->rival, rival != NULL);
}

/* What it says of the flow changes with it. */
static void
on_flow (CpWindow *self)
{
  CpFlow *flow = cp_kiosk_get_flow (self->kiosk);

  on_rival (self);
  if (flow != NULL)
    g_signal_connect_object (flow, "moved", G_CALLBACK (on_rival), self, G_CONNECT_SWAPPED);
}

static void
on_large_text (CpWindow *self)
{
  gboolean large = cp_kiosk_get_large_text (self->kiosk);

  cp_build_set_class (GTK_WIDGET (self), "large", large); /* pictures make room for the letters */
  cp_theme_set_scale (self->theme, self->scale, large ? 2 : 1);
  gtk_widget_set_halign (self->training_word, large ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  cp_large_arrange (gtk_window_get_child (GTK_WINDOW (self)), large);
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* What was typed into the entry before the burst was known for one is taken out again. */
static void
take_back (CpWindow *self, const char *scanned)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  g_autofree char *first = g_utf8_substring (scanned, 0, 1);
  int at;

  if (focus == NULL || !GTK_IS_TEXT (focus))
    return;
  at = gtk_editable_get_position (GTK_EDITABLE (focus));
  if (at > 0) {
    g_autofree char *before = gtk_editable_get_chars (GTK_EDITABLE (focus), at - 1, at);

    if (g_str_equal (before, first))
      gtk_editable_delete_text (GTK_EDITABLE (focus), at - 1, at);
  }
}

gboolean
cp_window_key (CpWindow *self, guint keyval, gint64 at_ms)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean presses = is_enter (keyval) || keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space;
  gunichar letter = is_enter (keyval) ? '\n' : gdk_keyval_to_unicode (keyval);

  switch (cp_wedge_feed (self->wedge, letter, at_ms)) {
  case CP_WEDGE_SCAN:
    take_back (self, cp_wedge_get_text (self->wedge));
    cp_kiosk_scanned (self->kiosk, cp_wedge_get_text (self->wedge));
    return GDK_EVENT_STOP;
  case CP_WEDGE_BURST:
    return GDK_EVENT_STOP;
  case CP_WEDGE_TYPED:
  default:
    return presses && focus != NULL && GTK_IS_BUTTON (focus);
  }
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CpWindow *self)
{
  guint32 time_ms = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller));

  return cp_window_key (self, keyval, time_ms);
}

static void
watch_keys (CpWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (on_key_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static gboolean
on_touched (GtkEventControllerLegacy *controller, GdkEvent *event, CpWindow *self)
{
  switch ((int) gdk_event_get_event_type (event)) {
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
  case GDK_KEY_PRESS:
    hide_notice (self); /* it has been seen, and may be in the way */
    cp_kiosk_touch (self->kiosk);
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
watch_touches (CpWindow *self)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_touched), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
on_language (CpWindow *self)
{
  const char *language = cp_kiosk_get_language (self->kiosk);
  GtkTextDirection direction = self->direction;

  if (language != NULL)
    direction = cp_language_runs_right_to_left (language) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR;
  gtk_widget_set_default_direction (direction);
}

static void
on_keyboard (CpWindow *self)
{
  cp_member_page_set_typing (CP_MEMBER_PAGE (self->member), cp_keyboard_get_open (self->keyboard));
}

static void
on_dimmed (CpWindow *self)
{
  cp_build_set_class (GTK_WIDGET (self), "asleep", cp_kiosk_get_dimmed (self->kiosk));
}

/* Nobody may take practice for the real thing, on whatever page. */
static void
on_status (CpWindow *self)
{
  gtk_widget_set_visible (self->training, cp_kiosk_get_training (self->kiosk));
}

static void
follow_kiosk (CpWindow *self)
{
  static const struct {
    const char *signal;
    void (*func) (CpWindow *self);
  } FOLLOWED[] = {
    { "notify::page", on_page },
    { "notify::available", on_available },
    { "notify::status-shown", on_status_shown },
    { "notify::rival", on_rival },
    { "notify::flow", on_flow },
    { "notify::card-held", on_card_held },
    { "notify::large-text", on_large_text },
    { "notify::dimmed", on_dimmed },
    { "notify::language", on_language },
    { "notify::status", on_status },
  };
  GActionGroup *actions = cp_kiosk_make_actions (self->kiosk);

  for (gsize i = 0; i < G_N_ELEMENTS (FOLLOWED); i++) {
    g_signal_connect_object (self->kiosk, FOLLOWED[i].signal, G_CALLBACK (FOLLOWED[i].func), self,
                             G_CONNECT_SWAPPED);
    FOLLOWED[i].func (self);
  }
  g_signal_connect_object (self->kiosk, "notice", G_CALLBACK (on_notice), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "kiosk", actions);
  g_object_unref (actions);
  cp_screen_set_kiosk (self->strip, self->kiosk);
  cp_screen_set_kiosk (self->status, self->kiosk);
  for (guint i = 0; i < CP_N_PAGES; i++)
    cp_screen_set_kiosk (find_page (self, i), self->kiosk);
}

static void
dispose (GObject *object)
{
  CpWindow *self = CP_WINDOW (object);

  g_clear_handle_id (&self->notice_source, g_source_remove);
  g_clear_object (&self->kiosk);
  g_clear_object (&self->theme);
  g_clear_pointer (&self->wedge, cp_wedge_free);
  G_OBJECT_CLASS (cp_window_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (CP_TYPE_TOP_STRIP);
  g_type_ensure (CP_TYPE_ATTRACT_PAGE);
  g_type_ensure (CP_TYPE_SELF_CHECK_PAGE);
  g_type_ensure (CP_TYPE_OWN_PAGE);
  g_type_ensure (CP_TYPE_PROBLEM_PAGE);
  g_type_ensure (CP_TYPE_SIGN_IN_PAGE);
  g_type_ensure (CP_TYPE_HOME_PAGE);
  g_type_ensure (CP_TYPE_MEMBER_PAGE);
  g_type_ensure (CP_TYPE_FLOW_PAGE);
  g_type_ensure (CP_TYPE_ATTENTION_PAGE);
  g_type_ensure (CP_TYPE_EXPLAIN_PAGE);
  g_type_ensure (CP_TYPE_STATUS_SHEET);
  g_type_ensure (CP_TYPE_KEYBOARD);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CpWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, attract);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, self_check);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, own);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, home);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, member);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, flow);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, attention);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, explain);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, status);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, status_scrim);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, rival);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, rival_text);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, change);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, notice_text);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, hold);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, hold_spinner);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, restarting);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, training);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, training_word);
  gtk_widget_class_bind_template_child (widget_class, CpWindow, keyboard);
}

static void
cp_window_class_init (CpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-window.ui");
  bind_children (widget_class);
}

static void
cp_window_init (CpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wedge = cp_wedge_new ();
  g_signal_connect_object (self->keyboard, "notify::open", G_CALLBACK (on_keyboard), self,
                           G_CONNECT_SWAPPED);
  watch_touches (self);
  watch_keys (self);
}

CpWindow *
cp_window_new (CpKiosk *kiosk, CpTheme *theme, double scale)
{
  CpWindow *self = g_object_new (CP_TYPE_WINDOW, NULL);

  self->kiosk = g_object_ref (kiosk);
  self->theme = g_object_ref (theme);
  self->scale = scale;
  /* (GTK goes by a catalogue of its own, which need not be installed.) */
  self->direction = cp_language_runs_right_to_left (cp_language_get_now ())
                        ? GTK_TEXT_DIR_RTL
                        : gtk_widget_get_default_direction ();
  follow_kiosk (self);
  return self;
}
