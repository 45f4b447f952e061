/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <glib-object.h>

G_BEGIN_DECLS

/** CP_TYPE_DOCUMENT: a boxed #CpJson, so that documents can be properties. A document that stands in
 *  a property is never changed in place; a newer one takes its place. */
#define CP_TYPE_DOCUMENT (cp_document_get_type ())
GType cp_document_get_type (void);

/**
 * cp_document_find:
 * @list: (nullable): an array of objects
 *
 * Returns: (transfer none) (nullable): the first object of @list whose text at @key is @value
 */
CpJson *cp_document_find (const CpJson *list, const char *key, const char *value);

/** cp_document_take: puts @value (transfer full) (nullable) in the place of what @place owns. */
void cp_document_take (CpJson **place, CpJson *value);

/** cp_document_wipe: overwrites the text at @key of @object (nullable) where it lies, as is due to a
 *  PIN; whoever else holds @object sees zeros too */
void cp_document_wipe (CpJson *object, const char *key);

/** cp_document_free_secret: overwrites @text (nullable) before it is freed */
void cp_document_free_secret (char *text);

G_END_DECLS
