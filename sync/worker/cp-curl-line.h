/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpCurlLineConfig:
 * @head_office: `https://host:port`; `http` for the loopback alone; no path
 * @token: the device's
 * @authority: of whom head office's certificate must be, PEM; no other authority counts
 * @certificate, @key: the device's own, PEM
 * @pins: (array zero-terminated=1): the server's keys, as `sha256//BASE64`; one of them it must
 *   have. Two, so that the spare can take over.
 * @trickle_ms: from its first byte on an answer may take that long, and a second more for each
 *   2 KiB; 0: 10 s
 *
 * Authority, certificate, key and pins go with `https` and are needed there.
 */
typedef struct {
  const char *head_office;
  const char *token;
  const char *authority;
  const char *certificate;
  const char *key;
  const char *const *pins;
  gint64 trickle_ms;
} CpCurlLineConfig;

/** CpCurlLine: a line to head office, checked: where it goes and whom it trusts. */
typedef struct _CpCurlLine CpCurlLine;

/**
 * cp_curl_line_new:
 * @config: copied
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID, or GIO's error for a file that can't be
 *   read
 */
CpCurlLine *cp_curl_line_new (const CpCurlLineConfig *config,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_curl_line_free (CpCurlLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCurlLine, cp_curl_line_free)

/** cp_curl_line_get_base: (transfer none): `https://host:port` */
const char *cp_curl_line_get_base (const CpCurlLine *self);

/** cp_curl_line_get_authorization: (transfer none): the header */
const char *cp_curl_line_get_authorization (const CpCurlLine *self);

/** cp_curl_line_get_trickle_us: in microseconds, as libcurl counts */
gint64 cp_curl_line_get_trickle_us (const CpCurlLine *self);

/**
 * cp_curl_line_apply:
 * @easy: a `CURL` handle
 *
 * Tells libcurl whom to trust and as whom to speak.
 */
void cp_curl_line_apply (const CpCurlLine *self, void *easy);

G_END_DECLS
