/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_STATUS_SHEET (cp_status_sheet_get_type ())
G_DECLARE_FINAL_TYPE (CpStatusSheet, cp_status_sheet, CP, STATUS_SHEET, CpScreen)

/**
 * CpStatusSheet:
 *
 * How the line to head office is, what waits, and what works all the same. Lies above every page.
 */

G_END_DECLS
