/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Clienteling": favourite products and the wish-list. */
#include "cp-lists.h"
#include "cp-rules.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

typedef struct {
  CpFavouriteList list;
  const char *word;
  gint64 most; /* 0: no limit */
} ListInfo;

static gboolean
find_list (const CpProgramme *programme, const char *word, ListInfo *ret_info)
{
  const ListInfo infos[] = {
    { CP_FAVOURITE_FAVOURITE, "favourite", programme->max_favourites },
    { CP_FAVOURITE_WISH, "wish", programme->max_wishes },
  };

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_strcmp0 (infos[i].word, word) == 0) {
      *ret_info = infos[i];
      return TRUE;
    }
  return FALSE;
}

static gint64
count (const CpAccount *account, const char *member_id, CpFavouriteList list)
{
  const GPtrArray *rows = account->rows[CP_KIND_FAVOURITE];
  gint64 n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const CpFavourite *row = rows->pdata[i];

    n += row->list == list && !row->removed && g_strcmp0 (row->member_id, member_id) == 0;
  }
  return n;
}

/* (nullable): members choose from what the programme offers, and type nothing */
static const char *
find_name (const CpCase *the_case, const CpOperation *operation)
{
  const CpFavouriteChoice *payload = operation->payload;
  const CpProduct *product = cp_programme_find_product (the_case->programme, payload->product_id);

  if (product != NULL)
    return product->name;
  return operation->by_member ? NULL : payload->name;
}

static gboolean
check_addition (const CpCase *the_case,
                const CpOperation *operation,
                const ListInfo *info,
                const char *name,
                CpDecision *decision)
{
  if (name == NULL || *name == '\0') {
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        operation->by_member
                            ? _ ("It is not among the products that can be chosen here.")
                            : _ ("The product's name is missing."));
    return FALSE;
  }
  if (info->most > 0 && count (the_case->account, operation->member_id, info->list) >= info->most) {
    cp_decision_refuse (decision, CP_REJECTION_LIMIT_EXCEEDED,
                        _ ("The list holds %d at most. Take one off it first."), (int) info->most);
    return FALSE;
  }
  return TRUE;
}

static void
change (const CpCase *the_case,
        const CpOperation *operation,
        const CpFavourite *present,
        const ListInfo *info,
        const char *name,
        CpDecision *decision)
{
  const CpFavouriteChoice *payload = operation->payload;
  g_autofree char *id =
      g_strdup_printf ("%s.%s.%s", operation->member_id, payload->list, payload->product_id);
  gboolean removes = operation->kind == CP_OPERATION_REMOVE_FAVOURITE;
  CpFavourite *changed = present != NULL
                             ? cp_entity_copy (present)
                             : cp_entity_new (CP_KIND_FAVOURITE, id, the_case->account->id);

  g_free (changed->member_id);
  changed->member_id = g_strdup (operation->member_id);
  changed->list = info->list;
  g_free (changed->product_id);
  changed->product_id = g_strdup (payload->product_id);
  if (name != NULL) {
    g_free (changed->name);
    changed->name = g_strdup (name);
  }
  changed->at_ms = operation->at_ms;
  g_free (changed->staff_id);
  changed->staff_id = g_strdup (operation->staff_id);
  changed->removed = removes;
  cp_decision_add_effect (decision,
                          removes ? _ ("Takes %s off the list.") : _ ("Puts %s on the list."),
                          changed->name != NULL ? changed->name : changed->product_id);
  cp_decision_change (decision, changed);
}

void
cp_rule_favourite (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpFavouriteChoice *payload = operation->payload;
  gboolean removes = operation->kind == CP_OPERATION_REMOVE_FAVOURITE;
  const char *name = find_name (the_case, operation);
  const CpFavourite *present;
  ListInfo info;

  if (!find_list (the_case->programme, payload->list, &info)) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("There is no such list."));
    return;
  }
  present =
      cp_favourite_find (the_case->account, operation->member_id, info.list, payload->product_id);
  if ((present != NULL && !present->removed) != removes) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID,
                          removes ? _ ("It is not on the list.")
                                  : _ ("It is on the list already."));
    return;
  }
  if (removes || check_addition (the_case, operation, &info, name, decision))
    change (the_case, operation, present, &info, name, decision);
}
