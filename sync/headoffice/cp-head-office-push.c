/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pushes: which of their operations are next in the device's chain, and which don't fit it. */
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"

/* No operation is too large to be sent; the rest of a push is far less than half of it. */
G_STATIC_ASSERT (2 * CP_OPERATION_MAX_BYTES <= CP_PUSH_MAX_REQUEST_BYTES);

/* How far the chain goes while a push is taken. */
typedef struct {
  const CpReadPush *read;
  const CpPush *push; /* of @read */
  CpWireAnswer *answer;
  gint64 seq;
  char *hash;
  gint64 waits_for; /* 0: what comes before is here */
  gboolean forked;
  gboolean key_is_new;
} Chain;

static void
free_chain (gpointer data)
{
  Chain *chain = data;

  g_free (chain->hash);
  g_free (chain);
}

/* Pushes of different devices that share a transaction. */
typedef struct {
  GPtrArray *chains; /* of Chain */
  CpWanted *wanted;  /* (nullable): what is to be fetched beforehand */
} Group;

static CpPlace
get_place (const Chain *chain, gint64 seq)
{
  return (CpPlace){ chain->push->device, chain->push->incarnation, seq };
}

static const CpPushOperation *
get_item (const Chain *chain, guint index)
{
  return &g_array_index (chain->push->operations, CpPushOperation, index);
}

static gboolean
keep_stray (CpHeadOffice *self, Chain *chain, guint index, GError **error)
{
  const CpPushOperation *operation = get_item (chain, index);
  CpPlace place = get_place (chain, operation->seq);
  CpReceived stray = { .id = (char *) operation->id,
                       .hash = (char *) operation->hash,
                       .body = chain->read->bodies->pdata[index],
                       .at_ms = cp_world_wall_ms (self->world) };

  g_message ("The journal of device %s has forked at %" G_GINT64_FORMAT, place.device_id,
             operation->seq);
  chain->forked = TRUE;
  self->counts.forks++;
  return cp_head_office_drop_erased (self, &stray, error) &&
         self->storage->class_->put_stray (self->storage, &place, &stray, error);
}

/* It has been taken before: is it still the same? */
static gboolean
compare_known (CpHeadOffice *self, Chain *chain, guint index, GError **error)
{
  const CpPushOperation *operation = get_item (chain, index);
  CpPlace place = get_place (chain, operation->seq);
  g_autofree char *hash = NULL;

  if (!self->storage->class_->get_hash_at (self->storage, &place, &hash, error))
    return FALSE;
  return g_strcmp0 (hash, operation->hash) == 0 || keep_stray (self, chain, index, error);
}

static gboolean
take_next (CpHeadOffice *self, Chain *chain, guint index, GError **error)
{
  const CpPushOperation *operation = get_item (chain, index);
  CpPlace place = get_place (chain, operation->seq);

  if (!g_str_equal (operation->prev, chain->hash))
    return keep_stray (self, chain, index, error);
  if (!cp_head_office_post (self, &place, operation, chain->read->bodies->pdata[index],
                            chain->read->operations->pdata[index], error) ||
      !self->storage->class_->end_transaction (self->storage, error))
    return FALSE;
  chain->seq = operation->seq;
  g_free (chain->hash);
  chain->hash = g_strdup (operation->hash);
  return TRUE;
}

static gboolean
advance (CpHeadOffice *self, const Chain *chain, GError **error)
{
  CpPlace place = get_place (chain, chain->seq);

  return self->storage->class_->put_chain (self->storage, &place, chain->hash, error) &&
         (!chain->key_is_new ||
          cp_head_office_put_device_key (self, chain->push->device, chain->push->key, error)) &&
         cp_head_office_end_gap (self, &place, error);
}

static gboolean
take_run (CpHeadOffice *self, Chain *chain, GError **error)
{
  const GArray *operations = chain->push->operations;
  guint broken = chain->read->first_broken;
  gint64 first_free = chain->seq + 1;

  if (broken < operations->len)
    return keep_stray (self, chain, broken, error);
  for (guint i = 0; i < operations->len && !chain->forked; i++) {
    gint64 seq = get_item (chain, i)->seq;

    if (seq > chain->seq + 1)
      break;
    if (!(seq <= chain->seq ? compare_known : take_next) (self, chain, i, error))
      return FALSE;
  }
  return chain->seq < first_free || advance (self, chain, error);
}

