/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-messages-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-history.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpMessagesTab {
  CpScreen parent_instance;

  CpHistory *history;
};

G_DEFINE_FINAL_TYPE (CpMessagesTab, cp_messages_tab, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} STATES[] = {
  { "queued", N_ ("Queued"), "waiting" },
  { "sent", N_ ("Sent"), "plain" },
  { "delivered", N_ ("Delivered"), "good" },
  { "failed", N_ ("Failed"), "bad" },
};

static GtkWidget *
make_item (const CpJson *view, const CpJson *message, gint64 now_ms)
{
  const char *subject = cp_json_get_text (message, "subject");
  const char *mailing = cp_json_get_text (message, "mailing_name");
  const char *state = cp_json_get_text (message, "state");
  g_autofree char *moment = cp_format_moment (cp_json_get_int (message, "at_ms", 0), now_ms);
  g_autofree char *subtitle =
      cp_format_join (moment, cp_format_or_empty (cp_json_get_text (message, "channel_name")),
                      subject != NULL ? cp_format_or_empty (mailing) : "",
                      cp_format_or_empty (cp_json_get_text (message, "trouble")), NULL);
  CpItem *item = cp_item_new (subject != NULL   ? subject
                              : mailing != NULL ? mailing
                                                : _ ("Message"),
                              subtitle);

  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0)
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  return GTK_WIDGET (item);
}

static void
add_channels (CpFilter *filter, CpKiosk *kiosk)
{
  CpJson *channel;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_programme (kiosk), "channels"), i, channel)
  {
    cp_filter_add (filter, cp_format_or_empty (cp_json_get_text (channel, "id")),
                   cp_format_or_empty (cp_json_get_text (channel, "name")));
  }
}

static const CpHistorySpec SPEC = {
  .what = "messages",
  .filters = { { .choices = { { NULL, "", N_ ("All") },
                              { "state", "delivered", N_ ("Delivered") },
                              { "state", "sent", N_ ("Sent") },
                              { "state", "queued", N_ ("Queued") },
                              { "state", "failed", N_ ("Failed") } } },
               { .choices = { { NULL, "", N_ ("Ever") },
                              { "from_ms", "30", N_ ("30 days") },
                              { "from_ms", "365", N_ ("Year") } } },
               { .choices = { { NULL, "", N_ ("Any channel") } },
                 .key = "channel",
                 .add = add_channels } },
  .make = make_item,
  .nothing = N_ ("No messages yet"),
  .hint = N_ ("What is sent to this member appears here, and whether it arrived."),
};

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_ask (CP_MESSAGES_TAB (screen)->history);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_set_up (CP_MESSAGES_TAB (screen)->history, &SPEC, kiosk, FALSE);
}

static void
cp_messages_tab_class_init (CpMessagesTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  g_type_ensure (CP_TYPE_HISTORY);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-messages-tab", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpMessagesTab, history);
}

static void
cp_messages_tab_init (CpMessagesTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
