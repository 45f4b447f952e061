/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_EXPLAIN_PAGE (cp_explain_page_get_type ())
G_DECLARE_FINAL_TYPE (CpExplainPage, cp_explain_page, CP, EXPLAIN_PAGE, CpScreen)

/**
 * CpExplainPage:
 *
 * "I never received my points": asks for the purchase (typed, scanned, or one of the last), then shows
 * each question as the ledger answered it, what to say to the customer, and what to do next on the
 * one main button.
 */

G_END_DECLS
