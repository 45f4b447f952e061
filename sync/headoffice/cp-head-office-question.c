/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-private.h"

#include <string.h>

#define MAX_ATTEMPTS 5
#define MAX_TEXT 64

gboolean
cp_head_office_attempt (CpHeadOffice *self, CpAttemptFunc func, gpointer data, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  for (guint attempt = 1;; attempt++) {
    gboolean again = FALSE;
    g_autoptr (GError) local = NULL;

    if (func (self, data, &again, &local))
      return TRUE;
    again = again || (storage->wants_retry != NULL && storage->wants_retry (self->storage));
    if (again && attempt < MAX_ATTEMPTS)
      continue;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
}

static gboolean
read_text (const CpJson *request, const char *key, gsize max_bytes, const char **ret_text)
{
  *ret_text = cp_json_get_text (request, key);
  return *ret_text != NULL && **ret_text != '\0' && strlen (*ret_text) <= max_bytes;
}

gboolean
cp_head_office_read_question (const CpJson *request,
                              const char *key,
                              gsize max_bytes,
                              CpQuestion *ret_question)
{
  return read_text (request, "incarnation", MAX_TEXT, &ret_question->incarnation) &&
         read_text (request, "challenge", MAX_TEXT, &ret_question->challenge) &&
         read_text (request, key, max_bytes, &ret_question->text);
}
