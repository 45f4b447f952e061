/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer's list of favourite products. */
#include "cp-kiosk-own-private.h"

#include <glib/gi18n-lib.h>

/* @product_id: (nullable): any. Wishes are not counted with the favourites. */
static guint
count (CpKiosk *self, const char *product_id)
{
  CpJson *row;
  guint n = 0;
  gsize i;

  json_array_foreach (cp_json_get_array (self->own, "favourites"), i, row)
  {
    n += g_strcmp0 (cp_json_get_text (row, "list"), "favourite") == 0 &&
         (product_id == NULL || g_strcmp0 (cp_json_get_text (row, "product_id"), product_id) == 0);
  }
  return n;
}

gboolean
cp_kiosk_own_has (CpKiosk *self, const char *product_id)
{
  return count (self, product_id) > 0;
}

gboolean
cp_kiosk_own_is_full (CpKiosk *self)
{
  gint64 most = cp_json_get_int (self->own, "max_favourites", 0);

  return most > 0 && count (self, NULL) >= most;
}

void
cp_kiosk_own_add (CpKiosk *self, const char *product_id)
{
  const CpJson *product =
      cp_document_find (cp_json_get_array (self->programme, "products"), "id", product_id);

  if (product == NULL || !cp_kiosk_own_is_free (self))
    return;
  if (cp_kiosk_own_is_full (self)) {
    cp_kiosk_own_complain (self, _ ("Your list is full. Take something off it first."));
    return;
  }
  cp_kiosk_own_intend (self, "products", "add_favourite", cp_json_get_text (product, "name"),
                       json_pack ("{s:s, s:s}", "list", "favourite", "product_id", product_id));
  cp_kiosk_own_go_on (self);
}

static const char *
find_name (CpKiosk *self, const char *list, const char *product_id)
{
  CpJson *row;
  gsize i;

  json_array_foreach (cp_json_get_array (self->own, "favourites"), i, row)
  {
    if (g_strcmp0 (cp_json_get_text (row, "product_id"), product_id) == 0 &&
        g_strcmp0 (cp_json_get_text (row, "list"), list) == 0)
      return cp_json_get_text (row, "name");
  }
  return NULL;
}

void
cp_kiosk_own_remove (CpKiosk *self, const char *entry)
{
  g_auto (GStrv) parts = g_strsplit (entry, "/", 2);

  if (!cp_kiosk_own_is_free (self) || parts[0] == NULL || parts[1] == NULL)
    return;
  cp_kiosk_own_intend (self, "favourites", "remove_favourite", find_name (self, parts[0], parts[1]),
                       json_pack ("{s:s, s:s}", "list", parts[0], "product_id", parts[1]));
  cp_kiosk_own_go_on (self);
}

void
cp_kiosk_own_scanned (CpKiosk *self, const char *text)
{
  const CpJson *product =
      cp_document_find (cp_json_get_array (self->programme, "products"), "code", text);
  gboolean at_list =
      cp_kiosk_own_is_at (self, "favourites") || cp_kiosk_own_is_at (self, "products");

  if (!at_list)
    cp_kiosk_say (self, _ ("Please tap the card, or ask our staff."));
  else if (product == NULL || !cp_kiosk_own_may (self, "add_favourite"))
    cp_kiosk_own_complain (self, _ ("This product can't be put on the list here."));
  else
    cp_kiosk_own_add (self, cp_json_get_text (product, "id"));
}
