/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow-table.h"

G_BEGIN_DECLS

/* The rows of the flow table, a file for each family, and what rows have in common. Each list ends with
 * a row without a name. */

extern const CpFlowSpec cp_flow_rows_incentive[], cp_flow_rows_points[], cp_flow_rows_card[],
    cp_flow_rows_care[], cp_flow_rows_member[];

#define REASON(question_text)                                                \
  {                                                                          \
    .kind = CP_STEP_CHOICE, .key = "reason_id", .question = question_text,   \
    .list_choices = cp_choices_reasons, .optional = TRUE, .note_key = "text" \
  }
#define CARD(question_text, func, nothing_text)                                                \
  {                                                                                            \
    .kind = CP_STEP_CHOICE, .key = "card_id", .question = question_text, .list_choices = func, \
    .nothing = nothing_text, .alone_is_enough = TRUE                                           \
  }

#define POINTS_FIELDS(count)                                                                \
  {                                                                                         \
    { "amount", N_ ("Points"), count, TRUE, NULL },                                         \
        { "type_id", N_ ("Which points"), CP_INPUT_OPTION, TRUE, cp_choices_points_types }, \
        { "reason_id", N_ ("Reason"), CP_INPUT_OPTION, TRUE, cp_choices_reasons },          \
        { "customer_text", N_ ("What the member is told"), CP_INPUT_TEXT, FALSE, NULL },    \
        { "note", N_ ("Note for staff"), CP_INPUT_TEXT, FALSE, NULL },                      \
  }

/* What becomes of a redemption that has been made. */
#define REDEMPTION(kind_word, title_text, takes, ...)                                 \
  {                                                                                   \
    .name = kind_word, .title = title_text, .for_member = TRUE, .destructive = takes, \
    .target_keys = "redemption_id", .said = N_ ("I have put that right."),            \
    .said_waiting = N_ ("I have put that right."),                                    \
    .said_asked = N_ ("I have asked our head office to put that right."), .parts = {  \
      { kind_word, { __VA_ARGS__ } }                                                  \
    }                                                                                 \
  }

/* What is done to a membership as a whole asks for nothing but a reason. */
#define MEMBERSHIP(kind_word, title_text, takes, said_text)                           \
  {                                                                                   \
    .name = kind_word, .title = title_text, .for_member = TRUE, .destructive = takes, \
    .said = said_text, .said_waiting = said_text, .parts = {                          \
      { kind_word, { REASON (N_ ("Why?")) } }                                         \
    }                                                                                 \
  }

G_END_DECLS
