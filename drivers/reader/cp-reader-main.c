/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-reader: drives the card reader, for a parent, for systemd's socket, or for a person
 * who wants to see what it sees. */
#include "cp-confine.h"
#include "cp-print.h"
#include "cp-serve.h"

typedef struct {
  char *connstring;
  char *socket_path;
  int fd;
  gboolean print;
} Options;

#define EXIT_USAGE 2

static int
print (const Options *options)
{
  CpReaderConfig config = { .connstring = options->connstring != NULL ? options->connstring : "",
                            .socket_path = options->socket_path };
  g_autofree char *self = NULL;

  if (options->socket_path == NULL) {
    self = g_file_read_link ("/proc/self/exe", NULL);
    config.helper_path = self;
  }
  if (config.helper_path == NULL && config.socket_path == NULL)
    return EXIT_USAGE;
  cp_print_run (&config);
  return 0;
}

static int
run (const Options *options)
{
  int status;

  if (options->print)
    return print (options);
  cp_confine (options->fd >= 0);
  if (options->fd >= 0)
    return cp_serve_fd (options->fd, options->connstring);
  status = cp_serve_activated (options->connstring);
  if (status < 0)
    g_printerr ("one of --print, --fd, or a socket of systemd's is needed\n");
  return status >= 0 ? status : EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  Options options = { .fd = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("- drive the card reader");
  const GOptionEntry entries[] = {
    { "connstring", 0, 0, G_OPTION_ARG_STRING, &options.connstring,
      "Which reader, as libnfc says it, such as pn532_uart:/dev/ttyUSB0", "TEXT" },
    { "print", 0, 0, G_OPTION_ARG_NONE, &options.print, "Print what the reader sees", NULL },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options.socket_path,
      "With --print: use the helper behind this socket", "PATH" },
    { "fd", 0, 0, G_OPTION_ARG_INT, &options.fd, "Serve the parent at this socket", "N" },
    G_OPTION_ENTRY_NULL,
  };
  int status = EXIT_USAGE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    status = run (&options);
  else
    g_printerr ("%s\n", error->message);
  g_free (options.connstring);
  g_free (options.socket_path);
  return status;
}
