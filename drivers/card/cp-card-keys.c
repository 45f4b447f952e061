/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-keys.h"

#include "cp-card-bytes.h"

#include <gio/gio.h>
#include <string.h>

#define GROUP "cards"
#define MAX_FILE 4096
#define MAX_SYSTEM 8
#define N_NTAG21X 32
#define N_UID 7

struct CpCardKeys {
  CpCardKeySource source;
  gboolean has_ntag424, has_ntag21x;
  guint8 ntag424[CP_AES_KEY];
  guint8 ntag21x[N_NTAG21X];
  char system[MAX_SYSTEM + 1];
};

/* The application of NTAG 424 DNA, as far as its name is its own. */
static const guint8 application[] = { 0x85, 0x01, 0x01 };

gboolean
cp_card_key_source_derive (const CpCardKeySource *self,
                           CpCardKeyUse use,
                           const CpUid *uid,
                           guint8 *ret_key)
{
  return self != NULL && uid->length == N_UID && self->derive (self->data, use, uid, ret_key);
}

static void
derive_ntag424 (const CpCardKeys *self, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  const guint8 number = (guint8) use;
  g_autoptr (GByteArray) input = g_byte_array_new ();

  if (use != CP_CARD_KEY_NTAG424_META)
    g_byte_array_append (input, uid->bytes, uid->length);
  g_byte_array_append (input, application, sizeof application);
  g_byte_array_append (input, &number, 1);
  g_byte_array_append (input, (const guint8 *) self->system, (guint) strlen (self->system));
  cp_aes_diversify (self->ntag424, input->data, input->len, ret_key);
}

static void
derive_ntag21x (const CpCardKeys *self, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, self->ntag21x, sizeof self->ntag21x);
  const guint8 letter = use == CP_CARD_KEY_NTAG21X_PASSWORD ? 'P' : 'T';
  guint8 digest[32];
  gsize n_digest = sizeof digest;

  g_hmac_update (hmac, &letter, 1);
  g_hmac_update (hmac, uid->bytes, uid->length);
  g_hmac_update (hmac, (const guchar *) self->system, (gssize) strlen (self->system));
  g_hmac_get_digest (hmac, digest, &n_digest);
  memcpy (ret_key, digest, CP_AES_KEY);
  cp_bytes_wipe (digest, sizeof digest);
}

static gboolean
derive (gpointer data, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  CpCardKeys *self = data;
  gboolean is_424 = use < CP_NTAG424_N_KEYS;

  if (is_424 ? !self->has_ntag424 : !self->has_ntag21x)
    return FALSE;
  if (is_424)
    derive_ntag424 (self, use, uid, ret_key);
  else
    derive_ntag21x (self, use, uid, ret_key);
  return TRUE;
}

static gboolean
take_key (
    GKeyFile *file, const char *name, guint8 *bytes, gsize n, gboolean *ret_there, GError **error)
{
  g_autofree char *text = NULL;

  *ret_there = g_key_file_has_key (file, GROUP, name, NULL);
  if (!*ret_there)
    return TRUE;
  text = g_key_file_get_string (file, GROUP, name, error);
  if (text == NULL)
    return FALSE;
  if (cp_bytes_from_hex_exactly (g_strstrip (text), bytes, n)) {
    cp_bytes_wipe (text, strlen (text));
    return TRUE;
  }
  g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
               "“%s” must be %d hex digits", name, (int) (2 * n));
  return FALSE;
}

static gboolean
take_system (CpCardKeys *self, GKeyFile *file, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, "system", error);

  if (text == NULL)
    return FALSE;
  if (*text != '\0' && strlen (text) <= MAX_SYSTEM && g_str_is_ascii (text)) {
    g_strlcpy (self->system, text, sizeof self->system);
    return TRUE;
  }
  g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
               "“system” must be 1 to %d letters", MAX_SYSTEM);
  return FALSE;
}

CpCardKeys *
cp_card_keys_parse (const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (CpCardKeys) self = g_new0 (CpCardKeys, 1);

  self->source.derive = derive;
  self->source.data = self;
  if (!g_key_file_load_from_data (file, text, n_bytes, G_KEY_FILE_NONE, error) ||
      !take_system (self, file, error) ||
      !take_key (file, "ntag424", self->ntag424, CP_AES_KEY, &self->has_ntag424, error) ||
      !take_key (file, "ntag21x", self->ntag21x, N_NTAG21X, &self->has_ntag21x, error))
    return NULL;
  return g_steal_pointer (&self);
}

CpCardKeys *
cp_card_keys_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  CpCardKeys *self = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &text, &n, error))
    return NULL;
  if (n <= MAX_FILE)
    self = cp_card_keys_parse (text, n, error);
  else
    g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
                 "The file of card keys is too long");
  cp_bytes_wipe (text, n);
  return self;
}

void
cp_card_keys_free (CpCardKeys *self)
{
  cp_bytes_wipe (self, sizeof *self);
  g_free (self);
}

const CpCardKeySource *
cp_card_keys_get_source (CpCardKeys *self)
{
  return &self->source;
}
