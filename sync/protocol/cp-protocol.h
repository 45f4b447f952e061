/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/* The documents of PROTOCOL.md, read with every limit checked, and written. Both ends use these and
 * nothing else. What is read borrows from the document that it was read from. */

/** CP_PROTO: the newest version of the protocol that is spoken here; CP_PROTO_LEAST: the oldest. */
#define CP_PROTO 1
#define CP_PROTO_LEAST 1

/** CpProtoRange: the versions that one end speaks, from @least to @most. */
typedef struct {
  gint64 least;
  gint64 most;
} CpProtoRange;

/** cp_proto_agree: the newest version that both ends speak, or 0 if there is none */
gint64 cp_proto_agree (CpProtoRange one, CpProtoRange other);

/** cp_proto_check: sets @ret_proto to what is spoken with an end of @theirs, or gives
 *  %CP_ERROR_NEWER with a sentence for the staff of that end. */
gboolean cp_proto_check (CpProtoRange theirs, gint64 *ret_proto, GError **error);

/** CP_PUSH_MAX_OPERATIONS, CP_PUSH_MAX_BYTES: what one push holds at most; a single operation may
 *  be larger than the second, but not than %CP_PUSH_MAX_REQUEST_BYTES. */
#define CP_PUSH_MAX_OPERATIONS 500
#define CP_PUSH_MAX_BYTES (256 * 1024)
#define CP_PUSH_MAX_REQUEST_BYTES (1024 * 1024)

/** CP_FEED_PAGE_ITEMS: after how many items a page ends at the next end; CP_FEED_MAX_ITEMS: the most
 *  that may be asked for. */
#define CP_FEED_PAGE_ITEMS 2000
#define CP_FEED_MAX_ITEMS 5000

/** CP_FEED_MAX_WAIT_MS: how long head office holds a request that has no news, or that asks for a snapshot
 *  which is being built. */
#define CP_FEED_MAX_WAIT_MS 55000

/** CP_LEAST_BYTES_PER_S: an answer that flows no slower is neither given up nor cut off for that. */
#define CP_LEAST_BYTES_PER_S 2048

/** CP_MAX_CHALLENGE_BYTES: of what a device asks with, for the answer's signature to cover */
#define CP_MAX_CHALLENGE_BYTES 64

/** CP_HASH_CHARS: the length of `prev` and `hash`. */
#define CP_HASH_CHARS 64

/** CpPushOperation: @body is whatever the device journalled; only head office's rules judge it. JSON
 *  null stands for one that was erased, and @body_hash is what is left of it. @prev is NULL where the one before in
 *  the same push says it, and @hash where one follows, whose own says as much. */
typedef struct {
  gint64 seq;
  const char *id;
  const char *prev; /* (nullable) */
  const char *hash; /* (nullable) */
  CpJson *body;
  const char *body_hash; /* (nullable) */
} CpPushOperation;

/** cp_push_operation_dup_body: (transfer full): the body's canonical text, of whatever type it is */
char *cp_push_operation_dup_body (const CpPushOperation *self);

/**
 * CpPush:
 * @document: owned; all else is borrowed from it
 * @proto: in which the answer goes back
 * @epoch: the one that the device's rows are of, "" if it has none yet
 * @after: how far the device has taken the feed
 * @needs: of the bulk lane: through which number the priority lane must have come first
 * @operations: of CpPushOperation, with numbers that follow one another
 * @key, @signature: the device's public key, and its signature over the last operation's link
 *   (cp_chain_describe_head()); "" in a push without operations
 */
typedef struct {
  CpJson *document;
  gint64 proto;
  const char *device;
  const char *incarnation;
  const char *store;
  const char *epoch;
  gint64 after;
  gint64 needs;
  GArray *operations;
  const char *key;
  const char *signature;
} CpPush;

/**
 * cp_push_from_json:
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID saying where, %CP_ERROR_NEWER for a
 *   protocol that this is not
 */
