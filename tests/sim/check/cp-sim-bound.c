/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-bound.h"

#include "cp-sim-scene.h"

/* How far a till's notion of head office's time may be off where clocks only drift, beside what its pages
 * were late: it takes a page for as old as the one that came quickest. */
#define DRIFT_MS 3000

/* What a till has redeemed at its store's risk since it last had all that head office had, and the
 * leases that it knows of. */
typedef struct {
  char *device;
  char *store;
  gint64 at_risk_minor;
  gint64 late_ms;     /* the page that was longest on its way */
  GHashTable *leases; /* store → CpJson, owned */
} Till;

struct _CpSimBound {
  CpSimOracle *oracle;
  CpSimBoundRules rules;
  Till tills[CP_SIM_N_KIOSKS];
};

CpSimBound *
cp_sim_bound_new (CpSimOracle *oracle, const CpSimBoundRules *rules)
{
  CpSimBound *self = g_new0 (CpSimBound, 1);

  self->oracle = oracle;
  self->rules = *rules;
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    self->tills[i].leases =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_decref);
  return self;
}

void
cp_sim_bound_free (CpSimBound *self)
{
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++) {
    g_free (self->tills[i].device);
    g_free (self->tills[i].store);
    g_hash_table_unref (self->tills[i].leases);
  }
  g_free (self);
}

void
cp_sim_bound_take_over (CpSimBound *self, const CpSimBound *from)
{
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++) {
    Till *till = &self->tills[i];
    GHashTableIter iter;
    gpointer store, lease;

    till->device = g_strdup (from->tills[i].device);
    till->store = g_strdup (from->tills[i].store);
    g_hash_table_iter_init (&iter, from->tills[i].leases);
    while (g_hash_table_iter_next (&iter, &store, &lease))
      g_hash_table_insert (till->leases, g_strdup (store), json_incref (lease));
  }
}

static Till *
get_till (CpSimBound *self, const CpSimTill *till)
{
  Till *found = &self->tills[till->number];

  if (found->device == NULL) {
    found->device = g_strdup (till->device);
    found->store = g_strdup (till->store);
  }
  return found;
}

void
cp_sim_bound_take_leases (CpSimBound *self, const CpSimTill *till, const CpJson *rows)
{
  Till *taker = get_till (self, till);

  for (gsize i = 0; i < json_array_size (rows); i++) {
    const CpJson *row = json_array_get (rows, i);
    CpJson *data = cp_json_get_object (row, "data");

    if (g_strcmp0 (cp_json_get_text (row, "kind"), "lease") == 0 && data != NULL)
      g_hash_table_insert (taker->leases, g_strdup (cp_json_get_text (data, "id")),
                           json_incref (data));
  }
}

void
cp_sim_bound_take_page (
    CpSimBound *self, const CpSimTill *till, const CpJson *page, gboolean is_sure, gint64 office_ms)
{
  Till *taker = get_till (self, till);
  gint64 late_ms = office_ms - cp_json_get_int (page, "head_office_ms", office_ms);

  taker->late_ms = MAX (taker->late_ms, late_ms);
  cp_sim_bound_take_leases (self, till, cp_json_get_array (page, "items"));
  if (is_sure && !cp_json_get_bool (page, "more"))
    taker->at_risk_minor = 0;
}

/* A copy of a till has that till's part a second time, until it is found out. */
static gboolean
has_clone (const CpSimBound *self, const char *device)
{
  guint n = 0;

  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    n += g_strcmp0 (self->tills[i].device, device) == 0;
  return n > 1;
}

static void
check_store (const CpSimBound *self, const CpSimTill *till)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    if (g_strcmp0 (self->tills[i].store, till->store) == 0) {
      if (has_clone (self, self->tills[i].device))
        return;
      sum_minor += self->tills[i].at_risk_minor;
    }
  if (sum_minor > self->rules.store_minor)
    cp_sim_oracle_fail (self->oracle, "bounded",
                        "till-%u: the tills of the store %s have risked %" G_GINT64_FORMAT
                        " while offline, and %" G_GINT64_FORMAT " is the most",
                        till->number, till->store, sum_minor, self->rules.store_minor);
}

/* -1 if it has none */
static gint64
find_end (const Till *till, const char *device)
{
  GHashTableIter iter;
  gpointer lease;
  gint64 until_ms = -1;

  g_hash_table_iter_init (&iter, till->leases);
  while (g_hash_table_iter_next (&iter, NULL, &lease))
    if (g_strcmp0 (cp_json_get_text (lease, "device_id"), device) == 0)
      until_ms = MAX (until_ms, cp_json_get_int (lease, "until_ms", 0));
  return until_ms;
}

/* Of the leases that a till knows of one has to be its own, and that must not be over. A clone knows
 * those of whom it is a copy. */
static void
check_lease (const CpSimBound *self, const CpSimTill *till, gint64 office_ms)
{
  gint64 until_ms = -1;
  gint64 late_ms = self->tills[till->number].late_ms;

  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    if (i == till->number || g_strcmp0 (self->tills[i].device, till->device) == 0)
      until_ms = MAX (until_ms, find_end (&self->tills[i], till->device));
  if (until_ms < 0)
    cp_sim_oracle_fail (self->oracle, "bounded", "till-%u: gives away by a lease, and holds none",
                        till->number);
  else if (self->rules.has_true_clocks && office_ms > until_ms + late_ms + DRIFT_MS)
    cp_sim_oracle_fail (self->oracle, "bounded",
                        "till-%u: gives away by its lease %" G_GINT64_FORMAT " ms after its end",
                        till->number, office_ms - until_ms);
}

void
cp_sim_bound_redeem (CpSimBound *self,
                     const CpSimTill *till,
                     const CpJson *result,
                     gboolean is_offline,
                     gint64 office_ms)
{
  const char *terms = cp_json_get_text (result, "terms");
  gint64 value_minor = cp_json_get_int (result, "value_minor", 0);

  if (g_strcmp0 (terms, "lease") == 0)
    check_lease (self, till, office_ms);
  if (!is_offline || g_strcmp0 (terms, "risk") != 0)
    return;
  get_till (self, till)->at_risk_minor += value_minor;
  check_store (self, till);
}
