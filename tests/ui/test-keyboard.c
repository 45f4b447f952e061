/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-keyboard.h"

#include "cp-build.h"
#include "cp-language.h"
#include "ui-screen.h"

#include <string.h>

typedef struct {
  UiStage *stage;
  GtkWidget *window;
  GtkWidget *name;
  GtkWidget *number;
  CpKeyboard *keyboard;
} Desk;

static void
desk_open (Desk *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->stage = ui_stage_new ();
  self->name = gtk_entry_new ();
  self->number = gtk_entry_new ();
  self->keyboard = cp_keyboard_new ();
  cp_build_name (self->name, "Name");
  cp_build_name (self->number, "Number");
  gtk_entry_set_input_hints (GTK_ENTRY (self->name), GTK_INPUT_HINT_UPPERCASE_WORDS);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->number), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_max_length (GTK_ENTRY (self->number), 4);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->number);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->keyboard));
  self->window = ui_screen_show (self->stage, box);
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
}

static void
desk_close (Desk *self)
{
  ui_screen_close (self->window);
  ui_stage_free (self->stage);
}

static void
assert_text (GtkWidget *entry, const char *text)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, text);
}

static void
test_comes_and_goes (void)
{
  Desk desk;

  desk_open (&desk);
  g_assert_false (cp_keyboard_get_open (desk.keyboard));
  gtk_widget_grab_focus (desk.name);
  g_assert_true (cp_keyboard_get_open (desk.keyboard));
  ui_screen_draw (desk.window);
  ui_press (desk.window, "Hide");
  g_assert_false (cp_keyboard_get_open (desk.keyboard));
  gtk_widget_grab_focus (desk.name);
  g_assert_true (cp_keyboard_get_open (desk.keyboard));
  desk_close (&desk);
}

static void
test_types_names (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  ui_check_targets (desk.window);
  ui_press (desk.window, "A"); /* a capital at the start of each word */
  ui_press (desk.window, "n");
  ui_press (desk.window, "n");
  ui_press (desk.window, "Space");
  ui_press (desk.window, "B");
  assert_text (desk.name, "Ann B");
  ui_press (desk.window, "Backspace");
  assert_text (desk.name, "Ann ");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (desk.window)) ==
                 gtk_widget_get_first_child (desk.name));
  desk_close (&desk);
}

static void
test_replaces_selection (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_editable_set_text (GTK_EDITABLE (desk.name), "Ann");
  gtk_widget_grab_focus (desk.name);
  gtk_editable_select_region (GTK_EDITABLE (desk.name), 0, -1);
  cp_keyboard_press (desk.keyboard, "z");
  assert_text (desk.name, "Z");
  desk_close (&desk);
}

static void
test_digits (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_widget_grab_focus (desk.number);
  ui_screen_draw (desk.window);
  g_assert_null (ui_find (desk.window, "q"));
  for (guint i = 0; i < 5; i++)
    ui_press (desk.window, "7");
  assert_text (desk.number, "7777"); /* the entry's own limit holds */
  desk_close (&desk);
}

static void
test_accents (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  cp_keyboard_hold (desk.keyboard, "o");
  ui_screen_draw (desk.window);
  g_assert_null (ui_find (desk.window, "Q")); /* in the place of the top row */
  ui_press (desk.window, "Ö");
  assert_text (desk.name, "Ö");
  ui_screen_draw (desk.window);
  g_assert_nonnull (ui_find (desk.window, "q"));
  desk_close (&desk);
}

static void
test_capitals_stay (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_entry_set_input_hints (GTK_ENTRY (desk.name), GTK_INPUT_HINT_NONE);
  gtk_widget_grab_focus (desk.name);
  cp_keyboard_press (desk.keyboard, "SHIFT");
  cp_keyboard_press (desk.keyboard, "a");
  cp_keyboard_press (desk.keyboard, "b");
  assert_text (desk.name, "Ab");
  cp_keyboard_press (desk.keyboard, "SHIFT");
  cp_keyboard_press (desk.keyboard, "SHIFT");
  cp_keyboard_press (desk.keyboard, "c");
  cp_keyboard_press (desk.keyboard, "d");
  assert_text (desk.name, "AbCD");
  desk_close (&desk);
}

static gboolean
is_empty (gpointer entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
}

static void
test_backspace_repeats (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_editable_set_text (GTK_EDITABLE (desk.name), "Anna");
  gtk_widget_grab_focus (desk.name);
  gtk_editable_set_position (GTK_EDITABLE (desk.name), -1);
  cp_keyboard_hold (desk.keyboard, "BACK");
  ui_wait_for (is_empty, desk.name, "the text to be gone");
  desk_close (&desk);
}

