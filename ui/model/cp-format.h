/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/** cp_format_money_in: (transfer full): @minor in the currency that @document (a view, self-check or
 *  programme) names */
char *cp_format_money_in (const CpJson *document, gint64 minor);

/** cp_format_gain: (transfer full): @text with a plus or minus before it, as @amount has it */
char *cp_format_gain (gint64 amount, const char *text);

/** cp_format_use_zone: from now on days and times are those of @name (nullable), such as
 *  `Europe/Dublin`: the store's, whatever this machine's own is */
void cp_format_use_zone (const char *name);

/** cp_format_last_day: (transfer full): the last day of what ends at @end_ms, which may be the midnight
 *  after it */
char *cp_format_last_day (gint64 end_ms);

/** cp_format_day: (transfer full): such as `30 Jun 2027`, in local time */
char *cp_format_day (gint64 at_ms);

/** cp_format_moment: (transfer full): the time, with the day before it unless that is @now_ms's;
 *  `never` for 0 */
char *cp_format_moment (gint64 at_ms, gint64 now_ms);

/** cp_format_expiry: (transfer full): `Until 30 Jun 2027`, `Until today`, `No expiry` */
char *cp_format_expiry (gint64 at_ms, gint64 now_ms);

/** cp_format_iso_day: (transfer full) (nullable): an ISO day for people */
char *cp_format_iso_day (const char *iso_day);

/** cp_format_typed_day: (transfer full): an ISO day as cp_parse_day() reads it: `24 06 1987` */
char *cp_format_typed_day (const char *iso_day);

/** cp_format_initials: (transfer full): up to two capitals of a name, none for a name whose script
 *  has no capitals beyond its first letter */
char *cp_format_initials (const char *name);

/** cp_format_join: (transfer full): those of the texts that are there, with a middle dot between;
 *  the arguments end in %NULL and an empty text counts as absent, so pass "" for what may be %NULL */
char *cp_format_join (const char *first, ...) G_GNUC_NULL_TERMINATED;

/** cp_format_member: (transfer full): what tells @member (of Find's reply) from others of that name */
char *cp_format_member (const CpJson *member);

/** cp_format_card_tail: (transfer none): the last four of the number or chip of @card (of a view) */
const char *cp_format_card_tail (const CpJson *card);

/** cp_format_card: (transfer full): @card (of a view) by the last four of its number or chip */
char *cp_format_card (const CpJson *card);

/** cp_format_ltr: (transfer full): @text kept from left to right, as phone numbers are, whatever
 *  stands around it */
char *cp_format_ltr (const char *text);

/** cp_format_isolate: (transfer full): @text, a name in whatever script, kept by itself within a sentence
 *  that may run the other way */
char *cp_format_isolate (const char *text);

/** cp_format_or_empty: @text, or "" where there is none */
#define cp_format_or_empty(text) ((text) != NULL ? (text) : "")

/**
 * cp_parse_money:
 *
 * Reads what a person typed: digits with at most one point or comma before at most @digits more.
 *
 * Returns: whether it is an amount above zero
 */
gboolean cp_parse_money (const char *text, gint64 digits, gint64 *ret_minor);

/**
 * cp_parse_day:
 *
 * Reads a day as people type it on a number pad: day, month and four digits of the year, with any
 * separators or none (`24061987`); an ISO day too.
 *
 * Returns: (transfer full) (nullable): as an ISO day
 */
char *cp_parse_day (const char *text);

G_END_DECLS
