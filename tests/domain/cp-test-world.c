/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-world.h"

#include "cp-rules.h"

static CpCard *
make_stock_card (guint n)
{
  g_autofree char *id = cp_test_id (900000 + n);
  CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

  card->uid = g_strdup_printf ("04BBBBBBBB%04X", n);
  card->number = g_strdup_printf ("S%u", n);
  return card;
}

CpTestWorld *
cp_test_world_new (void)
{
  CpTestWorld *self = g_new0 (CpTestWorld, 1);

  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_account_free);
  self->loose = g_ptr_array_new_with_free_func (cp_entity_free);
  for (guint n = 1; n <= 3; n++)
    g_ptr_array_add (self->accounts, cp_test_chain_account (n));
  for (guint n = 1; n <= 10; n++)
    g_ptr_array_add (self->loose, cp_test_chain_receipt (n));
  for (guint n = 1; n <= 5; n++)
    g_ptr_array_add (self->loose, make_stock_card (n));
  return self;
}

CpTestWorld *
cp_test_world_copy (const CpTestWorld *self)
{
  CpTestWorld *copy = g_new0 (CpTestWorld, 1);

  copy->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_account_free);
  copy->loose = g_ptr_array_new_with_free_func (cp_entity_free);
  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (copy->accounts, cp_account_copy (self->accounts->pdata[i]));
  for (guint i = 0; i < self->loose->len; i++)
    g_ptr_array_add (copy->loose, cp_entity_copy (self->loose->pdata[i]));
  return copy;
}

void
cp_test_world_free (CpTestWorld *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->loose);
  g_free (self);
}

CpAccount *
cp_test_world_find_account (const CpTestWorld *self, const char *id)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    CpAccount *account = self->accounts->pdata[i];

    if (g_strcmp0 (account->id, id) == 0)
      return account;
  }
  return NULL;
}

static CpAccount *
find_account_with (const CpTestWorld *self, const char *member_id)
{
  for (guint i = 0; member_id != NULL && i < self->accounts->len; i++)
    if (cp_account_find (self->accounts->pdata[i], CP_KIND_MEMBER, member_id) != NULL)
      return self->accounts->pdata[i];
  return NULL;
}

CpAccount *
cp_test_world_find_account_of (const CpTestWorld *self, const CpOperation *operation)
{
  CpAccount *account = find_account_with (self, operation->member_id);

  return account != NULL ? account : cp_test_world_find_account (self, operation->account_id);
}

CpAccount *
cp_test_world_find_other_account (const CpTestWorld *self, const CpOperation *operation)
{
  return find_account_with (self, cp_operation_get_other_member (operation));
}

static gboolean
meets (const GArray *keys, gconstpointer entity)
{
  g_autoptr (GArray) own = cp_keys_new ();

  cp_entity_add_keys (entity, own);
  for (guint i = 0; i < keys->len; i++)
    for (guint j = 0; j < own->len; j++) {
      const CpKey *key = &g_array_index (keys, CpKey, i);
      const CpKey *other = &g_array_index (own, CpKey, j);

      if (key->type == other->type && g_str_equal (key->value, other->value))
        return TRUE;
    }
  return FALSE;
}

static void
add_met (GPtrArray *others, const GArray *keys, const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (meets (keys, rows->pdata[i]))
      g_ptr_array_add (others, rows->pdata[i]);
}

GPtrArray *
cp_test_world_find_others (const CpTestWorld *self,
                           const CpProgramme *programme,
                           const CpOperation *operation,
                           const CpAccount *account)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  GPtrArray *others = g_ptr_array_new ();

  cp_operation_add_keys (operation, programme, keys);
  if (keys->len == 0)
    return others;
  add_met (others, keys, self->loose);
  for (guint i = 0; i < self->accounts->len; i++) {
    const CpAccount *other = self->accounts->pdata[i];

    if (other == account)
      continue;
    add_met (others, keys, other->rows[CP_KIND_MEMBER]);
    add_met (others, keys, other->rows[CP_KIND_CARD]);
    add_met (others, keys, other->rows[CP_KIND_RECEIPT]);
  }
  return others;
}

