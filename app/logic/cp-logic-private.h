/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-logic.h"

G_BEGIN_DECLS

/* What the files of this room share. */

/**
 * CpLogicScope:
 * @data: (nullable): what `var` looks into at this level
 * @above: (nullable): the level around it
 *
 * An iteration opens two levels: one with the `index`, and in it one with the element.
 */
typedef struct _CpLogicScope CpLogicScope;
struct _CpLogicScope {
  const CpJson *data;
  const CpLogicScope *above;
};

/** CpLogicRun: one evaluation. @error is set once, and then everything returns %NULL. */
typedef struct {
  const CpLogicScope *scope;
  guint depth;
  guint steps;
  gsize size;
  CpJson *error;
} CpLogicRun;

/** CpLogicFunc: @args is an array: the arguments, evaluated unless the operator is lazy. Returns
 *  (transfer full), or %NULL having thrown. */
typedef CpJson *CpLogicFunc (CpLogicRun *run, const CpJson *args);

/**
 * CpLogicStyle:
 * @CP_LOGIC_PLAIN: arguments are evaluated first; a single one may stand without its array
 * @CP_LOGIC_SPREAD: and if a rule in place of the array gives an array, those are the arguments
 * @CP_LOGIC_LAZY: the function evaluates what it needs
 * @CP_LOGIC_LAZY_LIST: and the arguments must stand in an array
 * @CP_LOGIC_RAW: the one argument is passed on as it is
 */
typedef enum {
  CP_LOGIC_PLAIN,
  CP_LOGIC_SPREAD,
  CP_LOGIC_LAZY,
  CP_LOGIC_LAZY_LIST,
  CP_LOGIC_RAW,
} CpLogicStyle;

typedef struct {
  const char *name;
  CpLogicStyle style;
  CpLogicFunc *func;
} CpLogicOperator;

/* Each ends with a name of %NULL. */
extern const CpLogicOperator cp_logic_arithmetic_operators[], cp_logic_array_operators[],
    cp_logic_compare_operators[], cp_logic_control_operators[], cp_logic_data_operators[],
    cp_logic_date_operators[], cp_logic_set_operators[], cp_logic_text_operators[];

/** cp_logic_run: (transfer full) (nullable): @rule evaluated at the present level */
CpJson *cp_logic_run (CpLogicRun *run, const CpJson *rule);

/** cp_logic_run_with: (transfer full) (nullable): @rule with @data as its data, two levels down;
 *  @between is the level in between */
CpJson *
cp_logic_run_with (CpLogicRun *run, const CpJson *rule, const CpJson *between, const CpJson *data);

/** cp_logic_throw: %NULL; @error (transfer full) becomes the run's unless there is one */
CpJson *cp_logic_throw (CpLogicRun *run, CpJson *error);
CpJson *cp_logic_throw_type (CpLogicRun *run, const char *type);

/** cp_logic_throw_arguments: throws `Invalid Arguments`. */
CpJson *cp_logic_throw_arguments (CpLogicRun *run);

/** cp_logic_spend: %FALSE, having thrown, if @size more is too large */
gboolean cp_logic_spend (CpLogicRun *run, gsize size);

/* cp-logic-coerce.c */

/** cp_logic_to_number: as JavaScript's Number(), but NAN for arrays and objects */
double cp_logic_to_number (const CpJson *value);

/** cp_logic_to_text: (transfer full): as JavaScript's String() */
char *cp_logic_to_text (const CpJson *value);

/** cp_logic_number_to_text: (transfer full): as JavaScript prints it */
char *cp_logic_number_to_text (double number);

/** cp_logic_new_number: (transfer full): an integer where it is one; throws where it is none */
CpJson *cp_logic_new_number (CpLogicRun *run, double number);

/** cp_logic_compare_texts: by UTF-16 code units, as JavaScript does */
int cp_logic_compare_texts (const char *one, const char *other);

/** cp_logic_is_same: `===`; arrays and objects are the same only if they are one and the same */
gboolean cp_logic_is_same (const CpJson *one, const CpJson *other);

/** cp_logic_get_level: the data @levels up from @run's scope, or %NULL beyond the outermost */
const CpJson *cp_logic_get_level (const CpLogicRun *run, guint levels);

G_END_DECLS
