/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-proofs.h"

#include "cp-card-scheme.h"

struct CpCardProofs {
  const CpWorld *world;
  GHashTable *taps;   /* UID → Proof */
  GHashTable *visits; /* session and member → Proof */
};

typedef struct {
  const char *word;
  gboolean unproved;
  gint64 counter;
  char *card_id; /* (nullable): of a visit */
  gint64 at_boot_ms;
} Proof;

static void
proof_free (gpointer data)
{
  Proof *self = data;

  g_free (self->card_id);
  g_free (self);
}

CpCardProofs *
cp_card_proofs_new (const CpWorld *world)
{
  CpCardProofs *self = g_new0 (CpCardProofs, 1);

  self->world = world;
  self->taps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, proof_free);
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, proof_free);
  return self;
}

void
cp_card_proofs_free (CpCardProofs *self)
{
  g_hash_table_unref (self->taps);
  g_hash_table_unref (self->visits);
  g_free (self);
}

static gboolean
is_old_tap (gpointer key, gpointer value, gpointer data)
{
  const Proof *proof = value;

  return *(const gint64 *) data - proof->at_boot_ms > CP_LEDGER_PROOF_MS;
}

static gboolean
is_old_visit (gpointer key, gpointer value, gpointer data)
{
  const Proof *proof = value;

  return *(const gint64 *) data - proof->at_boot_ms > CP_LEDGER_VISIT_MS;
}

/* @key, @card_id: (transfer full) */
static void
put (CpCardProofs *self, GHashTable *table, char *key, const Proof *proven, char *card_id)
{
  Proof *proof = g_new0 (Proof, 1);

  *proof = *proven;
  proof->card_id = card_id;
  proof->at_boot_ms = cp_world_boot_ms (self->world);
  g_hash_table_insert (table, key, proof);
}

static const Proof *
find (CpCardProofs *self, GHashTable *table, GHRFunc is_old, const char *key)
{
  gint64 now_ms = cp_world_boot_ms (self->world);

  g_hash_table_foreach_remove (table, is_old, &now_ms);
  return g_hash_table_lookup (table, key);
}

static char *
make_visit_key (const char *session, const char *member_id)
{
  return g_strconcat (session, " ", member_id, NULL);
}

void
cp_card_proofs_note_tap (
    CpCardProofs *self, const char *uid, const char *word, gint64 counter, gboolean unproved)
{
  const Proof proven = { .word = word, .unproved = unproved, .counter = counter };

  put (self, self->taps, g_strdup (uid), &proven, NULL);
}

const char *
cp_card_proofs_note_visit (CpCardProofs *self,
                           const char *session,
                           const CpCard *card,
                           gboolean *ret_unproved)
{
  const Proof *proof = find (self, self->taps, is_old_tap, card->uid);
  const Proof proven =
      proof != NULL ? *proof : (Proof){ .word = cp_card_strength_to_name (CP_CARD_STRENGTH_UID) };

  g_hash_table_remove (self->taps, card->uid);
  put (self, self->visits, make_visit_key (session, card->member_id), &proven,
       g_strdup (card->entity.id));
  *ret_unproved = proven.unproved;
  return proven.word;
}

const char *
cp_card_proofs_get (CpCardProofs *self, const char *session, const char *member_id, const char *uid)
{
  g_autofree char *key = make_visit_key (session, member_id);
  g_autofree char *upper = uid != NULL ? g_ascii_strup (uid, -1) : NULL;
  const Proof *proof = upper != NULL ? find (self, self->taps, is_old_tap, upper) : NULL;

  if (proof == NULL)
    proof = find (self, self->visits, is_old_visit, key);
  return proof != NULL ? proof->word : NULL;
}

void
cp_card_proofs_stamp (CpCardProofs *self, const char *session, const char *member_id, CpJson *body)
{
  g_autofree char *key = NULL;
  const Proof *visit;

  if (session == NULL)
    return; /* a record that the ledger itself makes */
  key = make_visit_key (session, member_id);
  visit = find (self, self->visits, is_old_visit, key);
  if (visit == NULL)
    return;
  cp_json_set_text (body, "proof", visit->word);
  cp_json_set_text (body, "card_id", visit->card_id);
  cp_json_set_int (body, "card_counter", visit->counter);
}

void
cp_card_proofs_move_visit (CpCardProofs *self,
                           const char *session,
                           const char *from,
                           const char *to)
{
  g_autofree char *old_key = make_visit_key (session, from);
  g_autofree char *stolen_key = NULL;
  gpointer visit;

  if (!g_hash_table_steal_extended (self->visits, old_key, (gpointer *) &stolen_key, &visit))
    return;
  g_hash_table_insert (self->visits, make_visit_key (session, to), visit);
}
