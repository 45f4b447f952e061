/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"

G_BEGIN_DECLS

/**
 * CpPostgresUse:
 * @CP_POSTGRES_ALONE: gives its own commits their numbers in the feed at once
 * @CP_POSTGRES_SERVING: leaves that to a CpSequencer, of this process or of another
 * @CP_POSTGRES_READ_ONLY: is only read
 * @CP_POSTGRES_STANDBY: the same, for the feed, on a hot standby: it may not take long, and what is lost stays
 *   so (see cp_postgres_open_brief())
 */
typedef enum {
  CP_POSTGRES_ALONE,
  CP_POSTGRES_SERVING,
  CP_POSTGRES_READ_ONLY,
  CP_POSTGRES_STANDBY,
} CpPostgresUse;

/**
 * cp_head_office_postgres_open:
 * @url: `postgresql://…`; the schema is made if the database is empty
 *
 * Head office in a PostgreSQL database, which any number of processes may use at once. Writes are
 * kept until the commit and then done a table at a time; numbers of the feed are given out after the
 * commit, in an order that nobody can see gaps fill up in (PROTOCOL.md, statement 18).
 *
 * Returns: (transfer full): or %NULL; %CP_ERROR_UNAVAILABLE if the server can't be reached,
 *   %CP_ERROR_NEWER for a schema of a newer version, %CP_ERROR_INVALID for another's database
 */
CpHeadOfficeStorage *cp_head_office_postgres_open (const char *url,
                                                   CpPostgresUse use,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
