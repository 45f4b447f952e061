/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head offices that are made differently than ours and conform: none may be said to break anything. */
#include <string.h>

#include "conformance-breaks.h"
#include "cp-manifest.h"
#include "cp-signature.h"

/* As one that takes one lane: it knows no `lanes`, whoever asks. */
static char *
ask_for_one_lane (const char *path)
{
  g_autofree char *kept = g_strdup (path);
  char *lanes = strstr (kept, "&lanes=");

  if (lanes != NULL)
    lanes[1] = 'L';
  return g_steal_pointer (&kept);
}

static void
have_no_other_lane (const char *path, guint *status, CpJson *document)
{
  json_object_del (cp_json_get_object (document, "chain"), "other");
}

static gboolean
is_manifest (const char *path, const CpJson *document)
{
  return g_str_has_prefix (path, "/v1/snapshot?") && json_object_get (document, "chunks") != NULL;
}

/* And the usual size of its chunks. */
static void
say_more_in_manifest (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  cp_json_set (document, "of_no_meaning", json_pack ("{s:[i]}", "nor_this", 1));
  cp_json_set_int (document, "chunk_bytes", CP_SNAPSHOT_CHUNK_BYTES);
  break_name_manifest (document);
}

/* At the beginning of a page. */
static void
add_unknown_item (const char *path, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");
  const CpJson *first = json_array_get (items, 0);

  if (break_is_feed (path) && first != NULL)
    json_array_insert_new (items, 0,
                           json_pack ("{s:s, s:I}", "t", "of_no_type", "gseq",
                                      (json_int_t) cp_json_get_int (first, "gseq", 0)));
}

/* Wherever it says anything. */
static void
say_more (const char *path, guint *status, CpJson *document)
{
  CpJson *chain = cp_json_get_object (document, "chain");

  say_more_in_manifest (path, status, document);
  if (!is_manifest (path, document))
    cp_json_set_int (document, "of_no_meaning", 1);
  if (chain != NULL)
    cp_json_set_text (chain, "of_no_meaning", "one");
  add_unknown_item (path, document);
}

/* Neither snapshots nor checksums: the feed has to do. */
static void
offer_little (const char *path, guint *status, CpJson *document)
{
  if (*status != 200 ||
      (!g_str_has_prefix (path, "/v1/snapshot?") && !g_str_has_prefix (path, "/v1/sums") &&
       !g_str_has_prefix (path, "/v1/rows")))
    return;
  *status = 404;
  cp_json_set_text (document, "code", "not_found");
}

static const guint of_rows[] = { 32, 33, 34, 46, 47, 57, 78, 0 };
static const guint of_stores_and_cards[] = { 55, 56, 59, 60, 61, 62, 63, 64, 65, 0 };
static const guint of_lanes[] = { 72, 73, 74, 75, 76, 0 };

static const Variation variations[] = {
  { "with-one-lane",
    { .change = have_no_other_lane, .change_path = ask_for_one_lane, .sealed = BREAK_CHAIN },
    of_lanes },
  { "one-that-goes-on-meanwhile", { .is_live = TRUE }, NULL },
  { "one-that-is-still-adding-up", { .is_slow = TRUE }, NULL },
  { "one-without-snapshots-and-checksums", { .change = offer_little }, of_rows },
  { "one-that-tells-all-and-has-no-keys-of-cards", { .is_plain = TRUE }, of_stores_and_cards },
  { "one-that-says-more",
    { .change = say_more, .change_path = break_ask_for_real, .sealed = BREAK_ALL },
    NULL },
};

const Variation *
variations_get (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (variations);
  return variations;
}
