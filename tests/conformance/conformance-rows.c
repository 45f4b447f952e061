/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What rows say that are told to who may know little, and of whom nothing may be known any more. */
#include "conformance-check.h"
#include "cp-erase-person.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-thin.h"

/* A hundred thousand entries of the feed, or so many ranges that have rows. */
#define MOST_PAGES 20
#define MOST_RANGES 500
#define N_RANGES (1u << CONFORMANCE_BITS)

#define NO_ROWS "neither the feed's beginning nor the rows of ranges are told"

static char *
each_range (Conformance *self, ItemsFunc func, gpointer data)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  guint n = 0;

  if (sums.status == 404 || sums.status == 412)
    return conformance_pass_over (self, NO_ROWS);
  for (guint range = 0; range < N_RANGES && n < MOST_RANGES; range++) {
    g_auto (Reply) rows = { 0 };
    char *wrong;

    if (conformance_is_empty_range (sums.document, range))
      continue;
    n++;
    rows = conformance_ask_ranges (self, CP_SEAL_ROWS, range);
    if (rows.status == 412)
      return conformance_pass_over (self, NO_ROWS);
    wrong = rows.status == 200 ? func (cp_json_get_array (rows.document, "items"), data)
                               : conformance_expect (&rows, 200, NULL);
    if (wrong != NULL)
      return wrong;
  }
  return conformance_say (n > 0, "no rows are told");
}

char *
conformance_each_rows (Conformance *self, ItemsFunc func, gpointer data)
{
  gint64 after = 0;

  for (guint i = 0; i < MOST_PAGES; i++) {
    g_auto (Reply) page =
        conformance_feed (self, i == 0 ? "" : self->epoch, after, CP_FEED_MAX_ITEMS, 0);
    char *wrong;

    if (page.status == 410)
      return i == 0 ? each_range (self, func, data) : NULL;
    if (page.status != 200)
      return g_strdup_printf ("no rows are told: status %u", page.status);
    wrong = func (cp_json_get_array (page.document, "items"), data);
    if (wrong != NULL || !cp_json_get_bool (page.document, "more"))
      return wrong;
    after = cp_json_get_int (page.document, "through", after);
  }
  return NULL;
}

static gboolean
is_of (const CpJson *item, const char *kind)
{
  return g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0;
}

static const char *
get_account (const CpJson *item)
{
  const char *account_id = cp_json_get_text (item, "account_id");

  return account_id != NULL ? account_id
                            : cp_json_get_text (cp_json_get_object (item, "data"), "account_id");
}

/* Other stores' members */

/* @ret_accounts: of whose members the device is told little */
static void
find_thin (const CpJson *items, GHashTable *ret_accounts)
{
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    const char *account_id = get_account (item);

    if (is_of (item, "member") && account_id != NULL &&
        cp_json_get_bool (cp_json_get_object (item, "data"), "thin"))
      g_hash_table_add (ret_accounts, g_strdup (account_id));
  }
}

static char *
judge_thin (const CpJson *item)
{
  const char *word = cp_json_get_text (item, "kind");
  int kind = word != NULL ? cp_kind_from_word (word) : -1;
  const CpJson *data = cp_json_get_object (item, "data");
  g_autoptr (CpJson) thin = NULL;

  if (kind < 0 || data == NULL)
    return NULL;
  thin = cp_thin ((CpKind) kind, data);
  if (thin == NULL)
    return g_strdup_printf ("a %s of a thin member is told to another store", word);
  if (json_equal (thin, data))
    return NULL;
  return g_strdup_printf ("a %s of a thin member says more than other stores are told", word);
}

/* Who is in the store's scope is decided when something is asked for, so it is the same within an answer only. */
static char *
check_thin (const CpJson *items, gpointer data)
{
  g_autoptr (GHashTable) accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean *any = data;
  gsize i;
  CpJson *item;

  find_thin (items, accounts);
  *any = *any || g_hash_table_size (accounts) > 0;
  json_array_foreach (items, i, item)
  {
    const char *account_id = get_account (item);
    char *wrong = NULL;

    if (account_id != NULL && g_hash_table_contains (accounts, account_id))
      wrong = judge_thin (item);
    if (wrong != NULL)
      return wrong;
  }
  return NULL;
}

char *
conformance_check_thin (Conformance *self)
{
  gboolean any = FALSE;
  char *wrong = conformance_each_rows (self, check_thin, &any);

  if (wrong != NULL || any)
    return wrong;
  return conformance_pass_over (self, "nobody among the rows looked at is thin");
}

/* Whoever is erased */

