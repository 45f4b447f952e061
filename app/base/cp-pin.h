/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CP_PIN_KEY_BYTES: the length of the key that PINs are hashed under. It comes to ledger and head
 *  office from outside their stores (a systemd credential), so that a stolen disk gives no PIN. */
#define CP_PIN_KEY_BYTES 32

/** CP_PIN_MIN_DIGITS, CP_PIN_MAX_DIGITS: how long a PIN is. */
#define CP_PIN_MIN_DIGITS 4
#define CP_PIN_MAX_DIGITS 8

/**
 * CpPinEffort:
 * @CP_PIN_EFFORT_FULL: Argon2id, 64 MiB, 3 passes
 * @CP_PIN_EFFORT_LEAST: libsodium's minimum; for practice data and tests only
 */
typedef enum {
  CP_PIN_EFFORT_FULL,
  CP_PIN_EFFORT_LEAST,
} CpPinEffort;

/**
 * cp_pin_make_verifier:
 * @key: of %CP_PIN_KEY_BYTES
 *
 * Returns: (transfer full): Argon2id over HMAC (key, staff id, PIN) in libsodium's text form, or
 *   %NULL with %CP_ERROR_INVALID if @pin is not 4 to 8 digits.
 */
char *cp_pin_make_verifier (GBytes *key,
                            const char *staff_id,
                            const char *pin,
                            CpPinEffort effort,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_pin_verify: whether @pin is the one that @verifier was made from. Takes the same time either
 *  way, and with a %NULL verifier too. */
gboolean cp_pin_verify (GBytes *key, const char *staff_id, const char *pin, const char *verifier);

/** cp_pin_key_load: (transfer full): reads a key file: 64 hex digits and perhaps a line end, else
 *  %CP_ERROR_CORRUPT; %CP_ERROR_NOT_FOUND if it can't be read */
GBytes *cp_pin_key_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
