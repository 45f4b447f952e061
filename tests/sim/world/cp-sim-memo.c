/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-memo.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

/* So many holders more than there are: a document that is not the caller's own. */
#define SHARED ((size_t) 1 << 40)
/* Larger texts are pages of the feed, of which no two are the same. */
#define MOST_TEXT_BYTES (32 * 1024)
/* All is forgotten beyond this; so much comes of some hundred runs. */
#define MOST_BYTES (64 * 1024 * 1024)
#define N_SEEN 65536
#define SIGNATURE_BYTES crypto_sign_BYTES
#define KEY_BYTES crypto_sign_PUBLICKEYBYTES

/* One thread. What was seen once only is not worth a copy: of it there is a hash. */
static gboolean in_use;
static GHashTable *documents; /* GBytes, its text → json_t */
static GHashTable
    *signatures;         /* set of GBytes: key, signature and message of those that are good */
static GHashTable *pins; /* set of GBytes: verifier and password of those that fit */
static gsize n_bytes;
static guint32 seen[N_SEEN];

json_t *__real_json_loadb (const char *text, size_t size, size_t flags, json_error_t *error);
json_t *__wrap_json_loadb (const char *text, size_t size, size_t flags, json_error_t *error);
int __real_crypto_sign_verify_detached (const unsigned char *signature,
                                        const unsigned char *message,
                                        unsigned long long n_message,
                                        const unsigned char *key);
int __wrap_crypto_sign_verify_detached (const unsigned char *signature,
                                        const unsigned char *message,
                                        unsigned long long n_message,
                                        const unsigned char *key);

int __real_crypto_sign_detached (unsigned char *ret_signature,
                                 unsigned long long *ret_length,
                                 const unsigned char *message,
                                 unsigned long long n_message,
                                 const unsigned char *secret);
int __wrap_crypto_sign_detached (unsigned char *ret_signature,
                                 unsigned long long *ret_length,
                                 const unsigned char *message,
                                 unsigned long long n_message,
                                 const unsigned char *secret);

int __real_crypto_pwhash_str_verify (const char verifier[crypto_pwhash_STRBYTES],
                                     const char *password,
                                     unsigned long long n_password);
int __wrap_crypto_pwhash_str_verify (const char verifier[crypto_pwhash_STRBYTES],
                                     const char *password,
                                     unsigned long long n_password);

static guint
hash_bytes (gconstpointer data)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data ((GBytes *) data, &size);
  guint64 hash = size, word = 0;

  for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
    memcpy (&word, bytes, sizeof word);
    hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  word = 0;
  memcpy (&word, bytes, size);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) (hash >> 32);
}

/* Marks a document and all in it, or takes the mark off. */
static void
set_shared (json_t *json, gboolean shared)
{
  const char *key;
  json_t *value;
  size_t i;

  if (json->refcount == (size_t) -1) /* true, false and null are everybody's */
    return;
  json->refcount += shared ? SHARED : -SHARED;
  json_object_foreach (json, key, value) set_shared (value, shared);
  json_array_foreach (json, i, value) set_shared (value, shared);
}

static gboolean
is_shared (const json_t *json)
{
  return json->refcount >= SHARED && json->refcount != (size_t) -1;
}

/* Whoever writes into what others read is stopped at once: nothing that comes after would be true.
 * These are all that the programs write documents with. */