/* @erased: the members who are; @said: member → the first that a row of theirs says */
typedef struct {
  GHashTable *erased;
  GHashTable *said;
} Erasures;

static void
erasures_clear (Erasures *self)
{
  g_clear_pointer (&self->erased, g_hash_table_unref);
  g_clear_pointer (&self->said, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Erasures, erasures_clear)

/* (nullable): of what an erasure takes away, the first that is there */
static const char *
find_personal (const CpJson *data, const CpJson *emptied)
{
  const char *key;
  json_t *value;

  json_object_foreach ((CpJson *) data, key, value)
  {
    if (json_object_get (emptied, key) == NULL && !json_is_boolean (value))
      return key;
  }
  return NULL;
}

/* @kind: (nullable); (transfer full) (nullable): what a row says of the person, or that was written about them.
 * Keys that are not known are passed over. */
static char *
dup_personal (const char *word, const CpJson *data)
{
  int kind = word != NULL ? cp_kind_from_word (word) : -1;
  gpointer row =
      kind >= 0 && data != NULL ? cp_entity_from_newer_json ((CpKind) kind, data, 0, NULL) : NULL;
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) after = NULL;
  const char *key;

  if (row == NULL)
    return NULL;
  before = cp_entity_to_json (row);
  cp_erase_row (row);
  after = cp_entity_to_json (row);
  cp_entity_free (row);
  key = find_personal (before, after);
  return key != NULL ? g_strdup_printf ("a %s of an erased member has %s", word, key) : NULL;
}

static char *
note_erasures (const CpJson *items, gpointer data)
{
  const Erasures *erasures = data;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    const CpJson *row = cp_json_get_object (item, "data");
    const char *member_id = is_of (item, "member") ? cp_json_get_text (item, "id")
                                                   : cp_json_get_text (row, "member_id");
    char *said;

    if (member_id == NULL)
      continue;
    if (is_of (item, "member") && g_strcmp0 (cp_json_get_text (row, "state"), "erased") == 0)
      g_hash_table_add (erasures->erased, g_strdup (member_id));
    said = dup_personal (cp_json_get_text (item, "kind"), row);
    if (said != NULL)
      g_hash_table_insert (erasures->said, g_strdup (member_id), said);
  }
  return NULL;
}

static char *
judge_erasures (const Erasures *erasures)
{
  GHashTableIter iter;
  gpointer member_id;

  g_hash_table_iter_init (&iter, erasures->erased);
  while (g_hash_table_iter_next (&iter, &member_id, NULL)) {
    const char *said = g_hash_table_lookup (erasures->said, member_id);

    if (said != NULL)
      return g_strdup (said);
  }
  return NULL;
}

static char *
look_for_erased (Conformance *self, gboolean *ret_any)
{
  g_auto (Erasures) erasures = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  char *wrong = conformance_each_rows (self, note_erasures, &erasures);

  *ret_any = g_hash_table_size (erasures.erased) > 0;
  return wrong != NULL ? wrong : judge_erasures (&erasures);
}

/* Whoever is erased while the rows are looked at is whole in those before; not a second time. */
char *
conformance_check_erased (Conformance *self)
{
  gboolean any = FALSE;
  g_autofree char *first = look_for_erased (self, &any);
  char *wrong = first != NULL ? look_for_erased (self, &any) : NULL;

  if (wrong != NULL || any)
    return wrong;
  return conformance_pass_over (self, "nobody among the rows looked at is erased");
}

/* Leases */

/* One that has ended, as that of a device which was revoked, says no more until when it was. */
static char *
judge_lease (const CpJson *data, gboolean *ret_any)
{
  const CpJson *until = json_object_get (data, "until_ms");

  if (data == NULL)
    return NULL;
  if (cp_json_get_text (data, "device_id") == NULL ||
      cp_json_get_text (data, "incarnation") == NULL)
    return g_strdup ("a lease does not say whose it is");
  if (until == NULL)
    return NULL;
  *ret_any = TRUE;
  return conformance_say (json_integer_value (until) > 0 &&
                              cp_json_get_int (data, "amount_minor", 0) > 0,
                          "a lease does not say how much, and until when");
}

static char *
check_leases (const CpJson *items, gpointer data)
{
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    char *wrong =
        is_of (item, "lease") ? judge_lease (cp_json_get_object (item, "data"), data) : NULL;

    if (wrong != NULL)
      return wrong;
  }
  return NULL;
}

char *
conformance_check_leases (Conformance *self)
{
  gboolean any = FALSE;
  char *wrong = conformance_each_rows (self, check_leases, &any);

  if (wrong != NULL || any)
    return wrong;
  return conformance_pass_over (self, "there is no lease that runs among the rows looked at");
}
