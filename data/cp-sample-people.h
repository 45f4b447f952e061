/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sample-maker.h"

G_BEGIN_DECLS

/** cp_sample_people_load: (transfer full): the lists from which people are made up */
CpJson *cp_sample_people_load (void);

/**
 * cp_sample_people_add:
 * @people: of cp_sample_people_load()
 * @index: of this member; makes number, phone and e-mail unique
 *
 * Makes up a member and their account: a name in one of the lists' languages, as often as the lists
 * say; contact data that lead nowhere (example.com and its like, and numbers set aside for fiction); and
 * with many something in the chain's own fields, where the programme's form has them.
 *
 * Returns: (transfer none): the member, enrolled
 */
CpMember *cp_sample_people_add (CpSampleMaker *maker, const CpJson *people, guint index);

/** cp_sample_people_pick: (transfer none): an entry of the list @key, by its `weight` (1 without) */
const CpJson *cp_sample_people_pick (CpSampleMaker *maker, const CpJson *people, const char *key);

G_END_DECLS
