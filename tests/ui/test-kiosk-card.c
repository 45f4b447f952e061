/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the kiosk says of cards that are no tap. */
#include <string.h>

#include "ui-stage.h"

static void
note_notice (CpKiosk *kiosk, const char *text, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup (text);
}

/* What is no tap, and a card that nobody could check: nobody is asked for, and nobody waits for it. */
static void
test_refused_card (void)
{
  static const struct {
    const char *reason;
    const char *text;
  } rows[] = {
    { "several", "one card at a time" }, { "payment", "payment card" },
    { "random", "no membership card" },  { "lost", "taken away too soon" },
    { "unproved", "can't be checked" },  { "unsupported", "can't be read here" },
  };
  g_autoptr (UiStage) stage = ui_stage_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *notice = NULL;
    gulong id = g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);

    cp_kiosk_card_begins (stage->kiosk);
    cp_kiosk_card_refused (stage->kiosk, rows[i].reason);
    g_assert_nonnull (strstr (notice, rows[i].text));
    g_assert_false (cp_kiosk_get_card_held (stage->kiosk));
    g_signal_handler_disconnect (stage->kiosk, id);
  }
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Identify"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk-card/refused-card-is-told-of", test_refused_card);
  return g_test_run ();
}
