/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conformance.h"

/* The tests of statements, by the files in which they are. Each is a @test of a ConformanceCheck; which is of
 * which statement stands in conformance-checks.c. */

/* Who may ask */

char *conformance_check_unknown_token (Conformance *self);
char *conformance_check_health (Conformance *self);
char *conformance_check_versions (Conformance *self);
char *conformance_check_trouble (Conformance *self);
char *conformance_check_redirects (Conformance *self);
char *conformance_check_tls (Conformance *self);
char *conformance_check_other_device (Conformance *self);
char *conformance_check_line_limits (Conformance *self);
/** conformance_check_packed_limit: a part of conformance_check_limits() */
char *conformance_check_packed_limit (Conformance *self);

/* Pushes */

char *conformance_check_one_outcome (Conformance *self);
char *conformance_check_order (Conformance *self);
char *conformance_check_hash (Conformance *self);
char *conformance_check_limits (Conformance *self);
char *conformance_check_takes_run (Conformance *self);
char *conformance_check_answer (Conformance *self);
char *conformance_check_hello (Conformance *self);
char *conformance_check_fork (Conformance *self);
char *conformance_check_poison (Conformance *self);
char *conformance_check_unsigned (Conformance *self);
char *conformance_check_wrong_signature (Conformance *self);

/* Outcomes */

char *conformance_check_outcomes (Conformance *self);
char *conformance_check_facts (Conformance *self);
char *conformance_check_asks (Conformance *self);
char *conformance_check_clocks (Conformance *self);
char *conformance_check_programme (Conformance *self);

/* The feed */

char *conformance_check_numbering (Conformance *self);
char *conformance_check_own_acks (Conformance *self);
char *conformance_check_others_acks (Conformance *self);
char *conformance_check_page (Conformance *self);
char *conformance_check_more (Conformance *self);
char *conformance_check_holds (Conformance *self);
char *conformance_check_other_epoch (Conformance *self);
char *conformance_check_behind (Conformance *self);
char *conformance_check_seal (Conformance *self);
char *conformance_check_keys (Conformance *self);
char *conformance_check_head (Conformance *self);

/* People */

char *conformance_check_rows_with_ack (Conformance *self);
char *conformance_check_refuses_erased (Conformance *self);
char *conformance_check_told_again (Conformance *self);

/* Ranges and rows */

char *conformance_check_sums (Conformance *self);
char *conformance_check_ranges_are_sealed (Conformance *self);
char *conformance_check_daily (Conformance *self);
char *conformance_check_thin (Conformance *self);
char *conformance_check_erased (Conformance *self);
char *conformance_check_leases (Conformance *self);

/* Snapshots */

char *conformance_check_manifest (Conformance *self);
char *conformance_check_chunks (Conformance *self);
char *conformance_check_parts (Conformance *self);
char *conformance_check_scope (Conformance *self);
char *conformance_check_building (Conformance *self);

/* Questions */

char *conformance_check_sun (Conformance *self);
char *conformance_check_proof (Conformance *self);
char *conformance_check_sun_seal (Conformance *self);
char *conformance_check_sun_again (Conformance *self);
char *conformance_check_find (Conformance *self);
char *conformance_check_found (Conformance *self);
char *conformance_check_find_seal (Conformance *self);

/* Retention */

char *conformance_check_durable (Conformance *self);
char *conformance_check_chains (Conformance *self);

/* Outcomes once more */

char *conformance_check_told (Conformance *self);

/* Lanes */

char *conformance_check_two_chains (Conformance *self);
char *conformance_check_lanes (Conformance *self);
char *conformance_check_bulk_door (Conformance *self);
char *conformance_check_order_of_lanes (Conformance *self);
char *conformance_check_putting_off (Conformance *self);
