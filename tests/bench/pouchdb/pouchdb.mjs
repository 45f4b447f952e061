// SPDX-License-Identifier: LGPL-2.1-or-later
// PouchDB with its databases in files (LevelDB), below a folder.
import { mkdirSync } from 'node:fs';
import http from 'pouchdb-adapter-http';
import leveldb from 'pouchdb-adapter-leveldb';
import core from 'pouchdb-core';
import mapreduce from 'pouchdb-mapreduce';
import replication from 'pouchdb-replication';

export function makePouchDB(folder) {
  mkdirSync(folder, { recursive: true });
  return core.plugin(leveldb).plugin(http).plugin(replication).plugin(mapreduce)
    .defaults({ prefix: `${folder}/` });
}
