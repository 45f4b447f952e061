/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-theme.h"

#include "ui-screen.h"

static void
assert_css (const char *css, double scale, double text_scale, const char *expected)
{
  g_autofree char *scaled = cp_theme_scale_css (css, scale, text_scale);

  g_assert_cmpstr (scaled, ==, expected);
}

static void
test_scales (void)
{
  assert_css ("a { padding: 10px 20px; }", 1.5, 1, "a { padding: 15.000px 30.000px; }");
  assert_css ("a { margin: -4px; opacity: 0.5; }", 2, 1, "a { margin: -8.000px; opacity: 0.5; }");
}

static void
test_scales_letters (void)
{
  assert_css ("a { font-size: 20px; padding: 10px; }", 1, 2,
              "a { font-size: 40.000px; padding: 10.000px; }");
  assert_css ("a { font-size: 64px; }", 1, 2, "a { font-size: 128.000px; }");
  assert_css ("a { font-size: 64px; }", 2, 1, "a { font-size: 128.000px; }");
}

/* Every rule of the theme is one that GTK understands: a warning would fail this test. */
static void
test_loads (void)
{
  g_autoptr (CpTheme) theme = cp_theme_new (gdk_display_get_default ());

  cp_theme_set_scale (theme, 1.35, 1);
  cp_theme_set_scale (theme, 1, 2);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/theme/scales-every-size", test_scales);
  g_test_add_func ("/theme/scales-letters-further", test_scales_letters);
  g_test_add_func ("/theme/is-understood", test_loads);
  return g_test_run ();
}
