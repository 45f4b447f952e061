/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-breaks.h"
#include "cp-signature.h"

static void
add_up_fewer (const char *path, guint *status, CpJson *document)
{
  json_array_remove (cp_json_get_array (document, "sums"), 0);
}

static void
name_otherwise (CpJson *item)
{
  cp_json_set_text (item, "kind", "of-another-range");
}

/* Some of which are in it, by chance. */
static void
mix_ranges (const char *path, guint *status, CpJson *document)
{
  if (!break_is_about (path, "/v1/rows"))
    return;
  break_items (document, name_otherwise);
  for (guint i = 0; i < 8; i++)
    json_array_append_new (cp_json_get_array (document, "items"),
                           json_pack ("{s:s, s:i}", "kind", "member", "odd", i));
}

static void
forget_bits (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "bits");
}

static void
forget_range (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "range");
}

/* Those of rows alone. */
static void
seal_no_rows (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/rows"))
    json_object_del (document, "signature");
}

/* And so that the seal is not what is missed first. */
static void
add_up_always (const char *path, guint *status, CpJson *document)
{
  if (*status == 412)
    *status = 200;
}

static void
stop_clock (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "head_office_ms");
}

static void
take_any_bits (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "bits=5"))
    *status = 200;
}

static void
forget_proof (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "proof");
}

/* As who asks its keys alone and keeps no number. */
static void
believe_again (const char *path, guint *status, CpJson *document)
{
  if (g_strcmp0 (cp_json_get_text (document, "proof"), "replayed") == 0)
    cp_json_set_text (document, "proof", "token");
}

static void
believe_nobody (const char *path, guint *status, CpJson *document)
{
  if (g_strcmp0 (cp_json_get_text (document, "proof"), "token") == 0)
    cp_json_set_text (document, "proof", "uid");
}

/* As who judges the same question anew, and has taken the number meanwhile. */
static void
judge_again (const char *path, guint *status, CpJson *document)
{
  static guint n;

  if (g_strcmp0 (cp_json_get_text (document, "proof"), "token") == 0 && ++n > 1)
    cp_json_set_text (document, "proof", "replayed");
}

static void
believe_all (const char *path, guint *status, CpJson *document)
{
  if (json_object_get (document, "proof") != NULL)
    cp_json_set_text (document, "proof", "token");
}

static void
answer_anew (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/sun"))
    cp_json_set_int (document, "counter", g_random_int ());
}

static void
fail (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/find") || break_is_about (path, "/v1/sun"))
    *status = 500;
}

static void
find_somebody (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/find"))
    cp_json_set_int (document, "found", 1);
}

static void
count_nobody (const char *path, guint *status, CpJson *document)
{
  if (cp_json_get_int (document, "found", 0) > 0)
    cp_json_set_int (document, "found", 0);
}

static void
find_too_many (const char *path, guint *status, CpJson *document)
{
  if (cp_json_get_int (document, "found", 0) > 0)
    cp_json_set_int (document, "found", 6);
}

static void
name_somebody (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/find"))
    cp_json_set_text (document, "name", "Canaria");
}

static const Break breaks[] = {
  { 46, "as many sums as ranges", add_up_fewer },
  { 46, "do not add up to its sum", break_versions },
  { 46, "a range has a row of another", mix_ranges },
  { 47, "not sealed", break_signature },
  { 47, "not sealed for the challenge", seal_no_rows },
  { 47, "does not say what it is of", forget_bits },
  { 47, "does not say what it is of", forget_range },
  { 47, "a moment that has passed", add_up_always },
  { 47, "with another key than a page", .sealed = CP_SEAL_ROWS, .is_strange = TRUE },
  { 48, "clock is not told", stop_clock },
  { 48, "fewer than 64 ranges", take_any_bits },
  { 57, "do not add up to its sum", break_versions },
  { 59, "does not say what the message proves", forget_proof },
  { 59, "status 500 in place of 200", fail },
  { 59, "status 200 in place of 400", break_refusals },
  { 60, "is believed", believe_all },
  { 60, "status 500 in place of 200", fail },
  { 60, "the second time, proves token in place of replayed", believe_again },
  { 60, "the card's message proves uid in place of token", believe_nobody },
  { 61, "not sealed", break_signature },
  { 61, "with another key than a page", .sealed = CP_SEAL_SUN, .is_strange = TRUE },
  { 62, "the same challenge gets another answer", answer_anew },
  { 62, "the same challenge gets another answer", judge_again },
  { 63, "status 500 in place of 200", fail },
  { 63, "status 200 in place of 400", break_refusals },
  { 64, "somebody is found", find_somebody },
  { 64, "status 500 in place of 200", fail },
  { 64, "not said how many are found", count_nobody },
  { 64, "not said how many are found", find_too_many },
  { 65, "the answer says name, too", name_somebody },
  { 65, "not sealed", break_signature },
  { 65, "with another key than a page", .sealed = CP_SEAL_FIND, .is_strange = TRUE },
};

const Breaks breaks_of_rows = { breaks, G_N_ELEMENTS (breaks) };
