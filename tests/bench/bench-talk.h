/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "card-till.h"
#include "reader-rig.h"

G_BEGIN_DECLS

/** bench_talk: holds the conversation with the card of the last tap, over the reader. */
void bench_talk (Rig *rig, CpCardTalk *talk);

/** bench_see: what the reader said of the card of the last tap. */
CpCardSeen bench_see (const Rig *rig);

G_END_DECLS
