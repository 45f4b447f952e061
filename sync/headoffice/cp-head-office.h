/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-protocol.h"
#include "cp-read-push.h"
#include "cp-world.h"

G_BEGIN_DECLS

/** CpWireAnswer: what goes back over the wire. @document is owned. */
typedef struct {
  guint status;
  CpJson *document;
} CpWireAnswer;

void cp_wire_answer_clear (CpWireAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpWireAnswer, cp_wire_answer_clear)

/**
 * CpHeadOffice:
 *
 * The authority: takes devices' operations, decides them by the same rules as the devices did, with
 * its own rows, and tells everybody what came of it. No thread, no network, no clock of its own;
 * belongs to one thread. PROTOCOL.md says what it does.
 */
typedef struct _CpHeadOffice CpHeadOffice;

/**
 * cp_head_office_new:
 * @storage: (transfer full): taken even on failure
 */
CpHeadOffice *cp_head_office_new (const CpWorld *world,
                                  CpHeadOfficeStorage *storage,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_head_office_free (CpHeadOffice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHeadOffice, cp_head_office_free)

/** cp_head_office_set_changed_func: @func is called when the feed has grown, after it is durable. */
void cp_head_office_set_changed_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data);

/** cp_head_office_hear: the feed has grown, or what is published has changed, by whichever process's
 *  doing. */
void cp_head_office_hear (CpHeadOffice *self);

/** cp_head_office_set_reader: @reader (transfer full) (nullable): a copy of the storage that may lag behind,
 *  from which the feed is read as far as it goes. What is asked beyond comes from the storage itself, and so
 *  does everything from the first time on that the copy fails: then it is freed. */
void cp_head_office_set_reader (CpHeadOffice *self, CpHeadOfficeStorage *reader);

/** cp_head_office_get_reader: (transfer none) (nullable): until it fails */
CpHeadOfficeStorage *cp_head_office_get_reader (const CpHeadOffice *self);

/** cp_head_office_set_reader_lost_func: @func (nullable) is called when the reader has failed and is no more. */
void
cp_head_office_set_reader_lost_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data);

/** cp_head_office_set_erased_func: @func is called when somebody has been erased. */
void cp_head_office_set_erased_func (CpHeadOffice *self, void (*func) (gpointer), gpointer data);

/** CP_SETTING_IMPORTING: `1` while an import is under way; if it did not finish, nobody can open it */
#define CP_SETTING_IMPORTING "importing"

/** cp_head_office_is_broken: whether the disk failed in such a way that the process has to end, by
 *  whatever was asked of the storage, such as a copy for a snapshot. */
gboolean cp_head_office_is_broken (const CpHeadOffice *self);

/** CpHeadOfficeCounts: what this process has done since it began. @operations is by outcome, in the
 *  order of cp_outcome_words; @put_off: pushes of the bulk lane, which do not count among @pushes */
typedef struct {
  guint64 pushes;
  guint64 put_off;
  guint64 forks;
  guint64 pages;
  guint64 operations[CP_N_OUTCOMES];
} CpHeadOfficeCounts;

const CpHeadOfficeCounts *cp_head_office_get_counts (const CpHeadOffice *self);

/** cp_head_office_note_contact: that a device was heard; written down now and then, and when nothing
 *  waits there any more. How far it has taken the feed counts only with the epoch that it asked in. */
void
cp_head_office_note_contact (CpHeadOffice *self, const char *device_id, const CpContact *contact);

/**
 * cp_head_office_resolve:
 * @note: (nullable): why, for the device's staff
 *
 * A person has looked at an operation with the outcome `needs_review`: @accept posts it by the rules
 * and rows of now, and else it is rejected. The device is told either way, in each of its chains in which the
 * operation stands.
 *
 * Returns: %FALSE with %CP_ERROR_NOT_FOUND if nothing like it waits, %CP_ERROR_INVALID saying why it
 *   still can't be posted
 */