CpDecision *
cp_test_world_decide (const CpTestWorld *self,
                      const CpProgramme *programme,
                      const GPtrArray *staff,
                      CpDecideMode mode,
                      gint64 now_ms,
                      const CpOperation *operation,
                      CpAction **ret_action)
{
  const CpAccount *account = cp_test_world_find_account_of (self, operation);
  g_autoptr (GPtrArray) others = cp_test_world_find_others (self, programme, operation, account);
  CpCase the_case = { .mode = mode,
                      .programme = programme,
                      .account = account,
                      .other_account = cp_test_world_find_other_account (self, operation),
                      .others = others,
                      .now_ms = now_ms };
  CpDecision *decision;

  if (mode != CP_DECIDE_REPLAY)
    the_case.staff = cp_test_chain_find_staff (staff, operation->staff_id);
  if (mode != CP_DECIDE_REPLAY)
    the_case.approver = cp_test_chain_find_staff (staff, "hal");
  decision = cp_decide (&the_case, operation);
  if (ret_action != NULL)
    *ret_action = cp_decision_make_action (decision, &the_case, operation);
  return decision;
}

static void
remove_loose (CpTestWorld *self, const char *id)
{
  for (guint i = 0; i < self->loose->len; i++)
    if (g_str_equal (((CpEntity *) self->loose->pdata[i])->id, id)) {
      g_ptr_array_remove_index (self->loose, i);
      return;
    }
}

/* A row may have come from another account. */
static void
take_out (CpTestWorld *self, const CpEntity *row)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (!g_str_equal (((CpAccount *) self->accounts->pdata[i])->id, row->account_id))
      cp_account_drop (self->accounts->pdata[i], row->kind, row->id);
}

void
cp_test_world_apply (CpTestWorld *self, const CpDecision *decision, gboolean waiting)
{
  for (guint i = 0; i < decision->changes->len; i++) {
    CpEntity *row = cp_entity_copy (decision->changes->pdata[i]);
    CpAccount *account = cp_test_world_find_account (self, row->account_id);

    remove_loose (self, row->id);
    take_out (self, row);
    if (account == NULL) {
      account = cp_account_new (row->account_id);
      g_ptr_array_add (self->accounts, account);
    }
    row->waiting = waiting;
    cp_account_put (account, row);
  }
}

void
cp_test_world_check_overdrawn (const CpAccount *account,
                               const CpOperation *operation,
                               const CpDecision *decision,
                               gint64 now_ms)
{
  const CpAccountRow *row = cp_account_get_row (account);
  const CpCase the_case = { .mode = CP_DECIDE_AT_HEAD_OFFICE, .now_ms = now_ms };
  gint64 at_ms = cp_rule_time (&the_case, operation);

  for (guint i = 0; i < decision->changes->len; i++)
    if (((CpEntity *) decision->changes->pdata[i])->kind == CP_KIND_INCENTIVE) {
      g_assert_cmpint (row != NULL && row->overdrawn, ==, cp_account_is_overdrawn (account, at_ms));
      return;
    }
}

static void
add_rows (GString *text, const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (CpJson) json = cp_entity_to_json (rows->pdata[i]);
    g_autofree char *line = cp_json_to_text (json);

    g_string_append_printf (text, "%s%s\n", line,
                            ((CpEntity *) rows->pdata[i])->waiting ? " waiting" : "");
  }
}

char *
cp_test_world_to_text (const CpTestWorld *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->accounts->len; i++) {
    const CpAccount *account = self->accounts->pdata[i];

    g_string_append_printf (text, "%s\n", account->id);
    for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
      add_rows (text, account->rows[kind]);
  }
  add_rows (text, self->loose);
  return g_string_free (text, FALSE);
}
