/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Invariant 3 at head office. Where a till made its choice by rows that were not all, or that were others by the
 * time head office hears of it, head office makes its own. */
#include "cp-sim-posting.h"

typedef struct {
  CpHeadOfficeStorageClass class_; /* what the storage has in place of @real */
  const CpHeadOfficeStorageClass *real;
  CpSimOracle *oracle;
  const CpSimDeed *deed;    /* (nullable): what is being posted, if there is a choice in it */
  const CpAccount *account; /* (nullable): (transfer none): until the first row of it is written */
  GHashTable *incentives; /* id → CpIncentive: as they were given, and then as they are written */
  GPtrArray *taken;       /* of CpRedemption: what was taken by it */
} CpSimPosting;

static CpSimPosting *
get (CpHeadOfficeStorage *storage)
{
  return (CpSimPosting *) storage->class_;
}

static void
forget (CpSimPosting *self)
{
  self->deed = NULL;
  self->account = NULL;
  g_hash_table_remove_all (self->incentives);
  g_ptr_array_set_size (self->taken, 0);
}

static gboolean
has_choice (const CpSimDeed *deed)
{
  return deed != NULL &&
         (deed->kind == CP_OPERATION_REDEEM_REWARD || deed->kind == CP_OPERATION_REDEEM_CREDIT) &&
         cp_json_get_text (deed->payload, "incentive_id") == NULL;
}

/* It is looked for before it is posted. */
static gboolean
get_operation (CpHeadOfficeStorage *storage,
               const char *id,
               CpReceived *ret_operation,
               GError **error)
{
  CpSimPosting *self = get (storage);
  const CpSimDeed *deed = cp_sim_oracle_find (self->oracle, id);

  forget (self);
  if (has_choice (deed))
    self->deed = deed;
  return self->real->get_operation (storage, id, ret_operation, error);
}

static gboolean
get_account (CpHeadOfficeStorage *storage,
             const char *account_id,
             const CpAccount **ret_account,
             GError **error)
{
  CpSimPosting *self = get (storage);

  if (!self->real->get_account (storage, account_id, ret_account, error))
    return FALSE;
  self->account = *ret_account;
  return TRUE;
}

static void
take_incentive (CpSimPosting *self, const CpIncentive *incentive)
{
  CpIncentive *copy = cp_entity_copy (incentive);

  g_hash_table_replace (self->incentives, copy->entity.id, copy);
}

static void
take_account (CpSimPosting *self)
{
  const GPtrArray *rows = self->account->rows[CP_KIND_INCENTIVE];

  for (guint i = 0; i < rows->len; i++)
    take_incentive (self, rows->pdata[i]);
  self->account = NULL;
}

static void
take_row (CpSimPosting *self, const CpEntity *entity)
{
  if (self->account != NULL)
    take_account (self);
  if (entity->kind == CP_KIND_INCENTIVE)
    take_incentive (self, (const CpIncentive *) entity);
  else if (entity->kind == CP_KIND_REDEMPTION &&
           g_strcmp0 (((const CpRedemption *) entity)->operation_id, self->deed->id) == 0)
    g_ptr_array_add (self->taken, cp_entity_copy (entity));
}

static gboolean
put_row (CpHeadOfficeStorage *storage, CpEntity *entity, GError **error)
{
  CpSimPosting *self = get (storage);

  if (self->deed != NULL)
    take_row (self, entity);
  return self->real->put_row (storage, entity, error);
}

/* (transfer full) */
static GArray *
list_purses (CpSimPosting *self, gint64 at_ms)
{
  CpIncentiveClass class_ =
      self->deed->kind == CP_OPERATION_REDEEM_CREDIT ? CP_CLASS_CREDIT : CP_CLASS_REWARD;
  GArray *purses = g_array_new (FALSE, FALSE, sizeof (CpSimPurse));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->incentives);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const CpIncentive *incentive = value;
    CpIncentiveState state = cp_incentive_get_state (incentive, at_ms);
    CpSimPurse purse = {
      .id = incentive->entity.id,
      .definition = incentive->definition_id,
      .issued_at_ms = incentive->issued_at_ms,
      .expires_at_ms = incentive->expires_at_ms,
      .balance_minor = incentive->balance_minor,
      .is_usable = incentive->class_ == class_ &&
                   (state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED),
    };

    g_array_append_val (purses, purse);
  }
  return purses;
}

static gboolean
put_operation (CpHeadOfficeStorage *storage,
               const CpPlace *place,
               const CpReceived *operation,
               GError **error)
{
  CpSimPosting *self = get (storage);

  for (guint i = 0; i < self->taken->len; i++) {
    const CpRedemption *redemption = self->taken->pdata[i];
    g_autoptr (GArray) purses = list_purses (self, redemption->at_ms);

    cp_sim_oracle_check_nearest (self->oracle, "head office", self->deed, purses,
                                 redemption->incentive_id);
  }
  forget (self);
  return self->real->put_operation (storage, place, operation, error);
}

static void
free_both (CpHeadOfficeStorage *storage)
{
  CpSimPosting *self = get (storage);

  storage->class_ = self->real;
  self->real->free (storage);
  g_hash_table_unref (self->incentives);
  g_ptr_array_unref (self->taken);
  g_free (self);
}

void
cp_sim_posting_watch (CpSimOracle *oracle, CpHeadOfficeStorage *storage)
{
  CpSimPosting *self = g_new0 (CpSimPosting, 1);

  self->class_ = *storage->class_;
  self->real = storage->class_;
  self->oracle = oracle;
  self->incentives = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, cp_entity_free);
  self->taken = g_ptr_array_new_with_free_func (cp_entity_free);
  self->class_.free = free_both;
  self->class_.get_operation = get_operation;
  self->class_.get_account = get_account;
  self->class_.put_row = put_row;
  self->class_.put_operation = put_operation;
  storage->class_ = &self->class_;
}
