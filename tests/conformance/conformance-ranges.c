/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums, and the rows of a range. */
#include <string.h>

#include "conformance-check.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"

#define NO_SUMS "head office offers none"
#define ADDING_UP "head office is still adding up its rows"
#define TOO_FAST "head office goes on too fast for two questions about one moment"
#define N_RANGES (1u << CONFORMANCE_BITS)

/* How many ranges are fetched with all their rows, and how often it may go on meanwhile. */
#define MOST_RANGES 4
#define MOST_MOMENTS 20

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

gboolean
conformance_is_empty_range (const CpJson *sums, guint range)
{
  const char *sum = json_string_value (json_array_get (cp_json_get_array (sums, "sums"), range));

  return sum == NULL || strspn (sum, "0") == 16;
}

static guint
find_filled_range (const CpJson *sums, guint range)
{
  while (range + 1 < N_RANGES && conformance_is_empty_range (sums, range))
    range++;
  return range;
}

/* Or %NULL for what is no row, or one of another range. */
static char *
add_up (const CpJson *items, guint range)
{
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (CONFORMANCE_BITS);
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    const CpJson *data = cp_json_get_object (item, "data");
    g_autofree char *text = data != NULL ? cp_json_to_text (data) : NULL;
    const char *kind = cp_json_get_text (item, "kind");
    const char *id = cp_json_get_text (item, "id");

    if (text == NULL || kind == NULL || id == NULL ||
        cp_range_of (CONFORMANCE_BITS, kind, id) != range)
      return NULL;
    cp_range_sums_add (sums, kind, id, cp_json_get_int (item, "ver", 0), text);
  }
  return cp_range_sums_dup_hex (sums, range);
}

static char *
compare_range (const CpJson *rows, const CpJson *sums, guint range)
{
  const char *sum = json_string_value (json_array_get (cp_json_get_array (sums, "sums"), range));
  g_autofree char *own = add_up (cp_json_get_array (rows, "items"), range);

  if (own == NULL)
    return g_strdup ("a range has a row of another");
  return conformance_say (g_strcmp0 (own, sum) == 0,
                          "the rows of a range do not add up to its sum");
}

/* What is wrong with an answer, or why it says nothing. */
static char *
judge_answer (Conformance *self, const Reply *reply)
{
  if (reply->status == 412)
    return conformance_pass_over (self, ADDING_UP);
  return conformance_expect (reply, 200, NULL);
}

static gboolean
are_of_one_moment (const Reply *one, const Reply *other)
{
  return cp_json_get_int (one->document, "after", -1) ==
             cp_json_get_int (other->document, "after", -1) &&
         g_strcmp0 (cp_json_get_text (one->document, "epoch"),
                    cp_json_get_text (other->document, "epoch")) == 0;
}

/* @sums: of all; asked for again if head office has gone on since */
static char *
check_range (Conformance *self, guint range, Reply *sums)
{
  for (guint i = 0; i < MOST_MOMENTS; i++) {
    g_auto (Reply) rows = conformance_ask_ranges (self, CP_SEAL_ROWS, range);

    if (rows.status != 200)
      return judge_answer (self, &rows);
    if (are_of_one_moment (&rows, sums))
      return compare_range (rows.document, sums->document, range);
    reply_clear (sums);
    *sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
    if (sums->status != 200)
      return judge_answer (self, sums);
  }
  return conformance_pass_over (self, TOO_FAST);
}

char *
conformance_check_sums (Conformance *self)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  guint range = 0;

  if (sums.status == 404)
    return conformance_pass_over (self, NO_SUMS);
  if (sums.status != 200)
    return judge_answer (self, &sums);
  if (!are_sums (cp_json_get_array (sums.document, "sums")))
    return g_strdup ("there are not as many sums as ranges");
  for (guint i = 0; i < MOST_RANGES && range < N_RANGES; i++, range++) {
    char *wrong;

    range = find_filled_range (sums.document, range);
    wrong = check_range (self, range, &sums);
    if (wrong != NULL || self->untested != NULL)
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
                              cp_json_get_int (reply->document, "bits", 0) == CONFORMANCE_BITS &&
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
  g_auto (Reply) passed = { 0 };
  char *wrong;

  if (sums.status == 404)
    return conformance_pass_over (self, NO_SUMS);
  if (sums.status == 412 || rows.status == 412)
    return conformance_pass_over (self, ADDING_UP);
  wrong = expect_what_was_asked (&sums, NULL);
  if (wrong == NULL)
    wrong = expect_what_was_asked (&rows, "range");
  if (wrong == NULL)
    wrong = conformance_expect_sealed (self, &sums, sums_purpose);
  if (wrong == NULL)
    wrong = conformance_expect_sealed (self, &rows, rows_purpose);
  if (wrong == NULL)
    wrong = conformance_push_and_wait (self);
  if (wrong != NULL)
    return wrong;
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
