/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-curl-transport.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "cp-json.h"
#include "cp-protocol.h"
#include "cp-wire-gzip.h"

#include <glib/gi18n-lib.h>

/* Looking up a name is in it, and on a line that something fills, so are three trips there and back. */
#define CONNECT_TIMEOUT_MS 8000
#define SILENT_PEER_MS 6000
#define KEEPALIVE_IDLE_S 3L
#define KEEPALIVE_INTERVAL_S 1L
#define POLL_MS 1000
#define MAX_HEADER_BYTES (16 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* One request. The main thread makes it, the curl thread fills in the answer, the main thread frees
 * it. */
typedef struct {
  CpCurlTransport *transport; /* a reference, once it is on its way back */
  gint64 trickle_us;
  guint id;
  gboolean is_cancel;
  gboolean is_quit;
  char *method;
  char *url;
  char *range;
  GBytes *body;
  gboolean is_packed;
  gint64 timeout_ms;
  CURL *easy;
  struct curl_slist *headers;
  GByteArray *answer;
  CpJson *document; /* (nullable) */
  gsize n_header_bytes;
  guint status;
  gint64 retry_after_ms;
  char *trouble;
} Job;

typedef struct {
  CpTransportDoneFunc done;
  gpointer data;
} Waiting;

struct _CpCurlTransport {
  CpCurlLine *line;
  GMainContext *context;
  GThread *thread;
  GAsyncQueue *jobs;
  CURLM *multi;

  GHashTable *waiting; /* main thread: id → Waiting */
  guint last_id;

  GHashTable *running; /* curl thread: id → Job */
};

static void
free_job (Job *job)
{
  if (job->easy != NULL)
    curl_easy_cleanup (job->easy);
  curl_slist_free_all (job->headers);
  g_clear_pointer (&job->answer, g_byte_array_unref);
  json_decref (job->document);
  g_free (job->method);
  g_free (job->url);
  g_free (job->range);
  g_clear_pointer (&job->body, g_bytes_unref);
  g_free (job->trouble);
  g_free (job);
}

static size_t
on_body (char *bytes, size_t size, size_t n, void *data)
{
  Job *job = data;
  size_t length = size * n;

  if (job->answer->len + length > CP_JSON_MAX_BYTES)
    return 0;
  g_byte_array_append (job->answer, (const guint8 *) bytes, (guint) length);
  return length;
}

static size_t
on_header (char *bytes, size_t size, size_t n, void *data)
{
  Job *job = data;

  job->n_header_bytes += size * n;
  return job->n_header_bytes <= MAX_HEADER_BYTES ? size * n : 0;
}

/* Returns: whether to give up: libcurl's own limit on speed would end a poll that is held */
static int
on_progress (void *data, curl_off_t all_down, curl_off_t down, curl_off_t all_up, curl_off_t up)
{
  Job *job = data;
  curl_off_t first_us = 0, now_us = 0;

  curl_easy_getinfo (job->easy, CURLINFO_TOTAL_TIME_T, &now_us);
  /* A part of a file is at hand; anything else may have to be waited for. */
  if (down == 0 && job->n_header_bytes == 0)
    return now_us > 1000 * job->timeout_ms || (job->range != NULL && now_us > 2 * job->trickle_us);
  curl_easy_getinfo (job->easy, CURLINFO_STARTTRANSFER_TIME_T, &first_us);
  return now_us - first_us > job->trickle_us + down * (G_USEC_PER_SEC / CP_LEAST_BYTES_PER_S);
}

/* What has been sent and is not confirmed within this time means that nobody is there. */
static int
on_socket (void *data, curl_socket_t fd, curlsocktype purpose)
{
  int timeout_ms = SILENT_PEER_MS;

  setsockopt (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
  return CURL_SOCKOPT_OK;
}

static void
set_limits (CURL *easy, Job *job)
{
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, job);
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, job);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  /* Until it answers; then for as long as it flows (on_progress()), up to the largest answer there may be. */
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS,
                    (long) (job->timeout_ms + CP_JSON_MAX_BYTES / CP_LEAST_BYTES_PER_S * 1000));
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) CONNECT_TIMEOUT_MS);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S);
  curl_easy_setopt (easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
}

static void
set_body (Job *job)
{
  job->headers = curl_slist_append (job->headers, "Content-Type: application/json");
  if (job->is_packed)
    job->headers = curl_slist_append (job->headers, "Content-Encoding: gzip");
  curl_easy_setopt (job->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                    (curl_off_t) g_bytes_get_size (job->body));
  curl_easy_setopt (job->easy, CURLOPT_POSTFIELDS, g_bytes_get_data (job->body, NULL));
}

