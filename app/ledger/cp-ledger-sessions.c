/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who is at the counter: PINs, and the tokens that stand for a person who has given theirs. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-identification.h"
#include "cp-language.h"
#include "cp-pin.h"

#include <glib/gi18n-lib.h>

/* So many wrong PINs are free; each further one costs a longer wait, and after the
 * last of these somebody else has to lift it (operation unlock_staff). The count is on disk before a
 * PIN is looked at, so neither a restart nor a crash gives a try back. */
#define FREE_FAILURES 5
#define MOST_FAILURES 10
#define STAFF_LOCKED N_ ("Too many wrong PINs. A manager has to unlock this name.")
#define OWN_LOCKED N_ ("Too many wrong answers. Please ask our staff.")
#define MEMBER_LOCKED N_ ("Too many wrong answers. Somebody has to do it who need not ask.")
static const gint64 waits_ms[] = { 60 * 1000, 5 * 60 * 1000, 15 * 60 * 1000 };

/* Where the programme says nothing. */
#define DEFAULT_IDLE_MS (2 * 60 * 1000)

#define MAX_SESSIONS 32
#define TOKEN_BYTES 16

/* @member_id: (nullable): a customer's own session, begun by the card @card_uid; nobody's else */
typedef struct {
  char *staff_id;
  char *member_id;
  char *card_uid;
  char *language; /* (nullable): likewise: in which they are answered */
  gint64 used_boot_ms;
  GHashTable *identified; /* member → how; until the visit ends */
  GHashTable *opened;     /* whom they have opened since the last visit ended: noted once */
} Session;

void
cp_ledger_free_session (gpointer session)
{
  g_free (((Session *) session)->staff_id);
  g_free (((Session *) session)->member_id);
  g_free (((Session *) session)->card_uid);
  g_free (((Session *) session)->language);
  g_hash_table_unref (((Session *) session)->opened);
  g_hash_table_unref (((Session *) session)->identified);
  g_free (session);
}

static gint64
get_idle_ms (const CpLedger *self)
{
  return self->programme != NULL && self->programme->idle_lock_ms > 0
             ? self->programme->idle_lock_ms
             : DEFAULT_IDLE_MS;
}

static gboolean
is_over (gpointer key, gpointer value, gpointer data)
{
  CpLedger *self = data;
  const Session *session = value;

  return cp_world_boot_ms (self->world) - session->used_boot_ms > get_idle_ms (self) ||
         (session->member_id == NULL && cp_ledger_find_staff (self, session->staff_id) == NULL);
}

/* (nullable): a live one, whose idle time begins anew */
static Session *
use (CpLedger *self, const char *token)
{
  Session *session;

  g_hash_table_foreach_remove (self->sessions, is_over, self);
  session = token != NULL ? g_hash_table_lookup (self->sessions, token) : NULL;
  if (session != NULL)
    session->used_boot_ms = cp_world_boot_ms (self->world);
  return session;
}

const CpStaff *
cp_ledger_use_session (CpLedger *self, const char *token, GError **error)
{
  Session *session = use (self, token);

  if (session != NULL && session->member_id == NULL)
    return cp_ledger_find_staff (self, session->staff_id);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_NOT_ALLOWED,
                       session == NULL ? _ ("Nobody has signed in, or not lately")
                                       : _ ("This is for staff alone"));
  return NULL;
}

/* Head office may have merged them since the tap: then it is the survivor's. What they answered was
 * about who they were before, so that does not count any more. */
static gboolean
follow_merge (CpLedger *self, const char *token, Session *session, GError **error)
{
  g_autofree char *survivor_id = NULL;

  if (!cp_ledger_find_survivor (self, session->member_id, &survivor_id, error))
    return FALSE;
  if (g_str_equal (survivor_id, session->member_id))
    return TRUE;
  cp_card_proofs_move_visit (cp_ledger_cards_get_proofs (self->cards), token, session->member_id,
                             survivor_id);
  g_free (session->member_id);
  session->member_id = g_steal_pointer (&survivor_id);
  return TRUE;
}

gboolean
cp_ledger_use_own_session (CpLedger *self,
                           const char *token,
                           const char **ret_member_id,
                           GError **error)
{
  Session *session = use (self, token);

  if (session != NULL && session->member_id != NULL && !follow_merge (self, token, session, error))
    return FALSE;
  *ret_member_id = session != NULL ? session->member_id : NULL;
  return TRUE;
}

