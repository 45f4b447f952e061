/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-push.h"

#include "cp-chain.h"

CpJson *
cp_test_push_make (const CpTestLinks *links, const char *id, const char *body_text, CpJson *body)
{
  g_autofree char *body_hash = cp_chain_hash_body (body_text);
  char *hash =
      cp_chain_hash (*links->hash, links->device, links->incarnation, *links->seq + 1, body_hash);
  CpJson *item = json_object ();

  cp_json_set_int (item, "seq", ++*links->seq);
  cp_json_set_text (item, "id", id);
  cp_json_set_text (item, "prev", *links->hash);
  cp_json_set_text (item, "hash", hash);
  cp_json_set (item, "body", body);
  g_free (*links->hash);
  *links->hash = hash;
  return item;
}

void
cp_test_push_trim (CpJson *push)
{
  const CpJson *operations = cp_json_get_array (push, "operations");
  gsize n = json_array_size (operations);

  for (gsize i = 0; i < n; i++) {
    if (i > 0)
      json_object_del (json_array_get (operations, i), "prev");
    if (i + 1 < n)
      json_object_del (json_array_get (operations, i), "hash");
  }
}

void
cp_test_push_sign (CpJson *push, const CpSigner *signer)
{
  const CpJson *operations = cp_json_get_array (push, "operations");
  gsize n = json_array_size (operations);
  const CpJson *last = n > 0 ? json_array_get (operations, n - 1) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  if (last == NULL)
    return;
  text = cp_chain_describe_head ("device", cp_json_get_text (push, "device"),
                                 cp_json_get_text (push, "incarnation"),
                                 cp_json_get_int (last, "seq", 0), cp_json_get_text (last, "hash"));
  signature = cp_signer_sign (signer, text);
  cp_json_set_text (push, "key", cp_signer_get_key (signer));
  cp_json_set_text (push, "signature", signature);
}
