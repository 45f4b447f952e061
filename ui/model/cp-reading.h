/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

G_BEGIN_DECLS

#define CP_TYPE_READING (cp_reading_get_type ())
G_DECLARE_FINAL_TYPE (CpReading, cp_reading, CP, READING, GObject)

/**
 * CpReading:
 *
 * One list of the ledger's that a place on the screen shows besides the member's view
 * (docs/documents.md, "Read"). Emits `changed` when there is an answer, or none any more; an answer
 * that was overtaken by another question, or that is about a member who has gone, is dropped. Main
 * thread; never blocks. The kiosk must outlive it.
 */
CpReading *cp_reading_new (CpKiosk *kiosk, const char *what);

/**
 * cp_reading_ask:
 * @request: (transfer full): what is wanted; the member on screen, if there is one, is put in
 *
 * What was answered before stays until the new answer is there.
 */
void cp_reading_ask (CpReading *self, CpJson *request);

/** cp_reading_forget: as if nothing had been asked */
void cp_reading_forget (CpReading *self);

/** cp_reading_get_reply: (transfer none) (nullable): */
const CpJson *cp_reading_get_reply (CpReading *self);

/** cp_reading_get_problem: (nullable): why there is no answer, for people */
const char *cp_reading_get_problem (CpReading *self);

G_END_DECLS
