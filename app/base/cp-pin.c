/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pin.h"

#include "cp-error.h"

#include <sodium.h>
#include <string.h>

#define FULL_PASSES 3
#define FULL_MEMORY_BYTES (64U * 1024 * 1024)

/* What a PIN is measured against when there is no verifier, so that an unknown name takes as long as
 * a wrong PIN. Its parameters are those of CP_PIN_EFFORT_FULL. */
#define NOBODY                                             \
  "$argon2id$v=19$m=65536,t=3,p=1$Y291bnRlcnBhcnQtLS0tLQ$" \
  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static gboolean
pin_is_valid (const char *pin)
{
  gsize length = strspn (pin, "0123456789");

  return pin[length] == '\0' && length >= CP_PIN_MIN_DIGITS && length <= CP_PIN_MAX_DIGITS;
}

/* The NUL after the staff id keeps "a" + "b1" and "ab" + "1" apart. */
static void
mix (GBytes *key,
     const char *staff_id,
     const char *pin,
     guint8 ret_mixed[crypto_auth_hmacsha256_BYTES])
{
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  crypto_auth_hmacsha256_update (&state, (const guint8 *) staff_id, strlen (staff_id) + 1);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) pin, strlen (pin));
  crypto_auth_hmacsha256_final (&state, ret_mixed);
  sodium_memzero (&state, sizeof state);
}

char *
cp_pin_make_verifier (
    GBytes *key, const char *staff_id, const char *pin, CpPinEffort effort, GError **error)
{
  gboolean full = effort == CP_PIN_EFFORT_FULL;
  guint8 mixed[crypto_auth_hmacsha256_BYTES];
  char verifier[crypto_pwhash_STRBYTES];
  int result;

  g_return_val_if_fail (g_bytes_get_size (key) == CP_PIN_KEY_BYTES, NULL);
  g_return_val_if_fail (staff_id != NULL && pin != NULL, NULL);

  if (!pin_is_valid (pin)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "A PIN is %d to %d digits", CP_PIN_MIN_DIGITS,
                 CP_PIN_MAX_DIGITS);
    return NULL;
  }
  g_assert (sodium_init () >= 0);
  mix (key, staff_id, pin, mixed);
  result = crypto_pwhash_str (verifier, (const char *) mixed, sizeof mixed,
                              full ? FULL_PASSES : crypto_pwhash_OPSLIMIT_MIN,
                              full ? FULL_MEMORY_BYTES : crypto_pwhash_MEMLIMIT_MIN);
  sodium_memzero (mixed, sizeof mixed);
  if (result != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Not enough memory to hash a PIN");
    return NULL;
  }
  return g_strdup (verifier);
}

/* libsodium reads verifiers from buffers of a fixed size. Any passes and memory do for the check, so
 * only a text that is no verifier at all gives -1. */
static gboolean
copy_verifier (const char *verifier, char ret_copy[crypto_pwhash_STRBYTES])
{
  char copy[crypto_pwhash_STRBYTES] = { 0 };

  if (verifier == NULL || strlen (verifier) >= sizeof copy)
    return FALSE;
  memcpy (copy, verifier, strlen (verifier));
  if (crypto_pwhash_str_needs_rehash (copy, FULL_PASSES, FULL_MEMORY_BYTES) < 0)
    return FALSE;
  memcpy (ret_copy, copy, sizeof copy);
  return TRUE;
}

gboolean
cp_pin_verify (GBytes *key, const char *staff_id, const char *pin, const char *verifier)
{
  char against[crypto_pwhash_STRBYTES] = NOBODY;
  guint8 mixed[crypto_auth_hmacsha256_BYTES];
  gboolean known, matches;

  g_return_val_if_fail (g_bytes_get_size (key) == CP_PIN_KEY_BYTES, FALSE);
  g_return_val_if_fail (staff_id != NULL && pin != NULL, FALSE);

  g_assert (sodium_init () >= 0);
  known = copy_verifier (verifier, against);
  mix (key, staff_id, pin, mixed);
  matches = crypto_pwhash_str_verify (against, (const char *) mixed, sizeof mixed) == 0;
  sodium_memzero (mixed, sizeof mixed);
  return known && matches && pin_is_valid (pin);
}

GBytes *
cp_pin_key_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;
  gsize size_bytes, n_key_bytes = 0;
  guint8 *key;

  g_return_val_if_fail (path != NULL, NULL);

  g_assert (sodium_init () >= 0);
  if (!g_file_get_contents (path, &text, &size_bytes, &problem)) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "The PIN key can't be read: %s",
                 problem->message);
    return NULL;
  }
  if (size_bytes > 0 && text[size_bytes - 1] == '\n')
    size_bytes--;
  key = sodium_malloc (CP_PIN_KEY_BYTES);
  g_assert (key != NULL);
  if (size_bytes != 2 * CP_PIN_KEY_BYTES ||
      sodium_hex2bin (key, CP_PIN_KEY_BYTES, text, size_bytes, NULL, &n_key_bytes, NULL) != 0 ||
      n_key_bytes != CP_PIN_KEY_BYTES) {
    sodium_free (key);
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "The PIN key %s is not %d hex digits", path,
                 2 * CP_PIN_KEY_BYTES);
    return NULL;
  }
  sodium_memzero (text, strlen (text));
  return g_bytes_new_with_free_func (key, CP_PIN_KEY_BYTES, sodium_free, key);
}
