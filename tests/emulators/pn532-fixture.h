/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532Fixture:
 *
 * counterpart-pn532-emulator running beside a test, in a directory of its own. It dies with the
 * test. Any failure fails the test at once.
 */
typedef struct Pn532Fixture Pn532Fixture;

/**
 * pn532_fixture_new:
 *
 * Starts the emulator that lies in `emulators/` under `G_TEST_BUILDDIR` and waits until it is
 * ready.
 */
Pn532Fixture *pn532_fixture_new (void);

/** pn532_fixture_free: stops the emulator and removes its directory. */
void pn532_fixture_free (Pn532Fixture *self);

/** pn532_fixture_get_connstring: Returns: (transfer none): what libnfc opens it by. */
const char *pn532_fixture_get_connstring (Pn532Fixture *self);

/** pn532_fixture_get_directory: Returns: (transfer none): for the test's own files. */
const char *pn532_fixture_get_directory (Pn532Fixture *self);

/**
 * pn532_fixture_command:
 * @format: one line of pn532_emulator_command(), which must succeed.
 *
 * Returns: (transfer full): what follows `ok`.
 */
char *pn532_fixture_command (Pn532Fixture *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** pn532_fixture_do: pn532_fixture_command() whose answer does not matter. */
void pn532_fixture_do (Pn532Fixture *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Fixture, pn532_fixture_free)

G_END_DECLS
