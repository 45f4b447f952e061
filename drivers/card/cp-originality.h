/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpOriginality:
 *
 * The families of NXP chips that carry a signature over their UID, each with a public key of its
 * own.
 */
typedef enum {
  CP_ORIGINALITY_NTAG21X,
  CP_ORIGINALITY_ULTRALIGHT_EV1,
  CP_ORIGINALITY_NTAG424,
  CP_ORIGINALITY_DESFIRE_EV2,
  CP_ORIGINALITY_DESFIRE_EV3,
  CP_ORIGINALITY_NTAG22X,
  CP_ORIGINALITY_ULTRALIGHT_AES,
} CpOriginality;

#define CP_N_ORIGINALITIES (CP_ORIGINALITY_ULTRALIGHT_AES + 1)

/**
 * cp_originality_verify:
 * @uid: the 7 bytes that the signature is over, without any hash.
 * @signature: r and s, each as long as the curve's order (32, 48 or 56 bytes together).
 *
 * Whether NXP made the chip with this UID. The signature can be read and copied: it keeps
 * counterfeit stock out and proves nothing against a copy. Takes about 0.4 ms.
 */
gboolean cp_originality_verify (CpOriginality family,
                                const guint8 *uid,
                                gsize n_uid,
                                const guint8 *signature,
                                gsize n_signature) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
