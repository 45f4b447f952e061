/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lists.h"

#include "cp-text.h"

const CpTag *
cp_tag_find (const CpAccount *account, const char *member_id, const char *tag)
{
  g_autofree char *wanted = cp_text_fold (tag);
  const CpTag *found = NULL;

  for (guint i = 0; i < account->rows[CP_KIND_TAG]->len; i++) {
    const CpTag *row = account->rows[CP_KIND_TAG]->pdata[i];
    g_autofree char *folded = row->tag != NULL ? cp_text_fold (row->tag) : NULL;

    if (g_strcmp0 (row->member_id, member_id) == 0 && g_strcmp0 (folded, wanted) == 0 &&
        (found == NULL || found->removed))
      found = row;
  }
  return found;
}

const CpFavourite *
cp_favourite_find (const CpAccount *account,
                   const char *member_id,
                   CpFavouriteList list,
                   const char *product_id)
{
  const CpFavourite *found = NULL;

  for (guint i = 0; i < account->rows[CP_KIND_FAVOURITE]->len; i++) {
    const CpFavourite *row = account->rows[CP_KIND_FAVOURITE]->pdata[i];

    if (row->list == list && g_strcmp0 (row->member_id, member_id) == 0 &&
        g_strcmp0 (row->product_id, product_id) == 0 && (found == NULL || found->removed))
      found = row;
  }
  return found;
}
