/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-curl-line.h"
#include "cp-transport.h"

G_BEGIN_DECLS

/**
 * CpCurlTransport:
 *
 * Head office over HTTP. One thread of its own holds libcurl and does nothing else; requests go in
 * and answers come out as messages, the answers in the main context that was the default of the
 * thread that made it. TLS is 1.2 at least. Redirects are not followed, no proxy is used. An answer
 * larger than %CP_JSON_MAX_BYTES unpacked, one with more than 16 KiB of headers and one that
 * trickles is cut off, and a peer that has gone silent is noticed within seconds.
 */
typedef struct _CpCurlTransport CpCurlTransport;

/**
 * cp_curl_transport_new:
 * @config: copied
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID
 */
CpCurlTransport *cp_curl_transport_new (const CpCurlLineConfig *config,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_curl_transport_free: ends all requests and the thread. */
void cp_curl_transport_free (CpCurlTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCurlTransport, cp_curl_transport_free)

CpTransport cp_curl_transport_get_transport (CpCurlTransport *self);

G_END_DECLS