static void
test_layout (void)
{
  g_assert_nonnull (cp_keyboard_layout_get_accents ("e"));
  g_assert_null (cp_keyboard_layout_get_accents ("q"));
  for (guint layer = 0; layer < CP_N_LAYERS; layer++)
    for (guint row = 0; row < CP_KEYBOARD_MAX_ROWS; row++)
      g_assert_nonnull (cp_keyboard_layout_get_row (layer, row));
  g_assert_null (cp_keyboard_layout_get_row (CP_LAYER_LATIN, CP_KEYBOARD_MAX_ROWS));
}

static char *
join_rows (CpLayer layer)
{
  GString *keys = g_string_new (" ");

  for (guint row = 0; row < CP_KEYBOARD_MAX_ROWS; row++)
    g_string_append_printf (keys, "%s ", cp_keyboard_layout_get_row (layer, row));
  return g_string_free (keys, FALSE);
}

/* Where people of a language look for them, and none of the others gone. */
static void
test_letters_of_a_language (void)
{
  static const CpLayer LAYERS[] = { CP_LAYER_LATIN, CP_LAYER_EMAIL };

  for (gsize i = 0; i < G_N_ELEMENTS (LAYERS); i++) {
    g_autofree char *english = join_rows (LAYERS[i]);
    g_auto (GStrv) keys = g_strsplit (g_strstrip (english), " ", -1);
    g_autofree char *german = NULL;

    cp_language_use ("de", NULL);
    german = join_rows (LAYERS[i]);
    cp_language_use (NULL, NULL);
    g_assert_nonnull (strstr (german, " t z u "));
    for (guint k = 0; keys[k] != NULL; k++) {
      g_autofree char *key = g_strdup_printf (" %s ", keys[k]);

      g_assert_nonnull (strstr (german, key));
    }
  }
}

/* Whoever comes next has their own keys. */
static void
test_another_language (void)
{
  Desk desk;

  desk_open (&desk);
  cp_language_use ("de", NULL);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  g_assert_nonnull (ui_find (desk.window, "ü"));
  g_assert_nonnull (ui_find (desk.window, "Leertaste"));
  ui_press (desk.window, "Zu");
  cp_language_use (NULL, NULL);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  g_assert_null (ui_find (desk.window, "ü"));
  ui_press (desk.window, "Space");
  assert_text (desk.name, " ");
  desk_close (&desk);
}

/* Which letters a script has, and what holding one adds: every name in it can be typed. */
static gboolean
can_type (CpLayer layer, gunichar letter)
{
  char text[8] = "";
  gboolean found = FALSE;

  g_unichar_to_utf8 (letter, text);
  for (guint row = 0; !found && row < CP_KEYBOARD_MAX_ROWS; row++) {
    g_auto (GStrv) keys = g_strsplit (cp_keyboard_layout_get_row (layer, row), " ", -1);

    for (guint i = 0; !found && keys[i] != NULL; i++) {
      const char *accents = cp_keyboard_layout_get_accents (keys[i]);

      found = g_str_equal (keys[i], text) || (accents != NULL && strstr (accents, text) != NULL);
    }
  }
  return found;
}

