/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with each input; fuzz-replay.c does the same with the corpus. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
