/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lease-grant.h"

#include "cp-head-office-private.h"
#include "cp-lease.h"
#include "cp-share.h"
#include "cp-text.h"

#include <string.h>

/* Of an incarnation; ours are of 32. */
#define MOST_NAME_BYTES 64

/* (nullable): of which the device holds the lease */
static const char *
find_store (const CpProgramme *programme, const char *device_id)
{
  for (guint i = 0; i < programme->stores->len; i++) {
    const CpStore *store = programme->stores->pdata[i];

    if (g_strcmp0 (cp_share_get_owner (programme, store->id), device_id) == 0)
      return store->id;
  }
  return NULL;
}

/* What is in the query may be anything, and a row is told to every device: one that can't be read would stop
 * them all. No lease is given to a device that does not say which it is. */
static gboolean
is_name (const char *incarnation)
{
  return *incarnation != '\0' && strlen (incarnation) <= MOST_NAME_BYTES &&
         g_utf8_validate (incarnation, -1, NULL) && !cp_text_has_control (incarnation);
}

/* A lease is made longer when a quarter of it is over, so that the feed is not full of it. What it is
 * about is never made less while somebody may not have heard of it. */
CpLeaseGrant
cp_lease_grant_decide (const CpProgramme *programme,
                       const CpLease *present,
                       const char *store_id,
                       const char *device_id,
                       const char *incarnation,
                       gint64 now_ms)
{
  CpLeaseGrant grant = { store_id, programme->lease_minor, 0 };
  gboolean is_same = present != NULL && g_strcmp0 (present->device_id, device_id) == 0 &&
                     g_strcmp0 (present->incarnation, incarnation) == 0;

  if (programme->lease_minor == 0 || programme->lease_ms == 0 || !is_name (incarnation))
    return grant;
  if (cp_lease_is_live (present, now_ms)) {
    if (!is_same || present->until_ms - now_ms > programme->lease_ms / 4 * 3)
      return grant;
    grant.amount_minor = MAX (grant.amount_minor, present->amount_minor);
  }
  grant.until_ms = now_ms + programme->lease_ms;
  return grant;
}

static gboolean
get_grant (CpHeadOffice *self,
           const char *device_id,
           const char *incarnation,
           CpLeaseGrant *ret_grant,
           GError **error)
{
  const char *store_id = self->programme != NULL ? find_store (self->programme, device_id) : NULL;
  gpointer row = NULL;

  *ret_grant = (CpLeaseGrant){ 0 };
  if (store_id == NULL || self->programme->lease_minor == 0)
    return TRUE;
  if (!self->storage->class_->get_row (self->storage, CP_KIND_LEASE, store_id, &row, error))
    return FALSE;
  *ret_grant = cp_lease_grant_decide (self->programme, row, store_id, device_id, incarnation,
                                      cp_world_wall_ms (self->world));
  cp_entity_free (row);
  return TRUE;
}

static gboolean
put_lease (CpHeadOffice *self,
           const char *device_id,
           const char *incarnation,
           const CpLeaseGrant *grant,
           GError **error)
{
  CpLease *lease = cp_entity_new (CP_KIND_LEASE, grant->store_id, NULL);
  gboolean ok;

  lease->device_id = g_strdup (device_id);
  lease->incarnation = g_strdup (incarnation);
  lease->amount_minor = grant->amount_minor;
  lease->until_ms = grant->until_ms;
  ok = cp_head_office_put_row (self, lease, error) &&
       self->storage->class_->end_transaction (self->storage, error);
  cp_entity_free (lease);
  return ok;
}

/* Whoever asked before it was revoked may be answered only now; cp_lease_end() is over by then, and would end
 * nothing any more. */
static gboolean
hold_unrevoked (CpHeadOffice *self, const char *device_id, gboolean *ret_unrevoked, GError **error)
{
  g_autoptr (CpDevice) device = NULL;

  if (!self->storage->class_->hold_device (self->storage, device_id, &device, error))
    return FALSE;
  *ret_unrevoked = device == NULL || !device->revoked;
  return TRUE;
}

/* It is looked at again within the transaction, since another process may have granted it. */
static gboolean
write_grant (CpHeadOffice *self, const char *device_id, const char *incarnation, GError **error)
{
  CpLeaseGrant grant;
  gboolean unrevoked = FALSE;
  gboolean ok;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  ok = hold_unrevoked (self, device_id, &unrevoked, error) &&
       get_grant (self, device_id, incarnation, &grant, error) &&
       (!unrevoked || grant.until_ms == 0 ||
        put_lease (self, device_id, incarnation, &grant, error));
  return cp_head_office_finish (self, ok, error);
}

void
cp_lease_grant (CpHeadOffice *self, const char *device_id, const char *incarnation)
{
  CpLeaseGrant grant;
  g_autoptr (GError) error = NULL;

  if (!get_grant (self, device_id, incarnation, &grant, &error) ||
      (grant.until_ms != 0 && !write_grant (self, device_id, incarnation, &error)))
    g_message ("A lease can't be granted: %s", error->message);
}

static gboolean
end_of_store (CpHeadOffice *self, const char *store_id, const char *device_id, GError **error)
{
  gpointer row = NULL;
  CpLease *lease;
  gboolean ok = TRUE;

  if (!self->storage->class_->get_row (self->storage, CP_KIND_LEASE, store_id, &row, error))
    return FALSE;
  lease = row;
  if (lease != NULL && lease->until_ms != 0 && g_strcmp0 (lease->device_id, device_id) == 0) {
    lease->until_ms = 0;
    ok = cp_head_office_put_row (self, lease, error) &&
         self->storage->class_->end_transaction (self->storage, error);
  }
  cp_entity_free (row);
  return ok;
}

gboolean
cp_lease_end (CpHeadOffice *self, const char *device_id, GError **error)
{
  for (guint i = 0; self->programme != NULL && i < self->programme->stores->len; i++) {
    const CpStore *store = self->programme->stores->pdata[i];
    if (!end_of_store (self, store->id, device_id, error))
      return FALSE;
  }
  return TRUE;
}