static void
test_alphabets (void)
{
  static const struct {
    CpLayer layer;
    const char *letters;
  } ALPHABETS[] = {
    { CP_LAYER_LATIN, "abcdefghijklmnopqrstuvwxyzàâäåãæçéèêëíîïñóôöõøœúùûüßýÿąćęłńśźżčďěňřšťůžăâîșț"
                      "őűğışāēģīķļņūėįųħġċŵŷðþ" },
    { CP_LAYER_CYRILLIC, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїўђћџљњѓќ" },
    { CP_LAYER_GREEK, "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ" },
    { CP_LAYER_HEBREW, "אבגדהוזחטיכךלמםנןסעפףצץקרשת" },
    { CP_LAYER_ARABIC, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژڤگک" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ALPHABETS); i++)
    for (const char *p = ALPHABETS[i].letters; *p != '\0'; p = g_utf8_next_char (p))
      if (!can_type (ALPHABETS[i].layer, g_utf8_get_char (p)))
        g_error ("no key for %.*s", (int) (g_utf8_next_char (p) - p), p);
}

static void
test_scripts (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  ui_press (desk.window, "Other letters");
  ui_screen_draw (desk.window);
  ui_press (desk.window, "אבג");
  ui_screen_draw (desk.window);
  ui_check_targets (desk.window);
  ui_press (desk.window, "ד");
  ui_press (desk.window, "ן");
  assert_text (desk.name, "דן");
  ui_press (desk.window, "Other letters");
  ui_screen_draw (desk.window);
  ui_press (desk.window, "АБВ");
  ui_screen_draw (desk.window);
  ui_press (desk.window, "?123");
  ui_screen_draw (desk.window);
  ui_press (desk.window, "ABC"); /* back to the script that was chosen */
  ui_screen_draw (desk.window);
  ui_press (desk.window, "Space");
  ui_press (desk.window, "Ж");
  assert_text (desk.name, "דן Ж");
  gtk_widget_grab_focus (desk.number);
  gtk_window_set_focus (GTK_WINDOW (desk.window), NULL);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  g_assert_nonnull (ui_find (desk.window, "q")); /* the next person's keyboard is as always */
  desk_close (&desk);
}

/* A customer's language changes nothing: what is typed is often not in it. */
static void
test_begins_in_the_kiosks_script (void)
{
  Desk desk;

  cp_language_use ("ar", NULL);
  desk_open (&desk);
  cp_language_use ("en", NULL);
  gtk_widget_grab_focus (desk.name);
  ui_screen_draw (desk.window);
  ui_press (desk.window, "ن");
  ui_press (desk.window, "و");
  ui_press (desk.window, "ر");
  assert_text (desk.name, "نور");
  desk_close (&desk);
  g_assert_cmpint (cp_keyboard_layout_choose_script ("uk"), ==, CP_LAYER_CYRILLIC);
  g_assert_cmpint (cp_keyboard_layout_choose_script ("de"), ==, CP_LAYER_LATIN);
}

static void
test_suits_the_entry (void)
{
  static const struct {
    GtkInputPurpose purpose;
    const char *has;
    const char *lacks;
  } ENTRIES[] = {
    { GTK_INPUT_PURPOSE_EMAIL, ".com", "Space" }, { GTK_INPUT_PURPOSE_PHONE, "+", "." },
    { GTK_INPUT_PURPOSE_NUMBER, ".", "+" },       { GTK_INPUT_PURPOSE_DIGITS, "ABC", "q" },
    { GTK_INPUT_PURPOSE_FREE_FORM, "q", ".com" },
  };
  Desk desk;

  desk_open (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (ENTRIES); i++) {
    gtk_entry_set_input_purpose (GTK_ENTRY (desk.number), ENTRIES[i].purpose);
    gtk_window_set_focus (GTK_WINDOW (desk.window), NULL);
    gtk_widget_grab_focus (desk.number);
    ui_screen_draw (desk.window);
    ui_check_targets (desk.window);
    g_assert_nonnull (ui_find (desk.window, ENTRIES[i].has));
    g_assert_null (ui_find (desk.window, ENTRIES[i].lacks));
  }
  desk_close (&desk);
}

/* The layer of whole numbers has a minus, and that of amounts and days none. */
static void
test_below_zero (void)
{
  Desk desk;

  desk_open (&desk);
  gtk_entry_set_input_purpose (GTK_ENTRY (desk.number), GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_grab_focus (desk.number);
  ui_screen_draw (desk.window);
  g_assert_null (ui_find (desk.window, "−"));
  cp_keyboard_go_below_zero (GTK_EDITABLE (desk.number));
  gtk_window_set_focus (GTK_WINDOW (desk.window), NULL);
  gtk_widget_grab_focus (desk.number);
  ui_screen_draw (desk.window);
  ui_check_targets (desk.window);
  ui_press (desk.window, "−");
  ui_press (desk.window, "4");
  ui_press (desk.window, "0");
  assert_text (desk.number, "-40");
  ui_press (desk.window, "Backspace");
  assert_text (desk.number, "-4");
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/keyboard/comes-with-an-entry-and-goes", test_comes_and_goes);
  g_test_add_func ("/keyboard/types-names", test_types_names);
  g_test_add_func ("/keyboard/replaces-what-is-selected", test_replaces_selection);
  g_test_add_func ("/keyboard/has-digits-for-numbers", test_digits);
  g_test_add_func ("/keyboard/offers-accents", test_accents);
  g_test_add_func ("/keyboard/capitals-stay-if-asked", test_capitals_stay);
  g_test_add_func ("/keyboard/backspace-repeats", test_backspace_repeats);
  g_test_add_func ("/keyboard/layout-is-whole", test_layout);
  g_test_add_func ("/keyboard/speaks-to-whoever-comes-next", test_another_language);
  g_test_add_func ("/keyboard/letters-are-where-a-language-has-them", test_letters_of_a_language);
  g_test_add_func ("/keyboard/has-every-letter-of-five-alphabets", test_alphabets);
  g_test_add_func ("/keyboard/changes-script", test_scripts);
  g_test_add_func ("/keyboard/has-a-minus-where-numbers-may-be-below-zero", test_below_zero);
  g_test_add_func ("/keyboard/suits-what-the-entry-asks-for", test_suits_the_entry);
  g_test_add_func ("/keyboard/begins-in-the-kiosks-script", test_begins_in_the_kiosks_script);
  return g_test_run ();
}
