/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/* Conditions as JSON: JsonLogic (jsonlogic.com). All operators of the reference implementation, with
 * JavaScript's coercions and JsonLogic's truthiness (an empty array is false, "0" is true); those of
 * the community's compatibility suites: val, exists, ??, try, throw, preserve, comparisons of more
 * than two, arguments that a rule computes; and Counterpart's own for dates and sets. Pure: nothing
 * is read but rule and data, and neither is changed. What each operator takes is in
 * docs/conditions.md.
 *
 * Where the suites say *error* and JavaScript would go on with NaN, it is an error here: a condition
 * must never hold by accident. */

/** CP_LOGIC_MAX_DEPTH: how deep rules may nest; beyond it the error is `Too Deep`. */
#define CP_LOGIC_MAX_DEPTH 128

/** CP_LOGIC_MAX_STEPS: how many rules and values one evaluation may look at; then `Too Long`. */
#define CP_LOGIC_MAX_STEPS 50000

/** CP_LOGIC_MAX_SIZE: bytes of text and elements of arrays that one evaluation may make together;
 *  then `Too Large`. */
#define CP_LOGIC_MAX_SIZE (1024 * 1024)

/**
 * cp_logic_evaluate:
 * @rule: any JSON value; what is no rule is its own result
 * @data: (nullable): what `var` and `val` look into
 * @ret_error: (out) (transfer full): why there is no result: an object with a `type`, such as
 *   `NaN`, `Invalid Arguments`, `Unknown Operator`, `Too Deep`, or what a rule threw
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with @ret_error set
 */
CpJson *cp_logic_evaluate (const CpJson *rule,
                           const CpJson *data,
                           CpJson **ret_error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_logic_is_truthy: as `if` sees @value: everything but null, false, 0, "" and []. */
gboolean cp_logic_is_truthy (const CpJson *value);

/** cp_logic_is_rule: whether @value is an operator with its arguments: an object of one key. */
gboolean cp_logic_is_rule (const CpJson *value);

/** cp_logic_is_operator: whether there is an operator of that name. */
gboolean cp_logic_is_operator (const char *name);

/** cp_logic_find_unknown: (transfer none) (nullable): the first operator in @rule that there is not;
 *  what is preserved is not looked at */
const char *cp_logic_find_unknown (const CpJson *rule);

/** cp_logic_to_json_text: (transfer full): @value on one line as JavaScript would print it: whole
 *  numbers without a fraction, others with as few digits as name them */
char *cp_logic_to_json_text (const CpJson *value);

/**
 * CpLogicLabelFunc:
 * @path: a field's, such as `member.age`
 *
 * Returns: (transfer full) (nullable): what people call it; %NULL: its path
 */
typedef char *(*CpLogicLabelFunc) (const char *path, gpointer user_data);

/**
 * cp_logic_explain:
 * @label: (nullable) (scope call): names fields
 *
 * Why the condition @rule does not hold for @data: one sentence for each part that fails, with the
 * value that it failed on: `Age must be at least 18; it is 16.`
 *
 * Returns: (transfer full) (element-type utf8): empty if it holds
 */
GPtrArray *cp_logic_explain (const CpJson *rule,
                             const CpJson *data,
                             CpLogicLabelFunc label,
                             gpointer user_data);

/**
 * cp_logic_list_paths:
 *
 * Returns: (transfer full) (element-type utf8): the paths that @rule reads with `var` or `val` and
 *   that are written out in it, each once; those within `map`, `filter` and the like are left out,
 *   since they are relative to an element
 */
GPtrArray *cp_logic_list_paths (const CpJson *rule);

G_END_DECLS
