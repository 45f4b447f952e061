/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-http-certificate.h"

#include <string.h>

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
#define MAX_NAME_BYTES 64

/* Where a name could mean two things (escapes, quotes, several values in one place), it means
 * nothing. */
char *
cp_http_certificate_read_name (const char *subject)
{
  g_auto (GStrv) parts = NULL;
  const char *name = NULL;

  if (strpbrk (subject, "\\\"+#;<>") != NULL)
    return NULL;
  parts = g_strsplit (subject, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++) {
    const char *part = g_strchug (parts[i]);

    if (g_ascii_strncasecmp (part, "CN=", 3) != 0)
      continue;
    if (name != NULL)
      return NULL;
    name = part + 3;
  }
  if (name == NULL || *name == '\0' || strlen (name) > MAX_NAME_BYTES ||
      strspn (name, NAME_CHARS) != strlen (name))
    return NULL;
  return g_strdup (name);
}

char *
cp_http_certificate_dup_name (GTlsCertificate *certificate)
{
  g_autofree char *subject =
      certificate != NULL ? g_tls_certificate_get_subject_name (certificate) : NULL;

  return subject != NULL ? cp_http_certificate_read_name (subject) : NULL;
}