gboolean cp_head_office_resolve (CpHeadOffice *self,
                                 const char *operation_id,
                                 gboolean accept,
                                 const char *note,
                                 GError **error);

/** cp_head_office_get_failures: how often the storage has failed since the process began. */
guint64 cp_head_office_get_failures (const CpHeadOffice *self);

const char *cp_head_office_get_epoch (const CpHeadOffice *self);

/** cp_head_office_begin_epoch: counts under a new name from now on, as must be done after a restore
 *  from a backup: every device takes the rows anew and sends again what is missing. */
gboolean cp_head_office_begin_epoch (CpHeadOffice *self, GError **error);

/** cp_head_office_is_store_scope: whether a device is told all of its own store's members only */
gboolean cp_head_office_is_store_scope (const CpHeadOffice *self);

/** cp_head_office_get_programme: (transfer none) (nullable): what is published */
const CpProgramme *cp_head_office_get_programme (const CpHeadOffice *self);

/**
 * cp_head_office_handle_push:
 * @device_id: who it is, by its token
 *
 * Takes one push in one transaction and answers (statements 9 to 17).
 */
void cp_head_office_handle_push (CpHeadOffice *self,
                                 const char *device_id,
                                 CpJson *push,
                                 CpWireAnswer *ret_answer);

/**
 * CpPushTurn:
 * @device_id: who asks, by their token
 * @answer: (out): to be cleared
 *
 * A push that has been read and is to be taken.
 */
typedef struct {
  const char *device_id;
  const CpReadPush *read;
  CpWireAnswer answer;
} CpPushTurn;

/**
 * cp_head_office_take_pushes:
 * @turns: of any devices, in the order in which they came
 *
 * Takes them as if one after the other, but in one transaction as far as they are different
 * devices': what a commit costs is paid once. If it fails, each is taken by itself, so that none
 * fails for another one's sake.
 */
void cp_head_office_take_pushes (CpHeadOffice *self, CpPushTurn *turns, guint n_turns);

/** cp_head_office_take_push: the same of one */
void cp_head_office_take_push (CpHeadOffice *self,
                               const char *device_id,
                               const CpReadPush *read,
                               CpWireAnswer *ret_answer);

/** cp_head_office_handle_feed: answers at once (statements 18 to 27); waiting is the front's. */
void cp_head_office_handle_feed (CpHeadOffice *self,
                                 const char *device_id,
                                 const CpFeedQuery *query,
                                 CpWireAnswer *ret_answer);

/** cp_head_office_handle_sums, cp_head_office_handle_rows: checksums of all ranges, and the rows of one
 *  (statements 46 to 48). */
void cp_head_office_handle_sums (CpHeadOffice *self,
                                 const char *device_id,
                                 const CpRangeQuery *query,
                                 CpWireAnswer *ret_answer);
void cp_head_office_handle_rows (CpHeadOffice *self,
                                 const char *device_id,
                                 const CpRangeQuery *query,
                                 CpWireAnswer *ret_answer);

/** cp_head_office_is_added_up: adds another slice of what has changed to the checksums, some 30 ms of
 *  work; @ret_is: whether that was all */
gboolean cp_head_office_is_added_up (CpHeadOffice *self, gboolean *ret_is, GError **error);

/** cp_head_office_find_device: (transfer full) (nullable) @ret_device: whose token it is */
gboolean cp_head_office_find_device (CpHeadOffice *self,
                                     const char *token,
                                     CpDevice **ret_device,
                                     GError **error);

/** cp_head_office_put_device: makes the device known, or changes its store, token or standing. */
gboolean cp_head_office_put_device (CpHeadOffice *self,
                                    const char *id,
                                    const char *store_id,
                                    const char *token,
                                    gboolean revoked,
                                    GError **error);

/* For head office's own people: imports, publishing. */