static void
want (CpHeadOffice *self, const CpOperation *operation, CpWanted *wanted)
{
  g_autofree char *account_id = cp_head_office_dup_account_id (operation);

  cp_wanted_add (wanted->account_ids, account_id);
  cp_wanted_add_row (wanted, CP_KIND_STAFF, operation->staff_id);
  cp_wanted_add_row (wanted, CP_KIND_STAFF, operation->approver_id);
  cp_wanted_add_row (wanted, CP_KIND_MEMBER, operation->member_id);
  cp_wanted_add_row (wanted, CP_KIND_MEMBER, cp_operation_get_other_member (operation));
  if (operation->kind == CP_OPERATION_ENROL_MEMBER)
    cp_wanted_add_row (wanted, CP_KIND_MEMBER,
                       ((const CpEnrolMember *) operation->payload)->member_id);
  cp_operation_add_keys (operation, self->programme, wanted->keys);
}

static void
want_all (CpHeadOffice *self, const Chain *chain, CpWanted *wanted)
{
  for (guint i = 0; i < chain->push->operations->len; i++) {
    const CpOperation *operation = chain->read->operations->pdata[i];

    cp_wanted_add (wanted->operation_ids,
                   cp_head_office_get_operation_id (get_item (chain, i), operation));
    if (operation != NULL)
      want (self, operation, wanted);
  }
}

/* What deciding the operations will ask for. */
static CpWanted *
list_wanted (CpHeadOffice *self, const GPtrArray *chains)
{
  CpWanted *wanted = cp_wanted_new ();

  for (guint i = 0; i < chains->len; i++)
    want_all (self, chains->pdata[i], wanted);
  return wanted;
}

static gboolean
get_chain (CpHeadOffice *self, Chain *chain, GError **error)
{
  g_clear_pointer (&chain->hash, g_free);
  chain->forked = FALSE;
  if (!self->storage->class_->get_chain (self->storage, chain->push->device,
                                         chain->push->incarnation, &chain->seq, &chain->hash,
                                         error))
    return FALSE;
  if (chain->hash == NULL)
    chain->hash = g_strdup (CP_CHAIN_START);
  return TRUE;
}

/* What was done on the device before operations of the bulk lane is to be here before them. */
static gboolean
find_missing (CpHeadOffice *self, Chain *chain, GError **error)
{
  const CpPush *push = chain->push;
  g_autofree char *priority = NULL;
  g_autofree char *hash = NULL;
  gint64 seq = 0;

  if (cp_chain_get_lane (push->incarnation) == CP_LANE_PRIORITY)
    return TRUE;
  priority = cp_chain_dup_incarnation (push->incarnation);
  if (!self->storage->class_->get_chain (self->storage, push->device, priority, &seq, &hash, error))
    return FALSE;
  chain->waits_for = seq < push->needs ? push->needs : 0;
  return TRUE;
}

