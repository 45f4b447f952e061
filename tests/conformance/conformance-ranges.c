/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums and the rows of a range, and what rows say that are told to who may know little. */
#include <string.h>

#include "conformance-check.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-thin.h"

#define NO_SUMS "head office offers none"
#define N_RANGES (1u << CP_RANGE_LEAST_BITS)

/* How many ranges are fetched with all their rows. */
#define MOST_RANGES 4

static gboolean
is_sum (const json_t *value)
{
  const char *text = json_string_value (value);

  return text != NULL && strlen (text) == 16 && strspn (text, "0123456789abcdef") == 16;
}

/* As many as there are ranges, each of 16 digits. */
static gboolean
are_sums (const CpJson *sums)
{
  gsize i;
  const json_t *sum;

  json_array_foreach (sums, i, sum)
  {
    if (!is_sum (sum))
      return FALSE;
  }
  return json_array_size (sums) == N_RANGES;
}

static guint
find_filled_range (const CpJson *sums, guint range)
{
  while (range + 1 < N_RANGES &&
         strspn (json_string_value (json_array_get (sums, range)), "0") == 16)
    range++;
  return range;
}

/* Or %NULL for what is no row, or one of another range. */
static char *
add_up (const CpJson *items, guint range)
{
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (CP_RANGE_LEAST_BITS);
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    const CpJson *data = cp_json_get_object (item, "data");
    g_autofree char *text = data != NULL ? cp_json_to_text (data) : NULL;
    const char *kind = cp_json_get_text (item, "kind");
    const char *id = cp_json_get_text (item, "id");

    if (text == NULL || kind == NULL || id == NULL ||
        cp_range_of (CP_RANGE_LEAST_BITS, kind, id) != range)
      return NULL;
    cp_range_sums_add (sums, kind, id, cp_json_get_int (item, "ver", 0), text);
  }
  return cp_range_sums_dup_hex (sums, range);
}

static char *
check_range (Conformance *self, guint range, const char *sum)
{
  g_auto (Reply) rows = conformance_ask_ranges (self, CP_SEAL_ROWS, range);
  g_autofree char *own = NULL;

  if (rows.status != 200)
    return conformance_expect (&rows, 200, NULL);
  own = add_up (cp_json_get_array (rows.document, "items"), range);
  if (own == NULL)
    return g_strdup ("a range has a row of another");
  return conformance_say (g_strcmp0 (own, sum) == 0,
                          "the rows of a range do not add up to its sum");
}

char *
conformance_check_sums (Conformance *self)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  const CpJson *list = cp_json_get_array (sums.document, "sums");
  guint range = 0;

  if (sums.status == 404)
    return conformance_pass_over (self, NO_SUMS);
  if (sums.status != 200)
    return conformance_expect (&sums, 200, NULL);
  if (!are_sums (list))
    return g_strdup ("there are not as many sums as ranges");
  for (guint i = 0; i < MOST_RANGES && range < N_RANGES; i++, range++) {
    char *wrong;

    range = find_filled_range (list, range);
    wrong = check_range (self, range, json_string_value (json_array_get (list, range)));
    if (wrong != NULL)
      return wrong;
  }
  return NULL;
}

/* @after, @bits: what is asked for */
static Reply
ask_sums (Conformance *self, gint64 after, gint64 bits)
{
  g_autofree char *path = cp_range_query_to_path (
      &(CpRangeQuery){ self->epoch, self->incarnation, CONFORMANCE_CHALLENGE, after, bits, 0 },
      CP_SEAL_SUMS);

  return conformance_ask (&self->line, "GET", path, NULL);
}

static char *
expect_what_was_asked (const Reply *reply, const char *range)
{
  return conformance_say (cp_json_get_text (reply->document, "epoch") != NULL &&
                              cp_json_get_int (reply->document, "after", -1) >= 0 &&
                              cp_json_get_int (reply->document, "bits", 0) == CP_RANGE_LEAST_BITS &&
                              (range == NULL || cp_json_get_int (reply->document, range, -1) == 1),
                          "the answer does not say what it is of");
}

