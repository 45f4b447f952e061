/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow-table.h"

G_BEGIN_DECLS

/* What goes into a payload without anybody being asked, each a CpPrepareFunc. */

/** CP_CONSENT_TEXT_VERSION: of the question that staff are told to ask before an opt-in (the flow
 *  `opt_in`) where the programme has no words; to be raised with every change of its words */
#define CP_CONSENT_TEXT_VERSION "counter-1"

/** cp_prepare_consent: which text was read out, and in which language */
void cp_prepare_consent (CpFlow *flow, CpJson *payload);

/** cp_prepare_say_consent: (transfer full) (nullable): the programme's words, to be read out */
char *cp_prepare_say_consent (CpFlow *flow);

/** cp_prepare_virtual: the card exists only on a phone */
void cp_prepare_virtual (CpFlow *flow, CpJson *payload);

/** cp_prepare_drop: the task is not done but dropped */
void cp_prepare_drop (CpFlow *flow, CpJson *payload);

/** cp_prepare_decline: the promise is not agreed to */
void cp_prepare_decline (CpFlow *flow, CpJson *payload);

/** cp_prepare_use: one use, until another number is typed */
void cp_prepare_use (CpFlow *flow, CpJson *payload);

/** cp_prepare_hold: the same, set aside for the till from the start */
void cp_prepare_hold (CpFlow *flow, CpJson *payload);

G_END_DECLS
