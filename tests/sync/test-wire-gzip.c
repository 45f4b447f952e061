/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wire-gzip.h"

#include <string.h>

#include "cp-error.h"

static GBytes *
pack_fill (gsize size_bytes)
{
  g_autofree char *text = g_strnfill (size_bytes, 'a');

  return cp_gzip_pack (text, size_bytes);
}

static GBytes *
unpack (GBytes *packed, gsize max_bytes, GError **error)
{
  return cp_gzip_unpack (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), max_bytes,
                         error);
}

static void
test_round_trip (gconstpointer data)
{
  gsize size = GPOINTER_TO_SIZE (data);
  g_autofree char *text = g_strnfill (size, 'a');
  g_autoptr (GBytes) packed = pack_fill (size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) back = unpack (packed, size, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), text, size);
}

static void
test_is_the_same_each_time (void)
{
  g_autoptr (GBytes) one = pack_fill (1000);
  g_autoptr (GBytes) other = pack_fill (1000);

  g_assert_true (g_bytes_equal (one, other));
}

/* 16 MiB of nothing are 16 kB on the wire. */
static void
test_bomb (void)
{
  g_autoptr (GBytes) packed = pack_fill (16 * 1024 * 1024);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_bytes_get_size (packed), <, 32 * 1024);
  g_assert_null (unpack (packed, 1024 * 1024, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
}

static void
test_one_byte_too_many (void)
{
  g_autoptr (GBytes) packed = pack_fill (1001);
  g_autoptr (GError) error = NULL;

  g_assert_null (unpack (packed, 1000, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
}

static void
test_ends_early (void)
{
  g_autoptr (GBytes) packed = pack_fill (1000);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packed, &size);

  for (gsize n = 0; n < size; n++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cp_gzip_unpack (bytes, n, 1000, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  }
}

static void
test_more_behind (void)
{
  g_autoptr (GBytes) packed = pack_fill (10);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (longer, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
  g_byte_array_append (longer, (const guint8 *) "more", 4);
  g_assert_null (cp_gzip_unpack (longer->data, longer->len, 1000, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_flipped_byte (void)
{
  g_autoptr (GBytes) packed = pack_fill (1000);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packed, &size);
  g_autofree guint8 *bad = g_memdup2 (bytes, size);
  g_autoptr (GError) error = NULL;

  bad[size - 5] ^= 1;
  g_assert_null (cp_gzip_unpack (bad, size, 1000, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  static const gsize sizes[] = { 0, 1, 511, 65535, 65536, 65537, 1048576 };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *path = g_strdup_printf ("/gzip/comes-back-whole/%zu", sizes[i]);

    g_test_add_data_func (path, GSIZE_TO_POINTER (sizes[i]), test_round_trip);
  }
  g_test_add_func ("/gzip/is-the-same-each-time", test_is_the_same_each_time);
  g_test_add_func ("/gzip/refuses-a-bomb", test_bomb);
  g_test_add_func ("/gzip/refuses-one-byte-too-many", test_one_byte_too_many);
  g_test_add_func ("/gzip/refuses-what-ends-early", test_ends_early);
  g_test_add_func ("/gzip/refuses-more-behind-it", test_more_behind);
  g_test_add_func ("/gzip/refuses-a-flipped-byte", test_flipped_byte);
  return g_test_run ();
}