/** cp_head_office_begin: begins what cp_head_office_commit() makes durable and tells. */
gboolean cp_head_office_begin (CpHeadOffice *self, GError **error);
gboolean cp_head_office_commit (CpHeadOffice *self, GError **error);
void cp_head_office_rollback (CpHeadOffice *self);

/** cp_head_office_finish: commits if all went well until now (@ok), and else rolls back. Returns:
 *  whether it is committed */
gboolean cp_head_office_finish (CpHeadOffice *self, gboolean ok, GError **error);

/** cp_head_office_expect_new: that there is no row like @entity, so that it need not be looked for: as
 *  expect_no_row in cp-head-office-storage.h */
void cp_head_office_expect_new (CpHeadOffice *self, gconstpointer entity);

/** cp_head_office_put_row: adds @entity, or puts it in the place of the row with its id; a row that
 *  stays as it was is not told to anybody. */
gboolean cp_head_office_put_row (CpHeadOffice *self, gpointer entity, GError **error);

/**
 * cp_head_office_erase:
 *
 * Erases who a member is, for good: name, contact, cards' numbers, notes and the like, in all rows,
 * in what the feed holds of earlier ones and in what devices sent. Redemptions, points and receipts
 * stay under the account's id. Devices do the same when the rows reach them. Snapshots that were
 * built before are the caller's to clear.
 */
gboolean cp_head_office_erase (CpHeadOffice *self, const char *member_id, GError **error);

/** cp_head_office_count_erasures: how many members were erased; cheap */
gboolean cp_head_office_count_erasures (CpHeadOffice *self, gint64 *ret_n, GError **error);

/** CpReceiptFunc: takes what cp_head_office_list_erasures() says of one; may not ask the storage for anything */
typedef void (*CpReceiptFunc) (gpointer data, const CpJson *receipt);

/**
 * cp_head_office_list_erasures:
 * @after: without the first so many
 *
 * Who was erased, in the order in which it was noted, and where it has been carried out. A device has done so
 * when it has asked the feed for what comes after, or for anything in an epoch that began since; what each asked
 * for last is kept (cp_head_office_note_contact()), so it is the same in all processes and after a restart. A
 * device that is revoked is not waited for.
 *
 * @func gets {member_id, at_ms, gseq, devices, erased_at, missing, n_revoked, revoked} of one after the other:
 * @gseq: with which number the feed tells of it, 0: it has none yet, and nobody has heard; @erased_at: at how many
 * of the @devices; @missing: [{id, store_id, contact_ms}] of the others, with when they were last heard (0:
 * never); @n_revoked: how many are revoked and have not carried it out, whenever they were revoked; @revoked: the
 * first few of them, likewise
 */
gboolean cp_head_office_list_erasures (
    CpHeadOffice *self, gint64 after, CpReceiptFunc func, gpointer data, GError **error);

/** CP_PROGRAMME_MAX_DEPTH: no programme that is published nests deeper: a page puts an entry and a row around
 *  it, and no device reads more than %CP_JSON_MAX_DEPTH */
#define CP_PROGRAMME_MAX_DEPTH 24

/** cp_head_office_publish: a programme of a higher version than the present one; %CP_ERROR_INVALID, with
 *  nothing changed, for what can't be one */
gboolean cp_head_office_publish (CpHeadOffice *self, CpJson *document, GError **error);

/** cp_head_office_reload_programme: after its row may have changed. */
gboolean cp_head_office_reload_programme (CpHeadOffice *self, GError **error);

/** cp_head_office_use_key_file: the private keys are in the file at @path, if they have been moved; what
 *  is in the database counts else. Errors as of cp_key_file_read(), and %CP_ERROR_INVALID if it holds
 *  other keys */
gboolean cp_head_office_use_key_file (CpHeadOffice *self, const char *path, GError **error);

/** cp_head_office_move_keys: moves the private keys out of the database into a new file at @path, and
 *  goes on with them from there. Copies of the database that were made before have them still. */
