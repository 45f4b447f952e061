/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpEyes:
 *
 * What a person sees of the kiosk, read from its accessibility tree: words on the screen, and where
 * a control is. Needs the session bus on which the kiosk runs.
 */
typedef struct _CpEyes CpEyes;

/** CpPlace: a rectangle in pixels of the screen. */
typedef struct {
  int x;
  int y;
  int width;
  int height;
} CpPlace;

/** cp_eyes_new: waits until the application named @application is on the bus. */
CpEyes *
cp_eyes_new (const char *application, guint timeout_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_eyes_free (CpEyes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpEyes, cp_eyes_free)

/**
 * cp_eyes_find_control:
 * @name: the control's accessible name, whole
 *
 * Finds a button, entry, tab or list row that can be pressed; waits up to @timeout_ms for it to be
 * there, sensitive, and to have come to rest.
 */
gboolean cp_eyes_find_control (
    CpEyes *self, const char *name, guint timeout_ms, CpPlace *ret_place, GError **error);

/** cp_eyes_read: waits until some text on the screen contains @words. */
gboolean cp_eyes_read (CpEyes *self, const char *words, guint timeout_ms, GError **error);

/** cp_eyes_sees: whether some text on the screen contains @words now. */
gboolean cp_eyes_sees (CpEyes *self, const char *words);

/** cp_eyes_describe: (transfer full): every word on the screen, for messages about failures */
char *cp_eyes_describe (CpEyes *self);

G_END_DECLS
