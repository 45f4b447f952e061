/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_SIGN_IN_PAGE (cp_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (CpSignInPage, cp_sign_in_page, CP, SIGN_IN_PAGE, CpScreen)

/**
 * CpSignInPage:
 *
 * Who works here: a name, then a PIN. Also the lock, which asks for the same person first.
 */

G_END_DECLS
