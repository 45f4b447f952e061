/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"

G_BEGIN_DECLS

/**
 * CpFlowField: one field of a form
 * @value: what stands in it at first
 * @options: (nullable) (element-type CpChoice): see #CpFieldSpec
 * @hint: (nullable): what stands in it while it is empty
 * @max_length: in characters; 0: as usual
 * @below_zero: it is a number that may be negative
 */
typedef struct {
  char *key;
  char *label;
  char *value;
  CpInput input;
  gboolean required;
  GPtrArray *options;
  char *hint;
  guint max_length;
  gboolean below_zero;
} CpFlowField;

/** cp_flow_list_fields: (transfer full) (element-type CpFlowField): those of the form under way; while
 *  the customer is being identified the questions, with nothing in them */
GPtrArray *cp_flow_list_fields (CpFlow *flow);

/**
 * cp_flow_clean_answers:
 * @clean: what goes to the ledger, field → text
 *
 * Returns: (transfer full) (nullable): what is wrong with an answer before it is compared with anything
 */
CpJson *cp_flow_clean_answers (CpFlow *flow, const CpJson *texts, CpJson *clean);

/**
 * cp_flow_fill_payload:
 * @texts: what was typed, field → text
 * @payload: where it goes, in the operation's own shape
 *
 * Returns: (transfer full) (nullable): field → what is wrong with it, if anything is
 */
CpJson *cp_flow_fill_payload (CpFlow *flow, const CpJson *texts, CpJson *payload);

G_END_DECLS
