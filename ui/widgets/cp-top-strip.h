/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_TOP_STRIP (cp_top_strip_get_type ())
G_DECLARE_FINAL_TYPE (CpTopStrip, cp_top_strip, CP, TOP_STRIP, CpScreen)

/**
 * CpTopStrip:
 *
 * What stands above every page: whose shop this is and where, how the line to head office is (one
 * pill, the worst state wins), the time, who is signed in, and the way out.
 */

/** cp_describe_link: (transfer full): the pill's words for a status document; @ret_class its style
 *  class, "" if all is well */
char *cp_describe_link (const CpJson *status, const char **ret_class);

G_END_DECLS
