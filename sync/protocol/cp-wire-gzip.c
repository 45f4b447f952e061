/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wire-gzip.h"

#include <gio/gio.h>
#include <libdeflate.h>

#include "cp-error.h"

#define LEVEL 6
#define STEP_BYTES (64 * 1024)

typedef struct libdeflate_compressor Compressor;

/* One step of @converter into @out's free end. Returns: whether there is more to come; with @error
 * set it failed. */
static gboolean
convert (GConverter *converter,
         const guint8 **bytes,
         gsize *size_bytes,
         GByteArray *out,
         gsize room_bytes,
         GError **error)
{
  gsize n_before = out->len;
  gsize n_read = 0, n_written = 0;
  GConverterResult result;

  g_byte_array_set_size (out, (guint) (n_before + room_bytes));
  result = g_converter_convert (converter, *bytes, *size_bytes, out->data + n_before, room_bytes,
                                G_CONVERTER_INPUT_AT_END, &n_read, &n_written, error);
  g_byte_array_set_size (out, (guint) (n_before + n_written));
  *bytes += n_read;
  *size_bytes -= n_read;
  return result == G_CONVERTER_CONVERTED;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Compressor, libdeflate_free_compressor)

/* Bodies are in one piece, for which libdeflate takes half of zlib's time and makes a tenth less. */
GBytes *
cp_gzip_pack (gconstpointer bytes, gsize size_bytes)
{
  g_autoptr (Compressor) compressor = libdeflate_alloc_compressor (LEVEL);
  gsize room_bytes = libdeflate_gzip_compress_bound (compressor, size_bytes);
  g_autofree guint8 *out = g_malloc (room_bytes);
  gsize n;

  g_assert (compressor != NULL);
  n = libdeflate_gzip_compress (compressor, bytes, size_bytes, out, room_bytes);
  g_assert (n > 0); /* there is room for the worst */
  return g_bytes_new_take (g_realloc (g_steal_pointer (&out), n), n);
}

GBytes *
cp_gzip_unpack (gconstpointer bytes, gsize size_bytes, gsize max_bytes, GError **error)
{
  g_autoptr (GZlibDecompressor) decompressor =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) local = NULL;
  const guint8 *next = bytes;

  while (out->len <= max_bytes && convert (G_CONVERTER (decompressor), &next, &size_bytes, out,
                                           MIN (STEP_BYTES, max_bytes - out->len + 1), &local))
    ;
  if (out->len > max_bytes) {
    g_set_error (error, CP_ERROR, CP_ERROR_FULL,
                 "The body is larger than %" G_GSIZE_FORMAT " bytes when unpacked", max_bytes);
    return NULL;
  }
  if (local == NULL && size_bytes == 0)
    return g_byte_array_free_to_bytes (g_steal_pointer (&out));
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The body is no gzip: %s",
               local != NULL ? local->message : "there is more behind it");
  return NULL;
}