static void
set_up (CpCurlTransport *self, Job *job)
{
  job->easy = curl_easy_init ();
  job->answer = g_byte_array_new ();
  job->trickle_us = cp_curl_line_get_trickle_us (self->line);
  job->headers = curl_slist_append (NULL, cp_curl_line_get_authorization (self->line));
  job->headers = curl_slist_append (job->headers, "Accept: application/json");
  job->headers = curl_slist_append (job->headers, "Expect:");
  set_limits (job->easy, job);
  cp_curl_line_apply (self->line, job->easy);
  curl_easy_setopt (job->easy, CURLOPT_URL, job->url);
  curl_easy_setopt (job->easy, CURLOPT_USERAGENT, "counterpart/" CP_VERSION);
  curl_easy_setopt (job->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (job->easy, CURLOPT_WRITEDATA, job);
  curl_easy_setopt (job->easy, CURLOPT_PRIVATE, job);
  /* A part of something that was packed on the way would be a part of that. */
  if (job->range != NULL)
    curl_easy_setopt (job->easy, CURLOPT_RANGE, job->range);
  else
    curl_easy_setopt (job->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  if (job->body != NULL)
    set_body (job);
  curl_easy_setopt (job->easy, CURLOPT_CUSTOMREQUEST, job->method);
  curl_easy_setopt (job->easy, CURLOPT_HTTPHEADER, job->headers);
}

static const char *
describe (const Job *job, CURLcode code)
{
  if (code == CURLE_ABORTED_BY_CALLBACK && job->n_header_bytes == 0)
    code = CURLE_OPERATION_TIMEDOUT;
  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return _ ("Head office's name can't be found on the network");
  case CURLE_COULDNT_CONNECT:
    return _ ("Head office can't be reached");
  case CURLE_OPERATION_TIMEDOUT:
    return _ ("Head office does not answer");
  case CURLE_WRITE_ERROR:
    return _ ("Head office's answer is too large");
  case CURLE_ABORTED_BY_CALLBACK:
    return _ ("Head office's answer comes too slowly");
  case CURLE_PEER_FAILED_VERIFICATION:
    return _ ("What answers has no certificate of head office's");
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    return _ ("What answers has another key than head office");
  case CURLE_SSL_CERTPROBLEM:
    return _ ("This device's certificate or its key can't be used");
  case CURLE_SSL_CACERT_BADFILE:
    return _ ("The certificate of head office's authority can't be used");
  default:
    return curl_easy_strerror (code);
  }
}

static gboolean
on_answer (gpointer data)
{
  Job *job = data;
  CpCurlTransport *self = job->transport;
  Waiting *waiting = g_hash_table_lookup (self->waiting, GUINT_TO_POINTER (job->id));
  CpTransportAnswer answer = { job->status,      (const char *) job->answer->data,
                               job->answer->len, job->retry_after_ms,
                               job->trouble,     job->document };

  if (waiting != NULL) {
    Waiting call = *waiting;

    g_hash_table_remove (self->waiting, GUINT_TO_POINTER (job->id));
    call.done (&answer, call.data);
  }
  return G_SOURCE_REMOVE;
}

static void
clear_transport (gpointer data)
{
  CpCurlTransport *self = data;

  g_hash_table_unref (self->waiting);
  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  cp_curl_line_free (self->line);
}

static void
free_answered (gpointer data)
{
  Job *job = data;
  CpCurlTransport *self = job->transport;

  free_job (job);
  g_atomic_rc_box_release_full (self, clear_transport);
}

/* An idle source and not g_main_context_invoke(), which may call in this thread. */
static void
hand_back (CpCurlTransport *self, Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  job->transport = g_atomic_rc_box_acquire (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answer, job, free_answered);
  g_source_attach (source, self->context);
}

/* While the main thread may wait for the ledger, which takes in the page before. */
static void
read_answer (Job *job)
{
  if (job->answer->len > 0 && job->range == NULL)
    job->document =
        cp_json_parse_object ((const char *) job->answer->data, (gssize) job->answer->len, NULL);
}

static void
finish (CpCurlTransport *self, Job *job, CURLcode code)
{
  long status = 0;
  curl_off_t retry_after_s = 0;

  curl_multi_remove_handle (self->multi, job->easy);
  g_hash_table_steal (self->running, GUINT_TO_POINTER (job->id));
  if (code == CURLE_OK) {
    curl_easy_getinfo (job->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo (job->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
    job->status = (guint) status;
    job->retry_after_ms = MIN (retry_after_s, 24 * 3600) * 1000;
    read_answer (job);
  } else {
    job->trouble = g_strdup (describe (job, code));
    g_byte_array_set_size (job->answer, 0);
  }
  hand_back (self, job);
}

static void
collect (CpCurlTransport *self)
{
  CURLMsg *message;
  int n_left;

  while ((message = curl_multi_info_read (self->multi, &n_left)) != NULL) {
    Job *job = NULL;

    if (message->msg != CURLMSG_DONE)
      continue;
    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &job);
    finish (self, job, message->data.result);
  }
}

static void
drop (CpCurlTransport *self, guint id)
{
  Job *job = g_hash_table_lookup (self->running, GUINT_TO_POINTER (id));

  if (job == NULL)
    return;
  curl_multi_remove_handle (self->multi, job->easy);
  g_hash_table_remove (self->running, GUINT_TO_POINTER (id));
}

/* Returns: whether the thread is to go on */
static gboolean
take_jobs (CpCurlTransport *self)
{
  Job *job;

  while ((job = g_async_queue_try_pop (self->jobs)) != NULL) {
    gboolean is_quit = job->is_quit;

    if (job->is_quit || job->is_cancel) {
      drop (self, job->id);
      free_job (job);
    } else {
      set_up (self, job);
      g_hash_table_insert (self->running, GUINT_TO_POINTER (job->id), job);
      curl_multi_add_handle (self->multi, job->easy);
    }
    if (is_quit)
      return FALSE;
  }
  return TRUE;
}

static gpointer
run_thread (gpointer data)
{
  CpCurlTransport *self = data;
  GHashTableIter iter;
  gpointer job;
  int n_running;

  while (take_jobs (self)) {
    curl_multi_perform (self->multi, &n_running);
    collect (self);
    curl_multi_poll (self->multi, NULL, 0, POLL_MS, NULL);
  }
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    curl_multi_remove_handle (self->multi, ((Job *) job)->easy);
  g_hash_table_unref (self->running);
  curl_multi_cleanup (self->multi);
  return NULL;
}

static void
post (CpCurlTransport *self, Job *job)
{
  g_async_queue_push (self->jobs, job);
  curl_multi_wakeup (self->multi);
}

static void
take_body (Job *job, const char *body)
{
  gsize size_bytes = body != NULL ? strlen (body) : 0;

  if (body == NULL)
    return;
  job->is_packed = size_bytes >= CP_GZIP_LEAST_BYTES;
  job->body = job->is_packed ? cp_gzip_pack (body, size_bytes) : g_bytes_new (body, size_bytes);
}

static guint
send_request (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  CpCurlTransport *self = data;
  Job *job = g_new0 (Job, 1);
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting){ done, done_data };
  job->id = ++self->last_id;
  job->method = g_strdup (request->method);
  job->url = g_strconcat (cp_curl_line_get_base (self->line), request->path, NULL);
  take_body (job, request->body);
  job->timeout_ms = request->timeout_ms;
  job->range = g_strdup (request->range);
  g_hash_table_insert (self->waiting, GUINT_TO_POINTER (job->id), waiting);
  post (self, job);
  return self->last_id;
}

static void
cancel_request (gpointer data, guint id)
{
  CpCurlTransport *self = data;
  Job *job = g_new0 (Job, 1);

  g_hash_table_remove (self->waiting, GUINT_TO_POINTER (id));
  job->id = id;
  job->is_cancel = TRUE;
  post (self, job);
}

CpCurlTransport *
cp_curl_transport_new (const CpCurlLineConfig *config, GError **error)
{
  CpCurlLine *line = cp_curl_line_new (config, error);
  CpCurlTransport *self;

  if (line == NULL)
    return NULL;
  curl_global_init (CURL_GLOBAL_DEFAULT);
  self = g_atomic_rc_box_new0 (CpCurlTransport);
  self->line = line;
  self->context = g_main_context_ref_thread_default ();
  self->jobs = g_async_queue_new_full ((GDestroyNotify) free_job);
  self->waiting = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->running = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) free_job);
  self->multi = curl_multi_init ();
  self->thread = g_thread_new ("curl", run_thread, self);
  return self;
}

void
cp_curl_transport_free (CpCurlTransport *self)
{
  Job *job;

  if (self == NULL)
    return;
  job = g_new0 (Job, 1);
  job->is_quit = TRUE;
  g_hash_table_remove_all (self->waiting);
  post (self, job);
  g_thread_join (self->thread);
  g_atomic_rc_box_release_full (self, clear_transport);
}

CpTransport
cp_curl_transport_get_transport (CpCurlTransport *self)
{
  return (CpTransport){ send_request, cancel_request, self };
}
