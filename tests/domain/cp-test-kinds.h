/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-test-case.h"

G_BEGIN_DECLS

/** cp_test_kind_payloads: for each kind, one that stands for a manager at the counter, in the case of
 *  cp_test_kind_make_case() */
extern const char *const cp_test_kind_payloads[CP_N_OPERATION_KINDS];

/** cp_test_kind_make_case: (transfer full): a case in which cp_test_kind_payloads[@kind] stands */
CpTestCase *cp_test_kind_make_case (CpOperationKind kind);

G_END_DECLS
