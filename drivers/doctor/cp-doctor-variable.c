/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An EnvironmentFile as systemd reads it (systemd.exec(5)): a line that is a comment to the unit, or a
 * quote that it takes off, must be so here, or another reader is looked at than the one that is used. */
#include "cp-doctor-private.h"

#include <string.h>

#define ENDS "\n\r"
#define BLANKS " \t"
#define ESCAPED "\"\\`$" /* what a backslash makes plain between double quotes */

static gboolean
is_one_of (char c, const char *set)
{
  return c != '\0' && strchr (set, c) != NULL;
}

/* A backslash takes the end of the line with it in a comment, too. */
static const char *
skip_comment (const char *at)
{
  while (*at != '\0' && !is_one_of (*at, ENDS))
    at += *at == '\\' && at[1] != '\0' ? 2 : 1;
  return at;
}

/* @at is the opening quote. Returns what comes behind the closing one. */
static const char *
take_quoted (const char *at, GString *value)
{
  char quote = *at++;

  for (; *at != '\0' && *at != quote; at++) {
    if (quote == '\'' || *at != '\\' || at[1] == '\0') {
      g_string_append_c (value, *at);
      continue;
    }
    at++;
    if (*at == '\n')
      continue;
    if (!is_one_of (*at, ESCAPED))
      g_string_append_c (value, '\\');
    g_string_append_c (value, *at);
  }
  return *at == '\0' ? at : at + 1;
}

/* @at is a backslash. The end of a line that it stands before is none. */
static const char *
take_escaped (const char *at, GString *value)
{
  at++;
  if (*at == '\0')
    return at;
  if (!is_one_of (*at, ENDS))
    g_string_append_c (value, *at);
  return at + 1;
}

/* Quotes mean something only until the first letter outside of them; blanks about the value nothing. */
static const char *
take_value (const char *at, GString *value)
{
  gboolean is_plain = FALSE;
  gsize n_kept = 0;

  while (*at != '\0' && !is_one_of (*at, ENDS)) {
    if (is_one_of (*at, BLANKS)) {
      if (is_plain)
        g_string_append_c (value, *at);
      at++;
      continue;
    }
    if (!is_plain && is_one_of (*at, "\"'")) {
      at = take_quoted (at, value);
    } else if (*at == '\\') {
      at = take_escaped (at, value);
      is_plain = TRUE;
    } else {
      g_string_append_c (value, *at++);
      is_plain = TRUE;
    }
    n_kept = value->len;
  }
  g_string_truncate (value, n_kept);
  return at;
}

char *
cp_doctor_find_variable (const char *text, const char *name)
{
  char *found = NULL;
  const char *at = text;

  while (*(at += strspn (at, BLANKS ENDS)) != '\0') {
    gsize n = strcspn (at, "=" ENDS);
    g_autofree char *key = g_strchomp (g_strndup (at, n));
    g_autoptr (GString) value = g_string_new (NULL);

    if (*at == '#' || *at == ';') {
      at = skip_comment (at);
      continue;
    }
    at += n;
    if (*at != '=')
      continue;
    at = take_value (at + 1, value);
    if (!g_str_equal (key, name))
      continue;
    g_free (found);
    found = g_strdup (value->str);
  }
  return found;
}
