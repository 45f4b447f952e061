/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSimMemo:
 *
 * What is worked out from the same bytes again and again gives the same each time, and most of a run
 * was spent on it: a row's JSON text is read by head office for each till and by each till for each
 * view, and a signature is checked that this same process has just made. The simulator's programs
 * are linked so (`--wrap`, see meson.build) that json_loadb(), crypto_sign_verify_detached() and
 * crypto_pwhash_str_verify() look here first. They are functions of their arguments only, and the
 * arguments are compared byte by byte, so a run is the same with it and without: a run that is done
 * twice is done the second time without, and must have the same hash. Under sanitizers nothing is
 * remembered.
 *
 * A row's document, by its `id` and without a `payload`, is the same one for all who read it, which
 * nobody may change: who tries ends the process. Of every other one each reader gets a copy.
 */

/** cp_sim_memo_use: whether to remember anything; at first nothing is. */
void cp_sim_memo_use (gboolean use);

/** cp_sim_memo_trim: between two runs: forgets all if it has become too much. */
void cp_sim_memo_trim (void);

G_END_DECLS
