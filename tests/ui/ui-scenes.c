/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-scenes.h"

void
ui_scene_press (UiStage *stage, gpointer window, const char *button)
{
  ui_stage_open (stage, "member");
  ui_press (window, button);
  ui_stage_settle (stage);
}

void
ui_scene_start (UiStage *stage, const char *flow, const char *target)
{
  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, flow, target);
  ui_stage_settle (stage);
}
