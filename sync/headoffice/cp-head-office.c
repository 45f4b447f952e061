/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office.h"

#include <sodium.h>
#include <string.h>

#include "cp-backup-durable.h"
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-receipts.h"
#include "cp-lease-grant.h"
#include "cp-store-scope.h"

#define PROGRAMME_ID "current"
#define EPOCH_BYTES 8

void
cp_wire_answer_clear (CpWireAnswer *self)
{
  json_decref (self->document);
  *self = (CpWireAnswer){ 0 };
}

void
cp_wire_answer_refuse (CpWireAnswer *ret_answer, guint status, const char *code, const char *text)
{
  *ret_answer = (CpWireAnswer){ status, cp_wire_error_new (code, text) };
}

static gboolean
is_lost (const GError *error)
{
  return g_error_matches (error, CP_ERROR, CP_ERROR_FATAL) ||
         g_error_matches (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME);
}

/* With the code and the numbers apart from the words, so that what watches the log can count them. */
static void
note_failure (CpHeadOffice *self, const char *doing, const GError *error)
{
  g_autofree char *code = g_strdup_printf ("%d", error->code);

  self->n_failures++;
  self->broken = self->broken || is_lost (error);
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "COUNTERPART_DOING", doing,
                    "COUNTERPART_ERROR_DOMAIN", g_quark_to_string (error->domain),
                    "COUNTERPART_ERROR_CODE", code, "MESSAGE",
                    "Can't %s: %s (%s %s, failure %" G_GUINT64_FORMAT ")%s", doing, error->message,
                    g_quark_to_string (error->domain), code, self->n_failures,
                    cp_head_office_is_broken (self) ? "; head office has to be started again" : "");
}

guint64
cp_head_office_get_failures (const CpHeadOffice *self)
{
  return self->n_failures;
}

void
cp_head_office_answer_error (CpHeadOffice *self,
                             const char *doing,
                             const GError *error,
                             CpWireAnswer *ret_answer)
{
  note_failure (self, doing, error);
  cp_wire_answer_refuse (ret_answer, 503, "unavailable",
                         "Head office can't answer now; nothing is lost");
}

/* A random name for the numbering that begins with this storage. */
static char *
make_epoch (const CpWorld *world)
{
  guint8 bytes[EPOCH_BYTES];
  char *text = g_malloc (2 * EPOCH_BYTES + 1);

  cp_world_fill_random (world, bytes, sizeof bytes);
  return sodium_bin2hex (text, 2 * EPOCH_BYTES + 1, bytes, sizeof bytes);
}

static gboolean
load_epoch (CpHeadOffice *self, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autofree char *epoch = NULL;

  if (!storage->get_setting (self->storage, "epoch", &epoch, error))
    return FALSE;
  if (epoch == NULL)
    return cp_head_office_begin_epoch (self, error);
  /* The same is left in its place: somebody may be asking with it. */
  if (g_strcmp0 (epoch, self->epoch) != 0) {
    g_free (self->epoch);
    self->epoch = g_steal_pointer (&epoch);
  }
  return TRUE;
}

static gboolean
put_epoch (CpHeadOffice *self, const char *epoch, GError **error)
{
  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (
      self, self->storage->class_->put_setting (self->storage, "epoch", epoch, error), error);
}

gboolean
cp_head_office_begin_epoch (CpHeadOffice *self, GError **error)
{
  g_autofree char *epoch = make_epoch (self->world);

  if (!put_epoch (self, epoch, error))
    return FALSE;
  g_free (self->epoch);
  self->epoch = g_steal_pointer (&epoch);
  return TRUE;
}

gboolean
cp_head_office_reload_programme (CpHeadOffice *self, GError **error)
{
  gpointer row = NULL;
  CpProgramme *programme = NULL;

  if (!self->storage->class_->get_row (self->storage, CP_KIND_PROGRAMME, PROGRAMME_ID, &row, error))
    return FALSE;
  if (row != NULL) {
    programme = cp_programme_from_json (((CpProgrammeRow *) row)->document, error);
    cp_entity_free (row);
    if (programme == NULL)
      return FALSE;
  }
  g_clear_pointer (&self->programme, cp_programme_free);
  self->programme = programme;
  return TRUE;
}

static gboolean
check_import (CpHeadOffice *self, GError **error)
{
  g_autofree char *value = NULL;

  if (!self->storage->class_->get_setting (self->storage, CP_SETTING_IMPORTING, &value, error))
    return FALSE;
  if (g_strcmp0 (value, "1") != 0)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT,
                       "An import into this database did not finish: make it anew");
  return FALSE;
}

