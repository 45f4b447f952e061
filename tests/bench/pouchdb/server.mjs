// SPDX-License-Identifier: LGPL-2.1-or-later
// server.mjs FOLDER: a PouchDB server on the loopback; tells who started it where.
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import { makePouchDB } from './pouchdb.mjs';

const app = express();
app.use(expressPouchDB(makePouchDB(process.argv[2]),
  { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null' }));
const server = app.listen(0, '127.0.0.1', () =>
  process.send(`http://127.0.0.1:${server.address().port}`));
