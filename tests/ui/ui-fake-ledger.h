/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-error.h"
#include "cp-ledger-port.h"

G_BEGIN_DECLS

#define UI_TYPE_FAKE_LEDGER (ui_fake_ledger_get_type ())
G_DECLARE_FINAL_TYPE (UiFakeLedger, ui_fake_ledger, UI, FAKE_LEDGER, GObject)

/**
 * UiFakeLedger:
 *
 * A ledger that answers each method with the document that the test put there. Answers come from an
 * idle source, never within the call. `Submit` is asked for as `Submit` or `Submit preview`,
 * `Identify` as `Identify` or, without a session, `Identify customer`, `Read` as `Read WHAT`.
 */
UiFakeLedger *ui_fake_ledger_new (void);

/** ui_fake_ledger_answer: @document: (transfer full) */
void ui_fake_ledger_answer (UiFakeLedger *self, const char *method, CpJson *document);

/** ui_fake_ledger_refuse: until another answer is put there */
void ui_fake_ledger_refuse (UiFakeLedger *self, const char *method, CpError code, const char *text);

/** ui_fake_ledger_stall: answers nothing more until ui_fake_ledger_go_on() */
void ui_fake_ledger_stall (UiFakeLedger *self);
void ui_fake_ledger_go_on (UiFakeLedger *self);
void ui_fake_ledger_set_available (UiFakeLedger *self, gboolean available);
void ui_fake_ledger_say_changed (UiFakeLedger *self, const char *what);

/** ui_fake_ledger_get_training: whether it is the practice ledger that is called */
gboolean ui_fake_ledger_get_training (UiFakeLedger *self);

guint ui_fake_ledger_count (UiFakeLedger *self, const char *method);

/** ui_fake_ledger_get_request: (transfer none) (nullable): the document that the last call of @method
 *  carried */
const CpJson *ui_fake_ledger_get_request (UiFakeLedger *self, const char *method);

/** ui_fixture: (transfer full): tests/ui/fixtures/@name.json; the programme is a copy of the
 *  sample chain's, so that a change there does not change every picture here */
CpJson *ui_fixture (const char *name);

G_END_DECLS
