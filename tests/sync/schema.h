/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

/**
 * schema_check:
 * @root: the whole OpenAPI document, for its references
 * @schema: one that uses type, nullable, required, properties, additionalProperties (false, or
 *   a schema), items, maxItems, enum, minimum, maximum, pattern, oneOf, description and $ref, and
 *   nothing else
 *
 * Returns: (transfer full) (nullable): what is wrong with @value, or %NULL
 */
char *schema_check (const CpJson *root, const CpJson *schema, const CpJson *value);

/** schema_resolve: (transfer none): what @node refers to, or @node */
const CpJson *schema_resolve (const CpJson *root, const CpJson *node);

/** schema_find_answer: (transfer none) (nullable): how the answer to @path is described */
const CpJson *
schema_find_answer (const CpJson *root, const char *path, const char *method, const char *status);
