/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"
#include "cp-signature.h"

G_BEGIN_DECLS

/* What a device sends to head office, made without a device. */

/**
 * CpTestLinks: a device's chain, and where it ends. All owned by whoever has it; @hash begins as
 * %CP_CHAIN_START.
 */
typedef struct {
  const char *device;
  const char *incarnation;
  gint64 *seq;
  char **hash;
} CpTestLinks;

/** cp_test_push_make: (transfer full): an operation that follows, of which @links then ends;
 *  @body_text is what @body (transfer full) is as canonical JSON */
CpJson *
cp_test_push_make (const CpTestLinks *links, const char *id, const char *body_text, CpJson *body);

/** cp_test_push_trim: leaves out of its operations what follows from the others, as a device does */
void cp_test_push_trim (CpJson *push);

/** cp_test_push_sign: signs a push for the last of its operations; nothing if it has none. */
void cp_test_push_sign (CpJson *push, const CpSigner *signer);

G_END_DECLS
