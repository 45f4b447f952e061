/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/**
 * cp_ctl_payload_from_words:
 * @type: the table of the kind's payload
 * @words: `key=value` each, %NULL-terminated
 *
 * Makes a payload as typed: whole numbers, `true` or `false`, texts, and for keys that hold JSON
 * either a document or one entry of an object at a time as `key.entry=text`. Keys must be in the
 * table; whether all that are needed are there, the ledger says.
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID naming the key
 */
CpJson *cp_ctl_payload_from_words (const CpRecordType *type,
                                   char **words,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ctl_payload_describe: (transfer full): the table's keys as one line for the manual */
char *cp_ctl_payload_describe (const CpRecordType *type);

G_END_DECLS
