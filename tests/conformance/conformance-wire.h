/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

/* HTTP as it is: what a device's own line never says (no token, no certificate or another's, a body that is packed
 * too well) and what it never shows (how the answer was packed, how long its headers were). */

/** WireManner: @WIRE_OTHER_CERTIFICATE: with the device's token and another device's certificate */
typedef enum {
  WIRE_AS_DEVICE,
  WIRE_NO_TOKEN,
  WIRE_NO_CERTIFICATE,
  WIRE_OTHER_CERTIFICATE,
  WIRE_NO_TLS,
} WireManner;

/**
 * WireRequest:
 * @body: (nullable): the bytes that travel
 * @encoding: (nullable): Content-Encoding
 * @accepts: (nullable): Accept-Encoding
 * @range: (nullable): `FIRST-LAST`
 */
typedef struct {
  WireManner manner;
  const char *method;
  const char *path;
  GBytes *body;
  const char *encoding;
  const char *accepts;
  const char *range;
} WireRequest;

/** WireReply: @status 0 if there was none; @encoding: (nullable); @body: (nullable): as it travelled */
typedef struct {
  guint status;
  char *encoding;
  gsize header_bytes;
  GBytes *body;
} WireReply;

void wire_reply_clear (WireReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WireReply, wire_reply_clear)

/** wire_reply_read: (transfer full) (nullable): the object that its body is, which is not packed */
CpJson *wire_reply_read (const WireReply *self);

/** ConformanceWire: @is_tls: whether there is TLS that a request can leave out; @has_other: whether there is another
 *  device's certificate; @ask waits for the answer */
typedef struct {
  void (*ask) (gpointer data, const WireRequest *request, WireReply *ret_reply);
  gpointer data;
  gboolean is_tls;
  gboolean has_other;
} ConformanceWire;

WireReply conformance_wire_ask (const ConformanceWire *self, const WireRequest *request);

/**
 * WireConfig:
 * @url: `https://host:port`, or `http`
 * @authority, @certificate, @key: (nullable): PEM files
 * @other_certificate, @other_key: (nullable): of another device
 */
typedef struct {
  const char *url;
  const char *token;
  const char *authority;
  const char *certificate;
  const char *key;
  const char *other_certificate;
  const char *other_key;
} WireConfig;

typedef struct _Wire Wire;

/** wire_new: (transfer full): or %NULL with GIO's error for a file that can't be read */
Wire *wire_new (const WireConfig *config, GError **error);
void wire_free (Wire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wire, wire_free)

ConformanceWire wire_get (Wire *self);
