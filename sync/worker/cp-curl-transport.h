/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-transport.h"

G_BEGIN_DECLS

/**
 * CpCurlTransport:
 *
 * Head office over HTTP. One thread of its own holds libcurl and does nothing else; requests go in
 * and answers come out as messages, the answers in the main context that was the default of the
 * thread that made it. Redirects are not followed, nothing but HTTP is spoken, an answer larger
 * than %CP_JSON_MAX_BYTES is cut off, and a peer that has gone silent is noticed within seconds.
 */
typedef struct _CpCurlTransport CpCurlTransport;

/**
 * cp_curl_transport_new:
 * @head_office: `https://host:port`, with `http` for a test or a closed network; no path
 * @token: the device's
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID
 */
CpCurlTransport *cp_curl_transport_new (const char *head_office,
                                        const char *token,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_curl_transport_free: ends all requests and the thread. */
void cp_curl_transport_free (CpCurlTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCurlTransport, cp_curl_transport_free)

CpTransport cp_curl_transport_get_transport (CpCurlTransport *self);

G_END_DECLS
