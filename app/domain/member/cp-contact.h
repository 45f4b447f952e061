/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/** cp_contact_is_contact: whether the profile's @field proves who somebody is: `phone` or `email` */
gboolean cp_contact_is_contact (const char *field);

/**
 * cp_contact_check_taken:
 * @text: as it is stored
 *
 * Two members may not share a phone number or an address.
 *
 * Returns: %FALSE if that refused the operation; its look-alikes then say who has it
 */
gboolean cp_contact_check_taken (const CpCase *the_case,
                                 const char *member_id,
                                 const char *field,
                                 const char *text,
                                 CpDecision *decision);

/** cp_contact_is_cooling: whether the member's phone or e-mail changed so lately, or was put in, or a
 *  change was asked for, that neither proves who somebody is yet (the programme's
 *  `contact_cooling_ms`) */
gboolean cp_contact_is_cooling (const CpProgramme *programme, const CpMember *member, gint64 at_ms);

/** cp_contact_start_cooling: from now on @member (a changed row) cools, and the preview says so */
void cp_contact_start_cooling (const CpCase *the_case,
                               const CpOperation *operation,
                               CpMember *member,
                               CpDecision *decision);

/** cp_contact_check_cooling: that the member's phone or e-mail did not change so lately that nothing
 *  may be redeemed yet (operation 3; the programme's `contact_cooling_ms`). %FALSE: refused */
gboolean cp_contact_check_cooling (const CpCase *the_case,
                                   const CpOperation *operation,
                                   CpDecision *decision);

/** cp_contact_check_link: that nobody can sign in by an address that they have just put in (operation 29);
 *  %FALSE: refused */
gboolean
cp_contact_check_link (const CpCase *the_case, const CpOperation *operation, CpDecision *decision);

G_END_DECLS
