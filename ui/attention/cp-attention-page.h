/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_ATTENTION_PAGE (cp_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (CpAttentionPage, cp_attention_page, CP, ATTENTION_PAGE, CpScreen)

/**
 * CpAttentionPage:
 *
 * What head office refused or changed, worst first: what happened, what to do, and one button that says
 * it is done.
 */

G_END_DECLS
