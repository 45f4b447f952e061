/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

#define CP_DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/** cp_wording_money: (transfer full): such as `€12.50` */
char *cp_wording_money (const CpProgramme *programme, gint64 minor);

/** cp_wording_date: (transfer full): the day for a sentence, `10 Mar 2026` (UTC) */
char *cp_wording_date (gint64 at_ms);

/** cp_wording_iso_day: (transfer full): @iso_day, `2026-03-10`, as cp_wording_date() has it */
char *cp_wording_iso_day (const char *iso_day);

/** cp_wording_card: (transfer full): by which a card is told from others without giving it away:
 *  the last four of its number, else of its UID */
char *cp_wording_card (const CpCard *card);

/** cp_wording_name: (transfer full): given and family name, what there is of them; words for who is
 *  only known by the card here */
char *cp_wording_name (const CpMember *member);

/** cp_iso_day: (transfer full): the day for a document or a condition, `2026-03-10` (UTC) */
char *cp_iso_day (gint64 at_ms);

/** cp_day_of: the number of the UTC day that @at_ms is on, from 1970 */
gint64 cp_day_of (gint64 at_ms);

/** cp_day_end_ms: the first millisecond after the UTC day that lies @days after that of @at_ms */
gint64 cp_day_end_ms (gint64 at_ms, gint64 days);

G_END_DECLS
