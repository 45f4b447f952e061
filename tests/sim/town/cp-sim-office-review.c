/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Somebody at head office looks at what nobody could read, on its status page, and decides of it. */
#include "cp-sim-office-private.h"

#include <string.h>

#include "cp-head-office-storage.h"

#define MOST_LISTED 20
#define ACCEPT_PPM (CP_SIM_ALWAYS / 5)

static gboolean
take_listed (gpointer data, const char *text)
{
  g_autoptr (CpJson) review = cp_json_parse_object (text, -1, NULL);

  g_ptr_array_add (data, g_strdup (cp_json_get_text (review, "operation_id")));
  return TRUE;
}

static void
decide (CpSimOffice *self, const char *id)
{
  /* What is accepted is read again, and still nobody can. */
  gboolean accept = cp_sim_random_chance (&self->random, ACCEPT_PPM);
  CpSimDeed *deed = cp_sim_oracle_find (self->scene->oracle, id);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (deed != NULL && !accept)
    deed->may_be_rejected = TRUE;
  ok = cp_head_office_resolve (self->core, id, accept, "Nobody can read it", &error);
  cp_sim_office_note (self, accept ? "accepts what needed review" : "rejects what needed review",
                      ok, deed != NULL ? deed->number : 0);
}

void
cp_sim_office_review (CpSimOffice *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  CpHeadOfficeStorage *storage;

  if (!cp_sim_office_is_up (self))
    return;
  storage = cp_head_office_get_storage (self->core);
  if (storage->class_->list_reviews (storage, MOST_LISTED, take_listed, ids, NULL) && ids->len > 0)
    decide (self, ids->pdata[cp_sim_random_below (&self->random, ids->len)]);
  cp_sim_office_watch (self);
}

gboolean
cp_sim_office_has_decided (CpSimOffice *self, const char *operation_id)
{
  CpHeadOfficeStorage *storage;
  g_auto (CpReceived) received = { 0 };

  if (!cp_sim_office_is_up (self))
    return FALSE;
  storage = cp_head_office_get_storage (self->core);
  return storage->class_->get_operation (storage, operation_id, &received, NULL) &&
         received.outcome != NULL && strstr (received.outcome, "\"needs_review\"") == NULL;
}
