/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office says to whoever asks for a snapshot and does not wait for it. */
#include "conformance.h"
#include "cp-protocol.h"

/* It need not have any, of no version; those that are known to have been. */
#define MOST_SCHEMA 20

static char *
judge (const Reply *reply)
{
  if (reply->status == 404)
    return NULL;
  if (reply->status == 200)
    return json_array_size (cp_json_get_array (reply->document, "chunks")) > 0
               ? NULL
               : g_strdup ("the manifest has no chunks");
  if (reply->status != 503)
    return g_strdup_printf ("status %u in place of 200, 404 or 503", reply->status);
  if (g_strcmp0 (cp_json_get_text (reply->document, "code"), CP_SNAPSHOT_BUILDING) != 0)
    return g_strdup ("it is not there, and not said to be built");
  return reply->retry_after_ms > 0 ? NULL : g_strdup ("it is not said when to ask again");
}

char *
conformance_check_snapshot (Conformance *self)
{
  for (gint64 schema = 1; schema <= MOST_SCHEMA; schema++) {
    g_autofree char *path = cp_snapshot_query_to_path (&(CpSnapshotQuery){ schema, 0 });
    g_auto (Reply) reply = conformance_ask (&self->line, "GET", path, NULL);
    char *trouble = judge (&reply);

    if (trouble != NULL || reply.status != 404)
      return trouble;
  }
  return NULL;
}
