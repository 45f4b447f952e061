/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ui-screen.h"

G_BEGIN_DECLS

/**
 * UiScene:
 * @set: brings the kiosk, and the window on it, to what is to be seen
 *
 * One picture of the gallery. The lists end with one without a name.
 */
typedef struct {
  const char *name;
  void (*set) (UiStage *stage, gpointer window);
} UiScene;

extern const UiScene ui_scenes_customer[];
extern const UiScene ui_scenes_staff[];
extern const UiScene ui_scenes_member[];

/* What is done for a member, step by step. */
extern const UiScene ui_scenes_reward[];
extern const UiScene ui_scenes_card[];
extern const UiScene ui_scenes_identity[];
extern const UiScene ui_scenes_form[];

/** ui_scene_press: opens a member and presses the button that is called @button, which begins a flow */
void ui_scene_press (UiStage *stage, gpointer window, const char *button);

/** ui_scene_start: opens a member and begins @flow; @target: (nullable): see cp_kiosk_start_flow() */
void ui_scene_start (UiStage *stage, const char *flow, const char *target);

#define UI_SCENE(name) \
  {                    \
#name, set_##name  \
  }

G_END_DECLS
