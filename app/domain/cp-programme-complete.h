/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

/* What holds where a programme says nothing. */

/** cp_programme_complete_form: of a known field what it takes, if the form does not say */
void cp_programme_complete_form (CpProgramme *self);

/**
 * cp_programme_complete:
 * @document: what @self was read from
 *
 * Fills in numbers that are not there. Rewards can be redeemed offline unless a programme says otherwise:
 * where none of a limit stands in it, the limit is small; a limit of 0 lets nothing through.
 */
void cp_programme_complete (CpProgramme *self, const CpJson *document);

G_END_DECLS
