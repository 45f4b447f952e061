/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

G_BEGIN_DECLS

/* To what words a member agrees, at the kiosk or to staff who read them out. Docs: domain.md, "Consent". */

/** cp_consent_find_text: (transfer none) (nullable): the programme's words for a mailing, in the language of
 *  the screen, or else in English or whichever there is; %NULL: it has none, and the screen's own hold */
const char *cp_consent_find_text (CpKiosk *kiosk, const char *mailing_id);

/**
 * cp_consent_put_evidence:
 * @screen_version: of the screen's own words
 * @payload: that of an `opt_in`, with its `mailing_id`; gets `text_version` and `language` of the words that
 *   stand there
 */
void cp_consent_put_evidence (CpKiosk *kiosk, const char *screen_version, CpJson *payload);

G_END_DECLS
