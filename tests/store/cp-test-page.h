/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"

G_BEGIN_DECLS

/* Pages of head office's feed, made by hand. */

/** cp_test_page_new: (transfer full): a page that begins at @after, without items */
CpJson *cp_test_page_new (const char *epoch, gint64 after);

void cp_test_page_add_row (CpJson *page, gconstpointer entity);
void cp_test_page_add_deletion (CpJson *page, CpKind kind, const char *id);
void cp_test_page_add_account (CpJson *page, const CpAccount *account);

/** cp_test_page_add_ack: @code: (nullable) */
void cp_test_page_add_ack (
    CpJson *page, gint64 seq, const char *operation_id, const char *outcome, const char *code);

/** cp_test_page_end: ends it at @through, with nothing behind it */
void cp_test_page_end (CpJson *page, gint64 through, gint64 head_office_ms);

/** cp_test_page_seal: seals it as the head office of the tests would for whom @push (a document of
 *  cp_ledger_get_push()) is from */
void cp_test_page_seal (CpJson *page, const CpJson *push);

/** cp_test_page_seal_answer: the same for another answer, as cp_seal_describe_answer() has it */
void cp_test_page_seal_answer (CpJson *document, const char *what, const CpJson *push);

/** cp_test_page_seal_for: the same for any document and purpose */
void cp_test_page_seal_for (CpJson *document, const char *purpose);

G_END_DECLS