/* They are sealed, say what they are of, and are told of the present moment alone. */
char *
conformance_check_ranges_are_sealed (Conformance *self)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  g_auto (Reply) rows = conformance_ask_ranges (self, CP_SEAL_ROWS, 1);
  g_autofree char *sums_purpose = conformance_dup_purpose (self, CP_SEAL_SUMS);
  g_autofree char *rows_purpose = conformance_dup_purpose (self, CP_SEAL_ROWS);
  g_auto (Reply) pushed = { 0 };
  g_auto (Reply) passed = { 0 };
  char *wrong;

  if (sums.status == 404)
    return conformance_pass_over (self, NO_SUMS);
  wrong = expect_what_was_asked (&sums, NULL);
  if (wrong == NULL)
    wrong = expect_what_was_asked (&rows, "range");
  if (wrong == NULL)
    wrong = conformance_expect_sealed (&sums, sums_purpose);
  if (wrong == NULL)
    wrong = conformance_expect_sealed (&rows, rows_purpose);
  if (wrong != NULL)
    return wrong;
  pushed = conformance_push_next (self);
  passed = ask_sums (self, self->place, CP_RANGE_LEAST_BITS);
  return conformance_say (passed.status == 412, "a moment that has passed is added up");
}

/* By it a device asks daily; and in as many ranges as it likes. */
char *
conformance_check_daily (Conformance *self)
{
  g_auto (Reply) hello = conformance_push_none (self);
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  g_auto (Reply) few = ask_sums (self, self->place, CP_RANGE_LEAST_BITS - 1);
  gint64 first_ms = cp_json_get_int (hello.document, "head_office_ms", 0);
  gint64 then_ms = cp_json_get_int (page.document, "head_office_ms", 0);

  if (first_ms <= 0 || then_ms < first_ms)
    return g_strdup ("head office's clock is not told, or goes back");
  return conformance_say (few.status == 404 || few.status == 400,
                          "fewer than 64 ranges are added up");
}

/* Of the feed's first page, or of a range where the feed does not go back so far. */
static CpJson *
get_rows (Conformance *self)
{
  g_auto (Reply) page = conformance_feed (self, "", 0, CP_FEED_MAX_ITEMS, 0);
  g_auto (Reply) rows = { 0 };

  if (page.status == 200)
    return json_incref (cp_json_get_array (page.document, "items"));
  rows = conformance_ask_ranges (self, CP_SEAL_ROWS, 0);
  return rows.status == 200 ? json_incref (cp_json_get_array (rows.document, "items")) : NULL;
}

static const char *const personal[] = {
  "given_name", "family_name", "birth_date", "phone",       "email",
  "postcode",   "city",        "language",   "external_id", "fields",
};

/* Returns: what is wrong (transfer full), or %NULL; sets @ret_applies if it is such a row */
typedef char *(*JudgeFunc) (const CpJson *data, gboolean *ret_applies);

static char *
judge_thin (const CpJson *data, gboolean *ret_applies)
{
  g_autoptr (CpJson) thin = NULL;

  if (!cp_json_get_bool (data, "thin"))
    return NULL;
  *ret_applies = TRUE;
  thin = cp_thin (CP_KIND_MEMBER, data);
  return conformance_say (json_equal (thin, data),
                          "the row of a thin member says more than other stores are told");
}

static char *
judge_erased (const CpJson *data, gboolean *ret_applies)
{
  if (g_strcmp0 (cp_json_get_text (data, "state"), "erased") != 0)
    return NULL;
  *ret_applies = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    if (json_object_get (data, personal[i]) != NULL)
      return g_strdup_printf ("the row of an erased member has %s", personal[i]);
  return NULL;
}

static char *
judge_lease (const CpJson *data, gboolean *ret_applies)
{
  if (data == NULL)
    return NULL;
  *ret_applies = TRUE;
  return conformance_say (cp_json_get_text (data, "device_id") != NULL &&
                              cp_json_get_text (data, "incarnation") != NULL &&
                              cp_json_get_int (data, "until_ms", 0) > 0,
                          "a lease does not say whose it is, and until when");
}

/* @if_none: why nothing can be told where there is no such row */
static char *
judge_rows (Conformance *self, const char *kind, JudgeFunc judge, const char *if_none)
{
  g_autoptr (CpJson) rows = get_rows (self);
  gboolean any = FALSE;
  gsize i;
  CpJson *item;

  if (rows == NULL)
    return g_strdup ("no rows are told");
  json_array_foreach (rows, i, item)
  {
    char *wrong = NULL;

    if (g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0)
      wrong = judge (cp_json_get_object (item, "data"), &any);
    if (wrong != NULL)
      return wrong;
  }
  return any ? NULL : conformance_pass_over (self, if_none);
}

char *
conformance_check_thin (Conformance *self)
{
  return judge_rows (self, "member", judge_thin, "nobody among the rows looked at is thin");
}

char *
conformance_check_erased (Conformance *self)
{
  return judge_rows (self, "member", judge_erased, "nobody among the rows looked at is erased");
}

char *
conformance_check_leases (Conformance *self)
{
  return judge_rows (self, "lease", judge_lease, "there is no lease among the rows looked at");
}
