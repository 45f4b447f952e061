/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What staff write into the fields of the chain's own: mostly what they take, sometimes what they do not. */
#include "cp-sim-template.h"
#include "cp-sim-work-private.h"

/* @valid, @wrong: see cp-sim-work-table.c */
static const struct {
  const char *name;
  const char *valid;
  const char *wrong;
} own[] = {
  { CP_SIM_REQUIRED_FIELD, "{'v':'{plain|bright|Bright}'}", "{'v':'" CP_SIM_WRONG "'}" },
  { "shoe_size", "{'v':'{2|3|4}{10}'}", "{'v':'{1|51}" CP_SIM_WRONG "'}" },
  { "dog", "{'v':'Rex {9}'}", "{'v':'Far too long a name" CP_SIM_WRONG "'}" },
  { "wedding_day", "{'v':'201{10}-06-1{10}'}", "{'v':'2019-13-0{9}" CP_SIM_WRONG "'}" },
  { "newsletter", "{'v':'{en|ga|Irish}'}", "{'v':'Latin" CP_SIM_WRONG "'}" },
  { "paper", "{'v':'{yes|no}'}", "{'v':'now and then" CP_SIM_WRONG "'}" },
  { "home_phone", "{'v':'020 7946 00{1|2}{10}'}", "{'v':'{9}" CP_SIM_WRONG "'}" },
  { "billing", "{'v':'bills{9}@example.com'}", "{'v':'bills" CP_SIM_WRONG "'}" },
  { "reads_in", "{'v':'{en|de|pt-BR}'}", "{'v':'" CP_SIM_WRONG "'}" },
};

static gboolean
one_in (CpSimWork *self, guint n)
{
  return cp_sim_random_below (&self->random, n) == 0;
}

/* Nobody else ever has what stands there, so that it is found wherever it is left. */
static void
add_secret (CpSimWork *self, CpJson *fields)
{
  g_autofree char *text = cp_sim_template_make_secret (CP_SIM_N_MEMBERS + 1 + self->n_taken++);

  cp_json_set_text (fields, CP_SIM_SECRET_FIELD, text);
}

static void
add_own (CpSimWork *self, guint i, CpJson *fields)
{
  g_autoptr (CpJson) filled =
      cp_sim_work_expand (self, NULL, one_in (self, 12) ? own[i].wrong : own[i].valid);

  cp_json_set_text (fields, own[i].name, cp_json_get_text (filled, "v"));
}

void
cp_sim_work_add_own_fields (CpSimWork *self, CpJson *payload)
{
  CpJson *fields = json_object ();

  if (!one_in (self, 20))
    add_own (self, 0, fields);
  if (one_in (self, 2))
    add_own (self, 1 + (guint) cp_sim_random_below (&self->random, G_N_ELEMENTS (own) - 1), fields);
  if (one_in (self, 2))
    add_secret (self, fields);
  if (one_in (self, 40))
    cp_json_set_text (fields, "no_such", "Thing");
  cp_json_set (payload, "fields", fields);
}

/* (nullable): what the editor sees in it */
static const char *
find_value (const CpJson *view, const char *name)
{
  const CpJson *fields = cp_json_get_array (cp_json_get_object (view, "member"), "fields");

  for (gsize i = 0; i < json_array_size (fields); i++)
    if (g_strcmp0 (cp_json_get_text (json_array_get (fields, i), "field"), name) == 0)
      return cp_json_get_text (json_array_get (fields, i), "value");
  return NULL;
}

void
cp_sim_work_edit_own_field (CpSimWork *self, const CpJson *view, CpJson *set, CpJson *seen)
{
  guint i = (guint) cp_sim_random_below (&self->random, G_N_ELEMENTS (own) + 3);
  const char *name = i < G_N_ELEMENTS (own) ? own[i].name : CP_SIM_SECRET_FIELD;
  const char *before = find_value (view, name);

  if (one_in (self, 10))
    cp_json_set_text (set, name, "");
  else if (i < G_N_ELEMENTS (own))
    add_own (self, i, set);
  else
    add_secret (self, set);
  cp_json_set_text (seen, name, before != NULL ? before : "");
}
