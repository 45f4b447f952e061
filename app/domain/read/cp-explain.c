/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-explain.h"

#include "cp-claim-receipt.h"
#include "cp-earning.h"
#include "cp-text.h"
#include "cp-wording.h"

#include <glib/gi18n-lib.h>

/* Under way; @earned: what the receipt brings or brought of points that can be spent */
typedef struct {
  const CpViewSource *source;
  const char *member_id;
  const char *number;
  const CpReceipt *receipt;
  gint64 earned;
  CpJson *reply;
  CpJson *steps;
} Walk;

static void
add_step (Walk *walk, const char *step, gboolean ok, const char *text)
{
  CpJson *json = json_object ();

  cp_json_set_text (json, "step", step);
  cp_json_set_bool (json, "ok", ok);
  cp_json_set_text (json, "text", text);
  cp_json_append (walk->steps, json);
}

/* The answer that explains it. Always %FALSE: the walk ends here. */
static gboolean
end (Walk *walk, const char *code, const char *customer_text, const char *next_action)
{
  cp_json_set_text (walk->reply, "code", code);
  cp_json_set_text (walk->reply, "customer_text", customer_text);
  cp_json_set_text (walk->reply, "next_action", next_action);
  return FALSE;
}

static void
offer_claim (Walk *walk)
{
  CpJson *operation = json_object ();
  CpJson *payload = json_object ();

  cp_json_set_text (payload, "number", walk->number);
  if (walk->receipt != NULL)
    cp_json_set_text (payload, "store_id", walk->receipt->store_id);
  cp_json_set_text (operation, "kind",
                    cp_operation_kind_get_info (CP_OPERATION_CLAIM_RECEIPT)->word);
  cp_json_set (operation, "payload", payload);
  cp_json_set (walk->reply, "operation", operation);
}

/* The member's own first; of several, the one that was bought here. */
static gboolean
ask_known (Walk *walk, const GPtrArray *others)
{
  const CpAccount *account = walk->source->current;
  const char *store_id = walk->source->store_id;

  walk->receipt = cp_claim_receipt_find (account->rows[CP_KIND_RECEIPT], walk->number, store_id);
  if (walk->receipt == NULL)
    walk->receipt = cp_claim_receipt_find (others, walk->number, store_id);
  add_step (walk, "known", walk->receipt != NULL,
            walk->receipt != NULL ? _ ("The receipt is known.")
                                  : _ ("The receipt is not known on this device."));
  if (walk->receipt != NULL)
    return TRUE;
  offer_claim (walk);
  return end (walk, "receipt_not_found", _ ("We can't see this purchase here yet."),
              _ ("Claim the receipt: head office looks for it."));
}

static gboolean
ask_complete (Walk *walk)
{
  gboolean ok = walk->receipt->state == CP_RECEIPT_CONFIRMED;

  add_step (walk, "complete", ok,
            ok ? _ ("The purchase is complete.") : _ ("The purchase is not complete."));
  if (ok)
    return TRUE;
  if (walk->receipt->state == CP_RECEIPT_CANCELLED)
    return end (walk, "cancelled", _ ("This purchase was cancelled, so it brings no points."),
                _ ("Explain that cancelled purchases don't count."));
  return end (walk, "incomplete", _ ("This purchase isn't complete yet; points come after that."),
              _ ("Look again when the purchase is complete."));
}

static gboolean
is_own (const Walk *walk)
{
  return g_strcmp0 (walk->receipt->entity.account_id, walk->source->current->id) == 0;
}

/* Nothing is offered that would be refused. */
static gboolean
ask_claimable (Walk *walk)
{
  const CpReceipt *receipt = walk->receipt;
  const CpRejectionInfo *too_old = cp_rejection_get_info (CP_REJECTION_RECEIPT_TOO_OLD);
  gint64 age_days;

  if (cp_claim_receipt_is_too_old (walk->source->programme, receipt->store_id, receipt->at_ms,
                                   walk->source->now_ms, &age_days))
    return end (walk, too_old->word, _ (too_old->customer_text), _ (too_old->next_action));
  offer_claim (walk);
  return end (walk, "unattributed",
              _ ("This purchase isn't on your account yet. We can add it now."),
              _ ("Claim the receipt."));
}

/* What somebody else has claimed is theirs, as far as this member is told. */
static gboolean
ask_attributed (Walk *walk)
{
  const CpReceipt *receipt = walk->receipt;
  gboolean pending = receipt->attribution == CP_RECEIPT_PENDING;
  gboolean ok = receipt->attribution == CP_RECEIPT_ATTRIBUTED;

  if (pending && !is_own (walk))
    return TRUE;
  add_step (walk, "attributed", ok,
            ok ? _ ("The purchase is credited to an account.")
               : _ ("The purchase is not credited to an account."));
  if (ok)
    return TRUE;
  if (pending)
    return end (walk, "pending",
                _ ("Your claim has been taken down. The points come once head "
                   "office agrees."),
                _ ("Wait for head office."));
  if (receipt->attribution == CP_RECEIPT_DETACHED)
    return end (walk, "detached", _ ("The points for this purchase were taken back."),
                _ ("Look in the history who detached it, and why."));
  return ask_claimable (walk);
}

static gboolean
ask_own (Walk *walk)
{
  gboolean ok = is_own (walk);

  add_step (walk, "own_account", ok,
            ok ? _ ("It is this member's account.") : _ ("It is somebody else's account."));
  return ok || end (walk, "receipt_already_claimed", _ ("This receipt has been credited already."),
                    _ ("Ask a manager to look into it; don't say to whom."));
}

