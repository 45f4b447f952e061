/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* card-message KEYS UID COUNTER: prints what a card of a chain with these keys says when it is read for the
 * COUNTERth time, as it is the card's own to make. */
#include <string.h>

#include "sun-fixture.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpCardKeys) keys = NULL;
  g_autofree char *text = NULL;
  g_autofree char *url = NULL;
  guint64 counter = 0;

  if (argc != 4 || !g_file_get_contents (argv[1], &text, NULL, &error) ||
      !g_ascii_string_to_unsigned (argv[3], 10, 1, 0xffffff, &counter, &error) ||
      (keys = cp_card_keys_parse (text, strlen (text), &error)) == NULL) {
    g_printerr ("card-message: %s\n", error != NULL ? error->message : "KEYS UID COUNTER");
    return 1;
  }
  url = sun_make_url (cp_card_keys_get_source (keys), argv[2], (guint32) counter);
  g_print ("%s\n", url);
  return 0;
}