gboolean cp_head_office_move_keys (CpHeadOffice *self, const char *path, GError **error);

/**
 * cp_head_office_export_keys:
 *
 * Returns: (transfer full): a JSON object with what another database has to have for devices to believe it:
 *   the private keys, or, where these are in a file, which of them is in use
 */
char *cp_head_office_export_keys (CpHeadOffice *self, GError **error);

/** cp_head_office_import_keys: within a transaction: puts what cp_head_office_export_keys() gave in the place
 *  of its own keys, for cp_head_office_read_keys() afterwards. %CP_ERROR_INVALID for what is none */
gboolean cp_head_office_import_keys (CpHeadOffice *self, const CpJson *document, GError **error);

/** cp_head_office_check_signer: %CP_ERROR_INVALID if the keys are in a file that was not named: then
 *  nothing can be sealed, and devices can't be served */
gboolean cp_head_office_check_signer (const CpHeadOffice *self, GError **error);

/** cp_head_office_get_key: (transfer none): the public key that it seals with */
const char *cp_head_office_get_key (const CpHeadOffice *self);

/** cp_head_office_seal: what is the same for all devices; see cp_signer_seal() */
void cp_head_office_seal (const CpHeadOffice *self, CpJson *document, const char *purpose);

/** cp_head_office_get_next_key: (transfer none) (nullable): the one that it has announced */
const char *cp_head_office_get_next_key (const CpHeadOffice *self);

/** cp_head_office_announce_key: makes the next key, which devices learn with their next page. */
gboolean cp_head_office_announce_key (CpHeadOffice *self, GError **error);

/** cp_head_office_roll_key: seals with the announced key from now on; a device that has not heard of
 *  it believes nothing any more. %CP_ERROR_INVALID if none is announced */
gboolean cp_head_office_roll_key (CpHeadOffice *self, GError **error);

/** cp_head_office_forget_device: forgets the device's key and its alerts: the next key that it comes
 *  with is believed. What did not fit its chain is kept, and counts as looked at. */
gboolean cp_head_office_forget_device (CpHeadOffice *self, const char *device_id, GError **error);

/**
 * cp_head_office_get_device_key:
 * @ret_key: (transfer full) (nullable): the public key that it came with first
 * @ret_alerts: (transfer full): an object with a member {incarnation, seq, at_ms} for each kind of
 *   alert, see cp_device_alerts, and `strays_seen`, a number, if somebody has looked at strays
 */
gboolean cp_head_office_get_device_key (
    CpHeadOffice *self, const char *device_id, char **ret_key, CpJson **ret_alerts, GError **error);

/** cp_device_alerts: the words for what may be wrong with what a device sends: `sequence_gap`,
 *  `chain_broken`, `wrong_key` */
#define CP_N_DEVICE_ALERTS 3
extern const char *const cp_device_alerts[CP_N_DEVICE_ALERTS];

/** cp_device_alert_describe: (transfer full) (nullable): a line for people on the alert @index of those that
 *  a device has, @alerts as cp_head_office_get_device_key() gives them (nullable); %NULL if it has no such */
char *cp_device_alert_describe (const CpJson *alerts, guint index);

/** cp_device_count_strays: how many operations did not fit the device's chain since somebody last looked
 *  (cp_head_office_forget_device()). @device: as list_devices (cp-head-office-storage.h) has it */
gint64 cp_device_count_strays (const CpJson *device);

/** cp_device_strays_describe: (transfer full) (nullable): a line for people on all that did not fit, @device
 *  likewise; %NULL if there is none */
char *cp_device_strays_describe (const CpJson *device);

CpHeadOfficeStorage *cp_head_office_get_storage (CpHeadOffice *self);
const CpWorld *cp_head_office_get_world (CpHeadOffice *self);

/** cp_head_office_new_id: (transfer full): for a row that is made here */
char *cp_head_office_new_id (CpHeadOffice *self);

G_END_DECLS
