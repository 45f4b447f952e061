/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-files.h"

/** cp_files_real: the machine's own */
extern const CpFiles cp_files_real;
