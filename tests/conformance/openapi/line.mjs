// SPDX-License-Identifier: LGPL-2.1-or-later
// A line to a head office, which passes everything on unchanged and checks it in passing.
import { createServer, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

async function collect(stream) {
  const parts = [];
  for await (const part of stream)
    parts.push(part);
  return Buffer.concat(parts);
}

function unpack(headers, bytes) {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

export class Line {
  troubles = [];
  seen = new Set(); // "PATH STATUS" of all answers
  nExchanges = 0;
  #server;

  constructor(office, description) {
    this.office = office;
    this.description = description;
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  }

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(incoming, outgoing) {
    const { method, url, headers } = incoming;
    const body = await collect(incoming);
    const passed = { ...headers, 'content-length': body.length };
    delete passed['transfer-encoding'];
    request(this.office + url, { method, headers: passed, agent: false }, async (answer) => {
      const bytes = await collect(answer);
      this.#check({ method, url, headers, body }, answer, bytes);
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      outgoing.end(bytes);
    }).on('error', (error) => {
      this.troubles.push(`${method} ${url}: ${error.message}`);
      outgoing.destroy();
    }).end(body);
  }

  #check({ method, url, headers, body }, answer, bytes) {
    const path = url.split('?')[0];
    const status = answer.statusCode;
    this.nExchanges++;
    this.seen.add(`${this.description.namePath(path)} ${status}`);
    try {
      if (status === 200 || status === 206)
        this.troubles.push(...this.description.checkRequest(method, url, unpack(headers, body)));
      this.troubles.push(
        ...this.description.checkAnswer(method, url, status, unpack(answer.headers, bytes),
          answer.headers['content-type']?.split(';')[0]));
    } catch (error) {
      this.troubles.push(`${method} ${url}: ${status}: ${error.message}`);
    }
  }
}
