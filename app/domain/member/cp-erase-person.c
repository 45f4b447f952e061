/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: remove". What is left of a person's rows when they are erased. */
#include "cp-erase-person.h"

#include "cp-profile-field.h"

/* Everything in a row that says something of the person, or was written about them. */
static const struct {
  CpKind kind;
  const char *fields[5];
} personal[] = {
  { CP_KIND_MEMBER, { "external_id", "state_reason", NULL } },
  { CP_KIND_STATUS, { "reason", NULL } },
  { CP_KIND_ACCOUNT, { "block_reason", NULL } },
  { CP_KIND_CARD, { "uid", "number", "block_reason", "retire_reason", NULL } },
  { CP_KIND_INCENTIVE, { "reason", "void_reason", NULL } },
  { CP_KIND_POINTS, { "reason", "note", NULL } },
  { CP_KIND_NOTE, { "text", NULL } },
  { CP_KIND_TAG, { "tag", NULL } },
  { CP_KIND_TASK, { "text", "result", NULL } },
  { CP_KIND_PROMISE, { "text", "answer", NULL } },
  { CP_KIND_FAVOURITE, { "product_id", "name", NULL } },
  { CP_KIND_MESSAGE, { "subject", "trouble", NULL } },
};

static char **
find_text (gpointer row, CpKind kind, const char *name)
{
  for (const CpField *field = cp_kind_get_type (kind)->fields; field->name != NULL; field++)
    if (field->type == CP_FIELD_TEXT && g_str_equal (field->name, name))
      return (char **) (gpointer) ((guint8 *) row + field->offset);
  return NULL;
}

/* An account is written about because of whoever is in it; @member_id is the last of them. */
static gboolean
is_last (const CpAccount *account, const char *member_id)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];

    if (cp_member_is_present (member) && g_strcmp0 (member->entity.id, member_id) != 0)
      return FALSE;
  }
  return cp_account_find (account, CP_KIND_MEMBER, member_id) != NULL;
}

/* Points are the account's, and whom a text in them is about only the history says. Where it doesn't, it
 * may be about the member (and once is enough, so not about an alias of theirs). */
static gboolean
is_about (const CpAccount *account, const CpPoints *entry, const char *member_id)
{
  const CpAction *action = cp_account_find (account, CP_KIND_ACTION, entry->operation_id);
  const CpMember *member = cp_account_find (account, CP_KIND_MEMBER, member_id);

  if (member == NULL || (entry->reason == NULL && entry->note == NULL))
    return FALSE;
  return action != NULL ? g_strcmp0 (action->member_id, member_id) == 0
                        : member->state != CP_MEMBER_MERGED;
}

static gboolean
is_of (const CpAccount *account, gconstpointer row, CpKind kind, const char *member_id)
{
  char **text = find_text ((gpointer) row, kind, kind == CP_KIND_MEMBER ? "id" : "member_id");

  if (kind == CP_KIND_ACCOUNT)
    return is_last (account, member_id);
  if (kind == CP_KIND_POINTS)
    return is_about (account, row, member_id);

  return text != NULL && g_strcmp0 (*text, member_id) == 0;
}

static void
clear (gpointer row, CpKind kind, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++) {
    char **text = find_text (row, kind, fields[i]);

    g_assert (text != NULL);
    g_clear_pointer (text, g_free);
  }
}

/* A card is no longer anybody's, and nothing is left to do or to send. */
static void
stop (gpointer row, CpKind kind)
{
  if (kind == CP_KIND_CARD)
    ((CpCard *) row)->state = CP_CARD_RETIRED;
  else if (kind == CP_KIND_TAG)
    ((CpTag *) row)->removed = TRUE;
  else if (kind == CP_KIND_FAVOURITE)
    ((CpFavourite *) row)->removed = TRUE;
  else if (kind == CP_KIND_TASK && ((CpTask *) row)->state == CP_TASK_OPEN)
    ((CpTask *) row)->state = CP_TASK_CANCELLED;
}

static void
erase_member (CpMember *member)
{
  cp_profile_field_clear (member);
  member->state = CP_MEMBER_ERASED;
  member->removing = FALSE;
}

void
cp_erase_row (gpointer entity)
{
  const CpKind kind = ((const CpEntity *) entity)->kind;

  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    if (personal[i].kind == kind) {
      clear (entity, kind, personal[i].fields);
      stop (entity, kind);
    }
  if (kind == CP_KIND_MEMBER)
    erase_member (entity);
}

static void
erase_rows (const CpAccount *account, const char *member_id, GPtrArray *erased)
{
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++) {
    const GPtrArray *rows = account->rows[personal[i].kind];

    for (guint j = 0; j < rows->len; j++) {
      gpointer row;

      if (!is_of (account, rows->pdata[j], personal[i].kind, member_id))
        continue;
      row = cp_entity_copy (rows->pdata[j]);
      cp_erase_row (row);
      g_ptr_array_add (erased, row);
    }
  }
}

/* Whoever was merged into the member is the same person. */
static void
erase_person (const CpAccount *account, const char *member_id, GPtrArray *erased)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  erase_rows (account, member_id, erased);
  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];

    if (member->state == CP_MEMBER_MERGED && g_strcmp0 (member->merged_into, member_id) == 0)
      erase_person (account, member->entity.id, erased);
  }
}

GPtrArray *
cp_erase_person (const CpAccount *account, const char *member_id)
{
  GPtrArray *erased = g_ptr_array_new_with_free_func (cp_entity_free);

  erase_person (account, member_id, erased);
  return erased;
}
