/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-sample-chain: writes a made-up chain for demo, tests and benchmarks. */
#include "cp-sample-chain.h"

#define EXIT_USAGE 2
#define MAX_MEMBERS 90000 /* phone numbers beyond belong to practice.json */

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  gint64 now_ms = 0;
  gint64 seed = 1;
  int n_members = 2000;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the files go", "DIR" },
    { "now", 0, 0, G_OPTION_ARG_INT64, &now_ms, "When it is, in milliseconds since 1970", "MS" },
    { "members", 0, 0, G_OPTION_ARG_INT, &n_members, "How many members (2000)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Of all that is left to chance (1)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- make up a chain");
  g_autoptr (CpSampleChain) chain = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || folder == NULL || now_ms <= 0 ||
      n_members < 0 || n_members > MAX_MEMBERS) {
    g_printerr ("%s\n", error != NULL ? error->message
                                      : "--out, --now and at most 90000 --members are needed");
    return EXIT_USAGE;
  }
  chain = cp_sample_chain_new (now_ms, (guint) n_members, (guint64) seed);
  if (cp_sample_chain_write (chain, folder, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
