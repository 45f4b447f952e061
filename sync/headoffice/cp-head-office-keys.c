/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys by which head office answers for what it tells. They are in its storage at first, as
 * everything that must be there again after a restore, until they are moved into a file. */
#include <sodium.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-key-file.h"
#include "cp-head-office-private.h"

/* A setting's text can't be taken away, so an empty one is none. */
#define KEY_SETTING "signing_key"
#define NEXT_KEY_SETTING "next_signing_key"
/* The public key in use, where the private one is in a file */
#define FILED_SETTING "filed_signing_key"
#define SEED_HEX_LENGTH (2 * CP_SEED_BYTES)

typedef struct {
  char *key; /* (nullable) */
  char *next;
} Seeds;

static void
forget_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

static void
clear_seeds (Seeds *seeds)
{
  forget_text (seeds->key);
  forget_text (seeds->next);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seeds, clear_seeds)

/* @hex: (nullable), and so is the signer */
static gboolean
make_signer (const char *hex, CpSigner **ret_signer, GError **error)
{
  guint8 seed[CP_SEED_BYTES];

  *ret_signer = NULL;
  if (hex == NULL)
    return TRUE;
  if (strlen (hex) != SEED_HEX_LENGTH ||
      sodium_hex2bin (seed, sizeof seed, hex, SEED_HEX_LENGTH, NULL, NULL, NULL) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "Head office's key is none");
    return FALSE;
  }
  *ret_signer = cp_signer_new (seed);
  sodium_memzero (seed, sizeof seed);
  return TRUE;
}

/* @ret_text: (transfer full) (nullable) */
static gboolean
read_text (CpHeadOffice *self, const char *setting, char **ret_text, GError **error)
{
  if (!self->storage->class_->get_setting (self->storage, setting, ret_text, error))
    return FALSE;
  if (*ret_text != NULL && **ret_text == '\0')
    g_clear_pointer (ret_text, g_free);
  return TRUE;
}

static gboolean
is_seed_of (const char *hex, const char *key)
{
  CpSigner *signer = NULL;
  gboolean is = make_signer (hex, &signer, NULL) && g_str_equal (cp_signer_get_key (signer), key);

  cp_signer_free (signer);
  return is;
}

/* The database says which of the file's keys is in use: so a roll-over that was cut off between the two
 * has happened once the database has it. */
static gboolean
read_file (CpHeadOffice *self, const char *key, Seeds *ret_seeds, GError **error)
{
  GStrv lines;

  if (self->key_file == NULL)
    return TRUE;
  lines = cp_key_file_read (self->key_file, error);
  if (lines == NULL)
    return FALSE;
  for (guint i = 0; lines[i] != NULL && ret_seeds->key == NULL; i++)
    if (is_seed_of (lines[i], key)) {
      ret_seeds->key = g_strdup (lines[i]);
      ret_seeds->next = g_strdup (lines[i + 1]);
    }
  cp_key_file_forget (lines);
  if (ret_seeds->key == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: does not hold the key %s, which is in use",
                 self->key_file, key);
  return ret_seeds->key != NULL;
}

static gboolean
read_seeds (CpHeadOffice *self, char **ret_filed, Seeds *ret_seeds, GError **error)
{
  if (!read_text (self, FILED_SETTING, ret_filed, error))
    return FALSE;
  if (*ret_filed != NULL)
    return read_file (self, *ret_filed, ret_seeds, error);
  return read_text (self, KEY_SETTING, &ret_seeds->key, error) &&
         read_text (self, NEXT_KEY_SETTING, &ret_seeds->next, error);
}

/* Whoever served when the keys were moved to a file, which nobody has named to it yet, has them all the same, until
 * they are rolled; and can't tell devices of the next one. */
static gboolean
serves_without_file (const CpHeadOffice *self, const char *filed)
{
  return self->key_file == NULL && self->signer != NULL &&
         (self->filed_key != NULL || g_str_equal (cp_signer_get_key (self->signer), filed));
}

