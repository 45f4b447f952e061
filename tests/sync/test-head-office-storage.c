/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office's databases are made by, of either kind. */
#include "cp-head-office-storage.h"

#include <gio/gio.h>

#include "cp-chain.h"
#include "office-fixture.h"

#define RESOURCES "/org/counterpart/headoffice/"

static char *
dup_hash (const char *path)
{
  g_autofree char *whole = g_strconcat (RESOURCES, path, NULL);
  g_autoptr (GBytes) text = g_resources_lookup_data (whole, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *sql = NULL;

  g_assert_nonnull (text);
  sql = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  return cp_chain_hash_body (sql);
}

static guint
count_migrations (const char *kind)
{
  g_autofree char *path = g_strdup_printf (RESOURCES "%s/sql/migrations/", kind);
  g_auto (GStrv) names = g_resources_enumerate_children (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return g_strv_length (names);
}

/* A released migration never changes; a new one gets a line here. */
static void
test_migrations_are_frozen (void)
{
  static const struct {
    const char *path;
    const char *hash;
  } frozen[] = {
    { "postgres/sql/migrations/0001-first.sql",
      "ae0657a748b7f536000cfd218e92b5a29fa1005ffd099596ae8c211a49ab9fe8" },
    { "postgres/sql/migrations/0002-sums.sql",
      "6ec43c7ef8877e56afe92b0ee706af556ff97a2d776000154e1d83648ff1e479" },
    { "postgres/sql/migrations/0003-account-lock.sql",
      "a4603a60b8d87c067139efccde38eba3dda387eb70fa8472959df75b2693b230" },
    { "postgres/sql/migrations/0004-room.sql",
      "ad7d425f6d5d95e961c74b75b1ca7c978f5b7248db3a47f71f6a6dc844a9b304" },
    { "postgres/sql/migrations/0005-thin-sums.sql",
      "043760f936791dac3a3e958a2e18ffb1d745e896a7695bba3ba6e2919dd5f6d0" },
    { "postgres/sql/migrations/0006-lanes.sql",
      "b69573b5bd09562235be6f11e5d7f9cf17c50fa04f1bd222068f066759639ab6" },
    { "postgres/sql/migrations/0007-home.sql",
      "b27cd011d9bc28580d1b90036790d4f4a8fe42ddb092fae8cecd7158cc638793" },
    { "postgres/sql/migrations/0008-receipts.sql",
      "bfe39eff9875757e863e109e7684e01bd9cb0f4bb8ac4fd538a55245a628c4d8" },
    { "postgres/sql/migrations/0009-erasures.sql",
      "ab0888bbb2d319854c9ec0e6804b478f074d85a5cb66b66116c9fef79ccfbbee" },
    { "postgres/sql/migrations/0010-repeats.sql",
      "b758f3f44dc0b31913a9ced4f3bd3a5336d58e1e16e0dd1154161095a5dcc1f0" },
    { "postgres/sql/migrations/0011-about.sql",
      "35183e965a9a2be75d89f038f66f7c22003761f4a5956ca9bf15f6f09c07a766" },
    { "sqlite/sql/migrations/0001-first.sql",
      "c5fe562c6ed36ff2d5b3937e6ed639959f595ac02a229388765d802d32c619f2" },
    { "sqlite/sql/migrations/0002-status.sql",
      "7b0619888249947fe937e16b30ec8fe65a3f74011e91efad5edbe00e5dedffb3" },
    { "sqlite/sql/migrations/0003-account-index.sql",
      "e7a718e08a77f4428cea441a0212df9454396220227bcc7e1212a7988b9e6a61" },
    { "sqlite/sql/migrations/0004-sums.sql",
      "92fe41f40829a00db197aace8c2277d6bfe9e1b6e3be461d4ce0df6940355ec4" },
    { "sqlite/sql/migrations/0005-thin-sums.sql",
      "0a110f84374f8209256e25b53a62f75a822281480fb5dbea796eff935b2cff7c" },
    { "sqlite/sql/migrations/0006-lanes.sql",
      "f83092f63541eb9bbf63bd76fea51ca43edc7ccf73b1504ff59caab13929e275" },
    { "sqlite/sql/migrations/0007-home.sql",
      "686485ecfc6a9bd4d076c3417acd7e627167b3cfe4f8a6472d82fc5cc832bc7f" },
    { "sqlite/sql/migrations/0008-receipts.sql",
      "f3fa984590b47069686c980a5753a033f2587e287be0218393632beb61e166f2" },
    { "sqlite/sql/migrations/0009-erasures.sql",
      "19027c43e32edb2ad3b4e86243f2b20a355f4a1c038ac0f052a5022938facbe4" },
    { "sqlite/sql/migrations/0010-repeats.sql",
      "e9330ed0a6ff66c846b242987856ee5b002e5f3d2f5ac91d2d9af53d012baece" },
    { "sqlite/sql/migrations/0011-about.sql",
      "11ed31d5839c085a0ae78c984b4b8369b452833999c182420804e00107f1b407" },
  };
  g_autoptr (Office) office = office_new_empty (); /* whose storage brings them */

  for (guint i = 0; i < G_N_ELEMENTS (frozen); i++) {
    g_autofree char *hash = dup_hash (frozen[i].path);

    g_assert_cmpstr (hash, ==, frozen[i].hash);
  }
  g_assert_cmpuint (G_N_ELEMENTS (frozen), ==,
                    count_migrations ("postgres") + count_migrations ("sqlite"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-storage/migrations-are-frozen", test_migrations_are_frozen);
  return g_test_run ();
}
