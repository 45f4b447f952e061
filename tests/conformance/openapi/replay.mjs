// SPDX-License-Identifier: LGPL-2.1-or-later
// replay.mjs BUILD OPENAPI: a head office as it ships behind a line on which every request and every answer
// is held against openapi.yaml, with validators that are not of our making. The conformance kit asks, then
// the cases below. Every answer that the file describes has to come, less those that NOT_HERE names. TAP.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { Description, isDescriptionValid } from './description.mjs';
import { Line } from './line.mjs';

// A message that no card of the chain's has made.
const SUN = JSON.stringify({
  incarnation: 'one', challenge: 'abc', url: `https://club.example.org?e=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
});

const FIND = JSON.stringify({ incarnation: 'one', challenge: 'abc', text: 'Ada Lovelace' });

// [method, path, status, who asks, body, range]; `empty` asks the head office that has nothing, not even keys
const CASES = [
  ['POST', '/v1/push', 401, 'nobody', '{}'],
  ['POST', '/v1/push', 403, 'revoked', '{}'],
  ['GET', '/v1/push', 405, 'till'],
  ['GET', '/v1/feed?after=0&limit=100', 200, 'till'],
  ['GET', '/v1/feed?after=x', 400, 'till'],
  ['GET', '/v1/feed', 401, 'nobody'],
  ['GET', '/v1/feed', 403, 'revoked'],
  ['POST', '/v1/feed', 405, 'till', '{}'],
  ['GET', '/v1/feed?proto=2', 426, 'till'],
  ['GET', '/v1/snapshot?schema=SCHEMA', 200, 'till'],
  ['GET', '/v1/snapshot?schema=SCHEMA&wait_ms=55001', 400, 'till'],
  ['GET', '/v1/snapshot?schema=SCHEMA', 401, 'nobody'],
  ['GET', '/v1/snapshot?schema=SCHEMA', 403, 'revoked'],
  ['GET', '/v1/snapshot?schema=9999', 404, 'till'],
  ['POST', '/v1/snapshot', 405, 'till', '{}'],
  ['GET', '/v1/snapshot/SNAPSHOT', 200, 'till'],
  ['GET', '/v1/snapshot/SNAPSHOT', 206, 'till', undefined, 'bytes=0-99'],
  ['GET', '/v1/snapshot/SNAPSHOT', 401, 'nobody'],
  ['GET', '/v1/snapshot/SNAPSHOT', 403, 'revoked'],
  ['GET', `/v1/snapshot/${'0'.repeat(32)}`, 404, 'till'],
  ['POST', '/v1/snapshot/SNAPSHOT', 405, 'till', '{}'],
  ['GET', '/v1/snapshot/SNAPSHOT', 416, 'till', undefined, 'bytes=9999999999-'],
  ...['/v1/sums?bits=6', '/v1/rows?bits=6&range=1'].flatMap((path) => [
    ['GET', `${path}&epoch=EPOCH&after=GSEQ`, 200, 'till'],
    ['GET', `${path}&epoch=EPOCH&after=x`, 400, 'till'],
    ['GET', path, 401, 'nobody'],
    ['GET', path, 403, 'revoked'],
    ['POST', path, 405, 'till', '{}'],
    ['GET', `${path}&epoch=another&after=0`, 412, 'till'],
  ]),
  ['POST', '/v1/sun', 200, 'till', SUN],
  ['POST', '/v1/sun', 400, 'till', '{}'],
  ['POST', '/v1/sun', 401, 'nobody', SUN],
  ['POST', '/v1/sun', 403, 'revoked', SUN],
  ['POST', '/v1/sun', 404, 'empty', SUN],
  ['GET', '/v1/sun', 405, 'till'],
  ['POST', '/v1/sun', 413, 'till', ' '.repeat(1024 * 1024 + 1)],
  ['POST', '/v1/find', 200, 'till', FIND],
  ['POST', '/v1/find', 400, 'till', '{}'],
  ['POST', '/v1/find', 401, 'nobody', FIND],
  ['POST', '/v1/find', 403, 'revoked', FIND],
  ['POST', '/v1/find', 404, 'empty', FIND],
  ['GET', '/v1/find', 405, 'till'],
  ['POST', '/v1/find', 413, 'till', ' '.repeat(1024 * 1024 + 1)],
  ['GET', '/v1/health', 200, 'nobody'],
  ['POST', '/v1/health', 405, 'nobody', '{}'],
];

const TOKENS = { till: 'till-good', empty: 'till-empty', revoked: 'revoked' };

// The storage has to fail for these; the suite sync makes it fail (test-head-office-server.c). Checksums ours
// always offers.
const NOT_HERE = ['/v1/feed 503', '/v1/snapshot/{id} 503', '/v1/sums 503', '/v1/rows 503',
  '/v1/sun 503', '/v1/find 503', '/v1/sums 404', '/v1/rows 404'];

const [build, descriptionPath] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
const started = [];
let nTests = 0;
let nFailed = 0;

function report(name, troubles) {
  for (const trouble of troubles)
    console.log(`# ${trouble}`);
  nFailed += troubles.length > 0;
  console.log(`${troubles.length > 0 ? 'not ok' : 'ok'} ${++nTests} ${name}`);
}

function administer(name, ...words) {
  execFileSync(join(build, 'sync/headoffice/counterpart-headoffice'),
    ['--database', `sqlite:${folder}/${name}.db`, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function readToken(name) {
  return readFileSync(join(folder, name), 'utf8').trim();
}

// Starts a head office and resolves to a line to it.
async function serve(name, description) {
  const office = spawn(join(build, 'sync/headoffice/counterpart-headoffice'),
    ['--database', `sqlite:${folder}/${name}.db`, 'serve', '--listen', '127.0.0.1:0',
      '--snapshots', join(folder, `${name}-snapshots`),
      ...(name === 'good' ? ['--card-keys', join(folder, 'card-keys')] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(office);
  for await (const line of createInterface({ input: office.stdout })) {
    const checked = new Line(line.replace('Listening on ', ''), description);
    await checked.listen();
    return checked;
  }
  throw new Error('head office does not listen');
}

async function setUp(description) {
  execFileSync(join(build, 'data/counterpart-sample-chain'),
    ['--out', join(folder, 'sample'), '--now', '1800000000000', '--members', '1']);
  // A device is told its own store's members, so that there are others to look for.
  const programme = JSON.parse(readFileSync(join(folder, 'sample/programme.json'), 'utf8'));
  writeFileSync(join(folder, 'programme.json'), JSON.stringify({ ...programme, scope: 'store' }));
  writeFileSync(join(folder, 'card-keys'), `[cards]\nsystem=TEST\nntag424=${'5'.repeat(32)}\n`);
  administer('good', 'publish', 'programme', join(folder, 'programme.json'));
  administer('good', 'device', 'add', 'till-2', '--store', 'harbour-street', '--token-file',
    join(folder, 'revoked'));
  administer('good', 'device', 'revoke', 'till-2', '--store', 'harbour-street', '--token-file',
    join(folder, 'revoked'));
  for (const name of ['good', 'empty'])
    administer(name, 'device', 'add', 'till-1', '--store', 'harbour-street', '--token-file',
      join(folder, `till-${name}`));
  return { good: await serve('good', description), empty: await serve('empty', description) };
}

// Resolves to what it says, less what holds, and its exit status.
function runConformance(name, url) {
  return new Promise((resolve) => {
    const kit = spawn(join(build, 'tests/conformance/counterpart-conformance'),
      [url, '--device', 'till-1', '--store', 'harbour-street', '--device-token-file',
        join(folder, `till-${name}`), '--signing-key', join(folder, 'signing-key')]);
    let said = '';
    kit.stdout.on('data', (text) => { said += text; });
    kit.stderr.on('data', (text) => { said += text; });
    kit.on('close', (status) =>
      resolve([said.split('\n').filter((line) => !/ holds | not tested /.test(line)), status]));
  });
}

async function ask(line, places, [method, path, status, who, body, range]) {
  const headers = { 'Content-Type': 'application/json' };
  const url = line.url + path.replace(/[A-Z]{4,}/g, (word) => places[word]);

  if (range)
    headers.Range = range;
  if (who !== 'nobody')
    headers.Authorization = `Bearer ${readToken(TOKENS[who])}`;
  const answer = await fetch(url, { method, headers, body });
  const text = await answer.text();
  return answer.status === status ? [] : [`${answer.status} in place of ${status}: ${text}`];
}

// What the cases name: where head office stands, and the version of the tables.
async function findPlaces(line) {
  const headers = { Authorization: `Bearer ${readToken('till-good')}` };
  const { epoch } = await (await fetch(`${line.url}/v1/health`)).json();
  let after = 0;
  for (let more = true; more;) {
    const page = await (await fetch(`${line.url}/v1/feed?epoch=${epoch}&after=${after}&limit=5000`,
      { headers })).json();
    after = page.through;
    more = page.more;
  }
  const schema = await findSchema(line, headers);
  const { id } = await (await fetch(`${line.url}/v1/snapshot?schema=${schema}`, { headers })).json();
  return { EPOCH: epoch, GSEQ: after, SCHEMA: schema, SNAPSHOT: id };
}

async function findSchema(line, headers) {
  for (let schema = 1; schema < 100; schema++)
    if ((await fetch(`${line.url}/v1/snapshot?schema=${schema}`, { headers })).status === 200)
      return schema;
  throw new Error('there is no snapshot of any version');
}

// That what is wrong is found: an answer, a status, a request and a description.
async function checkTheCheck(text, description) {
  const health = { epoch: 'e', programme_version: 1, version: '1' };
  const answer = (status, body) =>
    description.checkAnswer('GET', '/v1/health', status, JSON.stringify(body));
  const push = { proto: 1, device: 'till-1', incarnation: 'one', operations: [{ seq: 0 }] };
  const broken = parse(text);
  delete broken.info.title;
  return [
    [answer(200, health).length === 0, 'a good answer is refused'],
    [answer(200, { ...health, epoch: 1 }).length > 0, 'a number passes for a text'],
    [answer(200, { epoch: 'e' }).length > 0, 'what is missing is not missed'],
    [answer(201, health).length > 0, 'a status that is not described passes'],
    [description.checkAnswer('GET', `/v1/snapshot/${'0'.repeat(32)}`, 206, '{}').length > 0,
      'a document passes for a part of a snapshot'],
    [description.checkRequest('GET', '/v1/snapshot/x').length > 0, 'a broken id passes'],
    [description.checkRequest('POST', '/v1/push', JSON.stringify(push)).length > 0,
      'a broken push passes'],
    [description.checkRequest('GET', '/v1/feed?limit=5001').length > 0, 'a large limit passes'],
    [(await isDescriptionValid(broken)).length > 0, 'a description without a title passes'],
  ].filter(([ok]) => !ok).map(([, trouble]) => trouble);
}

async function run() {
  const text = readFileSync(descriptionPath, 'utf8');
  report('openapi.yaml is an OpenAPI document', await isDescriptionValid(parse(text)));
  const description = await Description.load(parse(text));
  report('the check finds what is wrong', await checkTheCheck(text, description));
  const lines = await setUp(description);
  const [faults, status] = await runConformance('good', lines.good.url);
  report('the conformance kit is content behind the line', status === 0 ? [] : faults);
  await runConformance('empty', lines.empty.url); // without a programme, 503 is all that a push gets
  const places = await findPlaces(lines.good);
  for (const one of CASES)
    report(`${one[0]} ${one[1]} as ${one[3]} is ${one[2]}`, 
      await ask(one[3] === 'empty' ? lines.empty : lines.good, places, one));
  const all = Object.values(lines);
  const seen = new Set(all.flatMap((line) => [...line.seen]));
  const nExchanges = all.reduce((sum, line) => sum + line.nExchanges, 0);
  report(`all ${nExchanges} exchanges are as described`, all.flatMap((line) => line.troubles));
  report('every answer that is described has come', description.listAnswers()
    .filter((answer) => !seen.has(answer) && !NOT_HERE.includes(answer)));
  for (const line of all)
    line.close();
}

try {
  await run();
} catch (error) {
  report(`the replay comes to its end: ${error.message}`, [error.stack.replaceAll('\n', ' ')]);
}
for (const office of started)
  office.kill('SIGTERM');
rmSync(folder, { recursive: true, force: true });
console.log(`1..${nTests}`);
process.exitCode = nFailed > 0 ? 1 : 0;
