/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk-own.h"
#include "cp-kiosk-private.h"

G_BEGIN_DECLS

/* What the lists of a customer's own page share: the step, and how what it is for gets done. */

/** cp_kiosk_own_is_free: whether nothing is on its way, so that a second touch does nothing twice */
gboolean cp_kiosk_own_is_free (CpKiosk *self);
gboolean cp_kiosk_own_is_at (CpKiosk *self, const char *place);

/** cp_kiosk_own_set_step: @step: (transfer full) (nullable) */
void cp_kiosk_own_set_step (CpKiosk *self, CpJson *step);

/** cp_kiosk_own_move_step: (transfer full): the same step at another place */
CpJson *cp_kiosk_own_move_step (CpKiosk *self, const char *place);

/** cp_kiosk_own_complain: says @text in the step, in place of what was said before */
void cp_kiosk_own_complain (CpKiosk *self, const char *text);

/**
 * cp_kiosk_own_intend:
 * @kind: of operation
 * @name: of what it is about, for people
 * @payload: (transfer full)
 *
 * Begins a step at @place; its id makes it happen once.
 */
void cp_kiosk_own_intend (
    CpKiosk *self, const char *place, const char *kind, const char *name, CpJson *payload);

/** cp_kiosk_own_go_on: does what the step is for; who they are is asked before, where it is known that it
 *  will be asked */
void cp_kiosk_own_go_on (CpKiosk *self);

/** cp_kiosk_own_begin_work: the step is busy from now on */
void cp_kiosk_own_begin_work (CpKiosk *self);

/** cp_kiosk_own_resume: does it, now that it is known who they are: by what may be done from now on */
void cp_kiosk_own_resume (CpKiosk *self);

/** cp_kiosk_own_ask_who: who they are; then what the step is for is done */
void cp_kiosk_own_ask_who (CpKiosk *self);

/**
 * CpOwnCall:
 * @token: of the customer who asked
 * @id: (nullable): of the operation in the step for which it was asked
 * @kind: (nullable): of that operation
 *
 * What each call of a customer's own has as its data.
 */
typedef struct {
  char *token;
  char *id;
  char *kind;
} CpOwnCall;

/** cp_kiosk_own_call: calls the ledger for the step that is there */
void cp_kiosk_own_call (CpKiosk *self, const char *method, GVariant *arguments, CpReplyFunc func);

/** cp_kiosk_own_is_awaited: whether the customer who asked is still there, at the step for which it was
 *  asked: they may have gone back, and on to something else */
gboolean cp_kiosk_own_is_awaited (CpKiosk *self, const CpOwnCall *call);

/** cp_kiosk_own_keep: whether a customer's own session is under way; then the ledger is told that they are
 *  still there */
gboolean cp_kiosk_own_keep (CpKiosk *self);

/** cp_kiosk_own_say_failure: where the ledger knows the customer no more they have to tap again */
void cp_kiosk_own_say_failure (CpKiosk *self, const GError *error);

G_END_DECLS
