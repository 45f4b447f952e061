/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/* The tables of the JSON forms of the rows that clienteling adds to an account; the structs are in
 * cp-entities.h. */

extern const CpField cp_note_fields[];
extern const CpField cp_tag_fields[];
extern const CpField cp_task_fields[];
extern const CpField cp_promise_fields[];
extern const CpField cp_favourite_fields[];
extern const CpField cp_subscription_fields[];
extern const CpField cp_message_fields[];

G_END_DECLS
