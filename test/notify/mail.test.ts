// A mail server that never comes to an end must not hold up everybody's notices.

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Message } from '#domain/notices/message.ts';
import { createMail } from '#notify/mail.ts';

const MESSAGE: Message = {
  language: 'en',
  subject: 's',
  lines: [],
  morePoints: null,
  link: { label: 'l', url: 'https://accord.example' },
  footer: 'f',
};
const DROP_MS = 20;

const timers: NodeJS.Timeout[] = [];
const server = createServer();
const closed: Promise<void>[] = [];

afterEach(() => {
  for (const timer of timers) clearInterval(timer);
  server.close();
});

/** Greets for ever: a line that goes on, drop by drop, so that no silence is ever long. */
function drip(socket: Socket): void {
  socket.on('error', () => undefined);
  closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
  timers.push(setInterval(() => socket.write('220-and\r\n'), DROP_MS));
}

it('is given up when the whole dialogue takes too long, and its connection is closed', async () => {
  server.on('connection', drip);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = createMail({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'a@accord.example', dialogueMs: 300 });

  const delivery = await send({ to: 'rep@sales.example', id: '1', message: MESSAGE });

  expect(delivery.kind).toBe('unknown');
  await Promise.all(closed);
  expect(closed).toHaveLength(1);
}, 20_000);
