/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"
#include "cp-kiosk.h"
#include "ui-fake-ledger.h"

G_BEGIN_DECLS

/**
 * UiStage:
 * @now_ms: the time that the kiosk is told: 14:05 on 12 June 2026, until a test moves it
 *
 * A kiosk on a fake ledger, without a window.
 */
typedef struct {
  CpWorld world;
  gint64 now_ms;
  guint chance;
  UiFakeLedger *ledger;
  CpKiosk *kiosk;
  gboolean keeps_asking; /* ui_stage_settle() does not wait until a flow asks head office no more */
} UiStage;

/** ui_stage_new: (transfer full): the kiosk has loaded what it shows everywhere */
UiStage *ui_stage_new (void);

/** ui_stage_free: afterwards nothing of the kiosk may be left */
void ui_stage_free (UiStage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiStage, ui_stage_free)

/** ui_stage_settle: until no call is under way */
void ui_stage_settle (UiStage *self);
void ui_stage_sign_in (UiStage *self);

/** ui_stage_open: signs in and opens the member of fixture @name, whose purchases and history can be
 *  read too */
void ui_stage_open (UiStage *self, const char *name);

/** ui_stage_keep_asking: the programme has a flow wait a minute for head office's word, and not the
 *  millisecond of the fixture */
void ui_stage_keep_asking (UiStage *self);

/** ui_stage_measure_sleeves: the programme's form ends with a number that may be below zero from now on,
 *  *Sleeves longer by (mm)* */
void ui_stage_measure_sleeves (UiStage *self);

/** ui_stage_answer: @method will be answered with fixture @name */
void ui_stage_answer (UiStage *self, const char *method, const char *name);

/** ui_wait_for: iterates until @condition holds; fails after ten seconds */
void ui_wait_for (gboolean (*condition) (gpointer data), gpointer data, const char *what);

/** ui_wait_page: until @page is on screen */
void ui_wait_page (UiStage *self, CpPage page);

/** ui_stage_tap: a customer taps their card, with nobody of the staff there; fixture @name is the reply,
 *  and what is in it of their own can be read again */
void ui_stage_tap (UiStage *self, const char *name);

/** ui_stage_begin_own: the same, and goes on to @place (nullable) of what is their own to do */
void ui_stage_begin_own (UiStage *self, const char *name, const char *place);

/** ui_stage_get_own: (transfer none) (nullable): what the step there says at @key */
const char *ui_stage_get_own (UiStage *self, const char *key);
void ui_stage_assert_own (UiStage *self, const char *place);

/** ui_choose: picks the choice titled @title, or as that is translated, or any other
 *  that begins so, of the flow's step */
void ui_choose (CpFlow *flow, const char *title);

G_END_DECLS