/* Where there is no room for it now, the next commit does it. */
static gboolean
settle_at_start (CpHeadOffice *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cp_head_office_settle_erasures (self, &local) ||
      g_error_matches (local, CP_ERROR, CP_ERROR_FULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

CpHeadOffice *
cp_head_office_new (const CpWorld *world, CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (CpHeadOffice) self = g_new0 (CpHeadOffice, 1);

  self->world = world;
  self->storage = storage;
  self->contacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->generation = storage->generation;
  if (!check_import (self, error) || !load_epoch (self, error) ||
      !cp_head_office_load_keys (self, error) || !cp_head_office_reload_programme (self, error) ||
      !cp_head_office_hear_erasures (self, TRUE, error) || !settle_at_start (self, error) ||
      !cp_backup_durable_read (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_head_office_free (CpHeadOffice *self)
{
  if (self == NULL)
    return;
  cp_head_office_storage_free (self->storage);
  cp_head_office_storage_free (self->reader);
  cp_programme_free (self->programme);
  cp_sun_desk_free (self->sun);
  cp_signer_free (self->signer);
  cp_signer_free (self->next_signer);
  json_decref (self->durable);
  g_free (self->filed_key);
  g_free (self->key_file);
  g_clear_pointer (&self->swept, g_hash_table_unref);
  g_hash_table_unref (self->contacts);
  g_free (self->epoch);
  g_free (self);
}

void
cp_head_office_set_changed_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data)
{
  self->changed = func;
  self->changed_data = data;
}

void
cp_head_office_set_erased_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data)
{
  self->erased = func;
  self->erased_data = data;
}

gboolean
cp_head_office_is_broken (const CpHeadOffice *self)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  return self->broken || (storage->is_fatal != NULL && storage->is_fatal (self->storage));
}

const char *
cp_head_office_get_epoch (const CpHeadOffice *self)
{
  return self->epoch;
}

const CpProgramme *
cp_head_office_get_programme (const CpHeadOffice *self)
{
  return self->programme;
}

gboolean
cp_head_office_is_store_scope (const CpHeadOffice *self)
{
  return self->programme != NULL && self->programme->scope == CP_SCOPE_STORE;
}

CpHeadOfficeStorage *
cp_head_office_get_storage (CpHeadOffice *self)
{
  return self->storage;
}

const CpWorld *
cp_head_office_get_world (CpHeadOffice *self)
{
  return self->world;
}

char *
cp_head_office_new_id (CpHeadOffice *self)
{
  return cp_id_new (&self->ids, self->world);
}

gboolean
cp_head_office_keep_up (CpHeadOffice *self, GError **error)
{
  if (self->generation == self->storage->generation)
    return TRUE;
  self->generation = self->storage->generation;
  if (load_epoch (self, error) && cp_head_office_read_keys (self, error) &&
      cp_head_office_reload_programme (self, error) &&
      cp_head_office_hear_erasures (self, FALSE, error) && cp_backup_durable_read (self, error))
    return TRUE;
  self->generation = 0;
  return FALSE;
}

gboolean
cp_head_office_begin (CpHeadOffice *self, GError **error)
{
  if (!self->storage->class_->begin (self->storage, error))
    return FALSE;
  if (cp_head_office_keep_up (self, error))
    return TRUE;
  cp_head_office_rollback (self);
  return FALSE;
}

void
cp_head_office_hear (CpHeadOffice *self)
{
  gint64 gseq;
  g_autoptr (GError) error = NULL;

  if (!self->storage->class_->get_last_gseq (self->storage, &gseq, &error) ||
      !cp_head_office_keep_up (self, &error))
    note_failure (self, "hear what is new", error);
  cp_head_office_tell (self);
}

void
cp_head_office_tell (CpHeadOffice *self)
{
  if (self->changed != NULL)
    self->changed (self->changed_data);
}

void
cp_head_office_set_reader (CpHeadOffice *self, CpHeadOfficeStorage *reader)
{
  cp_head_office_storage_free (self->reader);
  self->reader = reader;
}

CpHeadOfficeStorage *
cp_head_office_get_reader (const CpHeadOffice *self)
{
  return self->reader;
}

void
cp_head_office_set_reader_lost_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data)
{
  self->reader_lost = func;
  self->reader_lost_data = data;
}

void
cp_head_office_lose_reader (CpHeadOffice *self)
{
  cp_head_office_set_reader (self, NULL);
  if (self->reader_lost != NULL)
    self->reader_lost (self->reader_lost_data);
}

/* The transaction has ended. */
static void
forget_erased (CpHeadOffice *self)
{
  self->has_erased = FALSE;
  self->n_noted = 0;
}

gboolean
cp_head_office_commit (CpHeadOffice *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!self->storage->class_->commit (self->storage, &local)) {
    self->broken = self->broken || is_lost (local);
    forget_erased (self);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->is_unsettled = self->is_unsettled || self->has_erased;
  self->n_erasures += self->n_noted;
  forget_erased (self);
  if (!self->storage->numbers_later)
    cp_head_office_tell (self);
  return cp_head_office_settle_erasures (self, error) &&
         self->storage->class_->do_upkeep (self->storage, error);
}

void
cp_head_office_rollback (CpHeadOffice *self)
{
  forget_erased (self);
  self->storage->class_->rollback (self->storage);
}

gboolean
cp_head_office_finish (CpHeadOffice *self, gboolean ok, GError **error)
{
  if (ok)
    return cp_head_office_commit (self, error);
  cp_head_office_rollback (self);
  return FALSE;
}

static gboolean
put_member (CpHeadOffice *self, const CpEntity *old, CpMember *member, GError **error)
{
  CpMember *before = old != NULL ? cp_entity_copy (old) : NULL;
  gboolean ok = self->storage->class_->put_row (self->storage, &member->entity, error) &&
                cp_store_scope_note_member (self, before, member, error);

  cp_entity_free (before);
  return ok;
}

void
cp_head_office_expect_new (CpHeadOffice *self, gconstpointer entity)
{
  const CpEntity *head = entity;

  if (self->storage->class_->expect_no_row != NULL)
    self->storage->class_->expect_no_row (self->storage, head->kind, head->id);
}

gboolean
cp_head_office_put_row (CpHeadOffice *self, gpointer entity, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  CpEntity *head = entity;
  const CpEntity *old = NULL;

  if (!storage->look_at_row (self->storage, head->kind, head->id, &old, error))
    return FALSE;
  if (old != NULL && cp_entity_equal (old, entity))
    return TRUE;
  if (head->kind == CP_KIND_MEMBER && cp_head_office_is_store_scope (self))
    return put_member (self, old, entity, error);
  return storage->put_row (self->storage, head, error);
}

/* Tokens are random and long, so a plain hash keeps them. */
static char *
hash_token (const char *token)
{
  guint8 hash[32];
  char *text = g_malloc (2 * sizeof hash + 1);

  crypto_generichash (hash, sizeof hash, (const guint8 *) token, strlen (token), NULL, 0);
  return sodium_bin2hex (text, 2 * sizeof hash + 1, hash, sizeof hash);
}

gboolean
cp_head_office_find_device (CpHeadOffice *self,
                            const char *token,
                            CpDevice **ret_device,
                            GError **error)
{
  g_autofree char *hash = hash_token (token);

  return self->storage->class_->get_device (self->storage, hash, ret_device, error);
}

static gboolean
try_put_device (CpHeadOffice *self, gpointer data, gboolean *ret_again, GError **error)
{
  const CpDevice *device = data;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (self,
                                self->storage->class_->put_device (
                                    self->storage, device, cp_world_wall_ms (self->world), error) &&
                                    (!device->revoked || cp_lease_end (self, device->id, error)),
                                error);
}

gboolean
cp_head_office_put_device (CpHeadOffice *self,
                           const char *id,
                           const char *store_id,
                           const char *token,
                           gboolean revoked,
                           GError **error)
{
  g_autofree char *hash = hash_token (token);
  g_autoptr (CpDevice) device = cp_device_new (id, store_id, hash);

  device->revoked = revoked;
  return cp_head_office_attempt (self, try_put_device, device, error);
}

static gboolean
check_version (CpHeadOffice *self, const CpProgramme *programme, GError **error)
{
  if (self->programme == NULL || programme->version > self->programme->version)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "version: must be more than %" G_GINT64_FORMAT ", which is published",
               self->programme->version);
  return FALSE;
}

