/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * CpCtlExit: counterpartctl's exit status.
 * @CP_CTL_REFUSED: the rules, the ledger or head office said no
 * @CP_CTL_BAD_USAGE: wrong options, or a document that the ledger does not take
 * @CP_CTL_UNREACHABLE: the ledger is not there, or can't do it now, or what it did is not known
 */
typedef enum {
  CP_CTL_DONE = 0,
  CP_CTL_REFUSED = 1,
  CP_CTL_BAD_USAGE = 2,
  CP_CTL_UNREACHABLE = 3,
} CpCtlExit;

/**
 * CpCtl:
 * @session: (nullable): the token that was given; otherwise it is in the file @session_path
 * @json: print documents, one a line, instead of tables
 * @training: it is the practice ledger that is meant
 *
 * What all commands share: the common options, and the connection once it is needed.
 */
typedef struct {
  char *bus;
  char *session;
  char *session_path;
  gboolean json;
  gboolean training;
  gboolean in_training; /* @client is the practice ledger's */
  CpLedgerClient *client;
} CpCtl;

void cp_ctl_clear (CpCtl *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpCtl, cp_ctl_clear)

/**
 * CpCtlCommand:
 * @arguments: (nullable): what follows the name, for the help
 * @summary: one line, for the list of commands
 * @manual: (nullable): the rest of the manual
 * @run: does it; @argv[0] is the name. Returns whether it was done; sets @error if not. A refusal that
 *   has been printed already is %FALSE without an error.
 */
typedef struct _CpCtlCommand CpCtlCommand;
struct _CpCtlCommand {
  const char *name;
  const char *arguments;
  const char *summary;
  const char *manual;
  gboolean (*run) (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error);
};

extern const CpCtlCommand cp_ctl_attention, cp_ctl_card, cp_ctl_do, cp_ctl_doctor, cp_ctl_find,
    cp_ctl_history, cp_ctl_messages, cp_ctl_incentives, cp_ctl_cards, cp_ctl_purchases,
    cp_ctl_points, cp_ctl_explain, cp_ctl_identify, cp_ctl_tasks, cp_ctl_clients, cp_ctl_birthdays,
    cp_ctl_logic, cp_ctl_member, cp_ctl_programme, cp_ctl_sign_in, cp_ctl_sign_out, cp_ctl_staff,
    cp_ctl_status, cp_ctl_tap, cp_ctl_resync, cp_ctl_training, cp_ctl_verify, cp_ctl_watch;

/**
 * cp_ctl_parse:
 * @entries: (nullable): the command's own options, beside the common ones
 * @min_words, @max_words: how many words may be left in @argv after its name
 *
 * Reads a command's options and takes them out of @argv. `--help` prints the manual and exits.
 */
gboolean cp_ctl_parse (CpCtl *self,
                       const CpCtlCommand *command,
                       const GOptionEntry *entries,
                       int min_words,
                       int max_words,
                       int *argc,
                       char ***argv,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ctl_add_common_options: adds --bus, --session, --session-file, --training and --json to
 *  @context. */
void cp_ctl_add_common_options (CpCtl *self, GOptionContext *context);

/** cp_ctl_connect: (transfer none): joins the bus at the first call. */
CpLedgerClient *cp_ctl_connect (CpCtl *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef CpJson *(*CpCtlGetFunc) (CpLedgerClient *client, GCancellable *cancellable, GError **error);
typedef void (*CpCtlPrintFunc) (const CpJson *document);

/**
 * cp_ctl_show:
 *
 * The whole of a command without words or options of its own: asks the ledger with @get, and prints
 * the document, or with @print what people read.
 */
gboolean cp_ctl_show (const CpCtlCommand *command,
                      CpCtl *self,
                      int argc,
                      char **argv,
                      CpCtlGetFunc get,
                      CpCtlPrintFunc print,
                      GError **error);

/** cp_ctl_get_exit: the exit status that goes with @error. */
CpCtlExit cp_ctl_get_exit (const GError *error);

/* The session, kept in a file from sign-in to sign-out unless it is given with --session. */

/** cp_ctl_load_session: (transfer full) (nullable): %NULL if nobody has signed in */
char *cp_ctl_load_session (CpCtl *self);
gboolean cp_ctl_save_session (CpCtl *self, const char *token, GError **error);
void cp_ctl_forget_session (CpCtl *self);

/**
 * cp_ctl_read_pin:
 * @path: (nullable): a file, or %NULL to read standard input; a terminal is asked without echo
 *
 * Returns: (transfer full): the first line
 */
char *
cp_ctl_read_pin (const char *path, const char *prompt, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ctl_find_card: (transfer full): what a card says, as Identify answers. */
CpJson *cp_ctl_find_card (CpCtl *self, const char *session, const char *uid, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_ctl_find_member_id:
 * @member_id, @card_uid: (nullable): the options --member and --card; one of them
 *
 * Returns: (transfer full): whom they mean, or %NULL with %CP_ERROR_NOT_FOUND
 */
char *cp_ctl_find_member_id (CpCtl *self,
                             const char *session,
                             const char *member_id,
                             const char *card_uid,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
