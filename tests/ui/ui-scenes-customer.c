/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: what customers see. */
#include "ui-scenes.h"

#include <libintl.h>

static void
set_attract (UiStage *stage, gpointer window)
{
}

static void
set_attract_offline (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  cp_kiosk_set_reader_state (stage->kiosk, "absent");
  ui_stage_settle (stage);
}

static void
set_attract_dim (UiStage *stage, gpointer window)
{
  cp_kiosk_dim (stage->kiosk);
}

static void
set_attract_training (UiStage *stage, gpointer window)
{
  CpJson *status = ui_fixture ("status-online");

  cp_json_set_bool (status, "training", TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStatus", status);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
}

static void
set_attract_large (UiStage *stage, gpointer window)
{
  ui_press (window, dgettext (GETTEXT_PACKAGE, "Large text"));
}

static void
tap_as_customer (UiStage *stage, const char *fixture)
{
  ui_stage_answer (stage, "Identify customer", fixture);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_self_check (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
}

static void
set_self_check_long (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
}

static void
set_self_check_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
  ui_press (window, dgettext (GETTEXT_PACKAGE, "Large text"));
}

static void
set_self_check_long_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
  ui_press (window, dgettext (GETTEXT_PACKAGE, "Large text"));
}

static void
set_self_check_arabic (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-arabic");
}

static void
set_customer_blocked (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
}

static void
set_customer_blocked_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
  ui_press (window, dgettext (GETTEXT_PACKAGE, "Large text"));
}

static void
set_customer_unknown (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-unknown");
}

const UiScene ui_scenes_customer[] = {
  UI_SCENE (attract),
  UI_SCENE (attract_offline),
  UI_SCENE (attract_dim),
  UI_SCENE (attract_training),
  UI_SCENE (attract_large),
  UI_SCENE (self_check),
  UI_SCENE (self_check_long),
  UI_SCENE (self_check_large),
  UI_SCENE (self_check_long_large),
  UI_SCENE (self_check_arabic),
  UI_SCENE (customer_blocked),
  UI_SCENE (customer_blocked_large),
  UI_SCENE (customer_unknown),
  { NULL, NULL },
};
