/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-fixture.h"

G_BEGIN_DECLS

/** READER_SERVICE_RESTART_MS: RestartSec of systemd/counterpart-reader.service. */
#define READER_SERVICE_RESTART_MS 20

/**
 * ReaderService:
 *
 * counterpart-reader as on an appliance: behind a listening socket, at the unit's priority if this
 * process may give it, and started anew a moment after it has ended. What systemd does, without it.
 */
typedef struct ReaderService ReaderService;

/** reader_service_new: started. @fixture must outlive it. */
ReaderService *reader_service_new (Pn532Fixture *fixture);
void reader_service_free (ReaderService *self);

/** reader_service_get_socket_path: Returns: (transfer none): for #CpReaderConfig. */
const char *reader_service_get_socket_path (ReaderService *self);

/** reader_service_get_process_id: Returns: (transfer none): of the helper that runs now. */
const char *reader_service_get_process_id (ReaderService *self);

/** reader_service_send_signal: to the helper that runs now. */
void reader_service_send_signal (ReaderService *self, int number);

/** reader_service_get_n_starts: how often a helper was started. */
guint reader_service_get_n_starts (ReaderService *self);

/** reader_service_has_told: Returns: whether a helper told systemd @notice, such as `READY=1`. */
gboolean reader_service_has_told (ReaderService *self, const char *notice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReaderService, reader_service_free)

G_END_DECLS
