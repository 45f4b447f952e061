/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/**
 * CpTransportRequest:
 * @path: with its query, beginning with a slash; where that is, the transport knows
 * @body: (nullable): a JSON text
 * @timeout_ms: for the whole of it
 * @range: (nullable): which bytes of the answer, `FIRST-LAST`; it then comes with status 206
 */
typedef struct {
  const char *method;
  const char *path;
  const char *body;
  gint64 timeout_ms;
  const char *range;
} CpTransportRequest;

/**
 * CpTransportAnswer:
 * @status: of HTTP; 0 if there was no answer
 * @body: (nullable): need not end in NUL
 * @retry_after_ms: 0 if the answer did not say
 * @trouble: (nullable): why there was no answer, for people
 * @document: (nullable): the object that @body is, from a transport that has read it where that holds up
 *   nothing; for cp_transport_answer_read()
 */
typedef struct {
  guint status;
  const char *body;
  gsize size_bytes;
  gint64 retry_after_ms;
  const char *trouble;
  CpJson *document;
} CpTransportAnswer;

/** cp_transport_answer_read: (transfer full): the object that its body is, or %NULL with %CP_ERROR_INVALID */
CpJson *cp_transport_answer_read (const CpTransportAnswer *self, GError **error);

typedef void (*CpTransportDoneFunc) (const CpTransportAnswer *answer, gpointer data);

/**
 * CpTransport:
 * @send: begins a request and returns its id, never 0. @done is called once, later, in the thread
 *   that called, and never from within @send.
 * @cancel: ends it; @done is not called any more
 *
 * The network's door.
 */
typedef struct {
  guint (*send) (gpointer data,
                 const CpTransportRequest *request,
                 CpTransportDoneFunc done,
                 gpointer done_data);
  void (*cancel) (gpointer data, guint request_id);
  gpointer data;
} CpTransport;

G_END_DECLS
