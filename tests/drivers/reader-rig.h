/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader.h"
#include "pn532-fixture.h"

G_BEGIN_DECLS

/**
 * Rig:
 * @states: the names of the states gone through, in order, a space after each.
 * @faults: the same for faults.
 * @last: the card of the last tap.
 *
 * A #CpReader on an emulated PN532, and what it has told.
 */
typedef struct {
  Pn532Fixture *fixture;
  CpReader *reader;
  GString *states;
  GString *faults;
  guint n_cards;
  guint n_gone;
  CpReaderCard last;
} Rig;

/** rig_new: @fixture: (transfer full) (nullable), unless rig_release() ends it. Does not wait. */
Rig *rig_new (Pn532Fixture *fixture, const CpReaderConfig *config);

/** rig_new_ready: with a fixture of its own, and the reader ready. */
Rig *rig_new_ready (void);
void rig_free (Rig *self);

/** rig_release: as rig_free(), but the fixture stays. */
void rig_release (Rig *self);

/** rig_get_helper_path: Returns: (transfer full): the built counterpart-reader. */
char *rig_get_helper_path (void);

/** rig_wait: iterates the main context until @done says so; fails after @deadline_ms. */
void rig_wait (gboolean (*done) (gpointer), gpointer data, guint deadline_ms, const char *what);

/* Waits for these, with the deadline in milliseconds. */
void rig_wait_state (Rig *self, CpReaderState state, guint deadline_ms);
void rig_wait_cards (Rig *self, guint n_cards, guint deadline_ms);
void rig_wait_gone (Rig *self, guint n_gone, guint deadline_ms);

/** rig_expect_uid: the last tap's, in upper-case hex. */
void rig_expect_uid (Rig *self, const char *uid);

/* The card of the last tap answers so; or the exchange ends with @status. */
void rig_expect_answer (Rig *self,
                        CpReaderFrame frame,
                        const char *command,
                        gsize n_command,
                        const char *answer,
                        gsize n_answer);
void rig_expect_status (Rig *self,
                        guint32 session,
                        CpReaderFrame frame,
                        const char *command,
                        gsize n_command,
                        CpCardStatus status);

/* The same with texts, which may have zeros in them. */
#define RIG_EXPECT_ANSWER(rig, frame, command, answer) \
  rig_expect_answer (rig, frame, command, sizeof command - 1, answer, sizeof answer - 1)
#define RIG_EXPECT_STATUS(rig, frame, command, status) \
  rig_expect_status (rig, (rig)->last.session, frame, command, sizeof command - 1, status)

/** rig_enter_with_fault: a card that meets the fault at the first look at it; waits until it has. */
void rig_enter_with_fault (Rig *self, const char *fault, const char *enter);

/** rig_expect_tap: a card of a UID made of @number is read, goes, and no other is told of. */
void rig_expect_tap (Rig *self, guint number);

/** rig_wait_commands: until the chip has run @n more. */
void rig_wait_commands (Rig *self, guint n, guint deadline_ms);

void rig_wait_fault (Rig *self, CpReaderFault fault, guint deadline_ms);

/** rig_find_builds: for a program that is run by hand: finds what it starts, beside itself. Ahead of
 *  g_test_init(). */
void rig_find_builds (void);

/** rig_let_helpers_crash: a sanitizer in the helper must let it die of the signal itself, and not
 *  of what it sees in the libraries before. */
void rig_let_helpers_crash (void);

/** rig_read_stat: a number of the emulator's `stats`. */
guint rig_read_stat (Pn532Fixture *fixture, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

G_END_DECLS
