/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"

/**
 * Processes: ledger, worker and head office of the test chain as the processes that they are, over a
 * bus and a network of their own. The device is till-1 in the store `high`; mia (4711) is a manager.
 */
typedef struct {
  GTestDBus *bus;
  char *folder;
  GSubprocess *office;
  GSubprocess *ledger;
  GSubprocess *worker;
  char *url; /* of head office; the same after a restart */
  CpLedgerClient *client;
  char *session;
  char *member_id;
  const char *card_keys; /* (nullable): of head office; to be set before it is set up */
  gboolean too_late;
} Processes;

/** processes_set_up: all run, the first sync is over, and mia is signed in */
void processes_set_up (Processes *fixture);
void processes_tear_down (Processes *fixture);

/** processes_stop: sends the signal and waits for the end; nothing if it has ended */
void processes_stop (GSubprocess **process, int signal_number);
void processes_start_office (Processes *fixture);
void processes_start_ledger (Processes *fixture);
void processes_start_worker (Processes *fixture);

/** processes_command: (transfer full): what head office's program prints; $ stands for the folder */
char *processes_command (Processes *fixture, const char *words);
void processes_do_command (Processes *fixture, const char *words);

typedef gboolean (*ProcessesCondition) (const CpJson *status);

/** processes_wait_until: until the ledger's status fulfils it; aborts with @what if it never does. */
void processes_wait_until (Processes *fixture, ProcessesCondition condition, const char *what);
gboolean processes_has_link (const CpJson *status, const char *state);

/** processes_is_there: the ledger answers */
gboolean processes_is_there (const CpJson *status);

/** processes_are_settled: online, and nothing waits */
gboolean processes_are_settled (const CpJson *status);

void processes_sign_in (Processes *fixture);
gboolean processes_try_sign_in (Processes *fixture, GError **error);

/** processes_meet_ada: waits until Ada, whom head office imported meanwhile, is known here, and
 *  makes her the member. */
void processes_meet_ada (Processes *fixture);
