/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsoup 3.2 loses an address for each place where it listens. Under the address sanitizer, leaks
 * that begin in it are not ours; to see where they begin takes the slow way up the stack. */

const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:libsoup-3.0\n";
}
