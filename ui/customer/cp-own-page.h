/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_OWN_PAGE (cp_own_page_get_type ())
G_DECLARE_FINAL_TYPE (CpOwnPage, cp_own_page, CP, OWN_PAGE, CpScreen)

/**
 * CpOwnPage:
 *
 * What customers change themselves after a tap: mailings, with the words that they agree to, and favourite
 * products. One step at a time (cp-kiosk-own.h); it closes by itself.
 */

G_END_DECLS