CpPush *cp_push_from_json (CpJson *document, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_push_free (CpPush *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpPush, cp_push_free)

/**
 * cp_push_json_new:
 *
 * Returns: (transfer full): a push without operations; `operations` is there to be appended to
 */
CpJson *cp_push_json_new (const char *device,
                          const char *incarnation,
                          const char *store,
                          const char *epoch,
                          gint64 after);

/**
 * CpPushAnswer:
 * @epoch: (owned): head office's
 * @expected_seq: the next that head office wants
 * @through_seq: the last that it has
 * @gseq: how far its feed goes
 * @proto: the version that both speak
 * @waits_for: nothing was taken, since the priority lane must come through this number first; 0: it need
 *   not
 */
typedef struct {
  char *epoch;
  gint64 expected_seq;
  gint64 through_seq;
  gint64 gseq;
  gint64 head_office_ms;
  gint64 proto;
  gint64 waits_for;
} CpPushAnswer;

CpPushAnswer *cp_push_answer_from_json (const CpJson *document,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
CpJson *cp_push_answer_to_json (const CpPushAnswer *self);
void cp_push_answer_free (CpPushAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpPushAnswer, cp_push_answer_free)

/** CpFeedQuery: what is asked of the feed; @epoch may be "", @limit 0 stands for the usual. Texts are
 *  borrowed. */
typedef struct {
  const char *epoch;
  const char *incarnation;
  gint64 after;
  gint64 limit;
  gint64 wait_ms;
  gint64 proto;          /* the newest that the asker speaks; 0: it did not say */
  const char *challenge; /* (nullable): what the page's signature must cover */
  gboolean is_ahead;     /* what is before @after is not taken in yet */
  gint64 lanes;          /* into how many lanes the asker can divide its operations; 0: one */
  const char *told_of;   /* (nullable): of which chain it wants to hear outcomes once more */
  gint64 told;           /* those of the operations that come after this number of it */
} CpFeedQuery;

/** cp_feed_query_to_path: (transfer full): `/v1/feed?…` */
char *cp_feed_query_to_path (const CpFeedQuery *self);

/**
 * cp_feed_query_from_table:
 * @table: (nullable) (element-type utf8 utf8): the decoded query; @ret_query borrows from it
 */
gboolean cp_feed_query_from_table (GHashTable *table, CpFeedQuery *ret_query, GError **error);

/** CpRangeQuery: what is asked about ranges of rows (cp-range-sum.h); @range where one is meant. Texts
 *  are borrowed. */
typedef struct {
  const char *epoch;
  const char *incarnation;
  const char *challenge; /* (nullable): what the answer's signature must cover */
  gint64 after;
  gint64 bits;
  gint64 range;
} CpRangeQuery;

/** cp_range_query_to_path: (transfer full): `/v1/WHAT?…`, where @what is `sums`, which are of all ranges,
 *  or `rows` */
char *cp_range_query_to_path (const CpRangeQuery *self, const char *what);

/** cp_range_query_from_table: as cp_feed_query_from_table() */
gboolean cp_range_query_from_table (GHashTable *table, CpRangeQuery *ret_query, GError **error);

/** CP_SNAPSHOT_BUILDING: the code with which head office says that a snapshot is being built (statement 78) */
#define CP_SNAPSHOT_BUILDING "building"

/** CpSnapshotQuery: whoever asks for a snapshot's manifest
 *  @schema: of which version the asker's tables are; 0: it did not say
 *  @wait_ms: how long the asker waits for one that is being built; -1: until it is */
typedef struct {
  gint64 schema;
  gint64 wait_ms;
} CpSnapshotQuery;

/** cp_snapshot_query_to_path: (transfer full): `/v1/snapshot?…` */
char *cp_snapshot_query_to_path (const CpSnapshotQuery *self);

/** cp_snapshot_query_from_table: as cp_feed_query_from_table() */
gboolean
cp_snapshot_query_from_table (GHashTable *table, CpSnapshotQuery *ret_query, GError **error);

/**
 * CpFeedPage:
 * @document: owned
 * @through: the cursor once the page has been taken
 * @items: borrowed; checked, those of unknown type as they came
 */
typedef struct {
  CpJson *document;
  const char *epoch;
  gint64 after;
  gint64 through;
  gboolean more;
  gint64 head_office_ms;
  CpJson *items;
} CpFeedPage;

/**
 * cp_feed_page_from_json:
 *
 * Checks that the page hangs together: numbers never descend, each row and each outcome has its
 * parts, and the last item is an end at `through`. Items of a type that is not known are left as
 * they are. So does `told`, if it is there.
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID naming the item
 */
CpFeedPage *cp_feed_page_from_json (CpJson *document, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_feed_page_free (CpFeedPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpFeedPage, cp_feed_page_free)

/**
 * cp_feed_page_json_new:
 * @items: (transfer full): an array made of the items below
 */
CpJson *cp_feed_page_json_new (
    const char *epoch, gint64 after, gint64 through, gboolean more, gint64 now_ms, CpJson *items);

/**
 * cp_feed_row_item:
 * @account_id: (nullable):
 * @data: (transfer full) (nullable): %NULL for a row that is no more
 */
CpJson *cp_feed_row_item (gint64 gseq,
                          const char *kind,
                          const char *id,
                          const char *account_id,
                          gint64 ver,
                          CpJson *data);

/**
 * cp_feed_ack_item:
 * @chain: by whose name its lane is known
 * @outcome: the object {outcome, code?, detail?, flags?}
 */
CpJson *cp_feed_ack_item (
    gint64 gseq, const char *chain, gint64 seq, const char *operation_id, const CpJson *outcome);
CpJson *cp_feed_end_item (gint64 gseq);

/** CP_FEED_TOLD_OUTCOMES: so many operations are looked at for one page's `told` */
#define CP_FEED_TOLD_OUTCOMES 1000

/**
 * cp_feed_told_new:
 * @through: up to which number of @chain the outcomes are there
 * @outcomes: (transfer full): an array of cp_feed_told_outcome(), in the order of their numbers
 * @more: whether the chain goes on
 *
 * What a page says in `told`, for whoever asked (statement 79).
 */
CpJson *cp_feed_told_new (const char *chain, gint64 through, gboolean more, CpJson *outcomes);
CpJson *cp_feed_told_outcome (gint64 seq, const char *operation_id, const CpJson *outcome);

/** cp_outcome_words: `accepted`, `accepted_changed`, `rejected`, `needs_review`, %NULL */
extern const char *const cp_outcome_words[];
#define CP_N_OUTCOMES 4

/** CP_OUTCOME_ACCEPTED: the first of them, which is all that there is to say of most */
#define CP_OUTCOME_ACCEPTED "accepted"

/** cp_outcome_is_word: whether @word is one of the four outcomes. */
gboolean cp_outcome_is_word (const char *word);

/** cp_wire_error_new: (transfer full): the body of every answer that is no success */
CpJson *cp_wire_error_new (const char *code, const char *text);

G_END_DECLS
