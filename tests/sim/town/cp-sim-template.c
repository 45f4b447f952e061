/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-template.h"

#include "cp-head-office-sqlite.h"
#include "cp-head-office.h"
#include "cp-pin.h"
#include "cp-sim-machine.h"
#include "cp-sim-office.h"
#include "cp-test-chain.h"

/* Nobody is to be signed out in the middle of a run. */
#define IDLE_LOCK_MS (10 * 60 * 60 * 1000)

struct _CpSimTemplate {
  CpSimLoop *loop;
  CpSimMachine machine;
  GBytes *pin_key;
};

static void
put (CpHeadOffice *office, gpointer entity)
{
  g_autoptr (GError) error = NULL;

  if (!cp_head_office_put_row (office, entity, &error))
    g_error ("%s", error->message);
}

static void
put_staff (CpSimTemplate *self, CpHeadOffice *office)
{
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < staff->len; i++) {
    CpStaff *person = staff->pdata[i];

    person->pin_verifier = cp_pin_make_verifier (self->pin_key, person->entity.id, CP_SIM_PIN,
                                                 CP_PIN_EFFORT_LEAST, &error);
    g_assert_no_error (error);
    put (office, person);
  }
}

static void
put_account (CpHeadOffice *office, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      put (office, account->rows[kind]->pdata[i]);
}

/* Two tills share what the one store may do while offline. */
static void
set_tills (CpJson *programme)
{
  CpJson *stores = cp_json_get_array (programme, "stores");

  cp_json_set (json_array_get (stores, 0), "tills", json_pack ("[s,s]", "till-0", "till-1"));
  cp_json_set (json_array_get (stores, 1), "tills", json_pack ("[s]", "till-2"));
}

static void
fill (CpSimTemplate *self, CpHeadOffice *office)
{
  static const char *const devices[] = { "till-0", "till-1", "till-2" };
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  gboolean ok = TRUE;

  cp_json_set_int (programme, "idle_lock_ms", IDLE_LOCK_MS);
  set_tills (programme);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    ok = ok && cp_head_office_put_device (office, devices[i], i < 2 ? "high" : "station",
                                          devices[i], FALSE, NULL);
  ok =
      ok && cp_head_office_publish (office, programme, NULL) && cp_head_office_begin (office, NULL);
  g_assert_true (ok);
  put_staff (self, office);
  for (guint n = 1; n <= CP_SIM_N_MEMBERS; n++)
    put_account (office, n);
  for (guint n = 1; n <= CP_SIM_N_RECEIPTS; n++) {
    CpReceipt *receipt = cp_test_chain_receipt (n);

    put (office, receipt);
    cp_entity_free (receipt);
  }
  ok = storage->class_->end_transaction (storage, NULL) && cp_head_office_commit (office, NULL);
  g_assert_true (ok);
}

CpSimTemplate *
cp_sim_template_new (void)
{
  CpSimTemplate *self = g_new0 (CpSimTemplate, 1);
  CpHeadOfficeStorage *storage;
  CpHeadOffice *office;
  g_autoptr (GError) error = NULL;

  cp_sim_seed_sqlite (1);
  self->loop = cp_sim_loop_new (NULL);
  self->pin_key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", CP_PIN_KEY_BYTES);
  cp_sim_machine_init (&self->machine, "template", self->loop, 1, NULL);
  storage = cp_head_office_sqlite_open (&self->machine.world, CP_SIM_OFFICE_FILE, &error);
  g_assert_no_error (error);
  office = cp_head_office_new (&self->machine.world, storage, &error);
  g_assert_no_error (error);
  fill (self, office);
  cp_head_office_free (office);
  return self;
}

void
cp_sim_template_free (CpSimTemplate *self)
{
  if (self == NULL)
    return;
  cp_sim_machine_clear (&self->machine);
  cp_sim_loop_free (self->loop);
  g_bytes_unref (self->pin_key);
  g_free (self);
}

const CpSimDisk *
cp_sim_template_get_disk (const CpSimTemplate *self)
{
  return self->machine.disk;
}

GBytes *
cp_sim_template_get_pin_key (const CpSimTemplate *self)
{
  return self->pin_key;
}
