/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The chain of hashes over a device's operations (docs/documents.md, On the wire). Device and head
 * office work it out alike. Each link covers the hash of the body and not the body, so that the
 * chain still verifies when a body has been erased. */

/** CP_CHAIN_HEX_LENGTH: of every hash here: BLAKE2b-256 in lower-case hex. */
#define CP_CHAIN_HEX_LENGTH 64

/** CP_CHAIN_START: what the first operation of an incarnation has for `prev`. */
#define CP_CHAIN_START "0000000000000000000000000000000000000000000000000000000000000000"

/**
 * CpLane:
 * @CP_LANE_PRIORITY: what a customer waits for: money, enrolment, cards
 * @CP_LANE_BULK: what may come later, and never keeps the others waiting
 *
 * A device's operations go to head office in two lanes (PROTOCOL.md, 72 to 75). Each is a chain of its
 * own, with numbers from 1.
 */
typedef enum {
  CP_LANE_PRIORITY,
  CP_LANE_BULK,
} CpLane;

#define CP_N_LANES (CP_LANE_BULK + 1)

/** cp_lane_get_other: of the two */
CpLane cp_lane_get_other (CpLane lane);

/** CpLaneMarks: a number in each lane's chain, such as the last that head office has */
typedef struct {
  gint64 seq[CP_N_LANES];
} CpLaneMarks;

/** cp_chain_dup_name: (transfer full): of @incarnation's chain in @lane, by which it is known wherever
 *  an incarnation is: the priority lane's is the incarnation itself. So another incarnation renews both
 *  lanes, and what names the incarnation names both. */
char *cp_chain_dup_name (const char *incarnation, CpLane lane);

/** cp_chain_get_lane: whose chain @name is */
CpLane cp_chain_get_lane (const char *name);

/** cp_chain_dup_incarnation: (transfer full): that of the chain @name */
char *cp_chain_dup_incarnation (const char *name);

/**
 * cp_chain_hash_body:
 * @body: the operation in canonical JSON (cp_json_to_text())
 *
 * Returns: (transfer full):
 */
char *cp_chain_hash_body (const char *body);

/**
 * cp_chain_hash:
 * @prev: the link before, or %CP_CHAIN_START
 * @body_hash: from cp_chain_hash_body()
 *
 * Returns: (transfer full): the link of the operation with sequence number @seq
 */
char *cp_chain_hash (const char *prev,
                     const char *device_id,
                     const char *incarnation,
                     gint64 seq,
                     const char *body_hash);

/**
 * cp_chain_describe_head:
 * @who: `device` or `head office`
 * @hash: the link at @seq
 *
 * Returns: (transfer full): what a device signs for its chain up to @seq, and what head office signs
 *   once it has it
 */
char *cp_chain_describe_head (
    const char *who, const char *device_id, const char *incarnation, gint64 seq, const char *hash);

G_END_DECLS
