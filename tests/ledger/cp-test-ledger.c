/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-ledger.h"

#include "cp-pin.h"
#include "cp-test-folder.h"

static GBytes *
make_key (void)
{
  static const guint8 key[CP_PIN_KEY_BYTES] = { 1, 2, 3 };

  return g_bytes_new_static (key, sizeof key);
}

static void
on_ledger_changed (const char *what, const char *const *account_ids, gpointer data)
{
  CpTestLedger *self = data;

  g_string_append_printf (self->told, "%s ", what);
}

static void
open_ledger (CpTestLedger *self)
{
  g_autoptr (GBytes) key = make_key ();
  g_autoptr (GError) error = NULL;
  const CpLedgerConfig config = { self->folder,
                                  "till-1",
                                  "high",
                                  key,
                                  .card_keys_path = self->card_keys_path,
                                  .language = self->language };

  self->ledger = cp_ledger_open (&self->vfs.world, &config, &error);
  g_assert_no_error (error);
  cp_ledger_set_changed_func (self->ledger, on_ledger_changed, self);
}

void
cp_test_ledger_set_up_fresh (CpTestLedger *self, gconstpointer data)
{
  cp_test_vfs_install (&self->vfs);
  self->vfs.wall_offset_ms = CP_TEST_NOW_MS - cp_world_wall_ms (cp_world_real ());
  self->folder = cp_test_folder_new ();
  self->told = g_string_new (NULL);
  open_ledger (self);
}

void
cp_test_ledger_tear_down (CpTestLedger *self, gconstpointer data)
{
  cp_ledger_close (self->ledger);
  cp_test_vfs_remove (&self->vfs);
  cp_test_folder_free (self->folder);
  g_string_free (self->told, TRUE);
  g_free (self->session);
  g_free (self->card_keys_path);
  g_free (self->language);
}

void
cp_test_ledger_restart (CpTestLedger *self)
{
  cp_ledger_close (self->ledger);
  g_clear_pointer (&self->session, g_free);
  open_ledger (self);
}

void
cp_test_ledger_pass (CpTestLedger *self, gint64 ms)
{
  self->vfs.wall_offset_ms += ms;
  self->vfs.boot_offset_ms += ms;
}

void
cp_test_ledger_sign_in (CpTestLedger *self, const char *staff_id)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", staff_id, "pin", CP_TEST_PIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_sign_in (self->ledger, request, &error);

  g_assert_no_error (error);
  g_free (self->session);
  self->session = g_strdup (cp_json_get_text (reply, "session"));
}

CpJson *
cp_test_ledger_page (CpTestLedger *self)
{
  return cp_test_page_new ("e1", self->cursor);
}

void
cp_test_ledger_seal (CpTestLedger *self, CpJson *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1, &error);

  g_assert_no_error (error);
  cp_test_page_seal (page, push);
}

void
cp_test_ledger_apply (CpTestLedger *self, CpJson *page)
{
  g_autoptr (CpJson) owned = page;
  g_autoptr (GError) error = NULL;

  self->cursor += 10;
  cp_test_page_end (page, self->cursor, cp_world_wall_ms (&self->vfs.world));
  cp_test_ledger_seal (self, page);
  cp_ledger_apply_page (self->ledger, page, &error);
  g_assert_no_error (error);
}

static void
add_programme (CpJson *page)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  row->entity.ver = 1;
  row->document = cp_test_chain_programme_json ();
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
}

static void
add_staff (CpJson *page)
{
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (GBytes) key = make_key ();

  for (guint i = 0; i < staff->len; i++) {
    CpStaff *person = staff->pdata[i];

    person->pin_verifier =
        cp_pin_make_verifier (key, person->entity.id, CP_TEST_PIN, CP_PIN_EFFORT_LEAST, NULL);
    cp_test_page_add_row (page, person);
  }
}

static void
add_loose_rows (CpJson *page)
{
  g_autofree char *id = cp_test_id (0x500000);
  CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);
  CpReceipt *receipt = cp_test_chain_receipt (1);

  card->entity.ver = 1;
  card->uid = g_strdup ("04FFFFFFFFFF80");
  card->number = g_strdup ("90009999");
  card->state = CP_CARD_STOCK;
  cp_test_page_add_row (page, card);
  cp_test_page_add_row (page, receipt);
  cp_entity_free (card);
  cp_entity_free (receipt);
}

