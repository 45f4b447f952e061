/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conformance-breaks.h"
#include "cp-curl-transport.h"
#include "cp-head-office-server.h"
#include "office-fixture.h"

/* Our head office with all that one may have, and somebody between it and the kit who changes what is asked and
 * answered as a Break says. */

typedef struct {
  Office *office;
  CpHeadOfficeServer *server;
  CpCurlTransport *curl;
  CpCurlTransport *stranger_curl;
  CpCurlTransport *revoked_curl;
  CpCurlTransport *other_curl;
  CpTransport line;
  CpTransport stranger;
  CpTransport revoked;
  CpTransport other;
  CpSigner *signer;
  Wire *wire;
  ConformanceWire own_wire;
  const Break *breaks;
  const guint *untested; /* (nullable): see Variation */
  char *card_message;
  char *member_id;
  guint n_asked;
  gint64 slow_until_us;
  char *why; /* (nullable): of what was found last */
} Fixture;

/** fixture_set_up: @data: (nullable): the Break */
void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/** fixture_run: asks as the kit does: all statements, or the one that is broken; returns whether none fails. @func
 *  gets @fixture */
gboolean fixture_run (Fixture *fixture, ConformanceFunc func);

/** fixture_put_card: head office goes on: it gets card number @n for its stock. */
void fixture_put_card (Office *office, guint n);
