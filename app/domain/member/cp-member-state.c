/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-state.h"

static const struct {
  CpMemberState from;
  CpOperationKind kind;
  CpMemberState to;
} steps[] = {
  { CP_MEMBER_ACTIVE, CP_OPERATION_ENROL_AGAIN, CP_MEMBER_ENROLLED },
  { CP_MEMBER_ENROLLED, CP_OPERATION_UNENROL_MEMBER, CP_MEMBER_UNENROLLED },
  { CP_MEMBER_UNENROLLED, CP_OPERATION_ENROL_AGAIN, CP_MEMBER_ENROLLED },
  { CP_MEMBER_ENROLLED, CP_OPERATION_DEACTIVATE_MEMBER, CP_MEMBER_ON_HOLD },
  { CP_MEMBER_ON_HOLD, CP_OPERATION_REACTIVATE_MEMBER, CP_MEMBER_ENROLLED },
};

gboolean
cp_member_state_next (CpMemberState state, CpOperationKind kind, CpMemberState *ret_next)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].from == state && steps[i].kind == kind) {
      *ret_next = steps[i].to;
      return TRUE;
    }
  return FALSE;
}

guint
cp_member_state_mask (CpOperationKind kind)
{
  guint mask = 0;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].kind == kind)
      mask |= 1U << steps[i].from;
  return mask;
}
