/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-breaks.h"

#include <string.h>

#include "cp-test-snapshot.h"

gboolean
break_is_push (const char *path)
{
  return g_str_equal (path, "/v1/push");
}

gboolean
break_is_feed (const char *path)
{
  return g_str_has_prefix (path, "/v1/feed");
}

gboolean
break_is_about (const char *path, const char *word)
{
  return strstr (path, word) != NULL;
}

void
break_items (CpJson *document, void (*func) (CpJson *item))
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i, item) func (item);
}

void
break_outcome (CpJson *document, gint64 seq, const char *outcome)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i, item)
  {
    if (json_object_get (item, "outcome") != NULL &&
        (seq == 0 || cp_json_get_int (item, "seq", 0) == seq))
      cp_json_set_text (item, "outcome", outcome);
  }
}

void
break_expected (CpJson *document, gint64 from, gint64 to)
{
  gint64 expected = cp_json_get_int (document, "expected_seq", 0);

  if (expected != 0 && (from == 0 || expected == from))
    cp_json_set_int (document, "expected_seq", to);
}

void
break_refusals (const char *path, guint *status, CpJson *document)
{
  if (*status >= 400)
    *status = 200;
}

void
break_all (const char *path, guint *status, CpJson *document)
{
  *status = 401;
}

void
break_signature (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "signature");
  json_object_del (cp_json_get_object (document, "chain"), "signature");
}

static void
change_version (CpJson *item)
{
  cp_json_set_int (item, "ver", cp_json_get_int (item, "ver", 0) + 1);
}

void
break_versions (const char *path, guint *status, CpJson *document)
{
  break_items (document, change_version);
}

void
break_expectation (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 0, 77);
}

static char named_path[64], real_path[64];

static void
put_path (char *ret_path, const CpJson *document)
{
  g_snprintf (ret_path, sizeof real_path, "/v1/snapshot/%s", cp_json_get_text (document, "id"));
}

void
break_name_manifest (CpJson *document)
{
  put_path (real_path, document);
  cp_test_snapshot_name (document);
  put_path (named_path, document);
}

char *
break_ask_for_real (const char *path)
{
  return g_strdup (g_str_equal (path, named_path) ? real_path : path);
}
