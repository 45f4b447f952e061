/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-page.h"

#include "cp-signature.h"

CpJson *
cp_test_page_new (const char *epoch, gint64 after)
{
  CpJson *page = json_object ();

  cp_json_set_text (page, "epoch", epoch);
  cp_json_set_int (page, "after", after);
  cp_json_set (page, "items", json_array ());
  return page;
}

static CpJson *
add_item (CpJson *page, const char *type)
{
  CpJson *item = json_object ();

  cp_json_set_text (item, "t", type);
  cp_json_append (cp_json_get_array (page, "items"), item);
  return item;
}

void
cp_test_page_add_row (CpJson *page, gconstpointer entity)
{
  const CpEntity *row = entity;
  CpJson *item = add_item (page, "row");

  cp_json_set_text (item, "kind", cp_kind_get_type (row->kind)->name);
  cp_json_set_text (item, "id", row->id);
  cp_json_set_text (item, "account_id", row->account_id);
  cp_json_set_int (item, "ver", row->ver);
  cp_json_set (item, "data", cp_entity_to_json (entity));
}

void
cp_test_page_add_deletion (CpJson *page, CpKind kind, const char *id)
{
  CpJson *item = add_item (page, "row");

  cp_json_set_text (item, "kind", cp_kind_get_type (kind)->name);
  cp_json_set_text (item, "id", id);
  cp_json_set (item, "data", json_null ());
}

void
cp_test_page_add_account (CpJson *page, const CpAccount *account)
{
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      cp_test_page_add_row (page, account->rows[kind]->pdata[i]);
}

void
cp_test_page_add_ack (
    CpJson *page, gint64 seq, const char *operation_id, const char *outcome, const char *code)
{
  CpJson *item = add_item (page, "ack");

  cp_json_set_int (item, "seq", seq);
  cp_json_set_text (item, "operation_id", operation_id);
  cp_json_set_text (item, "outcome", outcome);
  cp_json_set_text (item, "code", code);
}

void
cp_test_page_end (CpJson *page, gint64 through, gint64 head_office_ms)
{
  cp_json_set_int (add_item (page, "end"), "gseq", through);
  cp_json_set_int (page, "through", through);
  cp_json_set_int (page, "head_office_ms", head_office_ms);
  cp_json_set_bool (page, "more", FALSE);
}

void
cp_test_page_seal_for (CpJson *document, const char *purpose)
{
  static const guint8 seed[CP_SEED_BYTES] = "the head office of the tests";
  g_autoptr (CpSigner) signer = cp_signer_new (seed);

  cp_signer_seal (signer, document, purpose);
}

void
cp_test_page_seal_answer (CpJson *document, const char *what, const CpJson *push)
{
  g_autofree char *purpose = cp_seal_describe_answer (what, cp_json_get_text (push, "device"),
                                                      cp_json_get_text (push, "incarnation"),
                                                      cp_json_get_text (push, "challenge"));

  cp_test_page_seal_for (document, purpose);
}

void
cp_test_page_seal (CpJson *page, const CpJson *push)
{
  cp_test_page_seal_answer (page, CP_SEAL_PAGE, push);
}
