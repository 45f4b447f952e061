/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-filter.h"
#include "cp-kiosk.h"

G_BEGIN_DECLS

#define CP_HISTORY_MAX_CHOICES 6
#define CP_HISTORY_MAX_FILTERS 3

/**
 * CpHistoryChoice:
 * @key: (nullable): of the request, which gets @id: a text; for `from_ms` the number of days back from
 *   now
 * @label: to be translated
 */
typedef struct {
  const char *key;
  const char *id;
  const char *label;
} CpHistoryChoice;

/** CpHistoryFilter: choices up to the first without a label; @add: (nullable): adds those that only
 *  the documents know, whose ids go to @key */
typedef struct {
  CpHistoryChoice choices[CP_HISTORY_MAX_CHOICES];
  const char *key;
  void (*add) (CpFilter *filter, CpKiosk *kiosk);
} CpHistoryFilter;

/**
 * CpHistorySpec:
 * @what: to be read; also the key of the reply's list unless @list is there
 * @list_key: (nullable): the key of the reply's list, if it is not @what
 * @seek: (nullable): what the entry for a number is called, to be translated; %NULL: there is none
 * @filters: side by side as far as they fit; one is there if it has more than one choice
 * @list: (nullable): (transfer full): the entries of a reply, in the order of the first filter's choice
 * @is_hidden: (nullable): whether an entry is left out where nothing was chosen
 * @find_heading: (nullable): under which heading an entry stands
 *
 * One list of the ledger's about the member on screen, and the ways to look at it.
 */
typedef struct {
  const char *what;
  const char *list_key;
  const char *seek;
  CpHistoryFilter filters[CP_HISTORY_MAX_FILTERS];
  CpJson *(*list) (const CpJson *reply, const char *order);
  gboolean (*is_hidden) (const CpJson *entry, const char *chosen);
  GtkWidget *(*make) (const CpJson *view, const CpJson *entry, gint64 now_ms);
  const char *(*find_heading) (const CpJson *entry);
  const char *nothing;
  const char *hint;
} CpHistorySpec;

#define CP_TYPE_HISTORY (cp_history_get_type ())
G_DECLARE_FINAL_TYPE (CpHistory, cp_history, CP, HISTORY, GtkWidget)

/**
 * CpHistory:
 *
 * A list of the ledger's in a tab of the member's page, with its filters above. What is chosen is asked
 * of the ledger; nothing is sorted or judged here. Each member begins with nothing chosen.
 */

/** cp_history_set_up: once; @spec: static; @with_head: whether something stands above it in the same
 *  scrolled list */
void
cp_history_set_up (CpHistory *self, const CpHistorySpec *spec, CpKiosk *kiosk, gboolean with_head);

/** cp_history_get_head: (transfer none): a box for what stands above */
GtkWidget *cp_history_get_head (CpHistory *self);

/** cp_history_ask: reads it anew: the member, or what was done for them, has changed */
void cp_history_ask (CpHistory *self);

G_END_DECLS
