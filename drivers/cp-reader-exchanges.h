/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpReaderExchanges:
 *
 * The commands that were sent to cards and are not answered yet: a #GTask for each, which gives the
 * answer as #GBytes or fails with %CP_CARD_ERROR.
 */
typedef struct CpReaderExchanges CpReaderExchanges;

CpReaderExchanges *cp_reader_exchanges_new (void);

/** cp_reader_exchanges_free: none may be left; see cp_reader_exchanges_fail_all(). */
void cp_reader_exchanges_free (CpReaderExchanges *self);

/** cp_reader_exchanges_next_seq: Returns: the number of the next command. */
guint32 cp_reader_exchanges_next_seq (CpReaderExchanges *self);

/** cp_reader_exchanges_add: @task: (transfer full): of the command @seq, which has been sent. */
void cp_reader_exchanges_add (CpReaderExchanges *self, guint32 seq, GTask *task);

/** cp_reader_exchanges_answer: a REPLY came. One that nobody waits for is dropped. */
void cp_reader_exchanges_answer (CpReaderExchanges *self, const CpWireMessage *message);

/** cp_reader_exchanges_fail_all: the reader is gone: each fails as unavailable. */
void cp_reader_exchanges_fail_all (CpReaderExchanges *self);

/** cp_reader_exchanges_refuse: fails a @task that was never added. */
void cp_reader_exchanges_refuse (GTask *task, CpCardStatus status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReaderExchanges, cp_reader_exchanges_free)

G_END_DECLS
