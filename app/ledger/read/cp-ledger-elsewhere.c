/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking for somebody who is not this store's: head office is asked, and whom it finds comes with the
 * feed like any visitor. One search at a time, the last that was made. */
#include "cp-ledger-elsewhere.h"

#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-signature.h"

#include <string.h>

#define AGAIN_MS 60000
#define FEWEST_DIGITS 7

void
cp_elsewhere_clear (CpElsewhere *self)
{
  g_free (self->text);
  g_free (self->challenge);
  *self = (CpElsewhere){ 0 };
}

/* A few letters find nobody elsewhere, so head office need not be asked with them. */
static gboolean
is_whole (const char *text)
{
  const char *space = strchr (text, ' ');
  guint n_digits = 0;

  for (const char *at = text; *at != '\0'; at++)
    n_digits += g_ascii_isdigit (*at) ? 1 : 0;
  return strchr (text, '@') != NULL || n_digits >= FEWEST_DIGITS ||
         (space != NULL && space - text > 1 && strlen (space + 1) > 1);
}

static gboolean
is_long_ago (const CpLedger *ledger)
{
  return cp_world_boot_ms (ledger->world) - ledger->elsewhere.asked_boot_ms > AGAIN_MS;
}

static void
begin (CpLedger *ledger, const char *text)
{
  CpElsewhere *self = &ledger->elsewhere;

  cp_elsewhere_clear (self);
  self->text = g_strdup (text);
  self->challenge = cp_ledger_make_challenge (ledger->world);
  self->asked_boot_ms = cp_world_boot_ms (ledger->world);
  cp_ledger_tell (ledger, "find", NULL);
}

static const char *
get_state (const CpLedger *ledger)
{
  const CpElsewhere *self = &ledger->elsewhere;

  if (self->is_answered)
    return "asked";
  if (self->is_closed ||
      cp_world_boot_ms (ledger->world) - self->asked_boot_ms > CP_LEDGER_ANSWER_MS)
    return "offline";
  return "asking";
}

void
cp_ledger_ask_whose (CpLedger *ledger, const CpAccount *account, const CpCard *card)
{
  const CpMember *member = cp_account_find_member (account, card->member_id);
  const char *text = card->uid != NULL ? card->uid : card->number;

  if (member == NULL || !member->thin || text == NULL || !ledger->programme->views_unrecorded ||
      !cp_ledger_has_line (ledger))
    return;
  if (g_strcmp0 (ledger->elsewhere.text, text) != 0 || is_long_ago (ledger))
    begin (ledger, text);
}

void
cp_ledger_look_elsewhere (CpLedger *ledger, const char *text, CpJson *reply)
{
  CpElsewhere *self = &ledger->elsewhere;
  gboolean again = g_strcmp0 (self->text, text) != 0 || is_long_ago (ledger);
  CpJson *elsewhere;

  if (ledger->is_training || ledger->programme->scope != CP_SCOPE_STORE || !is_whole (text))
    return;
  if (again && cp_ledger_has_line (ledger))
    begin (ledger, text);
  elsewhere = json_object ();
  cp_json_set (reply, "elsewhere", elsewhere);
  if (g_strcmp0 (self->text, text) != 0) {
    cp_json_set_text (elsewhere, "state", "offline");
    return;
  }
  cp_json_set_text (elsewhere, "state", get_state (ledger));
  cp_json_set_int (elsewhere, "found", self->n_found);
  cp_json_set_bool (elsewhere, "too_many", self->too_many);
}

CpJson *
cp_ledger_take_search (CpLedger *ledger)
{
  CpElsewhere *self = &ledger->elsewhere;
  CpJson *request;

  if (self->text == NULL || self->is_taken)
    return NULL;
  self->is_taken = TRUE;
  request = json_object ();
  cp_json_set_text (request, "incarnation", cp_journal_get_incarnation (ledger->journal));
  cp_json_set_text (request, "challenge", self->challenge);
  cp_json_set_text (request, "text", self->text);
  return request;
}

gboolean
cp_ledger_is_search (const CpLedger *ledger, const char *challenge)
{
  return challenge != NULL && g_strcmp0 (ledger->elsewhere.challenge, challenge) == 0;
}

gboolean
cp_ledger_put_found (CpLedger *ledger, const CpJson *answer, GError **error)
{
  CpElsewhere *self = &ledger->elsewhere;
  gboolean is_answer = cp_json_get_text (answer, "signature") != NULL;

  if (is_answer && (ledger->trust.key == NULL ||
                    !cp_ledger_is_sealed_answer (ledger, answer, CP_SEAL_FIND, self->challenge))) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "What is said of a member is not sealed by head office");
    return FALSE;
  }
  self->is_closed = TRUE;
  self->is_answered = is_answer;
  self->n_found = cp_json_get_int (answer, "found", 0);
  self->too_many = cp_json_get_bool (answer, "too_many");
  cp_ledger_tell (ledger, "find", NULL);
  return TRUE;
}
