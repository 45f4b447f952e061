/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-page.h"

#include <string.h>

#include "cp-backup-durable.h"
#include "office-fixture.h"

#define TOKEN "a-token"

static char *
make_page (Office *office, const char *notice)
{
  g_autoptr (GError) error = NULL;
  char *html = cp_status_page_new (office->office, TOKEN, notice, &error);

  g_assert_no_error (error);
  return html;
}

/* Strict enough to find an element that is not closed, and any text that was not escaped. */
typedef struct {
  GString *text;
  GString *attributes;
} Parsed;

static void
on_start (GMarkupParseContext *context,
          const char *name,
          const char **names,
          const char **values,
          gpointer data,
          GError **error)
{
  Parsed *parsed = data;

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (parsed->attributes, "%s %s=%s\n", name, names[i], values[i]);
}

static void
on_text (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  g_string_append_len (((Parsed *) data)->text, text, (gssize) length);
}

static Parsed
parse (const char *html)
{
  const GMarkupParser parser = { .start_element = on_start, .text = on_text };
  Parsed parsed = { g_string_new (NULL), g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &parsed, NULL);
  g_autoptr (GRegex) empty = g_regex_new ("<(meta|link|input)([^>]*)>", 0, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *closed = NULL;

  g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>\n"));
  closed =
      g_regex_replace (empty, html + strlen ("<!DOCTYPE html>\n"), -1, 0, "<\\1\\2/>", 0, &error);
  g_assert_no_error (error);
  g_markup_parse_context_parse (context, closed, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  return parsed;
}

static void
clear_parsed (Parsed *parsed)
{
  g_string_free (parsed->text, TRUE);
  g_string_free (parsed->attributes, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parsed, clear_parsed)

static void
test_shows_devices (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *html = NULL;
  g_auto (Parsed) parsed = { 0 };

  cp_head_office_put_device (office->office, "till-1", "high", "t1", FALSE, &error);
  cp_head_office_put_device (office->office, "till-2", "high", "t2", FALSE, &error);
  cp_head_office_put_device (office->office, "till-3", "high", "t3", TRUE, &error);
  g_assert_no_error (error);
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ 3, 12, 5 });
  html = make_page (office, NULL);
  parsed = parse (html);
  g_assert_nonnull (strstr (html, "<td>till-1</td><td>high</td><td>2026-03-10 12:00:00</td>"));
  g_assert_nonnull (strstr (html, "<td class=\"number\">7</td><td class=\"number\">5</td>"));
  g_assert_nonnull (strstr (parsed.text->str, "till-2 has not been heard for five minutes"));
  g_assert_null (strstr (parsed.text->str, "till-1 has not been heard"));
  g_assert_null (strstr (parsed.text->str, "till-3 has not been heard"));
  g_assert_nonnull (strstr (parsed.text->str, "revoked"));
}

/* Where a device stood in the epoch before says nothing of how far it is now. */
static void
test_knows_no_place_of_another_epoch (void)
{
  g_autoptr (Office) office = office_new ();
  CpContact contact = { office_get_place (office), 0, 0,
                        cp_head_office_get_epoch (office->office) };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "t1", FALSE, &error);
  cp_head_office_note_contact (office->office, "till-1", &contact);
  before = make_page (office, NULL);
  cp_head_office_begin_epoch (office->office, &error);
  g_assert_no_error (error);
  after = make_page (office, NULL);
  g_assert_null (strstr (before, "unknown"));
  g_assert_nonnull (strstr (after, "<td class=\"number\">unknown</td>"));
}

