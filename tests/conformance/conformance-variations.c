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

/* And the usual size of its chunks. */
static void
say_more_in_manifest (const char *path, guint *status, CpJson *document)
{
  if (!g_str_has_prefix (path, "/v1/snapshot?") || json_object_get (document, "chunks") == NULL)
    return;
  cp_json_set (document, "of_no_meaning", json_pack ("{s:[i]}", "nor_this", 1));
  cp_json_set_int (document, "chunk_bytes", CP_SNAPSHOT_CHUNK_BYTES);
  break_name_manifest (document);
}

static void
say_more_in_pages (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set_text (document, "of_no_meaning", "one");
}

static const guint of_lanes[] = { 72, 73, 74, 75, 76, 0 };

static const Variation variations[] = {
  { "with-one-lane",
    { .change = have_no_other_lane, .change_path = ask_for_one_lane, .sealed = BREAK_CHAIN },
    of_lanes },
  { "one-that-goes-on-meanwhile", { .is_live = TRUE }, NULL },
  { "one-that-is-still-adding-up", { .is_slow = TRUE }, NULL },
  { "one-that-says-more-in-manifests",
    { .change = say_more_in_manifest,
      .change_path = break_ask_for_real,
      .sealed = CP_SEAL_SNAPSHOT },
    NULL },
  { "one-that-says-more-in-pages", { .change = say_more_in_pages, .sealed = CP_SEAL_PAGE }, NULL },
};

const Variation *
variations_get (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (variations);
  return variations;
}
