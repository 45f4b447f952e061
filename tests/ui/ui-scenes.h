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
extern const UiScene ui_scenes_flow[];

#define UI_SCENE(name) \
  {                    \
#name, set_##name  \
  }

G_END_DECLS
