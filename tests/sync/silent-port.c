/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "silent-port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int
silent_port_new (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 8), ==, 0);
  return fd;
}

char *
silent_port_dup_url (int socket)
{
  struct sockaddr_in address;
  socklen_t size = sizeof address;

  g_assert_cmpint (getsockname (socket, (struct sockaddr *) &address, &size), ==, 0);
  return g_strdup_printf ("postgresql://nobody@127.0.0.1:%u/none", ntohs (address.sin_port));
}