/* What devices were told under another scope they give up, and take anew what they are to have. */
static gboolean
follow_scope (CpHeadOffice *self, const CpProgramme *programme, GError **error)
{
  CpScope present = self->programme != NULL ? self->programme->scope : CP_SCOPE_CHAIN;
  g_autofree char *epoch = NULL;

  if (programme->scope == present)
    return TRUE;
  epoch = make_epoch (self->world);
  return self->storage->class_->put_setting (self->storage, "epoch", epoch, error);
}

static gboolean
check_depth (const CpJson *document, GError **error)
{
  g_autofree char *text = cp_json_to_text (document);

  if (cp_json_get_depth (text) <= CP_PROGRAMME_MAX_DEPTH)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "The programme nests deeper than %d: write its conditions flatter, for example as a "
               "list under one \"and\"",
               CP_PROGRAMME_MAX_DEPTH);
  return FALSE;
}

gboolean
cp_head_office_publish (CpHeadOffice *self, CpJson *document, GError **error)
{
  g_autoptr (CpProgramme) programme = cp_programme_from_json (document, error);
  CpProgrammeRow *row;
  gboolean ok;

  if (programme == NULL || !check_depth (document, error) ||
      !check_version (self, programme, error) || !cp_head_office_begin (self, error))
    return FALSE;
  row = cp_entity_new (CP_KIND_PROGRAMME, PROGRAMME_ID, NULL);
  row->document = json_incref (document);
  ok = cp_head_office_put_row (self, row, error) &&
       self->storage->class_->end_transaction (self->storage, error) &&
       follow_scope (self, programme, error);
  cp_entity_free (row);
  return cp_head_office_finish (self, ok, error) && load_epoch (self, error) &&
         cp_head_office_reload_programme (self, error);
}
