/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"

#include <stdio.h>

#define GAP 2
#define LABEL_WIDTH 16

struct _CpCtlTable {
  GPtrArray *titles;
  GPtrArray *cells; /* owned, line after line */
};

void
cp_ctl_print_json (const CpJson *document)
{
  g_autofree char *text = cp_json_to_text (document);

  g_print ("%s\n", text);
  fflush (stdout);
}

static void
print_padded (const char *text, glong width, gboolean flush_right)
{
  int n_missing = (int) MAX (width - g_utf8_strlen (text, -1), 0);

  if (flush_right)
    g_print ("%*s%s", n_missing, "", text);
  else
    g_print ("%s%*s", text, n_missing, "");
}

/* A label that is longer, as a chain's own may be, has at least some space behind it. */
void
cp_ctl_print_pair (const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  print_padded (label, LABEL_WIDTH - 2, FALSE);
  g_print ("  %s\n", value);
}

CpCtlTable *
cp_ctl_table_new (const char *first_title, ...)
{
  CpCtlTable *self = g_new0 (CpCtlTable, 1);
  va_list titles;

  self->titles = g_ptr_array_new ();
  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (titles, first_title);
  for (const char *title = first_title; title != NULL; title = va_arg (titles, const char *))
    g_ptr_array_add (self->titles, (gpointer) title);
  va_end (titles);
  return self;
}

void
cp_ctl_table_take (CpCtlTable *self, char *text)
{
  g_ptr_array_add (self->cells, text != NULL ? text : g_strdup (""));
}

void
cp_ctl_table_add (CpCtlTable *self, const char *text)
{
  cp_ctl_table_take (self, g_strdup (text));
}

static gboolean
is_flush_right (const CpCtlTable *self, guint column)
{
  return *(const char *) g_ptr_array_index (self->titles, column) == '>';
}

static const char *
get_title (const CpCtlTable *self, guint column)
{
  const char *title = g_ptr_array_index (self->titles, column);

  return *title == '>' ? title + 1 : title;
}

static glong
measure (const CpCtlTable *self, guint column)
{
  glong width = g_utf8_strlen (get_title (self, column), -1);

  for (guint i = column; i < self->cells->len; i += self->titles->len)
    width = MAX (width, g_utf8_strlen (g_ptr_array_index (self->cells, i), -1));
  return width;
}

static void
print_cell (const CpCtlTable *self, guint column, const char *text, const glong *widths)
{
  gboolean last = column + 1 == self->titles->len;

  print_padded (text, last && !is_flush_right (self, column) ? 0 : widths[column],
                is_flush_right (self, column));
  g_print ("%*s", last ? 0 : GAP, "");
  if (last)
    g_print ("\n");
}

void
cp_ctl_table_print (CpCtlTable *self, const char *otherwise)
{
  g_autofree glong *widths = g_new0 (glong, self->titles->len);

  for (guint i = 0; i < self->titles->len; i++)
    widths[i] = measure (self, i);
  if (self->cells->len > 0)
    for (guint i = 0; i < self->titles->len; i++)
      print_cell (self, i, get_title (self, i), widths);
  else if (otherwise != NULL)
    g_print ("%s\n", otherwise);
  for (guint i = 0; i < self->cells->len; i++)
    print_cell (self, i % self->titles->len, g_ptr_array_index (self->cells, i), widths);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

char *
cp_ctl_format_time (gint64 at_ms)
{
  g_autoptr (GDateTime) time = NULL;

  if (at_ms == 0)
    return NULL;
  time = g_date_time_new_from_unix_local (at_ms / 1000);
  return time == NULL ? NULL : g_date_time_format (time, "%Y-%m-%d %H:%M");
}

char *
cp_ctl_format_int (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

char *
cp_ctl_format_waiting (const char *text, gboolean waiting)
{
  return g_strconcat (text != NULL ? text : "", waiting ? " (waiting)" : "", NULL);
}
