/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"
#include "cp-world.h"

G_BEGIN_DECLS

/* Signatures with Ed25519 (RFC 8032), by which a device answers for its journal and head office for
 * what it tells. Keys and signatures are lower-case hex. */

#define CP_SEED_BYTES 32
#define CP_KEY_HEX_LENGTH 64
#define CP_SIGNATURE_HEX_LENGTH 128

/** CpSigner: a private key; its memory is wiped when it is freed. */
typedef struct _CpSigner CpSigner;

/** cp_signer_new: (transfer full): of the %CP_SEED_BYTES at @seed */
CpSigner *cp_signer_new (const guint8 *seed);

/** cp_signer_make_seed: fills @ret_seed from @world. */
void cp_signer_make_seed (const CpWorld *world, guint8 ret_seed[CP_SEED_BYTES]);
void cp_signer_free (CpSigner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSigner, cp_signer_free)

/** cp_signer_get_key: (transfer none): the public key */
const char *cp_signer_get_key (const CpSigner *self);

/** cp_signer_sign: (transfer full): the signature over @text */
char *cp_signer_sign (const CpSigner *self, const char *text);

/** cp_signature_is_key: whether @text has the form of a public key */
gboolean cp_signature_is_key (const char *text);

/**
 * cp_signature_check:
 * @key: (nullable):
 * @signature: (nullable):
 *
 * Returns: whether @signature is @key's over @text; %FALSE too for what is no key or no signature
 */
gboolean cp_signature_check (const char *key, const char *text, const char *signature);

/**
 * cp_signer_seal:
 * @document: an object; gets `key` and `signature`
 * @purpose: what the document is and for whom, so that it can't pass for another
 *
 * Signs @purpose and the BLAKE2b-256 of the document's canonical JSON, `key` in it and `signature`
 * not, joined by a line feed.
 */
void cp_signer_seal (const CpSigner *self, CpJson *document, const char *purpose);

/** cp_seal_check: whether @document is sealed for @purpose by the key that it names. Whether that
 *  key is to be trusted, the caller knows. */
gboolean cp_seal_check (const CpJson *document, const char *purpose);

/** CP_SEAL_PAGE, CP_SEAL_SUMS, CP_SEAL_ROWS, CP_SEAL_SUN: what head office answers with: a page of its
 *  feed, the checksums of all ranges of rows, the rows of one, and what it says of a card's message */
#define CP_SEAL_PAGE "page"
#define CP_SEAL_SUMS "sums"
#define CP_SEAL_ROWS "rows"
#define CP_SEAL_SUN "sun"
#define CP_SEAL_FIND "find"

/**
 * cp_seal_describe_answer:
 * @what: one of the above
 * @challenge: what the device asked with, so that nothing of another time passes for an answer
 *
 * Returns: (transfer full): the purpose of what head office answers one device
 */
char *cp_seal_describe_answer (const char *what,
                               const char *device_id,
                               const char *incarnation,
                               const char *challenge);

/** CP_SEAL_SNAPSHOT: the purpose of a snapshot's manifest, which is the same for all devices */
#define CP_SEAL_SNAPSHOT "snapshot"

/** cp_seal_describe_chain: (transfer full): of what head office says of a chain that has forked */
char *cp_seal_describe_chain (const char *device_id);

G_END_DECLS
