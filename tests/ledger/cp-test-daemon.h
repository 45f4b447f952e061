/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"

G_BEGIN_DECLS

/** CP_TEST_PIN: of everybody in cp_test_daemon_fill() */
#define CP_TEST_PIN "4711"

/**
 * CpTestDaemon:
 * @client: of the test itself
 *
 * counterpart-ledger as a process, on a bus and in a folder of its own. The environment names the
 * program in COUNTERPART_LEDGER.
 */
typedef struct {
  GTestDBus *bus;
  const char *address;
  char *folder;    /* holds what is below */
  char *directory; /* the ledger's */
  char *key_path;
  GSubprocess *process;
  CpLedgerClient *client;
  gint64 cursor;
} CpTestDaemon;

/** cp_test_daemon_set_up: makes bus and folder and starts the ledger; it is on the bus then. */
void cp_test_daemon_set_up (CpTestDaemon *self);

/** cp_test_daemon_set_up_with_card_keys: @card_keys: (nullable): text of the file of card keys */
void cp_test_daemon_set_up_with_card_keys (CpTestDaemon *self, const char *card_keys);
void cp_test_daemon_tear_down (CpTestDaemon *self);

/** cp_test_daemon_start: as set-up did, after the ledger ended. @launcher: (nullable) */
void cp_test_daemon_start (CpTestDaemon *self, GSubprocessLauncher *launcher);

/** cp_test_daemon_new_launcher: (transfer full): for a process that ends with the test */
GSubprocessLauncher *cp_test_daemon_new_launcher (void);

/** cp_test_daemon_die_with_parent: what makes it do so; runs in the new process. */
void cp_test_daemon_die_with_parent (gpointer data);

/** cp_test_daemon_kill: SIGKILL, and waits until client and test have noticed. */
void cp_test_daemon_kill (CpTestDaemon *self);

/** cp_test_daemon_wait_for_exit: its exit status */
int cp_test_daemon_wait_for_exit (CpTestDaemon *self);

/** cp_test_daemon_new_page: (transfer full): a page that begins where the ledger is */
CpJson *cp_test_daemon_new_page (CpTestDaemon *self);

/** cp_test_daemon_send_page: ends @page (transfer full) and has the ledger apply it. */
void cp_test_daemon_send_page (CpTestDaemon *self, CpJson *page);

/** cp_test_daemon_fill: programme, staff and the accounts 1 to 3 of cp-test-chain.h */
void cp_test_daemon_fill (CpTestDaemon *self);

/** cp_test_daemon_sign_in: (transfer full): a session of @staff_id */
char *cp_test_daemon_sign_in (CpTestDaemon *self, const char *staff_id);

/** cp_test_daemon_get_n_waiting: how many operations head office has not had */
guint cp_test_daemon_get_n_waiting (CpTestDaemon *self);

G_END_DECLS
