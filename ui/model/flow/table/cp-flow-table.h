/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

typedef struct _CpFlow CpFlow;

/**
 * CpChoice:
 * @id: what goes into the payload
 * @title: what it is called
 * @subtitle: (nullable): what helps to tell it from others
 * @trailing: (nullable): an amount, say
 *
 * One thing that can be chosen.
 */
typedef struct {
  char *id;
  char *title;
  char *subtitle;
  char *trailing;
} CpChoice;

void cp_choice_free (CpChoice *self);

/** CpChoiceFunc: (transfer full) (element-type CpChoice): what there is to choose from now */
typedef GPtrArray *(*CpChoiceFunc) (CpFlow *flow);

typedef enum {
  CP_STEP_CHOICE,
  CP_STEP_FORM,
  CP_STEP_AMOUNT,
  CP_STEP_CARD,
} CpStepKind;

/**
 * CpInput:
 * @CP_INPUT_DAY: any time on that day, in milliseconds
 * @CP_INPUT_UNTIL: the end of that day, in milliseconds
 * @CP_INPUT_MONEY: an amount above zero, in minor units
 * @CP_INPUT_BASKET: the same, as the total of a basket: `{"total_minor"}`
 * @CP_INPUT_COUNT: a whole number above zero
 * @CP_INPUT_COUNT_LESS: a count, taken away
 * @CP_INPUT_CODE: letters and digits, more of the latter
 * @CP_INPUT_OPTION: one of what there is to choose from
 * @CP_INPUT_FLAG: yes or nothing
 * @CP_INPUT_ISO_DAY: a day as YYYY-MM-DD
 * @CP_INPUT_NUMBER: a whole number, as a text
 *
 * What a field of a form takes, and what it becomes in the payload; the others are texts.
 */
typedef enum {
  CP_INPUT_TEXT,
  CP_INPUT_NAME,
  CP_INPUT_PHONE,
  CP_INPUT_EMAIL,
  CP_INPUT_ISO_DAY,
  CP_INPUT_DAY,
  CP_INPUT_UNTIL,
  CP_INPUT_MONEY,
  CP_INPUT_BASKET,
  CP_INPUT_COUNT,
  CP_INPUT_COUNT_LESS,
  CP_INPUT_CODE,
  CP_INPUT_OPTION,
  CP_INPUT_FLAG,
  CP_INPUT_NUMBER,
} CpInput;

#define CP_N_INPUTS (CP_INPUT_NUMBER + 1)

/**
 * CpFieldSpec:
 * @key: the payload's key
 * @label: to be translated
 * @list_options: (nullable): all there is for an option; shortcuts for anything else, whose ids are
 *   typed into it. A field that has none to offer is left out.
 */
typedef struct {
  const char *key;
  const char *label;
  CpInput input;
  gboolean required;
  CpChoiceFunc list_options;
} CpFieldSpec;

/** CpHintFunc: (transfer full) (nullable): */
typedef char *(*CpHintFunc) (CpFlow *flow);

#define CP_STEP_MAX_FIELDS 6

/**
 * CpStep:
 * @key: the payload's key that it fills (a form fills several)
 * @question: what the person is asked, to be translated
 * @hint: (nullable): a sentence below it
 * @say_hint: (nullable): makes one of what the flow is about; where that is %NULL, @hint stands there
 * @nothing: (nullable): what to say if there is nothing to choose from
 * @optional: passed over if there is nothing to choose from; a card may be left out
 * @alone_is_enough: passed over with its only choice
 * @note_key: (nullable): the payload's key of a text that may be added to a choice
 * @finds_members: a choice among members: those sought or looked at last; a tap of a card is one, too
 * @card_key: (nullable): there: the payload's key of the number of a card that was tapped for it
 * @goes_on: of a form: a touch on an option of its last field goes on, if nothing else is needed
 * @writes: a blank card is written before its number is the answer
 * @fields: of a form, up to the first without a key; none: those of the programme's profile form
 */
typedef struct {
  CpStepKind kind;
  const char *key;
  const char *question;
  CpChoiceFunc list_choices;
  const char *hint;
  CpHintFunc say_hint;
  const char *nothing;
  gboolean optional;
  gboolean alone_is_enough;
  const char *note_key;
  gboolean finds_members;
  const char *card_key;
  gboolean goes_on;
  gboolean writes;
  CpFieldSpec fields[CP_STEP_MAX_FIELDS];
} CpStep;

/** CpPrepareFunc: puts into @payload what nobody is asked for */
typedef void (*CpPrepareFunc) (CpFlow *flow, CpJson *payload);

#define CP_FLOW_MAX_STEPS 3
#define CP_FLOW_MAX_PARTS 2

/** CpFlowPart: one operation: its kind's word, and the steps (up to the first without a question)
 *  that make its payload; @at_once: not shown for review, its last question says what it does;
 *  @prepare: (nullable): */
typedef struct {
  const char *kind;
  CpStep steps[CP_FLOW_MAX_STEPS];
  gboolean at_once;
  CpPrepareFunc prepare;
} CpFlowPart;

/**
 * CpFlowSpec:
 * @name: by which buttons name it
 * @title: for people, to be translated
 * @for_member: needs a member on screen
 * @destructive: takes something away: the confirming button is red
 * @without_review: done as soon as the last step is answered
 * @target_keys: (nullable): the payload's keys that the target fills, with a slash between
 * @said_held: (nullable): it may be set aside in place of being done, and this is told the customer then
 * @said: what to tell the customer when it is confirmed, to be translated; without a review what
 *   staff are told for a moment
 * @said_waiting: (nullable): the same while head office has not confirmed; %NULL: it is only ever asked for
 * @said_asked: (nullable): the same where nothing has happened before head office agrees; %NULL: in general
 *   words
 *
 * One thing that staff can do. All of them are rows of one table; the screens are the same for all.
 */
typedef struct {
  const char *name;
  const char *title;
  gboolean for_member;
  gboolean destructive;
  gboolean without_review;
  const char *target_keys;
  const char *said_held;
  const char *said;
  const char *said_waiting;
  const char *said_asked;
  CpFlowPart parts[CP_FLOW_MAX_PARTS];
} CpFlowSpec;

/** cp_flow_spec_find: (transfer none) (nullable): */
const CpFlowSpec *cp_flow_spec_find (const char *name);

/** cp_flow_spec_at: (transfer none) (nullable): the one at @index of the whole table, for tests */
const CpFlowSpec *cp_flow_spec_at (guint index);

G_END_DECLS
