/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-originality.h"

/* Real chips' UIDs and signatures, by way of proxmark3's tools/recover_pk.py. */
static const struct {
  CpOriginality family;
  const char *uid, *signature;
} chips[] = {
  { CP_ORIGINALITY_NTAG21X, "04E10CDA993C80",
    "8B76052EE42F5567BEB53238B3E3F9950707C0DCC956B5C5EFCFDB709B2D82B3" },
  { CP_ORIGINALITY_NTAG21X, "04DB0BDA993C80",
    "6048EFD9417CD10F6B7F1818D471A7FE5B46868D2EABDC6307A1E0AAE139D8D0" },
  { CP_ORIGINALITY_ULTRALIGHT_EV1, "04C1285A373080",
    "CEA2EB0B3C95D0844A95B824A7553703B3702378033BF0987899DB70151A19E7" },
  { CP_ORIGINALITY_NTAG424, "0463474AA26A80",
    "27E9A50E6CA4BA9037C02F7D20A80D0284D0C1D83C67F5A5AC1D8A4EF86C9508"
    "417E4E9C6F85AA7920F0ABDED984CAF20467D66EA54BBF08" },
  { CP_ORIGINALITY_DESFIRE_EV2, "042A41CAE45380",
    "B2769F8DDB575AEA2A680ADCA8FFED4FAB81A1E9908E2B82FE0FABB697BBD9B2"
    "3835C416970E75768F12902ACA491349E94E6589EAF4F508" },
  { CP_ORIGINALITY_DESFIRE_EV3, "04448BD2DB6B80",
    "5CBB5632795C8F15263FEFB095B51C7B541AFD914A1AE44EF6FB8AF605EDF13D"
    "BFEE6C3A2DB372245E671DFE0D42CB1F0D0B8FE67A89D2F6" },
  { CP_ORIGINALITY_NTAG22X, "043302218D3D00",
    "6A5D5E034F4FC823CACAB56C1A77A409B8DB345F89BD3FD59ED1F9C009351860"
    "9BE62D0A20764D2011E47EFA187F29AA" },
  { CP_ORIGINALITY_ULTRALIGHT_AES, "045E4CC2451390",
    "C9BBDA1B99EB6634CDFD8E3251AC5C4742EA5FA507B8A8A8B39B19AB7340D173"
    "331589C54C56C49F0CCA6DDBAC1E492A" },
};

static gboolean
verify (CpOriginality family, const TestBytes *uid, const TestBytes *signature)
{
  return cp_originality_verify (family, uid->bytes, uid->n, signature->bytes, signature->n);
}

static void
test_knows_real_chips (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++) {
    TestBytes uid = unhex (chips[i].uid), signature = unhex (chips[i].signature);

    g_assert_true (verify (chips[i].family, &uid, &signature));
  }
}

static void
test_refuses_another_uid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++) {
    TestBytes uid = unhex (chips[i].uid), signature = unhex (chips[i].signature);

    uid.bytes[6] ^= 1;
    g_assert_false (verify (chips[i].family, &uid, &signature));
  }
}

static void
test_refuses_another_familys_chip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++) {
    TestBytes uid = unhex (chips[i].uid), signature = unhex (chips[i].signature);

    for (CpOriginality family = 0; family < CP_N_ORIGINALITIES; family++)
      if (family != chips[i].family)
        g_assert_false (verify (family, &uid, &signature));
  }
}

static void
test_refuses_what_is_no_signature (void)
{
  static const guint8 zeros[56] = { 0 };
  TestBytes uid = unhex (chips[0].uid), signature = unhex (chips[0].signature);

  for (CpOriginality family = 0; family < CP_N_ORIGINALITIES; family++)
    for (gsize n = 0; n <= sizeof zeros; n++)
      g_assert_false (cp_originality_verify (family, uid.bytes, uid.n, zeros, n));
  g_assert_false (cp_originality_verify (chips[0].family, uid.bytes, 4, signature.bytes, 32));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/originality/knows-real-chips", test_knows_real_chips);
  g_test_add_func ("/card/originality/refuses-another-uid", test_refuses_another_uid);
  g_test_add_func ("/card/originality/refuses-another-familys-chip",
                   test_refuses_another_familys_chip);
  g_test_add_func ("/card/originality/refuses-what-is-no-signature",
                   test_refuses_what_is_no_signature);
  return g_test_run ();
}
