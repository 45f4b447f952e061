/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"

G_DEFINE_QUARK (cp - error - quark, cp_error)

static const char *const names[CP_N_ERRORS] = {
  [CP_ERROR_INVALID] = "invalid",     [CP_ERROR_NOT_ALLOWED] = "not_allowed",
  [CP_ERROR_NOT_FOUND] = "not_found", [CP_ERROR_UNAVAILABLE] = "unavailable",
  [CP_ERROR_FULL] = "full",           [CP_ERROR_NEWER] = "newer",
  [CP_ERROR_CORRUPT] = "corrupt",     [CP_ERROR_UNKNOWN_OUTCOME] = "unknown_outcome",
  [CP_ERROR_FATAL] = "fatal",
};

const char *
cp_error_to_name (CpError code)
{
  g_return_val_if_fail (code < CP_N_ERRORS, NULL);

  return names[code];
}
