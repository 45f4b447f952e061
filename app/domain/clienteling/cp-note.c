/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Clienteling": notes and tags. */
#include "cp-lists.h"
#include "cp-rules.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

void
cp_rule_add_note (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpAddNote *payload = operation->payload;
  g_autofree char *id = cp_derive_id (operation->id, 1);
  CpNote *note;

  if (!cp_rule_check_written (the_case, payload->text, decision))
    return;
  note = cp_entity_new (CP_KIND_NOTE, id, the_case->account->id);
  note->member_id = g_strdup (operation->member_id);
  note->text = g_strdup (payload->text);
  note->at_ms = operation->at_ms;
  note->staff_id = g_strdup (operation->staff_id);
  note->store_id = g_strdup (operation->store_id);
  cp_decision_add_effect (decision, _ ("Adds a note. Notes can't be changed or taken away."));
  cp_decision_change (decision, note);
}

/* A tag is the same however it is spelled; two tills that set it make one row. */
static char *
make_tag_id (const CpOperation *operation, const char *tag)
{
  g_autofree char *folded = cp_text_fold (tag);

  return g_strdup_printf ("%s.%s", operation->member_id, folded);
}

static void
change_tag (const CpCase *the_case,
            const CpOperation *operation,
            const CpTag *present,
            const char *tag,
            CpDecision *decision)
{
  g_autofree char *id = make_tag_id (operation, tag);
  CpTag *changed = present != NULL ? cp_entity_copy (present)
                                   : cp_entity_new (CP_KIND_TAG, id, the_case->account->id);

  g_free (changed->member_id);
  changed->member_id = g_strdup (operation->member_id);
  g_free (changed->tag);
  changed->tag = g_strdup (tag);
  changed->at_ms = operation->at_ms;
  g_free (changed->staff_id);
  changed->staff_id = g_strdup (operation->staff_id);
  changed->removed = operation->kind == CP_OPERATION_REMOVE_TAG;
  cp_decision_change (decision, changed);
}

void
cp_rule_tag (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpTagChoice *payload = operation->payload;
  gboolean removes = operation->kind == CP_OPERATION_REMOVE_TAG;
  g_autofree char *tag = cp_text_clean (payload->tag);
  const CpTag *present;
  gboolean is_set;

  if (tag == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The tag is empty."));
    return;
  }
  present = cp_tag_find (the_case->account, operation->member_id, tag);
  is_set = present != NULL && !present->removed;
  /* After the counter, what somebody else has done already is what was wanted. */
  if (is_set != removes) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID,
                          removes ? _ ("The member has no such tag.")
                                  : _ ("The member has this tag already."));
    return;
  }
  cp_decision_add_effect (decision,
                          removes ? _ ("Takes the tag “%s” away.") : _ ("Adds the tag “%s”."), tag);
  change_tag (the_case, operation, present, tag, decision);
}