/* All their chains are held before any account is, in one order: nobody waits in a circle. */
static gboolean
take_runs (CpHeadOffice *self, const Group *group, GError **error)
{
  const GPtrArray *chains = group->chains;

  for (guint i = 0; i < chains->len; i++)
    if (!find_missing (self, chains->pdata[i], error) || !get_chain (self, chains->pdata[i], error))
      return FALSE;
  if (group->wanted != NULL &&
      !self->storage->class_->prefetch (self->storage, group->wanted, error))
    return FALSE;
  for (guint i = 0; i < chains->len; i++)
    if (((const Chain *) chains->pdata[i])->waits_for == 0 &&
        !take_run (self, chains->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
try_group (CpHeadOffice *self, gpointer data, gboolean *ret_again, GError **error)
{
  const CpHeadOfficeCounts before = self->counts;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  if (cp_head_office_finish (self, take_runs (self, data, error), error))
    return TRUE;
  self->counts = before;
  return FALSE;
}

static gboolean
take_group (CpHeadOffice *self, GPtrArray *chains, GError **error)
{
  Group group = { chains, NULL };
  gboolean ok;

  if (self->storage->class_->prefetch != NULL)
    group.wanted = list_wanted (self, chains);
  ok = cp_head_office_attempt (self, try_group, &group, error);
  cp_wanted_free (group.wanted);
  return ok;
}

/* Which numbers of its chain head office tells: each of the last 16, then ever fewer. */
static gint64
get_link_before (gint64 seq, gint64 last_seq)
{
  gint64 distance = last_seq - seq;

  return seq - MAX (distance / 16, 1);
}

static gboolean
add_link (CpHeadOffice *self, const CpPlace *place, CpJson *links, GError **error)
{
  g_autofree char *hash = NULL;
  CpJson *link = json_object ();

  cp_json_append (links, link);
  cp_json_set_int (link, "seq", place->seq);
  if (!self->storage->class_->get_hash_at (self->storage, place, &hash, error))
    return FALSE;
  cp_json_set_text (link, "hash", hash);
  return TRUE;
}

/* How far a chain goes and what its links are, into @document. */
static gboolean
describe_chain (
    CpHeadOffice *self, CpJson *document, const char *device_id, const char *name, GError **error)
{
  CpJson *links = json_array ();
  g_autofree char *hash = NULL;
  gint64 last_seq = 0;

  cp_json_set (document, "links", links);
  if (!self->storage->class_->get_chain (self->storage, device_id, name, &last_seq, &hash, error))
    return FALSE;
  cp_json_set_text (document, "incarnation", name);
  cp_json_set_int (document, "through_seq", last_seq);
  for (gint64 seq = last_seq; seq > 0; seq = get_link_before (seq, last_seq))
    if (!add_link (self, &(CpPlace){ device_id, name, seq }, links, error))
      return FALSE;
  return TRUE;
}

/* Of whoever went back in time the other lane's may have forked too, and what the device was told of that
 * need not hold any more. */
static char *
dup_other_name (const char *name)
{
  g_autofree char *incarnation = cp_chain_dup_incarnation (name);

  return cp_chain_dup_name (incarnation, cp_lane_get_other (cp_chain_get_lane (name)));
}

/* With what head office has, the device can find out where its journal parts from it (14). */
static gboolean
answer_fork (CpHeadOffice *self, const Chain *chain, CpWireAnswer *ret_answer, GError **error)
{
  g_autoptr (CpJson) document = cp_wire_error_new (
      "new_incarnation", "This device's records no longer agree with head office's");
  g_autofree char *purpose = cp_seal_describe_chain (chain->push->device);
  g_autofree char *other_name = dup_other_name (chain->push->incarnation);
  CpJson *fork = json_object ();
  CpJson *other = json_object ();

  cp_json_set (document, "chain", fork);
  cp_json_set (fork, "other", other);
  if (!describe_chain (self, fork, chain->push->device, chain->push->incarnation, error) ||
      !describe_chain (self, other, chain->push->device, other_name, error))
    return FALSE;
  cp_signer_seal (self->signer, fork, purpose);
  *ret_answer = (CpWireAnswer){ 409, g_steal_pointer (&document) };
  return TRUE;
}

static gboolean
answer_hint (CpHeadOffice *self, const Chain *chain, CpWireAnswer *ret_answer, GError **error)
{
  CpPushAnswer hint = { .epoch = self->epoch,
                        .expected_seq = chain->seq + 1,
                        .through_seq = chain->seq,
                        .proto = chain->push->proto,
                        .waits_for = chain->waits_for,
                        .head_office_ms = cp_world_wall_ms (self->world) };

  if (!self->storage->class_->get_last_gseq (self->storage, &hint.gseq, error))
    return FALSE;
  *ret_answer = (CpWireAnswer){ 200, cp_push_answer_to_json (&hint) };
  return TRUE;
}

/* Something that the people at head office should know, whatever the device makes of it. */
static void
note_trouble (CpHeadOffice *self, const Chain *chain)
{
  const GArray *operations = chain->push->operations;
  CpPlace next = get_place (chain, chain->seq + 1);

  if (chain->forked)
    cp_head_office_note_alert (self, "chain_broken", &next);
  else if (operations->len > 0 && g_array_index (operations, CpPushOperation, 0).seq > next.seq)
    cp_head_office_note_alert (self, "sequence_gap", &next);
}

static void
answer (CpHeadOffice *self, const Chain *chain, const GError *error)
{
  g_autoptr (GError) local = NULL;

  if (error != NULL)
    cp_head_office_answer_error (self, "take a push", error, chain->answer);
  else if (!(chain->forked ? answer_fork : answer_hint) (self, chain, chain->answer, &local))
    cp_head_office_answer_error (self, "take a push", local, chain->answer);
  else
    note_trouble (self, chain);
}

static void
take_alone (CpHeadOffice *self, Chain *chain)
{
  g_autoptr (GPtrArray) chains = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (chains, chain);
  if (chain->push->operations->len > 0 ? take_group (self, chains, &error)
                                       : get_chain (self, chain, &error))
    answer (self, chain, NULL);
  else
    answer (self, chain, error);
}

static int
compare_chains (gconstpointer a, gconstpointer b)
{
  const Chain *one = *(Chain *const *) a, *other = *(Chain *const *) b;

  return strcmp (one->push->device, other->push->device);
}

/* A storage that is lost takes nothing more. */
static void
take_together (CpHeadOffice *self, GPtrArray *chains)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (chains->len == 0)
    return;
  g_ptr_array_sort (chains, compare_chains);
  ok = take_group (self, chains, &error);
  if (!ok && !cp_head_office_is_broken (self) && chains->len > 1)
    g_message ("%u pushes are taken one by one: %s", chains->len, error->message);
  for (guint i = 0; i < chains->len; i++)
    if (ok || chains->len == 1 || cp_head_office_is_broken (self))
      answer (self, chains->pdata[i], error);
    else
      take_alone (self, chains->pdata[i]);
  g_ptr_array_set_size (chains, 0);
}

/* Returns: whether it can be taken; else it is answered */
static gboolean
check (CpHeadOffice *self, const char *device_id, const CpReadPush *read, CpWireAnswer *ret_answer)
{
  const CpPush *push = read->push;

  /* Another process may have published one. */
  if (self->programme == NULL && !cp_head_office_reload_programme (self, NULL))
    g_debug ("There is no programme yet");

  if (g_error_matches (read->error, CP_ERROR, CP_ERROR_NEWER))
    cp_wire_answer_refuse (ret_answer, 426, "proto", read->error->message);
  else if (push == NULL)
    cp_wire_answer_refuse (ret_answer, 400, "invalid", read->error->message);
  else if (!g_str_equal (push->device, device_id))
    cp_wire_answer_refuse (ret_answer, 403, "wrong_device", "The token is another device's");
  else if (self->programme == NULL && push->operations->len > 0)
    cp_wire_answer_refuse (ret_answer, 503, "unavailable",
                           "Head office has not published a programme yet");
  else
    return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): what is to be taken; else it is answered */
static Chain *
begin_turn (CpHeadOffice *self, CpPushTurn *turn)
{
  const CpPush *push = turn->read->push;
  gboolean known = TRUE;
  Chain *chain;

  if (!check (self, turn->device_id, turn->read, &turn->answer))
    return NULL;
  self->counts.pushes++;
  if (push->operations->len > 0 &&
      !cp_head_office_check_signature (self, push, &known, &turn->answer))
    return NULL;
  chain = g_new0 (Chain, 1);
  chain->read = turn->read;
  chain->push = push;
  chain->answer = &turn->answer;
  chain->key_is_new = !known;
  return chain;
}

static gboolean
has_device (const GPtrArray *chains, const char *device_id)
{
  for (guint i = 0; i < chains->len; i++)
    if (g_str_equal (((const Chain *) chains->pdata[i])->push->device, device_id))
      return TRUE;
  return FALSE;
}

void
cp_head_office_take_pushes (CpHeadOffice *self, CpPushTurn *turns, guint n_turns)
{
  g_autoptr (GPtrArray) chains = g_ptr_array_new_with_free_func (free_chain);

  for (guint i = 0; i < n_turns; i++) {
    Chain *chain;

    /* What was taken of its last push counts for the next one. */
    if (has_device (chains, turns[i].device_id))
      take_together (self, chains);
    chain = begin_turn (self, &turns[i]);
    if (chain != NULL)
      g_ptr_array_add (chains, chain);
  }
  take_together (self, chains);
}

void
cp_head_office_take_push (CpHeadOffice *self,
                          const char *device_id,
                          const CpReadPush *read,
                          CpWireAnswer *ret_answer)
{
  CpPushTurn turn = { .device_id = device_id, .read = read };

  cp_head_office_take_pushes (self, &turn, 1);
  *ret_answer = turn.answer;
}

void
cp_head_office_handle_push (CpHeadOffice *self,
                            const char *device_id,
                            CpJson *document,
                            CpWireAnswer *ret_answer)
{
  g_autoptr (CpReadPush) read = cp_read_push_new (document);

  cp_head_office_take_push (self, device_id, read, ret_answer);
}
