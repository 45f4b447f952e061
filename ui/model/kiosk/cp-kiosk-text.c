/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How large the letters are. A customer's choice ends with the customer; a colleague's comes back with
 * the colleague, for as long as this screen runs. */
#include "cp-kiosk-private.h"

static const char *
get_reader (const CpJson *session)
{
  return cp_json_get_text (cp_json_get_object (session, "staff"), "id");
}

static gboolean
prefers_large (CpKiosk *self, const CpJson *session)
{
  const char *reader = get_reader (session);

  return reader != NULL && g_hash_table_contains (self->large_readers, reader);
}

static void
remember (CpKiosk *self, const CpJson *session, gboolean large)
{
  const char *reader = get_reader (session);

  if (reader != NULL && large)
    g_hash_table_add (self->large_readers, g_strdup (reader));
  else if (reader != NULL)
    g_hash_table_remove (self->large_readers, reader);
}

static gboolean
is_for_customers (CpKiosk *self, CpPage page)
{
  gboolean at_work = self->session != NULL && !self->locked;

  return page == CP_PAGE_ATTRACT || page == CP_PAGE_SELF_CHECK || page == CP_PAGE_OWN ||
         (page == CP_PAGE_PROBLEM && !at_work);
}

void
cp_kiosk_apply_large_text (CpKiosk *self, gboolean large)
{
  if (self->large_text == large)
    return;
  self->large_text = large;
  cp_kiosk_notify (self, CP_PROP_LARGE_TEXT);
}

void
cp_kiosk_set_large_text (CpKiosk *self, gboolean large)
{
  if (self->session != NULL && !self->locked)
    remember (self, self->session, large);
  cp_kiosk_apply_large_text (self, large);
}

void
cp_kiosk_choose_text (CpKiosk *self, CpPage page)
{
  if (!is_for_customers (self, page))
    cp_kiosk_apply_large_text (self, prefers_large (self, self->session));
  else if (!is_for_customers (self, self->page))
    cp_kiosk_apply_large_text (self, FALSE);
}

/* Whoever needs large letters to find their name touches for them before they have signed in. */
void
cp_kiosk_bring_text (CpKiosk *self, const CpJson *session)
{
  if (self->page == CP_PAGE_SIGN_IN && self->large_text != prefers_large (self, self->session))
    remember (self, session, self->large_text);
}
