/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys by which head office answers for what it tells. They are in its storage, as everything
 * that must be there again after a restore. */
#include <sodium.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"

#define KEY_SETTING "signing_key"
#define NEXT_KEY_SETTING "next_signing_key"
#define SEED_HEX_LENGTH (2 * CP_SEED_BYTES)

/* A setting's text can't be taken away, so an empty one is none. */
static gboolean
read_signer (CpHeadOffice *self, const char *setting, CpSigner **ret_signer, GError **error)
{
  g_autofree char *hex = NULL;
  guint8 seed[CP_SEED_BYTES];

  *ret_signer = NULL;
  if (!self->storage->class_->get_setting (self->storage, setting, &hex, error))
    return FALSE;
  if (hex == NULL || *hex == '\0')
    return TRUE;
  if (strlen (hex) != SEED_HEX_LENGTH ||
      sodium_hex2bin (seed, sizeof seed, hex, SEED_HEX_LENGTH, NULL, NULL, NULL) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "Head office's key is none");
    return FALSE;
  }
  *ret_signer = cp_signer_new (seed);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (hex, SEED_HEX_LENGTH);
  return TRUE;
}

static gboolean
write_keys (CpHeadOffice *self, const char *key, const char *next, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  if ((key == NULL || storage->put_setting (self->storage, KEY_SETTING, key, error)) &&
      storage->put_setting (self->storage, NEXT_KEY_SETTING, next, error))
    return cp_head_office_commit (self, error);
  cp_head_office_rollback (self);
  return FALSE;
}

static void
draw_seed (CpHeadOffice *self, char ret_hex[SEED_HEX_LENGTH + 1])
{
  guint8 seed[CP_SEED_BYTES];

  cp_signer_make_seed (self->world, seed);
  sodium_bin2hex (ret_hex, SEED_HEX_LENGTH + 1, seed, sizeof seed);
  sodium_memzero (seed, sizeof seed);
}

gboolean
cp_head_office_read_keys (CpHeadOffice *self, GError **error)
{
  CpSigner *signer = NULL, *next = NULL;

  if (!read_signer (self, KEY_SETTING, &signer, error))
    return FALSE;
  if (!read_signer (self, NEXT_KEY_SETTING, &next, error)) {
    cp_signer_free (signer);
    return FALSE;
  }
  cp_signer_free (self->signer);
  cp_signer_free (self->next_signer);
  self->signer = signer;
  self->next_signer = next;
  return TRUE;
}

gboolean
cp_head_office_load_keys (CpHeadOffice *self, GError **error)
{
  char hex[SEED_HEX_LENGTH + 1];
  gboolean ok;

  if (!cp_head_office_read_keys (self, error))
    return FALSE;
  if (self->signer != NULL)
    return TRUE;
  draw_seed (self, hex);
  ok = write_keys (self, hex, "", error) && cp_head_office_read_keys (self, error);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

gboolean
cp_head_office_announce_key (CpHeadOffice *self, GError **error)
{
  char hex[SEED_HEX_LENGTH + 1];
  gboolean ok;

  draw_seed (self, hex);
  ok = write_keys (self, NULL, hex, error) && cp_head_office_read_keys (self, error);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

gboolean
cp_head_office_roll_key (CpHeadOffice *self, GError **error)
{
  g_autofree char *next = NULL;

  if (self->next_signer == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "No key has been announced");
    return FALSE;
  }
  return self->storage->class_->get_setting (self->storage, NEXT_KEY_SETTING, &next, error) &&
         write_keys (self, next, "", error) && cp_head_office_read_keys (self, error);
}

const char *
cp_head_office_get_key (const CpHeadOffice *self)
{
  return cp_signer_get_key (self->signer);
}

const char *
cp_head_office_get_next_key (const CpHeadOffice *self)
{
  return self->next_signer != NULL ? cp_signer_get_key (self->next_signer) : NULL;
}

static CpJson *
make_head (CpHeadOffice *self, const CpPlace *place, const char *hash)
{
  g_autofree char *text = cp_chain_describe_head ("head office", place->device_id,
                                                  place->incarnation, place->seq, hash);
  g_autofree char *signature = cp_signer_sign (self->signer, text);
  CpJson *head = json_object ();

  cp_json_set_int (head, "seq", place->seq);
  cp_json_set_text (head, "hash", hash);
  cp_json_set_text (head, "signature", signature);
  return head;
}

void
cp_head_office_seal (const CpHeadOffice *self, CpJson *document, const char *purpose)
{
  cp_signer_seal (self->signer, document, purpose);
}

void
cp_head_office_seal_answer (const CpHeadOffice *self,
                            CpJson *document,
                            const char *what,
                            const CpPlace *place,
                            const char *challenge)
{
  g_autofree char *purpose = cp_seal_describe_answer (what, place->device_id, place->incarnation,
                                                      challenge != NULL ? challenge : "");

  cp_signer_seal (self->signer, document, purpose);
}

void
cp_head_office_seal_page (
    CpHeadOffice *self, CpJson *page, const CpPlace *place, const char *hash, const char *challenge)
{
  if (hash != NULL)
    cp_json_set (page, "head", make_head (self, place, hash));
  cp_json_set_text (page, "next_key", cp_head_office_get_next_key (self));
  cp_head_office_seal_answer (self, page, CP_SEAL_PAGE, place, challenge);
}