static gboolean
take_filed_key (CpHeadOffice *self, char *filed, GError **error)
{
  if (!g_str_equal (cp_signer_get_key (self->signer), filed)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "The signing key %s, which is in use, is in a file: start this process anew, with"
                 " --signing-key",
                 filed);
    g_free (filed);
    return FALSE;
  }
  g_message ("The signing key is in a file now, and devices hear nothing of the next one from this"
             " process: start it anew, with --signing-key");
  g_free (self->filed_key);
  self->filed_key = filed;
  return TRUE;
}

gboolean
cp_head_office_read_keys (CpHeadOffice *self, GError **error)
{
  g_auto (Seeds) seeds = { 0 };
  g_autofree char *filed = NULL;
  CpSigner *signer = NULL, *next = NULL;

  if (!read_seeds (self, &filed, &seeds, error))
    return FALSE;
  if (filed != NULL && serves_without_file (self, filed))
    return take_filed_key (self, g_steal_pointer (&filed), error);
  if (!make_signer (seeds.key, &signer, error))
    return FALSE;
  if (!make_signer (seeds.next, &next, error)) {
    cp_signer_free (signer);
    return FALSE;
  }
  cp_signer_free (self->signer);
  cp_signer_free (self->next_signer);
  self->signer = signer;
  self->next_signer = next;
  g_free (self->filed_key);
  self->filed_key = g_steal_pointer (&filed);
  return TRUE;
}

/* Each pair is a setting and its value. */
static gboolean
put_settings (CpHeadOffice *self, const char *const *pairs, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  for (guint i = 0; pairs[i] != NULL; i += 2)
    if (!storage->put_setting (self->storage, pairs[i], pairs[i + 1], error))
      return cp_head_office_finish (self, FALSE, error);
  return cp_head_office_finish (self, TRUE, error);
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
cp_head_office_load_keys (CpHeadOffice *self, GError **error)
{
  char hex[SEED_HEX_LENGTH + 1];
  const char *const first[] = { KEY_SETTING, hex, NEXT_KEY_SETTING, "", NULL };
  gboolean ok;

  if (!cp_head_office_read_keys (self, error))
    return FALSE;
  if (self->signer != NULL || self->filed_key != NULL)
    return TRUE;
  draw_seed (self, hex);
  ok = put_settings (self, first, error) && cp_head_office_read_keys (self, error);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

gboolean
cp_head_office_use_key_file (CpHeadOffice *self, const char *path, GError **error)
{
  g_free (self->key_file);
  self->key_file = g_strdup (path);
  return cp_head_office_read_keys (self, error);
}

gboolean
cp_head_office_check_signer (const CpHeadOffice *self, GError **error)
{
  if (self->signer != NULL)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "Head office's signing key is not in its database: name the file that it is "
                       "in, with --signing-key");
  return FALSE;
}

/* The file is durable before the database forgets. */
gboolean
cp_head_office_move_keys (CpHeadOffice *self, const char *path, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_auto (Seeds) seeds = { 0 };
  g_autofree char *filed = NULL;
  const char *pairs[] = { FILED_SETTING, NULL, KEY_SETTING, "", NEXT_KEY_SETTING, "", NULL };

  if (!read_seeds (self, &filed, &seeds, error))
    return FALSE;
  if (filed != NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "The keys are in a file already");
    return FALSE;
  }
  if (!cp_key_file_write (path, TRUE, seeds.key, seeds.next, error))
    return FALSE;
  pairs[1] = cp_signer_get_key (self->signer);
  if (!put_settings (self, pairs, error) ||
      (storage->settle != NULL && !storage->settle (self->storage, error)))
    return FALSE;
  return cp_head_office_use_key_file (self, path, error);
}

char *
cp_head_office_export_keys (CpHeadOffice *self, GError **error)
{
  g_auto (Seeds) seeds = { 0 };
  g_autofree char *filed = NULL;

  if (!read_text (self, FILED_SETTING, &filed, error))
    return NULL;
  if (filed != NULL)
    return g_strdup_printf ("{\"t\":\"keys\",\"filed\":\"%s\"}", filed);
  if (!read_seeds (self, &filed, &seeds, error))
    return NULL;
  return g_strdup_printf ("{\"t\":\"keys\",\"key\":\"%s\",\"next\":\"%s\"}", seeds.key,
                          seeds.next != NULL ? seeds.next : "");
}

