/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"

G_BEGIN_DECLS

/**
 * cp_erase_person:
 *
 * What becomes of the rows of a person, and of whoever was merged into them, when they are erased:
 * nothing in them says who it was, nor what staff wrote about them. What the account has earned and
 * spent stays, and so do all rows of its other members, but for the texts of entries of points that
 * nothing in the history tells whom they are about. Why the account is blocked is forgotten with its
 * last member.
 *
 * Returns: (transfer full) (element-type CpEntity): each row that changes, as it is afterwards
 */
GPtrArray *cp_erase_person (const CpAccount *account, const char *member_id);

/** cp_erase_row: takes out of one such row, or of an earlier image of it, who it was. */
void cp_erase_row (gpointer entity);

G_END_DECLS