static void
speak (const CpLedger *self, const char *language)
{
  if (self->language != NULL)
    cp_language_use (cp_language_is_translated (language) ? language : NULL, self->language);
}

void
cp_ledger_speak_to (CpLedger *self, const char *token)
{
  const Session *session = token != NULL ? g_hash_table_lookup (self->sessions, token) : NULL;

  speak (self, session != NULL ? session->language : NULL);
}

static gboolean
is_own (gpointer key, gpointer value, gpointer data)
{
  return ((const Session *) value)->member_id != NULL;
}

void
cp_ledger_end_own_session (CpLedger *self)
{
  g_hash_table_foreach_remove (self->sessions, is_own, NULL);
}

gboolean
cp_ledger_session_opens (CpLedger *self, const char *token, const char *what)
{
  Session *session = token != NULL ? g_hash_table_lookup (self->sessions, token) : NULL;

  return session != NULL && g_hash_table_add (session->opened, g_strdup (what));
}

void
cp_ledger_session_ends_visit (CpLedger *self, const char *token)
{
  Session *session = token != NULL ? g_hash_table_lookup (self->sessions, token) : NULL;

  if (session == NULL)
    return;
  g_hash_table_remove_all (session->opened);
  g_hash_table_remove_all (session->identified);
}

const char *
cp_ledger_session_get_identified (CpLedger *self, const char *token, const char *member_id)
{
  Session *session = token != NULL ? g_hash_table_lookup (self->sessions, token) : NULL;

  return session != NULL && member_id != NULL ? g_hash_table_lookup (session->identified, member_id)
                                              : NULL;
}

static gint64
get_wait_ms (gint64 n_failures)
{
  gint64 over = n_failures - FREE_FAILURES;

  return over < 0 ? 0 : waits_ms[MIN (over, (gint64) G_N_ELEMENTS (waits_ms) - 1)];
}

/* What the wrong tries of @who cost. @ret_locked: somebody else has to lift it; @ret_until_ms: till when the next
 * one has to wait, by our clock; 0: it need not. A clock that was set back must not lock anybody out until it gets
 * there again. */
static gboolean
find_lock (
    CpLedger *self, const char *who, gboolean *ret_locked, gint64 *ret_until_ms, GError **error)
{
  gint64 n_failures, last_ms, wait_ms, since_ms;

  if (!cp_journal_get_pin_failures (self->journal, who, &n_failures, &last_ms, error))
    return FALSE;
  wait_ms = get_wait_ms (n_failures);
  since_ms = cp_world_wall_ms (self->world) - last_ms;
  *ret_locked = n_failures >= MOST_FAILURES;
  *ret_until_ms = since_ms >= 0 && since_ms < wait_ms ? last_ms + wait_ms : 0;
  return TRUE;
}

static gboolean
check_wait (CpLedger *self, const char *who, const char *locked, GError **error)
{
  gboolean is_locked;
  gint64 until_ms;

  if (!find_lock (self, who, &is_locked, &until_ms, error))
    return FALSE;
  if (is_locked)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, _ (locked));
  else if (until_ms > 0)
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                 _ ("Too many wrong tries. Try again in %d seconds."),
                 (int) ((until_ms - cp_world_wall_ms (self->world) + 999) / 1000));
  return !is_locked && until_ms == 0;
}

static gboolean
count_try (CpLedger *self, const char *staff_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = cp_journal_count_pin_failure (self->journal, staff_id, &local);

  cp_ledger_note_write (self, local);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

const CpStaff *
cp_ledger_check_pin (CpLedger *self, const char *staff_id, const char *pin, GError **error)
{
  const CpStaff *staff = cp_ledger_find_staff (self, staff_id);

  if (staff != NULL &&
      (!check_wait (self, staff_id, STAFF_LOCKED, error) || !count_try (self, staff_id, error)))
    return NULL;
  if (cp_pin_verify (self->pin_key, staff_id, pin, staff != NULL ? staff->pin_verifier : NULL) &&
      staff != NULL)
    return cp_journal_forget_pin_failures (self->journal, staff_id, error) ? staff : NULL;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED,
               _ ("The name and the PIN do not go together"));
  return NULL;
}

