/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader.h"

G_BEGIN_DECLS

/**
 * cp_print_run:
 *
 * Prints what the reader sees, a JSON object a line, until SIGINT or SIGTERM:
 * `{"event":"state","state":"ready","fault":"none","detail":"…"}` for each state of
 * #CpReaderState; `{"event":"card","uid":"04…","kind":"ntag213",…}` for each tap and
 * `{"event":"gone","uid":"04…"}`.
 */
void cp_print_run (const CpReaderConfig *config);

G_END_DECLS