static void
test_shows_what_is_wrong_with_a_chain (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");
  g_autofree char *gap = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *looked_at = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "t1", FALSE, NULL);
  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  g_free (device_do (device, 505, CP_OPERATION_END_VISIT, 0, "{}"));
  device_push (device, office, 2, NULL);
  gap = make_page (office, NULL);
  g_assert_nonnull (strstr (gap, "<li>till-1: sequence_gap: operations are missing from number 1 of"
                                 " one (2026-03-10 12:00:00 UTC)</li>"));
  g_assert_nonnull (strstr (gap, "<td>sequence_gap </td>"));
  device_push (device, office, 1, NULL);
  g_free (device_do (clone, 600, CP_OPERATION_END_VISIT, 0, "{}"));
  device_push (clone, office, 1, NULL);
  whole = make_page (office, NULL);
  g_assert_null (strstr (whole, "sequence_gap"));
  g_assert_nonnull (strstr (whole, "<li>till-1: chain_broken: "));
  g_assert_nonnull (strstr (whole, "<td>chain_broken fork (1)</td>"));
  g_assert_true (cp_head_office_forget_device (office->office, "till-1", NULL));
  looked_at = make_page (office, NULL);
  g_assert_null (strstr (looked_at, "fork"));
  g_assert_null (strstr (looked_at, "was cloned or restored"));
}

static void
test_shows_what_needs_a_person (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = cp_test_id (400);
  g_autofree char *html = NULL;
  g_autofree char *value = g_strdup_printf ("input value=%s\n", id);
  g_auto (Parsed) parsed = { 0 };

  device_add (device, id, json_string ("poison"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  html = make_page (office, NULL);
  parsed = parse (html);
  g_assert_nonnull (strstr (parsed.text->str, "To be looked at: 1"));
  g_assert_nonnull (strstr (parsed.attributes->str, value));
  g_assert_nonnull (strstr (parsed.attributes->str, "input value=" TOKEN "\n"));
  g_assert_nonnull (strstr (parsed.attributes->str, "form action=/review\n"));
}

static void
test_shows_how_old_the_backup_is (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) report = cp_json_parse ("{\"chains\":[]}", -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *never = make_page (office, NULL);
  g_autofree char *fresh = NULL;
  g_autofree char *old = NULL;

  g_assert_nonnull (strstr (never, "No backup has ever been verified"));
  g_assert_true (cp_backup_durable_record (office->office, report, &error));
  g_assert_no_error (error);
  fresh = make_page (office, NULL);
  g_assert_null (strstr (fresh, "backup"));
  office->now_ms += 3 * 24 * 3600 * G_GINT64_CONSTANT (1000);
  old = make_page (office, NULL);
  g_assert_nonnull (strstr (old, "The last backup that was verified is 3 days old"));
}

/* A device's name comes from outside, and so may anything else. */
static void
test_escapes (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *html = NULL;
  g_auto (Parsed) parsed = { 0 };

  cp_head_office_put_device (office->office, "<script>\"&'", "<b>", "t1", FALSE, &error);
  g_assert_no_error (error);
  html = make_page (office, "<i>\"&'");
  parsed = parse (html);
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "<i>"));
  g_assert_nonnull (strstr (parsed.text->str, "<script>\"&'"));
  g_assert_nonnull (strstr (parsed.text->str, "<i>\"&'"));
}

static void
test_shows_erasures (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  const char *epoch = cp_head_office_get_epoch (office->office);
  g_autoptr (GError) error = NULL;
  g_autofree char *html = NULL;
  g_auto (Parsed) parsed = { 0 };

  for (guint i = 1; i <= 4; i++) {
    g_autofree char *id = g_strdup_printf ("till-%u", i);

    cp_head_office_put_device (office->office, id, "high", id, i == 4, &error);
    g_assert_no_error (error);
  }
  cp_head_office_note_contact (office->office, "till-2", &(CpContact){ 1, -1, -1, epoch });
  cp_head_office_erase (office->office, member_id, &error);
  g_assert_no_error (error);
  cp_head_office_note_contact (office->office, "till-1",
                               &(CpContact){ office_get_place (office), -1, -1, epoch });
  html = make_page (office, NULL);
  parsed = parse (html);
  g_assert_nonnull (strstr (parsed.text->str, member_id));
  g_assert_nonnull (strstr (parsed.text->str, "erased at 1 of 3 devices"));
  g_assert_nonnull (strstr (parsed.text->str, "2 have yet to"));
  g_assert_nonnull (strstr (parsed.text->str, "till-2 at high, last heard 2026-03-10 12:00:00"));
  g_assert_nonnull (strstr (parsed.text->str, "till-3 at high, never heard"));
  g_assert_null (strstr (parsed.text->str, "till-1 at high"));
  g_assert_nonnull (strstr (parsed.text->str, "1 revoked before they had, and not waited for"));
  g_assert_nonnull (strstr (parsed.text->str, "till-4 at high, never heard"));
}