/* Whoever is known to staff may try alone again, too. */
static gboolean
forget_tries (CpLedger *self, const char *member_id, gboolean alone, GError **error)
{
  g_autofree char *own = g_strconcat ("own ", member_id, NULL);
  g_autofree char *counter = g_strconcat ("member ", member_id, NULL);

  return cp_journal_forget_pin_failures (self->journal, own, error) &&
         (alone || cp_journal_forget_pin_failures (self->journal, counter, error));
}

/* Guessing at what is stored about a member costs what guessing at a PIN does; to ask what there is
 * to ask about costs nothing. Whoever guesses without staff keeps nobody from being asked by them. */
static CpJson *
compare_answers (CpLedger *self,
                 const char *token,
                 const Session *session,
                 const CpAccount *account,
                 const char *member_id,
                 const CpJson *request,
                 char **ret_by,
                 GError **error)
{
  gboolean alone = session->member_id != NULL;
  g_autofree char *counter = g_strconcat (alone ? "own " : "member ", member_id, NULL);
  gboolean is_try = json_object_size (cp_json_get_object (request, "answers")) > 0;
  const char *uid = alone ? session->card_uid : cp_json_get_text (request, "card_uid");
  CpJson *reply;

  if (!check_wait (self, counter, alone ? OWN_LOCKED : MEMBER_LOCKED, error) ||
      (is_try && !count_try (self, counter, error)))
    return NULL;
  reply = cp_identification_check (
      self->programme, account, member_id, cp_json_get_object (request, "answers"), uid,
      cp_card_proofs_get (cp_ledger_cards_get_proofs (self->cards), token, member_id, uid),
      cp_world_wall_ms (self->world), ret_by);
  if (*ret_by == NULL || forget_tries (self, member_id, alone, error))
    return reply;
  json_decref (reply);
  return NULL;
}

CpJson *
cp_ledger_identify_by_answers (CpLedger *self,
                               const char *token,
                               const CpAccount *account,
                               const char *member_id,
                               const CpJson *request,
                               GError **error)
{
  Session *session = g_hash_table_lookup (self->sessions, token);
  g_autofree char *by = NULL;
  CpJson *reply;

  g_return_val_if_fail (session != NULL, NULL);

  reply = compare_answers (self, token, session, account, member_id, request, &by, error);
  if (reply != NULL && by != NULL)
    g_hash_table_replace (session->identified, g_strdup (member_id), g_steal_pointer (&by));
  return reply;
}

const CpStaff *
cp_ledger_check_staff_card (CpLedger *self, const char *uid, GError **error)
{
  for (guint i = 0; self->programme->approve_by_card && i < self->staff->len; i++) {
    const CpStaff *staff = self->staff->pdata[i];

    if (!staff->inactive && staff->card_uid != NULL &&
        g_ascii_strcasecmp (staff->card_uid, uid) == 0)
      return staff;
  }
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("This card approves nothing here"));
  return NULL;
}

static char *
make_token (CpLedger *self)
{
  guint8 bytes[TOKEN_BYTES];
  GString *token = g_string_new (NULL);

  cp_world_fill_random (self->world, bytes, sizeof bytes);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (token, "%02x", bytes[i]);
  return g_string_free (token, FALSE);
}

/* The one that was not used for longest makes room. */
static void
drop_oldest (CpLedger *self)
{
  GHashTableIter iter;
  gpointer token, value;
  const char *oldest = NULL;
  gint64 used_boot_ms = G_MAXINT64;

  if (g_hash_table_size (self->sessions) < MAX_SESSIONS)
    return;
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &token, &value))
    if (((Session *) value)->used_boot_ms < used_boot_ms) {
      used_boot_ms = ((Session *) value)->used_boot_ms;
      oldest = token;
    }
  g_hash_table_remove (self->sessions, oldest);
}

static CpJson *
describe_rights (CpLedger *self, const CpStaff *staff)
{
  CpJson *rights = json_object ();

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpRight *right =
        cp_programme_get_right (self->programme, staff->role_id, (CpOperationKind) kind);
    CpJson *entry = json_object ();

    cp_json_set_bool (entry, "allowed", right != NULL);
    cp_json_set_bool (entry, "approval", right != NULL && right->approval);
    cp_json_set_int (entry, "per_day", right != NULL ? right->per_day : 0);
    cp_json_set_int (entry, "max_minor", right != NULL ? right->max_minor : 0);
    cp_json_set (rights, cp_operation_kind_get_info ((CpOperationKind) kind)->word, entry);
  }
  cp_json_set (rights, CP_PROGRAMME_WRITE_CARDS,
               json_pack ("{s:b}", "allowed",
                          cp_programme_may_write_cards (self->programme, staff->role_id)));
  return rights;
}

