/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-view.h"

G_BEGIN_DECLS

/* The reads that go over many members. Their accounts were found by a key; each function takes what
 * it wants from one account and adds it to a list, and a last one puts the list in order. */

/** cp_read_book_add_tasks: the open tasks; {"when": `overdue`, `today` or `upcoming`, "owner"} */
void cp_read_book_add_tasks (const CpViewSource *source, const CpJson *request, CpJson *list);

/** cp_read_book_add_clients: the members for whom @staff_id has written a note, made a promise, or has
 *  a task */
void cp_read_book_add_clients (const CpViewSource *source, const char *staff_id, CpJson *list);

/** cp_read_book_add_birthdays: whose birthday is within seven days from now, today included; that of
 *  29 February is on the 28th in a year without one */
void cp_read_book_add_birthdays (const CpViewSource *source, CpJson *list);

/** cp_read_book_sort: by the number at @key; @newest_first */
void cp_read_book_sort (CpJson *list, const char *key, gboolean newest_first);

/** cp_read_book_list_days: (transfer full): the months and days, `05-17`, of birth of those who have their
 *  birthday in the seven days from @now_ms on at the store, as members are found by them; ends in %NULL */
GStrv cp_read_book_list_days (const CpProgramme *programme, const char *store_id, gint64 now_ms);

G_END_DECLS