#define GUARD(name, parameters, ...)                 \
  int __real_##name parameters;                      \
  int __wrap_##name parameters;                      \
  int __wrap_##name parameters                       \
  {                                                  \
    if (json != NULL && is_shared (json))            \
      g_error (#name "() changes a row's document"); \
    return __real_##name (json, __VA_ARGS__);        \
  }

GUARD (json_object_set_new, (json_t * json, const char *key, json_t *value), key, value)
GUARD (json_object_del, (json_t * json, const char *key), key)
GUARD (json_object_update, (json_t * json, json_t *other), other)
GUARD (json_array_append_new, (json_t * json, json_t *value), value)
GUARD (json_array_insert_new, (json_t * json, size_t i, json_t *value), i, value)
GUARD (json_array_remove, (json_t * json, size_t i), i)
GUARD (json_array_extend, (json_t * json, json_t *other), other)

/* A row is read by all and changed by nobody: who writes one makes it anew. Others, such as operations
 * and settings, are read to be changed. */
static gboolean
is_row (const json_t *document)
{
  return json_object_get (document, "id") != NULL && json_object_get (document, "payload") == NULL;
}

static void
free_document (gpointer document)
{
  if (is_shared (document))
    set_shared (document, FALSE);
  json_decref (document);
}

static void
forget (void)
{
  g_clear_pointer (&documents, g_hash_table_unref);
  g_clear_pointer (&signatures, g_hash_table_unref);
  g_clear_pointer (&pins, g_hash_table_unref);
  n_bytes = 0;
}

static void
begin (void)
{
  documents = g_hash_table_new_full (hash_bytes, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                     free_document);
  signatures =
      g_hash_table_new_full (hash_bytes, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  pins = g_hash_table_new_full (hash_bytes, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}

void
cp_sim_memo_use (gboolean use)
{
#ifndef __SANITIZE_ADDRESS__
  in_use = use;
  if (use && documents == NULL)
    begin ();
#endif
}

void
cp_sim_memo_trim (void)
{
  if (n_bytes < MOST_BYTES)
    return;
  forget ();
  begin ();
}

/* Whether it is not the first time. */
static gboolean
is_seen_again (GBytes *bytes)
{
  guint hash = hash_bytes (bytes);
  gboolean again = seen[hash % N_SEEN] == hash;

  seen[hash % N_SEEN] = hash;
  return again;
}

static void
remember_document (GBytes *bytes, const json_t *document)
{
  gsize size;
  const void *text = g_bytes_get_data (bytes, &size);
  json_t *copy = json_deep_copy (document);

  if (is_row (copy))
    set_shared (copy, TRUE);
  g_hash_table_insert (documents, g_bytes_new (text, size), copy);
  n_bytes += size * 8; /* about what the tree takes */
}

json_t *
__wrap_json_loadb (const char *text, size_t size, size_t flags, json_error_t *error)
{
  g_autoptr (GBytes) bytes = NULL;
  json_t *document;

  if (!in_use || size > MOST_TEXT_BYTES || flags != JSON_REJECT_DUPLICATES)
    return __real_json_loadb (text, size, flags, error);
  bytes = g_bytes_new_static (text, size);
  document = g_hash_table_lookup (documents, bytes);
  if (document != NULL)
    return is_shared (document) ? json_incref (document) : json_deep_copy (document);
  document = __real_json_loadb (text, size, flags, error);
  if (document != NULL && is_seen_again (bytes))
    remember_document (bytes, document);
  return document;
}

static GBytes *
join (const unsigned char *signature,
      const unsigned char *message,
      gsize n_message,
      const unsigned char *key)
{
  GByteArray *bytes = g_byte_array_sized_new ((guint) (SIGNATURE_BYTES + KEY_BYTES + n_message));

  g_byte_array_append (bytes, signature, SIGNATURE_BYTES);
  g_byte_array_append (bytes, key, KEY_BYTES);
  g_byte_array_append (bytes, message, (guint) n_message);
  return g_byte_array_free_to_bytes (bytes);
}

static void
remember (GHashTable *set, GBytes *bytes)
{
  if (g_hash_table_add (set, g_bytes_ref (bytes)))
    n_bytes += g_bytes_get_size (bytes);
}

int
__wrap_crypto_sign_detached (unsigned char *ret_signature,
                             unsigned long long *ret_length,
                             const unsigned char *message,
                             unsigned long long n_message,
                             const unsigned char *secret)
{
  int result = __real_crypto_sign_detached (ret_signature, ret_length, message, n_message, secret);
  g_autoptr (GBytes) triple = NULL;

  if (!in_use || result != 0)
    return result;
  /* The second half of a secret key is the public one. */
  triple = join (ret_signature, message, (gsize) n_message, secret + KEY_BYTES);
  remember (signatures, triple);
  return 0;
}

int
__wrap_crypto_sign_verify_detached (const unsigned char *signature,
                                    const unsigned char *message,
                                    unsigned long long n_message,
                                    const unsigned char *key)
{
  g_autoptr (GBytes) triple = NULL;

  if (!in_use)
    return __real_crypto_sign_verify_detached (signature, message, n_message, key);
  triple = join (signature, message, (gsize) n_message, key);
  if (g_hash_table_contains (signatures, triple))
    return 0;
  if (__real_crypto_sign_verify_detached (signature, message, n_message, key) != 0)
    return -1;
  remember (signatures, triple);
  return 0;
}

int
__wrap_crypto_pwhash_str_verify (const char verifier[crypto_pwhash_STRBYTES],
                                 const char *password,
                                 unsigned long long n_password)
{
  GByteArray *array;
  g_autoptr (GBytes) pair = NULL;

  if (!in_use)
    return __real_crypto_pwhash_str_verify (verifier, password, n_password);
  array = g_byte_array_new ();
  g_byte_array_append (array, (const guint8 *) verifier, (guint) strlen (verifier) + 1);
  g_byte_array_append (array, (const guint8 *) password, (guint) n_password);
  pair = g_byte_array_free_to_bytes (array);
  if (g_hash_table_contains (pins, pair))
    return 0;
  if (__real_crypto_pwhash_str_verify (verifier, password, n_password) != 0)
    return -1;
  remember (pins, pair);
  return 0;
}