static CpJson *
describe_staff (CpLedger *self, const CpStaff *staff)
{
  const CpRole *role =
      self->programme != NULL ? cp_programme_find_role (self->programme, staff->role_id) : NULL;
  CpJson *document = json_object ();

  cp_json_set_text (document, "id", staff->entity.id);
  cp_json_set_text (document, "name", staff->name);
  cp_json_set_text (document, "role", staff->role_id);
  cp_json_set_text (document, "role_name", role != NULL ? role->name : NULL);
  return document;
}

/* (transfer none): its token is @ret_token's (transfer none) */
static Session *
add_session (CpLedger *self, const char **ret_token)
{
  Session *session = g_new0 (Session, 1);
  char *token = make_token (self);

  drop_oldest (self);
  session->used_boot_ms = cp_world_boot_ms (self->world);
  session->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  session->identified = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->sessions, token, session);
  *ret_token = token;
  return session;
}

const char *
cp_ledger_begin_own_session (CpLedger *self, const CpCard *card, const char *language)
{
  const char *token;
  Session *session;

  cp_ledger_end_own_session (self);
  session = add_session (self, &token);
  session->member_id = g_strdup (card->member_id);
  session->card_uid = g_strdup (card->uid);
  session->language = g_strdup (language);
  speak (self, language);
  return token;
}

CpJson *
cp_ledger_begin_session (CpLedger *self, const CpStaff *staff)
{
  CpJson *reply = json_object ();
  const char *token;
  Session *session = add_session (self, &token);

  session->staff_id = g_strdup (staff->entity.id);
  cp_json_set_text (reply, "session", token);
  cp_json_set (reply, "staff", describe_staff (self, staff));
  cp_json_set (reply, "rights", describe_rights (self, staff));
  cp_json_set_int (reply, "idle_ms", get_idle_ms (self));
  return reply;
}

CpJson *
cp_ledger_sign_in (CpLedger *self, const CpJson *request, GError **error)
{
  static const char *const keys[] = { "staff_id", "pin", NULL };
  const char *staff_id, *pin;
  const CpStaff *staff;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_request (request, keys, error))
    return NULL;
  staff_id = cp_ledger_require_text (request, "staff_id", error);
  pin = staff_id != NULL ? cp_ledger_require_text (request, "pin", error) : NULL;
  if (pin == NULL || !cp_ledger_check_programme (self, error))
    return NULL;
  staff = cp_ledger_check_pin (self, staff_id, pin, error);
  return staff != NULL ? cp_ledger_begin_session (self, staff) : NULL;
}

void
cp_ledger_sign_out (CpLedger *self, const char *session)
{
  if (session != NULL)
    g_hash_table_remove (self->sessions, session);
}

/* Whether the name is locked, or until when it waits after wrong PINs. */
static gboolean
add_lock (CpLedger *self, const char *staff_id, CpJson *document, GError **error)
{
  gboolean is_locked;
  gint64 until_ms;

  if (!find_lock (self, staff_id, &is_locked, &until_ms, error))
    return FALSE;
  if (is_locked)
    cp_json_set_bool (document, "locked", TRUE);
  else if (until_ms > 0)
    cp_json_set_int (document, "wait_until_ms", until_ms);
  return TRUE;
}

CpJson *
cp_ledger_get_staff (CpLedger *self, GError **error)
{
  g_autoptr (CpJson) list = json_array ();

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  for (guint i = 0; i < self->staff->len; i++) {
    const CpStaff *staff = self->staff->pdata[i];
    g_autoptr (CpJson) document = NULL;

    if (staff->inactive)
      continue;
    document = describe_staff (self, staff);
    if (!add_lock (self, staff->entity.id, document, error))
      return NULL;
    cp_json_append (list, g_steal_pointer (&document));
  }
  return json_pack ("{s:O}", "staff", list);
}