void
cp_test_ledger_add_chain (CpJson *page)
{
  add_programme (page);
  add_staff (page);
  for (guint n = 1; n <= 3; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);

    cp_test_page_add_account (page, account);
  }
  add_loose_rows (page);
}

void
cp_test_ledger_set_up (CpTestLedger *self, gconstpointer data)
{
  CpJson *page;

  cp_test_ledger_set_up_fresh (self, data);
  page = cp_test_ledger_page (self);
  cp_test_ledger_add_chain (page);
  cp_test_ledger_apply (self, page);
  cp_test_ledger_sign_in (self, "ann");
  g_string_truncate (self->told, 0);
}

void
cp_test_ledger_set_up_on_disk (CpTestLedger *self, gconstpointer data)
{
  cp_test_ledger_set_up (self, data);
  self->vfs.world.vfs_name = NULL;
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
}

CpJson *
cp_test_ledger_request (const char *kind, guint n, const char *payload)
{
  g_autofree char *text = g_strdelimit (g_strdup (payload), "'", '"');
  g_autofree char *member_id = n > 0 ? cp_test_chain_id (n, "member") : NULL;
  g_autoptr (GError) error = NULL;
  CpJson *request = json_object ();

  cp_json_set_text (request, "kind", kind);
  cp_json_set_text (request, "member_id", member_id);
  cp_json_set (request, "payload", cp_json_parse_object (text, -1, &error));
  g_assert_no_error (error);
  return request;
}

CpJson *
cp_test_ledger_submit (CpTestLedger *self, const char *kind, guint n, const char *payload)
{
  g_autoptr (CpJson) request = cp_test_ledger_request (kind, n, payload);
  g_autoptr (GError) error = NULL;
  CpJson *answer = cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);

  g_assert_no_error (error);
  if (!g_str_equal (cp_json_get_text (answer, "decision"), "accepted"))
    g_error ("%s: %s", kind, cp_json_get_text (answer, "code"));
  return answer;
}

CpJson *
cp_test_ledger_view (CpTestLedger *self, guint n)
{
  g_autofree char *member_id = cp_test_chain_id (n, "member");
  g_autoptr (GError) error = NULL;
  CpJson *view = cp_ledger_get_member (self->ledger, self->session, member_id, &error);

  g_assert_no_error (error);
  return view;
}

gint64
cp_test_ledger_status (CpTestLedger *self, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) status = cp_ledger_get_status (self->ledger, &error);

  g_assert_no_error (error);
  return cp_json_get_int (status, key, 0);
}

static void
move_row (CpJson *page, gpointer row, const char *account_id)
{
  CpEntity *entity = row;

  g_free (entity->account_id);
  entity->account_id = g_strdup (account_id);
  entity->ver = 5;
  cp_test_page_add_row (page, row);
}

void
cp_test_ledger_merge (CpTestLedger *self)
{
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpAccount) account = cp_test_chain_account (2);
  g_autofree char *winner_id = cp_test_chain_id (1, "member");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *card_id = cp_test_chain_id (2, "card");
  CpMember *loser = account->rows[CP_KIND_MEMBER]->pdata[0];
  CpAccountRow *sign = account->rows[CP_KIND_ACCOUNT]->pdata[0];
  CpCard *card = cp_account_find (account, CP_KIND_CARD, card_id);

  loser->state = CP_MEMBER_MERGED;
  loser->merged_into = g_strdup (winner_id);
  loser->former_account_ids = json_pack ("[s]", account->id);
  g_free (card->member_id);
  card->member_id = g_strdup (winner_id);
  sign->moved_to_account_id = g_strdup (account_id);
  sign->entity.ver = 5;
  move_row (page, loser, account_id);
  move_row (page, card, account_id);
  move_row (page, account->rows[CP_KIND_POINTS]->pdata[0], account_id);
  cp_test_page_add_row (page, sign);
  cp_test_ledger_apply (self, page);
}

CpJson *
cp_test_ledger_take_question (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *question = cp_ledger_get_question (self->ledger, &error);

  g_assert_no_error (error);
  return question;
}
