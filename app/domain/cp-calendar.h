/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wording.h"

G_BEGIN_DECLS

/* Docs: domain.md, "Days". A day begins and ends by the clock on the store's wall (`time_zone` of the
 * programme's store; of a store that has none, or is not known, UTC). Whatever ends with a day, or is
 * counted by the day, is worked out here, so that device and head office agree. */

/** cp_calendar_is_zone: whether @name is one that this machine knows, such as `Europe/Dublin` */
gboolean cp_calendar_is_zone (const char *name);

/**
 * cp_calendar_find_zones:
 *
 * Returns: (transfer full): the id of each store that has a zone → #GTimeZone; for
 *   #CpProgramme.zones
 */
GHashTable *cp_calendar_find_zones (const CpProgramme *programme);

/** cp_calendar_has_zone: whether the programme says by which clock the store goes */
gboolean cp_calendar_has_zone (const CpProgramme *programme, const char *store_id);

/** cp_calendar_get_wall_ms: what the store's clock shows at @at_ms, as UTC would show it: for
 *  cp_wording_date(), cp_iso_day() and cp_day_of() */
gint64 cp_calendar_get_wall_ms (const CpProgramme *programme, const char *store_id, gint64 at_ms);

/** cp_calendar_get_day: the number of the day that @at_ms is on at the store, from 1970 */
gint64 cp_calendar_get_day (const CpProgramme *programme, const char *store_id, gint64 at_ms);

/**
 * cp_calendar_get_day_end_ms:
 * @days: how many days after the one of @at_ms; -1: when that begins
 *
 * The first millisecond after that day at the store. A day on which the clocks are turned has 23 or 25
 * hours, or begins at one o'clock.
 */
gint64 cp_calendar_get_day_end_ms (const CpProgramme *programme,
                                   const char *store_id,
                                   gint64 at_ms,
                                   gint64 days);

/** cp_calendar_say_day: (transfer full): the day of @at_ms at the store, for a sentence */
char *cp_calendar_say_day (const CpProgramme *programme, const char *store_id, gint64 at_ms);

G_END_DECLS
