/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

struct _CpHeadOffice {
  const CpWorld *world;
  CpHeadOfficeStorage *storage;
  CpHeadOfficeStorage *reader; /* (nullable): a copy that may lag, for the feed */
  CpIdSource ids;
  char *epoch;
  CpProgramme *programme;
  gboolean broken;
  guint64 n_failures;
  gint64 generation; /* of the storage, when epoch and programme were read */
  void (*changed) (gpointer);
  gpointer changed_data;
};

/** cp_head_office_read_operation: (transfer full) (nullable): what @item says, or why it can't be an
 *  operation of @device_id's */
CpOperation *cp_head_office_read_operation (const char *device_id,
                                            const CpPushOperation *item,
                                            char **ret_trouble);

/** cp_head_office_get_operation_id: (transfer none): the one that counts */
const char *cp_head_office_get_operation_id (const CpPushOperation *item);

/** cp_head_office_dup_account_id: (transfer full) (nullable): on which account it works */
char *cp_head_office_dup_account_id (const CpOperation *operation);

/**
 * cp_head_office_post:
 * @operation: (nullable): what cp_head_office_read_operation() made of @item
 *
 * Decides one operation that is next in its chain, and writes whatever comes of it: rows, a line of
 * history, the outcome and its way to the device. Fails only where the storage does.
 */
gboolean cp_head_office_post (CpHeadOffice *self,
                              const CpPlace *place,
                              const CpPushOperation *item,
                              const CpOperation *operation,
                              GError **error);

/** cp_head_office_tell: calls the function that was set. */
void cp_head_office_tell (CpHeadOffice *self);

/** cp_head_office_keep_up: reads epoch and programme anew if another process has changed them. */
gboolean cp_head_office_keep_up (CpHeadOffice *self, GError **error);

/** cp_head_office_answer_error: an answer for what went wrong here while @doing (`take a push`),
 *  which is written to the log and counted; notes if all is lost. */
void cp_head_office_answer_error (CpHeadOffice *self,
                                  const char *doing,
                                  const GError *error,
                                  CpWireAnswer *ret_answer);

/** cp_wire_answer_refuse: an answer that is no success */
void
cp_wire_answer_refuse (CpWireAnswer *ret_answer, guint status, const char *code, const char *text);
