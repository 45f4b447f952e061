/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-template.h"

#include "cp-head-office-sqlite.h"
#include "cp-head-office.h"
#include "cp-pin.h"
#include "cp-profile-field.h"
#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"
#include "cp-test-chain.h"

#include <sodium.h>
#include <string.h>

/* Nobody is to be signed out in the middle of a run. */
#define IDLE_LOCK_MS (10 * 60 * 60 * 1000)

/* What is kept for a member's home store is less than what they have, so that elsewhere there is both
 * what can be had at once and what has to be asked for. */
#define LEASE_MINOR 900
#define MEMBER_VISITS 8
#define SHORT_LEASE_MS (15 * 1000)
#define LONG_LEASE_MS (60 * 60 * 1000)

struct _CpSimTemplate {
  CpSimLoop *loop;
  CpSimMachine machines[CP_SIM_N_NODES]; /* but for that of the clone */
  GBytes *pin_key;
  gint64 age_ms;
  CpSimBound *bound; /* (nullable) */
};

static const char *
get_source_name (void)
{
  return "always the same";
}

static uint32_t
get_random (void)
{
  return 0;
}

static void
fill_random (void *const bytes, const size_t n_bytes)
{
  memset (bytes, 0, n_bytes);
}

/* libsodium salts the staff's PINs by itself, and the same seed must be the same run tomorrow. */
static void
salt_always_the_same (void)
{
  static randombytes_implementation source = { .implementation_name = get_source_name,
                                               .random = get_random,
                                               .buf = fill_random };

  g_assert_cmpint (randombytes_set_implementation (&source), ==, 0);
}

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

char *
cp_sim_template_make_secret (guint n)
{
  return g_strdup_printf (CP_SIM_SECRET "%05u", n);
}

/* Every other member is at home in the other store: what is kept for them there is not kept here. */
static void
put_account (CpHeadOffice *office, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);
  CpMember *member = account->rows[CP_KIND_MEMBER]->pdata[0];
  g_autofree char *secret = cp_sim_template_make_secret (n);

  g_free (member->home_store_id);
  member->home_store_id = g_strdup (n % 2 == 0 ? "high" : "station");
  cp_profile_field_set (member, CP_SIM_REQUIRED_FIELD, "plain");
  cp_profile_field_set (member, CP_SIM_SECRET_FIELD, secret);

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

/* Beside those of the test chain. */
static void
add_fields (CpJson *programme)
{
  CpJson *fields = json_pack (
      "[{s:s, s:s, s:s, s:b, s:b, s:[{s:s, s:s}, {s:s, s:s}]},"
      " {s:s, s:s, s:s, s:b}, {s:s, s:s, s:s, s:b}, {s:s, s:s, s:s, s:b}]",
      "field", CP_SIM_REQUIRED_FIELD, "label", "Style", "type", "choice", "required", TRUE,
      "editable", TRUE, "options", "id", "plain", "label", "Plain", "id", "bright", "label",
      "Bright", "field", "home_phone", "label", "Phone at home", "type", "phone", "editable", TRUE,
      "field", "billing", "label", "Bills to", "type", "email", "editable", TRUE, "field",
      "reads_in", "label", "Reads in", "type", "language", "editable", TRUE);

  json_array_extend (cp_json_get_array (programme, "form"), fields);
  json_decref (fields);
}

CpJson *
cp_sim_template_make_programme (gboolean has_records)
{
  g_autoptr (CpJson) original = cp_test_chain_programme_json (); /* others may have it too */
  CpJson *programme = json_deep_copy (original);

  cp_json_set_int (programme, "idle_lock_ms", IDLE_LOCK_MS);
  cp_json_set_bool (programme, "views_unrecorded", !has_records);
  cp_json_set_int (programme, "offline_store_minor", CP_SIM_STORE_MINOR);
  cp_json_set_int (programme, "offline_per_member", MEMBER_VISITS);
  cp_json_set_int (programme, "lease_minor", LEASE_MINOR);
  cp_json_set_int (programme, "lease_ms", has_records ? LONG_LEASE_MS : SHORT_LEASE_MS);
  set_tills (programme);
  add_fields (programme);
  return programme;
}

static void
fill (CpSimTemplate *self, CpHeadOffice *office, gboolean has_records)
{
  static const char *const devices[] = { "till-0", "till-1", "till-2" };
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (CpJson) programme = cp_sim_template_make_programme (has_records);
  gboolean ok = TRUE;

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

static void
make_office (CpSimTemplate *self, gboolean has_records)
{
  CpSimMachine *machine = &self->machines[CP_SIM_OFFICE_NODE];
  CpHeadOfficeStorage *storage;
  CpHeadOffice *office;
  g_autoptr (GError) error = NULL;

  cp_sim_machine_init (machine, "template", self->loop, 1, NULL);
  storage = cp_head_office_sqlite_open (&machine->world, CP_SIM_OFFICE_FILE, &error);
  g_assert_no_error (error);
  office = cp_head_office_new (&machine->world, storage, &error);
  g_assert_no_error (error);
  fill (self, office, has_records);
  cp_head_office_free (office);
  cp_sim_machine_fall (machine, CP_SIM_DEATH_POWER_CUT_ALL);
}

static void
make_kiosk (CpSimTemplate *self, guint node)
{
  CpSimMachine *machine = &self->machines[node];
  g_autoptr (CpLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;

  cp_sim_machine_init (machine, "template", self->loop, 2 + node, NULL);
  ledger = cp_sim_kiosk_open_ledger (machine, node, self->pin_key, &error);
  g_assert_no_error (error);
  cp_ledger_close (g_steal_pointer (&ledger));
  cp_sim_machine_fall (machine, CP_SIM_DEATH_POWER_CUT_ALL);
}

CpSimTemplate *
cp_sim_template_new (gboolean has_records)
{
  CpSimTemplate *self = g_new0 (CpSimTemplate, 1);

  cp_sim_seed_sqlite (1);
  salt_always_the_same ();
  self->loop = cp_sim_loop_new (NULL);
  self->pin_key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", CP_PIN_KEY_BYTES);
  make_office (self, has_records);
  for (guint node = 0; node < CP_SIM_CLONE_NODE; node++)
    make_kiosk (self, node);
  return self;
}

void
cp_sim_template_free (CpSimTemplate *self)
{
  if (self == NULL)
    return;
  for (guint node = 0; node < CP_SIM_N_NODES; node++)
    if (node != CP_SIM_CLONE_NODE)
      cp_sim_machine_clear (&self->machines[node]);
  cp_sim_loop_free (self->loop);
  g_bytes_unref (self->pin_key);
  g_clear_pointer (&self->bound, cp_sim_bound_free);
  g_free (self);
}

const CpSimDisk *
cp_sim_template_get_disk (const CpSimTemplate *self, guint node)
{
  return self->machines[node].disk;
}

void
cp_sim_template_put_disk (CpSimTemplate *self, guint node, const CpSimDisk *disk)
{
  cp_sim_disk_become (self->machines[node].disk, disk);
}

void
cp_sim_template_put_past (CpSimTemplate *self, gint64 age_ms, CpSimBound *bound)
{
  g_clear_pointer (&self->bound, cp_sim_bound_free);
  self->age_ms = age_ms;
  self->bound = bound;
}

gint64
cp_sim_template_get_age_ms (const CpSimTemplate *self)
{
  return self->age_ms;
}

const CpSimBound *
cp_sim_template_get_bound (const CpSimTemplate *self)
{
  return self->bound;
}

GBytes *
cp_sim_template_get_pin_key (const CpSimTemplate *self)
{
  return self->pin_key;
}
