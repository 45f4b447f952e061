/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-theme.h"

#include "cp-ui-resources.h"

#include <string.h>

struct _CpTheme {
  GObject parent_instance;

  GdkDisplay *display;
  GtkCssProvider *provider;
  double scale;
  double text_scale;
};

G_DEFINE_FINAL_TYPE (CpTheme, cp_theme, G_TYPE_OBJECT)

static gboolean
is_font_size (const char *css, gsize at)
{
  gsize start = at;

  while (start > 0 && strchr (";{", css[start - 1]) == NULL)
    start--;
  return g_strstr_len (css + start, (gssize) (at - start), "font-size") != NULL;
}

typedef struct {
  double scale;
  double text_scale;
} Scales;

static gboolean
scale_one (const GMatchInfo *match, GString *result, gpointer data)
{
  const Scales *scales = data;
  g_autofree char *number = g_match_info_fetch (match, 1);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double size_px = g_ascii_strtod (number, NULL);
  int start = 0;

  g_match_info_fetch_pos (match, 0, &start, NULL);
  if (is_font_size (g_match_info_get_string (match), (gsize) start))
    size_px *= scales->text_scale;
  g_ascii_formatd (text, sizeof text, "%.3f", size_px * scales->scale);
  g_string_append_printf (result, "%spx", text);
  return FALSE;
}

char *
cp_theme_scale_css (const char *css, double scale, double text_scale)
{
  g_autoptr (GRegex) regex = g_regex_new ("(-?[0-9]+(?:\\.[0-9]+)?)px", 0, 0, NULL);
  Scales scales = { scale, text_scale };

  return g_regex_replace_eval (regex, css, -1, 0, 0, scale_one, &scales, NULL);
}

static void
load (CpTheme *self)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      cp_ui_get_resource (), "/org/counterpart/ui/theme.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *css = NULL;

  g_assert (bytes != NULL);
  css = cp_theme_scale_css (g_bytes_get_data (bytes, NULL), self->scale, self->text_scale);
  gtk_css_provider_load_from_data (self->provider, css, -1);
}

void
cp_theme_set_scale (CpTheme *self, double scale, double text_scale)
{
  if (ABS (self->scale - scale) < 0.001 && ABS (self->text_scale - text_scale) < 0.001)
    return;
  self->scale = scale;
  self->text_scale = text_scale;
  load (self);
}

static void
dispose (GObject *object)
{
  CpTheme *self = CP_THEME (object);

  if (self->display != NULL)
    gtk_style_context_remove_provider_for_display (self->display,
                                                   GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);
  g_clear_object (&self->display);
  G_OBJECT_CLASS (cp_theme_parent_class)->dispose (object);
}

static void
cp_theme_class_init (CpThemeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
cp_theme_init (CpTheme *self)
{
  self->scale = 1;
  self->text_scale = 1;
}

CpTheme *
cp_theme_new (GdkDisplay *display)
{
  CpTheme *self = g_object_new (CP_TYPE_THEME, NULL);

  g_resources_register (cp_ui_get_resource ());
  self->display = g_object_ref (display);
  self->provider = gtk_css_provider_new ();
  load (self);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/counterpart/ui/icons");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER + 1);
  return self;
}
