/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-backup-durable.h"

#include "cp-error.h"
#include "cp-head-office-private.h"

#define SETTING "durable" /* {at_ms, chains: {device: {incarnation: seq}}} */

gboolean
cp_backup_durable_read (CpHeadOffice *self, GError **error)
{
  g_autofree char *text = NULL;
  CpJson *durable;

  if (!self->storage->class_->get_setting (self->storage, SETTING, &text, error))
    return FALSE;
  durable = text != NULL ? cp_json_parse_object (text, -1, error) : json_object ();
  if (durable == NULL)
    return FALSE;
  json_decref (self->durable);
  self->durable = durable;
  return TRUE;
}

void
cp_backup_durable_tell (const CpHeadOffice *self, const char *device_id, CpJson *page)
{
  CpJson *chains = cp_json_get_object (self->durable, "chains");
  CpJson *own = chains != NULL ? cp_json_get_object (chains, device_id) : NULL;

  if (own != NULL)
    cp_json_set (page, "durable", json_deep_copy (own));
}

gint64
cp_backup_durable_get_ms (const CpHeadOffice *self)
{
  return cp_json_get_int (self->durable, "at_ms", 0);
}

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The backup %s", what);
  return FALSE;
}

static CpJson *
get_or_make (CpJson *parent, const char *key)
{
  CpJson *child = cp_json_get_object (parent, key);

  if (child != NULL)
    return child;
  child = json_object ();
  cp_json_set (parent, key, child);
  return child;
}

/* Of two good backups the one that has more counts; the other is there too. */
static gboolean
add_chain (CpHeadOffice *self, const CpJson *chain, CpJson *chains, GError **error)
{
  const CpPlace place = { cp_json_get_text (chain, "device"),
                          cp_json_get_text (chain, "incarnation"),
                          cp_json_get_int (chain, "seq", 0) };
  const char *hash = cp_json_get_text (chain, "hash");
  g_autofree char *own = NULL;
  CpJson *of_device;

  if (place.device_id == NULL || place.incarnation == NULL || hash == NULL || place.seq <= 0)
    return refuse ("is described by something else than a report", error);
  if (!self->storage->class_->get_hash_at (self->storage, &place, &own, error))
    return FALSE;
  if (g_strcmp0 (own, hash) != 0)
    return refuse ("has operations that this head office has not", error);
  of_device = get_or_make (chains, place.device_id);
  cp_json_set_int (of_device, place.incarnation,
                   MAX (place.seq, cp_json_get_int (of_device, place.incarnation, 0)));
  return TRUE;
}

static gboolean
note_any (gpointer data, const char *incarnation, gint64 seq)
{
  *(gboolean *) data = TRUE;
  return FALSE;
}

static gboolean
check_report (CpHeadOffice *self, const CpJson *list, GError **error)
{
  gboolean has_any = FALSE;

  if (list == NULL)
    return refuse ("is described by something else than a report", error);
  if (json_array_size (list) > 0)
    return TRUE;
  if (!self->storage->class_->list_chains (self->storage, NULL, note_any, &has_any, error))
    return FALSE;
  return !has_any || refuse ("has no operations at all", error);
}

/* Within a transaction. */
static gboolean
put (CpHeadOffice *self, const CpJson *list, CpJson *durable, GError **error)
{
  CpJson *chains = get_or_make (durable, "chains");
  g_autofree char *text = NULL;
  gsize i;
  CpJson *chain;

  json_array_foreach (list, i, chain)
  {
    if (!add_chain (self, chain, chains, error))
      return FALSE;
  }
  cp_json_set_int (durable, "at_ms", cp_world_wall_ms (self->world));
  text = cp_json_to_text (durable);
  return self->storage->class_->put_setting (self->storage, SETTING, text, error);
}

gboolean
cp_backup_durable_record (CpHeadOffice *self, const CpJson *report, GError **error)
{
  const CpJson *list = cp_json_get_array (report, "chains");
  g_autoptr (CpJson) durable = NULL;

  if (!check_report (self, list, error) || !cp_head_office_begin (self, error))
    return FALSE;
  durable = json_deep_copy (self->durable);
  return cp_head_office_finish (self, put (self, list, durable, error), error) &&
         cp_backup_durable_read (self, error);
}