/* Points of it that can be spent. */
static gint64
sum_entries (const Walk *walk, gboolean (*counts) (const CpPoints *, gint64))
{
  const GPtrArray *entries = walk->source->current->rows[CP_KIND_POINTS];
  gint64 sum = 0;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];
    const CpPointsType *type =
        cp_programme_find_points_type (walk->source->programme, entry->type_id);

    if (type != NULL && type->spendable &&
        g_strcmp0 (entry->receipt_id, walk->receipt->entity.id) == 0 &&
        counts (entry, walk->source->now_ms))
      sum += entry->amount;
  }
  return sum;
}

static gboolean
is_any (const CpPoints *entry, gint64 now_ms)
{
  return TRUE;
}

static gboolean
is_pending (const CpPoints *entry, gint64 now_ms)
{
  return entry->pending_until_ms > now_ms;
}

static gboolean
is_expired (const CpPoints *entry, gint64 now_ms)
{
  return entry->expires_at_ms != 0 && entry->expires_at_ms <= now_ms;
}

static gboolean
ask_rule (Walk *walk)
{
  const GPtrArray *types = walk->source->programme->points_types;
  gint64 by_rule = 0;

  walk->earned = sum_entries (walk, is_any);
  for (guint i = 0; i < types->len; i++)
    if (((CpPointsType *) types->pdata[i])->spendable)
      by_rule += cp_earning_get_points (walk->source->programme, walk->source->current,
                                        walk->receipt->member_id != NULL ? walk->receipt->member_id
                                                                         : walk->member_id,
                                        walk->receipt, types->pdata[i]);
  add_step (walk, "rule", by_rule > 0 || walk->earned > 0,
            by_rule > 0 || walk->earned > 0 ? _ ("The purchase brings points.")
                                            : _ ("The purchase is too small to bring points."));
  if (by_rule > 0 || walk->earned > 0)
    return TRUE;
  return end (walk, "not_eligible", _ ("This purchase was too small to bring points."),
              _ ("Explain from which total on points are given."));
}

static gboolean
ask_points (Walk *walk)
{
  gint64 pending = sum_entries (walk, is_pending);
  gint64 expired = sum_entries (walk, is_expired);

  if (walk->earned == 0) {
    add_step (walk, "points", FALSE, _ ("What it brought was taken back."));
    return end (walk, "returned", _ ("The points for this purchase were taken back."),
                _ ("Look at the points' history for the reason."));
  }
  if (pending > 0) {
    add_step (walk, "points", FALSE, _ ("The points wait for their day."));
    return end (walk, "pending", _ ("The points are on their way, and count in a few days."),
                _ ("Tell the customer from when on they count."));
  }
  if (expired >= walk->earned) {
    add_step (walk, "points", FALSE, _ ("The points have expired."));
    return end (walk, "expired", _ ("The points for this purchase have expired."),
                _ ("Ask a manager whether to make it good."));
  }
  add_step (walk, "points", TRUE, _ ("The points were credited."));
  return TRUE;
}

static gboolean
ask_spent (Walk *walk)
{
  const GPtrArray *types = walk->source->programme->points_types;
  gint64 balance = 0;

  for (guint i = 0; i < types->len; i++) {
    const CpPointsType *type = types->pdata[i];

    if (type->spendable)
      balance += cp_account_sum_points (walk->source->current, type->id, walk->source->now_ms);
  }
  add_step (walk, "spent", balance >= walk->earned,
            balance >= walk->earned ? _ ("They are in the balance.")
                                    : _ ("Some of them have been used since."));
  return balance >= walk->earned ||
         end (walk, "spent", _ ("The points were credited, and have been used since."),
              _ ("Show the customer the points' history."));
}

static const CpMessage *
find_message (const Walk *walk)
{
  const GPtrArray *messages = walk->source->current->rows[CP_KIND_MESSAGE];
  const CpMessage *found = NULL;

  for (guint i = 0; i < messages->len; i++) {
    const CpMessage *message = messages->pdata[i];

    if (g_strcmp0 (message->receipt_id, walk->receipt->entity.id) == 0 &&
        (found == NULL || message->at_ms > found->at_ms))
      found = message;
  }
  return found;
}

static gboolean
ask_message (Walk *walk)
{
  const CpMessage *message = find_message (walk);
  gboolean delivered = message != NULL && message->state == CP_MESSAGE_DELIVERED;

  add_step (walk, "message", delivered,
            message == NULL ? _ ("No message was sent about it.")
            : delivered     ? _ ("A message was delivered.")
                            : _ ("A message was sent, but not delivered."));
  if (message == NULL)
    return end (walk, "credited",
                _ ("The points are on your account; we don't send a message for "
                   "each purchase."),
                _ ("Show the customer the balance."));
  if (!delivered)
    return end (walk, "message_failed",
                _ ("The points are on your account, but our message didn't "
                   "reach you."),
                _ ("Check the member's address with them."));
  return end (walk, "credited", _ ("The points are on your account, and a message was sent."),
              _ ("Show the customer the balance."));
}

CpJson *
cp_explain_receipt (const CpViewSource *source,
                    const char *member_id,
                    const char *number,
                    const GPtrArray *others)
{
  g_autofree char *clean = cp_text_clean (number);
  Walk walk = { .source = source,
                .member_id = member_id,
                .number = clean,
                .reply = json_object (),
                .steps = json_array () };

  cp_json_set_text (walk.reply, "number", clean);
  cp_json_set (walk.reply, "steps", walk.steps);
  if (ask_known (&walk, others) && ask_complete (&walk) && ask_attributed (&walk) &&
      ask_own (&walk) && ask_rule (&walk) && ask_points (&walk) && ask_spent (&walk))
    ask_message (&walk);
  return walk.reply;
}