static void
note_erasures (Office *office, guint n)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  g_autoptr (GError) error = NULL;

  cp_head_office_begin (office->office, &error);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *id = g_strdup_printf ("member-%u", i);

    storage->class_->put_erasure (storage, id, office->now_ms, NULL, &error);
  }
  cp_head_office_commit (office->office, &error);
  g_assert_no_error (error);
}

static void
put_devices (Office *office, const char *word, guint n, gboolean revoked)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= n; i++) {
    g_autofree char *id = g_strdup_printf ("%s-%u", word, i);

    cp_head_office_put_device (office->office, id, "high", id, revoked, &error);
    g_assert_no_error (error);
  }
}

/* The newest come first, and of each only so much is listed that the page can be read. */
static void
test_shows_the_newest_erasures (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *html = NULL;
  const char *newest, *oldest;

  put_devices (office, "till", 25, FALSE);
  put_devices (office, "gone", 8, TRUE);
  note_erasures (office, 201);
  html = make_page (office, NULL);
  newest = strstr (html, ">member-201<");
  oldest = strstr (html, ">member-2<");
  g_assert_nonnull (strstr (html, "Erased: 201"));
  g_assert_null (strstr (html, ">member-1<"));
  g_assert_nonnull (newest);
  g_assert_nonnull (oldest);
  g_assert_true (newest < oldest);
  g_assert_nonnull (strstr (oldest, "25 have yet to"));
  g_assert_nonnull (strstr (oldest, "and 5 more"));
  g_assert_nonnull (strstr (oldest, "8 revoked before they had"));
  g_assert_nonnull (strstr (oldest, "and 3 more"));
}

static void
test_loads_nothing_from_elsewhere (void)
{
  g_autoptr (Office) office = office_new_empty ();
  g_autofree char *html = make_page (office, NULL);
  g_auto (Parsed) parsed = parse (html);

  g_assert_null (strstr (parsed.attributes->str, "http"));
  g_assert_null (strstr (parsed.attributes->str, "style="));
  g_assert_null (strstr (html, "<script"));
  g_assert_nonnull (strstr (parsed.text->str, "No programme is published"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-page/shows-devices", test_shows_devices);
  g_test_add_func ("/status-page/knows-no-place-of-another-epoch",
                   test_knows_no_place_of_another_epoch);
  g_test_add_func ("/status-page/shows-what-is-wrong-with-a-chain",
                   test_shows_what_is_wrong_with_a_chain);
  g_test_add_func ("/status-page/shows-what-needs-a-person", test_shows_what_needs_a_person);
  g_test_add_func ("/status-page/shows-where-erasures-have-been-carried-out", test_shows_erasures);
  g_test_add_func ("/status-page/shows-the-newest-erasures", test_shows_the_newest_erasures);
  g_test_add_func ("/status-page/shows-how-old-the-backup-is", test_shows_how_old_the_backup_is);
  g_test_add_func ("/status-page/escapes-what-comes-from-outside", test_escapes);
  g_test_add_func ("/status-page/loads-nothing-from-elsewhere", test_loads_nothing_from_elsewhere);
  return g_test_run ();
}