static gboolean
are_keys (const char *key, const char *next, const char *filed)
{
  CpSigner *signer = NULL, *next_signer = NULL;
  gboolean are = (*key != '\0') != (*filed != '\0') &&
                 (*key == '\0' || make_signer (key, &signer, NULL)) &&
                 (*next == '\0' || make_signer (next, &next_signer, NULL));

  cp_signer_free (signer);
  cp_signer_free (next_signer);
  return are;
}

static const char *
get_text (const CpJson *document, const char *name)
{
  const char *text = cp_json_get_text (document, name);

  return text != NULL ? text : "";
}

gboolean
cp_head_office_import_keys (CpHeadOffice *self, const CpJson *document, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  const char *key = get_text (document, "key"), *next = get_text (document, "next");
  const char *filed = get_text (document, "filed");

  if (!are_keys (key, next, filed)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "Head office's keys are none");
    return FALSE;
  }
  return storage->put_setting (self->storage, KEY_SETTING, key, error) &&
         storage->put_setting (self->storage, NEXT_KEY_SETTING, next, error) &&
         storage->put_setting (self->storage, FILED_SETTING, filed, error);
}

/* Those that serve look at the file again when a setting has been written, be it to what it was. */
static gboolean
announce_filed (
    CpHeadOffice *self, const Seeds *seeds, const char *filed, const char *next, GError **error)
{
  const char *const pairs[] = { FILED_SETTING, filed, NULL };

  return cp_key_file_write (self->key_file, FALSE, seeds->key, next, error) &&
         put_settings (self, pairs, error);
}

gboolean
cp_head_office_announce_key (CpHeadOffice *self, GError **error)
{
  char hex[SEED_HEX_LENGTH + 1];
  const char *const pairs[] = { NEXT_KEY_SETTING, hex, NULL };
  g_auto (Seeds) seeds = { 0 };
  g_autofree char *filed = NULL;
  gboolean ok;

  if (!cp_head_office_check_signer (self, error) || !read_seeds (self, &filed, &seeds, error))
    return FALSE;
  draw_seed (self, hex);
  ok = (filed != NULL ? announce_filed (self, &seeds, filed, hex, error)
                      : put_settings (self, pairs, error)) &&
       cp_head_office_read_keys (self, error);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

static gboolean
roll_filed (CpHeadOffice *self, const Seeds *seeds, GError **error)
{
  g_autofree char *key = g_strdup (cp_signer_get_key (self->next_signer));
  const char *const pairs[] = { FILED_SETTING, key, NULL };

  return put_settings (self, pairs, error) &&
         cp_key_file_write (self->key_file, FALSE, seeds->next, NULL, error);
}

gboolean
cp_head_office_roll_key (CpHeadOffice *self, GError **error)
{
  g_auto (Seeds) seeds = { 0 };
  g_autofree char *filed = NULL;
  const char *pairs[] = { KEY_SETTING, NULL, NEXT_KEY_SETTING, "", NULL };

  if (!cp_head_office_check_signer (self, error))
    return FALSE;
  if (self->next_signer == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "No key has been announced");
    return FALSE;
  }
  if (!read_seeds (self, &filed, &seeds, error))
    return FALSE;
  pairs[1] = seeds.next;
  return (filed != NULL ? roll_filed (self, &seeds, error) : put_settings (self, pairs, error)) &&
         cp_head_office_read_keys (self, error);
}

const char *
cp_head_office_get_key (const CpHeadOffice *self)
{
  return self->signer != NULL ? cp_signer_get_key (self->signer) : self->filed_key;
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
cp_head_office_add_head (
    CpHeadOffice *self, CpJson *page, const char *key, const CpPlace *place, const char *hash)
{
  if (hash != NULL)
    cp_json_set (page, key, make_head (self, place, hash));
}

void
cp_head_office_seal_page (
    CpHeadOffice *self, CpJson *page, const CpPlace *place, const char *hash, const char *challenge)
{
  cp_head_office_add_head (self, page, "head", place, hash);
  cp_json_set_text (page, "next_key", cp_head_office_get_next_key (self));
  cp_head_office_seal_answer (self, page, CP_SEAL_PAGE, place, challenge);
}
