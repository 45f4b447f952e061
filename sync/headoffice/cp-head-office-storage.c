/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-storage.h"

CpDevice *
cp_device_new (const char *id, const char *store_id, const char *token_hash)
{
  CpDevice *self = g_new0 (CpDevice, 1);

  self->id = g_strdup (id);
  self->store_id = g_strdup (store_id);
  self->token_hash = g_strdup (token_hash);
  return self;
}

void
cp_device_free (CpDevice *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->store_id);
  g_free (self->token_hash);
  g_free (self);
}

void
cp_received_clear (CpReceived *self)
{
  g_free (self->id);
  g_free (self->hash);
  g_free (self->body);
  g_free (self->outcome);
  g_free (self->kind);
  g_free (self->staff_id);
  *self = (CpReceived){ 0 };
}

void
cp_head_office_storage_free (CpHeadOfficeStorage *self)
{
  if (self != NULL)
    self->class_->free (self);
}
