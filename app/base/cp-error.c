/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"

/* clang-format would write the name as a subtraction. */
/* clang-format off */
G_DEFINE_QUARK (cp-error-quark, cp_error)
/* clang-format on */
