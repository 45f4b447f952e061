/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench-office.h"
#include "cp-protocol.h"
#include "cp-signature.h"

#include <curl/curl.h>

/* One device: what it pushes is made beforehand, so that only head office is measured. */

typedef struct {
  BenchOffice *office;
  guint n;
  char *id;
  char *token;
  char *hash;
  gint64 seq;
  guint64 last_id;
  CpSigner *signer;
  GPtrArray *pushes; /* of utf8: bodies, in order */
  CURL *curl;
  guint url; /* which of the office's processes it asks */
} BenchDevice;

BenchDevice *bench_device_new (BenchOffice *office, guint n);
void bench_device_free (BenchDevice *self);

/** bench_device_make: appends @n_pushes of @n_operations each. */
void bench_device_make (BenchDevice *self, guint n_pushes, guint n_operations);

/** bench_device_try_push: sends the @index-th; %FALSE if it was not taken, for whatever reason */
gboolean bench_device_try_push (BenchDevice *self, guint index);

/** bench_device_push: the same, and it must be taken. */
void bench_device_push (BenchDevice *self, guint index);

/** bench_device_try_pull: (transfer full) (nullable): one page, waiting for news up to @wait_ms */
CpJson *bench_device_try_pull (BenchDevice *self, const char *epoch, gint64 after, guint wait_ms);

/** bench_device_pull: the same, and there must be one. */
CpJson *bench_device_pull (BenchDevice *self, const char *epoch, gint64 after, guint wait_ms);

/** bench_device_ask_for_snapshot: (transfer full) (nullable): its manifest; has it built, if need be */
CpJson *bench_device_ask_for_snapshot (BenchDevice *self, gint64 schema);

/** bench_device_ask_for_chunk: for the beginning of the snapshot @id. Returns: the status, 206 if it came; 0 if
 *  there was no answer */
guint bench_device_ask_for_chunk (BenchDevice *self, const char *id);
