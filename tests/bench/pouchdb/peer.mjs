// SPDX-License-Identifier: LGPL-2.1-or-later
// peer.mjs ROWS CHANGED OPERATIONS SEEN MBIT: what PouchDB, replicating with a PouchDB server over such a
// line, does with the same rows, each a document. Prints its figures as one JSON object.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makePouchDB } from './pouchdb.mjs';
import { Throttle } from './throttle.mjs';

const BATCH = 1000; // at PouchDB's own 100 a batch it is slower still
const N_STORES = 10;
const N_ONE_BY_ONE = 2000;
const [rows, ...numbers] = process.argv.slice(2);
const [nChanged, nOperations, nSeen, mbit] = numbers.map(Number);
const folder = mkdtempSync(join(tmpdir(), 'pouchdb-'));
const PouchDB = makePouchDB(folder);
const figures = {};

function seconds() {
  return performance.now() / 1000;
}

async function startServer() {
  const server = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [join(folder, 'server')]);
  const [url] = await once(server, 'message');
  return { server, url };
}

async function fill(db) {
  let docs = [];
  let nRows = 0;
  const put = async () => {
    await db.bulkDocs(docs);
    nRows += docs.length;
    docs = [];
  };
  for await (const line of createInterface({ input: createReadStream(rows) })) {
    const row = JSON.parse(line);
    docs.push({ _id: row.data.id, kind: row.kind, data: row.data });
    if (docs.length === 5000)
      await put();
  }
  await put();
  return nRows;
}

function replicate(from, to) {
  return PouchDB.replicate(from, to, { batch_size: BATCH, batches_limit: 4 });
}

async function bootstrap(url, line, nRows) {
  const local = new PouchDB('kiosk');
  const before = line.down.bytes;
  const began = seconds();
  await replicate(new PouchDB(`${url}/rows`), local);
  figures['bootstrap, s'] = seconds() - began;
  figures['bootstrap, rows/s'] = nRows / figures['bootstrap, s'];
  figures['row down, bytes'] = (line.down.bytes - before) / nRows;
  return local;
}

async function catchUp(direct, url, line, local) {
  for (let done = 0; done < nChanged; done += 5000) {
    const page = await direct.allDocs({ include_docs: true, limit: Math.min(5000, nChanged - done), skip: done });
    await direct.bulkDocs(page.rows.map(({ doc }) => ({ ...doc, data: { ...doc.data, note: 'changed' } })));
  }
  const before = line.down.bytes;
  const began = seconds();
  await replicate(new PouchDB(`${url}/rows`), local);
  figures['catch up, s'] = seconds() - began;
  figures['catch up, rows/s'] = nChanged / figures['catch up, s'];
  figures['changed row down, bytes'] = (line.down.bytes - before) / nChanged;
}

async function push(url, line) {
  const stores = [];
  const each = Math.ceil(nOperations / N_STORES);
  for (let store = 0; store < N_STORES; store++) {
    const local = new PouchDB(`store-${store}`);
    await local.bulkDocs(Array.from({ length: each }, (_, n) => ({
      _id: `019b76da-a900-7${String(store).padStart(3, '0')}-8000-${String(n).padStart(12, '0')}`,
      kind: 'redeem_reward', account_id: `019b76da-a800-7000-800a-${String(n).padStart(12, '0')}`,
      device_id: `till-${store}`, staff_id: 'mia', done_at_ms: 1800000000000 + n,
      payload: { amount_minor: 10, basket_minor: 9000 },
    })));
    stores.push(local);
  }
  const before = line.up.bytes;
  const began = seconds();
  const target = () => new PouchDB(`${url}/operations`);
  await Promise.all(stores.map((local) => replicate(local, target())));
  figures['pushed, operations/s'] = (each * N_STORES) / (seconds() - began);
  figures['operation up, bytes'] = (line.up.bytes - before) / (each * N_STORES);
}

// Written at one store, live at another.
async function see(url) {
  const [here, there] = [new PouchDB('here'), new PouchDB('there')];
  const up = here.replicate.to(new PouchDB(`${url}/live`), { live: true });
  const down = there.replicate.from(new PouchDB(`${url}/live`), { live: true });
  const changes = there.changes({ live: true, since: 'now' });
  const waiting = new Map();
  changes.on('change', ({ id }) => waiting.get(id)?.());
  const delays = [];
  for (let n = 0; n < nSeen; n++) {
    const began = performance.now();
    const seen = new Promise((resolve) => waiting.set(`change-${n}`, resolve));
    await here.put({ _id: `change-${n}` });
    await seen;
    delays.push(performance.now() - began);
  }
  delays.sort((a, b) => a - b);
  figures['seen elsewhere, ms, median'] = delays[Math.floor(nSeen / 2)];
  figures['seen elsewhere, ms, p99'] = delays[Math.floor((nSeen * 99) / 100)];
  for (const one of [up, down, changes])
    one.cancel();
}

// The naive way: a request and a write for each row.
async function oneByOne(url) {
  const local = new PouchDB('one-by-one');
  const remote = new PouchDB(`${url}/rows`);
  const { rows: ids } = await remote.allDocs({ limit: N_ONE_BY_ONE });
  const began = seconds();
  for (const { id } of ids) {
    const { _rev, ...doc } = await remote.get(id);
    await local.put(doc);
  }
  figures['one row a request, rows/s'] = ids.length / (seconds() - began);
}

const { server, url } = await startServer();
const line = new Throttle(url, mbit);
const throttled = await line.listen();
try {
  const direct = new PouchDB(`${url}/rows`);
  const nRows = await fill(direct);
  await bootstrap(throttled, line, nRows)
    .then((local) => catchUp(direct, throttled, line, local));
  await push(throttled, line);
  await see(throttled);
  await oneByOne(throttled);
  console.log(JSON.stringify(figures));
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
