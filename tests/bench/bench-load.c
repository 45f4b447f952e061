/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-load.h"

#include <string.h>

#include "cp-chain.h"
#include "cp-test-chain.h"
#include "cp-test-push.h"

static CpSigner *
make_signer (guint n)
{
  guint8 seed[CP_SEED_BYTES] = { (guint8) n, (guint8) (n >> 8), 1 };

  return cp_signer_new (seed);
}

BenchDevice *
bench_device_new (BenchOffice *office, guint n)
{
  BenchDevice *self = g_new0 (BenchDevice, 1);
  g_autofree char *name = g_strdup_printf ("token-%u", n);
  g_autofree char *path = bench_office_dup_path (office, name);

  self->office = office;
  self->n = n;
  self->url = n % MAX (office->n_processes, 1);
  self->id = g_strdup_printf ("till-%u", n);
  self->hash = g_strdup (CP_CHAIN_START);
  self->signer = make_signer (n);
  self->pushes = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (g_file_get_contents (path, &self->token, NULL, NULL));
  g_strstrip (self->token);
  self->curl = curl_easy_init ();
  return self;
}

void
bench_device_free (BenchDevice *self)
{
  curl_easy_cleanup (self->curl);
  g_ptr_array_unref (self->pushes);
  cp_signer_free (self->signer);
  g_free (self->id);
  g_free (self->token);
  g_free (self->hash);
  g_free (self);
}

/* Every store has its own customers, most of the time; each redeems something and goes. */
static CpJson *
make_body (BenchDevice *self)
{
  guint stripe = self->office->n_members / self->office->n_devices;
  guint member = self->n * stripe + (guint) ((guint64) self->seq / 2 * 7 % stripe);
  g_autoptr (CpOperation) operation =
      self->seq % 2 == 0
          ? cp_test_chain_operation (1, CP_OPERATION_REDEEM_REWARD, 1,
                                     "{'amount_minor':10,'basket_minor':9000}")
          : cp_test_chain_operation (1, CP_OPERATION_END_VISIT, 1, "{'reason_id':'served'}");

  g_free (operation->id);
  g_free (operation->account_id);
  g_free (operation->member_id);
  g_free (operation->device_id);
  g_free (operation->staff_id);
  self->last_id++;
  operation->id = bench_dup_uuid (CP_TEST_NOW_MS + 1000 * self->last_id,
                                  (guint64) self->n << 32 | (guint64) self->last_id);
  operation->account_id = bench_office_dup_id (member, 'a');
  operation->member_id = bench_office_dup_id (member, 'b');
  operation->device_id = g_strdup (self->id);
  operation->staff_id = bench_office_dup_staff_id (self->n);
  return cp_operation_to_json (operation);
}

static CpJson *
make_operation (BenchDevice *self)
{
  const CpTestLinks links = { self->id, "one", &self->seq, &self->hash };
  CpJson *body = make_body (self);
  g_autofree char *text = cp_json_to_text (body);

  return cp_test_push_make (&links, cp_json_get_text (body, "id"), text, body);
}

void
bench_device_make (BenchDevice *self, guint n_pushes, guint n_operations)
{
  for (guint i = 0; i < n_pushes; i++) {
    g_autoptr (CpJson) push = cp_push_json_new (self->id, "one", "high", "", 0);

    for (guint n = 0; n < n_operations; n++)
      cp_json_append (cp_json_get_array (push, "operations"), make_operation (self));
    cp_test_push_trim (push);
    cp_test_push_sign (push, self->signer);
    g_ptr_array_add (self->pushes, cp_json_to_text (push));
  }
}

static size_t
take_bytes (char *bytes, size_t size, size_t n, void *data)
{
  g_string_append_len (data, bytes, (gssize) (size * n));
  return size * n;
}

/* @range: (nullable): of what is asked for; returns the status, 0 if there was no answer */
static long
send_request (
    BenchDevice *self, const char *path, const char *range, const char *body, GString *answer)
{
  const char *base = self->office->urls[self->url];
  g_autofree char *url = g_strconcat (base, path, NULL);
  g_autofree char *token = g_strconcat ("Authorization: Bearer ", self->token, NULL);
  struct curl_slist *headers = curl_slist_append (NULL, token);
  long status = 0;
  CURLcode code;

  headers = curl_slist_append (headers, "Expect:");
  curl_easy_reset (self->curl);
  curl_easy_setopt (self->curl, CURLOPT_URL, url);
  curl_easy_setopt (self->curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (self->curl, CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt (self->curl, CURLOPT_WRITEDATA, answer);
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->curl, CURLOPT_RANGE, range);
  if (body != NULL) {
    curl_easy_setopt (self->curl, CURLOPT_POSTFIELDSIZE, (long) strlen (body));
    curl_easy_setopt (self->curl, CURLOPT_POSTFIELDS, body);
  }
  code = curl_easy_perform (self->curl);
  if (code == CURLE_OK)
    curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &status);
  else
    g_test_message ("%s: %s", path, curl_easy_strerror (code));
  curl_slist_free_all (headers);
  return status;
}

static CpJson *
ask (BenchDevice *self, const char *path, const char *body)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  long status = send_request (self, path, NULL, body, answer);

  if (status >= 400 && status < 500) /* asking again would not help */
    g_error ("%s: %ld %s", path, status, answer->str);
  if (status != 200)
    g_test_message ("%s: %ld %s", path, status, answer->str);
  return status == 200 ? cp_json_parse_object (answer->str, (gssize) answer->len, NULL) : NULL;
}

gboolean
bench_device_try_push (BenchDevice *self, guint index)
{
  g_autoptr (CpJson) answer = ask (self, "/v1/push", self->pushes->pdata[index]);

  return answer != NULL;
}

void
bench_device_push (BenchDevice *self, guint index)
{
  g_assert_true (bench_device_try_push (self, index));
}

CpJson *
bench_device_try_pull (BenchDevice *self, const char *epoch, gint64 after, guint wait_ms)
{
  g_autofree char *path = g_strdup_printf (
      "/v1/feed?incarnation=one&limit=5000&epoch=%s&after=%" G_GINT64_FORMAT "&wait_ms=%u", epoch,
      after, wait_ms);

  return ask (self, path, NULL);
}

CpJson *
bench_device_pull (BenchDevice *self, const char *epoch, gint64 after, guint wait_ms)
{
  CpJson *page = bench_device_try_pull (self, epoch, after, wait_ms);

  g_assert_nonnull (page);
  return page;
}

CpJson *
bench_device_ask_for_snapshot (BenchDevice *self, gint64 schema)
{
  g_autofree char *path = g_strdup_printf ("/v1/snapshot?schema=%" G_GINT64_FORMAT, schema);

  return ask (self, path, NULL);
}

guint
bench_device_ask_for_chunk (BenchDevice *self, const char *id)
{
  g_autofree char *path = g_strconcat ("/v1/snapshot/", id, NULL);
  g_autoptr (GString) answer = g_string_new (NULL);

  return (guint) send_request (self, path, "0-99", NULL, answer);
}
