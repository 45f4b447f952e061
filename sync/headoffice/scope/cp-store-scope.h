/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-head-office.h"

G_BEGIN_DECLS

/* Where the programme's scope is `store`, a device is told all of the members who are at home at its
 * store or have been there lately, and of the others what cp-thin.h leaves. Statements 55 to 58 of
 * PROTOCOL.md.
 *
 * What is told is decided when it is told, by who is at home and who visits then. Whoever comes into a
 * store's scope or leaves it has all rows told again of which the other stores hear less, in the
 * transaction by which they did; so whatever was told of them before is overtaken, in whichever way. */

/**
 * CpStoreScope:
 *
 * What one store's devices are told, as of the moment at which it was made.
 */
typedef struct _CpStoreScope CpStoreScope;

/**
 * cp_store_scope_new:
 * @store_id: (nullable): %NULL: a store that nobody is at home at
 * @account_ids: (nullable): a JSON list of the accounts that it will be asked about; %NULL: all
 */
CpStoreScope *cp_store_scope_new (CpHeadOfficeStorage *storage,
                                  const char *store_id,
                                  const CpJson *account_ids,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_store_scope_free (CpStoreScope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStoreScope, cp_store_scope_free)

/** cp_store_scope_is_told: whether devices are told of rows of that kind at all */
gboolean cp_store_scope_is_told (const char *kind);

/**
 * cp_store_scope_tell:
 * @self: (nullable): %NULL: the whole chain is told all
 * @kind: the row's word
 * @data: the row
 *
 * Returns: (transfer full) (nullable): what the store is told of it, which may be @data itself; %NULL
 *   if it is not told of the row at all
 */
CpJson *cp_store_scope_tell (const CpStoreScope *self, const char *kind, const CpJson *data);

/** cp_store_scope_may_thin: whether cp_store_scope_tell() needs to look at such a row; one that it need
 *  not, is told whole */
gboolean cp_store_scope_may_thin (const CpStoreScope *self, const char *kind);

/** cp_store_scope_sum: what the row adds to its range's sum (cp-range-sum.h) as it is told; 0 if it is
 *  not. @row: its canonical JSON */
guint64 cp_store_scope_sum (
    const CpStoreScope *self, const char *kind, const char *id, gint64 ver, const char *row);

/** cp_store_scope_list_whole: calls @func with the rows of which the store is told all, and others less.
 *  Not within a transaction */
gboolean cp_store_scope_list_whole (const CpStoreScope *self,
                                    CpHeadOfficeStorage *storage,
                                    CpImageFunc func,
                                    gpointer data,
                                    GError **error);

/**
 * cp_store_scope_tell_page:
 * @storage: that @items were read from, before
 *
 * Leaves in a page's @items what the device is told of.
 */
gboolean cp_store_scope_tell_page (CpHeadOffice *office,
                                   CpHeadOfficeStorage *storage,
                                   const char *device_id,
                                   CpJson *items,
                                   GError **error);

/**
 * cp_store_scope_open:
 * @ret_scope: (transfer full) (nullable): of the device's store; %NULL: all is told
 */
gboolean cp_store_scope_open (CpHeadOffice *office,
                              const char *device_id,
                              CpStoreScope **ret_scope,
                              GError **error);

/** cp_store_scope_dup_store: @ret_store_id: (transfer full) (nullable): the device's; %NULL where the
 *  scope is the chain */
gboolean cp_store_scope_dup_store (CpHeadOffice *office,
                                   const char *device_id,
                                   char **ret_store_id,
                                   GError **error);

/** cp_store_scope_welcome: within a transaction: an operation of the device's on the account has been
 *  posted, so its member has been there. */
gboolean cp_store_scope_welcome (CpHeadOffice *office,
                                 const char *device_id,
                                 const char *account_id,
                                 const CpOperation *operation,
                                 GError **error);

/** cp_store_scope_invite: within a transaction: likewise until @until_ms */
gboolean cp_store_scope_invite (CpHeadOffice *office,
                                const char *store_id,
                                const char *account_id,
                                gint64 until_ms,
                                GError **error);

/** cp_store_scope_note_member: within a transaction, after @member, whose row was @old (nullable), has
 *  been put: its home may be another now. */
gboolean cp_store_scope_note_member (CpHeadOffice *office,
                                     const CpMember *old,
                                     const CpMember *member,
                                     GError **error);

/** CP_STORE_SCOPE_FINDS_A_DAY: so many members a device may find on a day, in one process of head
 *  office: more than a counter needs, and far fewer than a chain has */
#define CP_STORE_SCOPE_FINDS_A_DAY 200

/**
 * cp_head_office_handle_find:
 * @request: {incarnation, challenge, text}
 *
 * Whoever has that very name, phone number, address or number of the chain's comes into the scope of
 * the device's store for a day (statements 63 to 65).
 */
void cp_head_office_handle_find (CpHeadOffice *office,
                                 const char *device_id,
                                 const CpJson *request,
                                 CpWireAnswer *ret_answer);

/** cp_store_scope_sweep: the device's store is rid of some visitors whose time is over; now and then,
 *  however often it is called. Not within a transaction. Notes a failure; the next time it is tried
 *  again. */
void cp_store_scope_sweep (CpHeadOffice *office, const char *device_id);

G_END_DECLS
