/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PcscFixture:
 *
 * A pcscd of the test's own, with vsmartcard's virtual reader on counterpart-vicc: on a socket in a
 * folder of its own, so that it neither finds nor disturbs another. What the test starts finds it
 * by the environment. Any failure fails the test at once.
 */
typedef struct PcscFixture PcscFixture;

/** pcsc_fixture_new: with an empty reader, unless @with_reader is %FALSE. */
PcscFixture *pcsc_fixture_new (gboolean with_reader);
void pcsc_fixture_free (PcscFixture *self);

/** pcsc_fixture_do: one line of vicc_command(), which must succeed. */
void pcsc_fixture_do (PcscFixture *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** pcsc_fixture_is_empty: whether there is no card at the reader. */
gboolean pcsc_fixture_is_empty (PcscFixture *self);

/** pcsc_fixture_plug: starts pcscd anew, with a reader: it looks for virtual ones only then. */
void pcsc_fixture_plug (PcscFixture *self);

/** pcsc_fixture_cut: the other end of the virtual reader goes, with the card; pcsc_fixture_join: it
 *  comes back, empty */
void pcsc_fixture_cut (PcscFixture *self);
void pcsc_fixture_join (PcscFixture *self);

/** pcsc_fixture_stop: kills pcscd, and its socket with it. */
void pcsc_fixture_stop (PcscFixture *self);
void pcsc_fixture_start (PcscFixture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcscFixture, pcsc_fixture_free)

G_END_DECLS
