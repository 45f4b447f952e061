/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"

G_BEGIN_DECLS

/** cp_tag_find: (transfer none) (nullable): the member's tag that says the same, however it is spelled; one that
 *  is set before one that was taken away (there may be both after a merge) */
const CpTag *cp_tag_find (const CpAccount *account, const char *member_id, const char *tag);

/** cp_favourite_find: (transfer none) (nullable): the member's row of that product on @list; one that is on it
 *  before one that was taken off */
const CpFavourite *cp_favourite_find (const CpAccount *account,
                                      const char *member_id,
                                      CpFavouriteList list,
                                      const char *product_id);

G_END_DECLS
