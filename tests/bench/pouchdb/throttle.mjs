// SPDX-License-Identifier: LGPL-2.1-or-later
// throttle.mjs URL MBIT: a line to a server that carries so many megabits a second each way. Prints where
// it listens; for each line that it reads, how many bytes have gone up and down so far.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

class Direction {
  bytes = 0;
  #freeAt = 0;

  constructor(mbit) {
    this.bytesPerMs = (mbit * 1e6) / 8 / 1000;
  }

  // Each part leaves when the line has carried all before it.
  async carry(from, to) {
    try {
      for await (const part of from) {
        const now = performance.now();
        this.bytes += part.length;
        this.#freeAt = Math.max(now, this.#freeAt) + part.length / this.bytesPerMs;
        if (this.#freeAt - now > 1)
          await sleep(this.#freeAt - now);
        if (!to.write(part))
          await once(to, 'drain');
      }
      to.end();
    } catch {
      to.destroy();
    }
  }
}

export class Throttle {
  constructor(url, mbit) {
    const { hostname, port } = new URL(url);
    this.up = new Direction(mbit);
    this.down = new Direction(mbit);
    this.server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ host: hostname, port, allowHalfOpen: true, noDelay: true });
      near.setNoDelay(true);
      this.up.carry(near, far);
      this.down.carry(far, near);
    });
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', 1024, resolve));
    return `http://127.0.0.1:${this.server.address().port}`;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const throttle = new Throttle(process.argv[2], Number(process.argv[3]));
  console.log(`Listening on ${await throttle.listen()}`);
  for await (const line of createInterface({ input: process.stdin }))
    console.log(`${throttle.up.bytes} ${throttle.down.bytes}`);
  process.exit(0);
}
