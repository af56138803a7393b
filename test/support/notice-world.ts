// A portal that may tell people, with a mail server and rooms of Slack and Teams on loopback that write down what they get.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { EFFECTS } from '#domain/decision.ts';
import type { NotifyModel } from '#domain/notices/channels.ts';
import type { Notice } from '#domain/notices/notice.ts';
import { createMail } from '#notify/mail.ts';
import { htmlFragment } from '#notify/mail-body.ts';
import { createWebhook } from '#notify/webhook.ts';
import { type SendDeps, sendNotices } from '#pipeline/notices/send-notices.ts';
import { systemClock } from '#platform/clock.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createNoticeStore } from '#store/notice-store.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { storeWebhook } from '#store/webhooks.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from './agreement-text.ts';
import { type TestDatabase, testDatabase, testLogger } from './database.ts';
import { insertPortal, insertSignedVersion } from './portal.ts';
import { PORTAL, type Thread } from './thread.ts';

export const PORTAL_ID = String(PORTAL);
export const FROM = 'Accord <accord@our-company.example>';

export interface ReceivedMail {
  readonly to: string;
  /** Header and body, the transfer encoding undone. */
  readonly raw: string;
  readonly messageId: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** Called after the mail is there and before it is acknowledged; what it answers is the error to refuse with. */
  before: (mail: ReceivedMail) => Promise<number | null>;
  close(): Promise<void>;
}

async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const state: Pick<MailServer, 'before'> = { before: async () => null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const sent = Buffer.concat(chunks).toString('latin1');
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
        const messageId = /^Message-ID: (.*)$/im.exec(sent)?.[1]?.trim() ?? '';
        const mail = { to, raw: decode(sent), messageId };
        void state.before(mail).then((refusal) => {
          if (refusal === null) mails.push(mail);
          callback(refusal === null ? null : Object.assign(new Error('refused'), { responseCode: refusal }));
        });
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get before() {
      return state.before;
    },
    set before(next) {
      state.before = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Quoted-printable (RFC 2045, 6.7). */
function decode(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_mark, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // Slack's and Teams' shapes are looked at as JSON.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Room {
  readonly origin: string;
  readonly posts: Post[];
  /** Decides the answer of a post; null: none is given. */
  answer: (post: Post) => Promise<{ status: number; headers?: Record<string, string>; text?: string } | null>;
  close(): Promise<void>;
}

export async function startRoom(): Promise<Room> {
  const posts: Post[] = [];
  const state: Pick<Room, 'answer'> = { answer: async () => ({ status: 200, text: 'ok' }) };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const post = {
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? null : JSON.parse(text),
      };
      posts.push(post);
      void state.answer(post).then((answer) => {
        if (answer === null) return;
        response.writeHead(answer.status, answer.headers ?? {});
        response.end(answer.text ?? '');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    get answer() {
      return state.answer;
    },
    set answer(next) {
      state.answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface NoticeWorld {
  readonly test: TestDatabase;
  readonly mail: MailServer;
  readonly room: Room;
  readonly deps: SendDeps;
  readonly counted: string[];
  /** The key that seals webhook addresses, for another process. */
  readonly key: string;
  tell(...notices: Notice[]): Promise<void>;
  /** Looks until nothing is to be done. */
  pass(deps?: SendDeps): Promise<void>;
  /** As if so many seconds had gone by for messages and places. */
  wait(seconds: number): Promise<void>;
  messages(): Promise<readonly { channel: string; destination: string; state: string; reason: string }[]>;
  addLeads(count: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Notices go out at once, but for `paces`; `thread`: with HubSpot, whose agreement must name the channels. */
export async function startNoticeWorld(
  notify: NotifyModel,
  options: { readonly paces?: SendDeps['paces']; readonly thread?: Thread } = {},
): Promise<NoticeWorld> {
  const { thread } = options;
  const [mail, room] = await Promise.all([startMailServer(), startRoom()]);
  const test = thread?.test ?? (await startPortal(notify));
  const { database } = test;
  const turnStore = createTurnStore(database, 'test');
  const key = randomBytes(32);
  const box = createSecretBox([{ id: 'k', key }]);
  for (const side of ['marketing', 'sales'] as const)
    for (const channel of ['slack', 'teams'] as const)
      await storeWebhook(database, box, {
        portalId: PORTAL_ID,
        place: { side, team: '', channel },
        url: new URL(`${room.origin}/${side}/${channel}`),
        by: { actor: 'tester', origin: 'api' },
      });
  const counted: string[] = [];
  const deps: SendDeps = {
    store: createNoticeStore(database, box),
    senders: {
      mail: createMail({ smtpUrl: mail.url, from: FROM }),
      webhook: createWebhook({ origins: [room.origin], clock: systemClock, timeoutMs: 4_000 }),
    },
    hubspot: thread?.deps.hubspot ?? { batchCreateTasks: noHubspot, batchRead: noHubspot },
    loadPortal: (portalId) => turnStore.loadPortal(portalId),
    renderTaskBody: htmlFragment,
    clock: systemClock,
    paces: options.paces ?? { gatherMs: 0, digestMs: 0 },
    publicUrl: 'https://accord.our-company.example',
    logger: testLogger,
    countNotice: (channel, result) => counted.push(`${channel} ${result}`),
  };
  return {
    test,
    mail,
    room,
    deps,
    counted,
    key: key.toString('base64'),
    tell: (...notices) => deps.store.add(PORTAL_ID, notices),
    pass: async (own = deps) => {
      while (await sendNotices(own));
    },
    wait: async (seconds) => {
      const past = sql`${seconds}::int * interval '1 second'`;
      await sql`update notice_message set sent_at = sent_at - ${past}, not_before = not_before - ${past}`.execute(
        database.db,
      );
      await sql`update notice_place set rests_until = rests_until - ${past}`.execute(database.db);
      await sql`update notice_delivery set due_at = due_at - ${past}`.execute(database.db);
    },
    messages: async () => {
      const { rows } = await sql<{ channel: string; destination: string; state: string; reason: string }>`
        select channel, destination, state, reason from notice_message order by channel, destination, intended_at, message_id`.execute(
        database.db,
      );
      return rows;
    },
    addLeads: async (count) => {
      const { rows } = await sql<{ id: string }>`
        insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
        select ${PORTAL_ID}, 'lead-' || n, ${AGREEMENT}, (7000000 + n)::text, '{}' from generate_series(1, ${count}::int) n
        returning lead_id as id`.execute(database.db);
      return rows.map(({ id }) => id);
    },
    close: async () => {
      await (thread ?? test).close();
      await Promise.all([mail.close(), room.close()]);
    },
  };
}

const AGREEMENT = 'default';

/** Active, with every effect on and the template in force but for its channels. */
async function startPortal(notify: NotifyModel): Promise<TestDatabase> {
  const test = await testDatabase();
  await insertPortal(test.database, PORTAL_ID);
  const agreement = { ...templateAgreement('en'), id: AGREEMENT, notify };
  await insertSignedVersion(test.database, PORTAL_ID, { agreement, document: ENGLISH_TEMPLATE });
  await sql`
    insert into portal_effect (portal_id, effect, enabled, since)
    select ${PORTAL_ID}, effect, true, '2000-01-01' from unnest(${[...EFFECTS]}::text[]) effect`.execute(
    test.database.db,
  );
  return test;
}

const noHubspot = () => Promise.reject(new Error('HubSpot is not part of this world'));
