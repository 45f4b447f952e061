/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-transport.h"

#include "cp-error.h"

CpJson *
cp_transport_answer_read (const CpTransportAnswer *self, GError **error)
{
  if (self->document != NULL)
    return json_incref (self->document);
  if (self->body != NULL)
    return cp_json_parse_object (self->body, (gssize) self->size_bytes, error);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "The answer is empty");
  return NULL;
}
