/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

struct _CpHeadOffice {
  const CpWorld *world;
  CpHeadOfficeStorage *storage;
  CpIdSource ids;
  char *epoch;
  CpProgramme *programme;
  gboolean broken;
  guint64 n_failures;
  void (*changed) (gpointer);
  gpointer changed_data;
};

/**
 * cp_head_office_post:
 *
 * Decides one operation that is next in its chain, and writes whatever comes of it: rows, a line of
 * history, the outcome and its way to the device. Fails only where the storage does.
 */
gboolean cp_head_office_post (CpHeadOffice *self,
                              const CpPlace *place,
                              const CpPushOperation *operation,
                              GError **error);

/** cp_head_office_answer_error: an answer for what went wrong here while @doing (`take a push`),
 *  which is written to the log and counted; notes if all is lost. */
void cp_head_office_answer_error (CpHeadOffice *self,
                                  const char *doing,
                                  const GError *error,
                                  CpWireAnswer *ret_answer);

/** cp_wire_answer_refuse: an answer that is no success */
void
cp_wire_answer_refuse (CpWireAnswer *ret_answer, guint status, const char *code, const char *text);
