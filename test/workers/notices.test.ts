// Notices all the way: told in the database, gathered, sent through a real mail server and real HTTP, settled.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { NoticeChannel } from '#domain/notices/channels.ts';
import { sendNotices } from '#pipeline/notices/send-notices.ts';
import { FROM, type NoticeWorld, PORTAL_ID, startNoticeWorld } from '#test/support/notice-world.ts';
import { makeNotice } from '#test/support/notices.ts';
import { startProcess } from '#test/support/processes.ts';
import { startThread } from '#test/support/thread.ts';

const MANAGER = 'manager@our-company.example';
let world: NoticeWorld;

afterEach(() => world.close());

function channel(kind: NoticeChannel['channel'], more: Partial<NoticeChannel> = {}): NoticeChannel {
  return { channel: kind, to: null, team: null, about: null, personalData: false, ...more };
}

const SALES = { marketing: [channel('email')], sales: [channel('email'), channel('slack')] };

describe('channels', () => {
  it('carry a breach to the manager by e-mail and to the room of sales, with clause, count and links', async () => {
    world = await startNoticeWorld(SALES);
    await world.addLeads(7);
    await world.tell(
      makeNotice({ leads: ['lead-1', 'lead-2', 'lead-3', 'lead-4', 'lead-5', 'lead-6', 'lead-7'] }),
    );

    await world.pass();

    expect(world.mail.mails.map(({ to }) => to)).toEqual([MANAGER]);
    const { raw } = world.mail.mails[0]!;
    expect(raw).toContain('7 leads past the due time');
    expect(raw).toContain(`https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/7000001`);
    expect(raw).toContain('and 2 more leads');
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(world.room.posts.map(({ path }) => path)).toEqual(['/sales/slack']);
    expect(world.room.posts[0]?.body.blocks[0].text.text).toContain('7 leads past the due time');
    expect(world.counted.toSorted()).toEqual(['email confirmed', 'slack confirmed']);
    expect((await world.messages()).map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
  });

  it('tell a side at its signatory’s address, and marketing of slow handling by Teams', async () => {
    world = await startNoticeWorld({ marketing: [channel('email'), channel('teams')], sales: [] });
    await world.tell(
      makeNotice({
        audience: 'marketing',
        recipient: '',
        kind: 'slowHandling',
        params: { reached: 12, total: 50, target: 900_000 },
        leads: [],
      }),
    );

    await world.pass();

    expect(world.mail.mails.map(({ to }) => to)).toEqual(['marketing@portal.example']);
    const [post] = world.room.posts;
    expect(post?.path).toBe('/marketing/teams');
    expect(post?.body.attachments[0].content.body[0].text).toContain(
      'kept for 12 of 50 leads (24%), 90% promised',
    );
  });

  it('create a task for a manager who is an owner of the account, and none twice', async () => {
    const notify = { marketing: [], sales: [channel('task')] };
    const thread = await startThread({}, (agreement) => ({ ...agreement, notify }));
    const owner = {
      ownerId: '41',
      userId: 941,
      email: 'head.of.sales@our-company.example',
      firstName: 'Ines',
      lastName: 'Head',
    };
    thread.sandbox.apply(Number(PORTAL_ID), [{ type: 'createOwner', ...owner }]);
    await thread.settle();
    world = await startNoticeWorld(notify, { thread });
    await world.tell(makeNotice({ recipient: owner.email.toUpperCase(), leads: [] }), makeNotice());

    await world.pass();
    // As if its answer had been lost: the task is there, the outcome is not known.
    await sql`update notice_message set state = 'sent', sent_at = now() where state = 'confirmed'`.execute(
      world.test.database.db,
    );
    await world.wait(61);
    await world.pass();

    expect(
      (await world.messages()).map(({ destination, state, reason }) => [destination, state, reason]),
    ).toEqual([
      [owner.email, 'confirmed', ''],
      [MANAGER, 'parked', 'NO_OWNER'],
    ]);
    const tasks = [...thread.sandbox.requirePortal(Number(PORTAL_ID)).objects.tasks.live.values()];
    expect(tasks.map(({ values }) => values)).toEqual([
      expect.objectContaining({
        hubspot_owner_id: owner.ownerId,
        hs_task_subject: 'Accord: “First touch within 1 working day”: 0 leads past the due time.',
        hs_task_status: 'NOT_STARTED',
        accord_task_key: expect.stringMatching(/^44001234:notice:/),
      }),
    ]);
    // Reminded of at once, which HubSpot does only of what is to come.
    const reminder = Number(tasks[0]?.values['hs_task_reminders']);
    expect(reminder - Date.now()).toBeGreaterThan(0);
    expect(reminder - Date.now()).toBeLessThanOrEqual(120_000);
  });

  it('name people only where the agreement says so', async () => {
    world = await startNoticeWorld({
      marketing: [],
      sales: [channel('email'), channel('slack', { personalData: true })],
    });
    await world.addLeads(1);
    await sql`
      insert into mirror (portal_id, object_type, object_id, cells, created_at)
      values (${PORTAL_ID}, 'contact', '7000001', '{"firstname": {"v": "Zoé"}, "lastname": {"v": "Planted"}}', now())`.execute(
      world.test.database.db,
    );
    await world.tell(makeNotice());

    await world.pass();

    expect(world.mail.mails[0]?.raw).not.toContain('Planted');
    expect(JSON.stringify(world.room.posts[0]?.body)).toContain('Zoé Planted');
  });

  it('are not told of what nobody set up, which is shown as such', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('email', { about: ['quality'] })] });
    await world.tell(makeNotice());

    await world.pass();

    expect(world.mail.mails).toEqual([]);
    expect(await noticeStates()).toEqual(['parked NO_CHANNEL']);
  });
});

describe('many notices', () => {
  it('500 breaches in a minute make one message per manager and channel, whoever sends', async () => {
    world = await startNoticeWorld(SALES, { paces: { gatherMs: 60_000, digestMs: 900_000 } });
    const leads = await world.addLeads(500);
    const other = 'other.manager@our-company.example';
    const breaches = leads.map((lead, index) =>
      makeNotice({ leads: [lead], recipient: index % 5 === 0 ? other : MANAGER }),
    );
    const progress = { isTold: false };
    const tell = async (): Promise<void> => {
      for (let first = 0; first < breaches.length; first += 25)
        await world.tell(...breaches.slice(first, first + 25));
      progress.isTold = true;
    };
    const send = async (): Promise<void> => {
      while (!progress.isTold) await sendNotices(world.deps);
      await world.pass();
    };

    await Promise.all([tell(), send(), send(), send()]);
    expect(world.mail.mails).toEqual([]);
    await world.wait(61);
    await Promise.all([world.pass(), world.pass(), world.pass()]);

    expect(world.mail.mails.map(({ to }) => to).toSorted()).toEqual([MANAGER, other]);
    expect(world.room.posts).toHaveLength(1);
    expect(world.mail.mails.find(({ to }) => to === MANAGER)?.raw).toContain('400 leads past the due time');
    expect(world.room.posts[0]?.body.blocks[0].text.text).toContain('500 leads past the due time');
    expect(world.room.posts[0]?.body.blocks[0].text.text).toContain('and 495 more leads');
  });

  it('after a message the next is a digest, once the place has rested', async () => {
    world = await startNoticeWorld(SALES, { paces: { gatherMs: 0, digestMs: 900_000 } });
    await world.addLeads(3);
    await world.tell(makeNotice());
    await world.pass();
    await world.tell(makeNotice({ leads: ['lead-2'] }));
    await world.pass();
    await world.tell(makeNotice({ leads: ['lead-3'] }));
    await world.pass();
    expect(world.mail.mails).toHaveLength(1);

    await world.wait(901);
    await world.pass();

    expect(world.mail.mails).toHaveLength(2);
    expect(world.mail.mails[1]?.raw).toContain('2 leads past the due time');
  });

  it('the same is told once, however often it is added', async () => {
    world = await startNoticeWorld(SALES);
    await world.tell(makeNotice({ key: 'same' }));
    await world.pass();
    await world.tell(makeNotice({ key: 'same' }));
    await world.pass();

    expect(world.mail.mails).toHaveLength(1);
  });

  it('an outage ends in one message, not in one per quarter of an hour', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('slack')] });
    world.room.answer = async () => ({ status: 503 });
    await world.tell(makeNotice({ clause: { id: 'a', label: 'A' } }));
    await world.pass();
    await world.tell(
      makeNotice({ clause: { id: 'b', label: 'B' } }),
      makeNotice({ clause: { id: 'c', label: 'C' } }),
    );
    await world.pass();
    expect(await world.messages()).toMatchObject([{ state: 'intended', reason: 'HTTP_503' }]);

    world.room.answer = async () => ({ status: 200 });
    await world.wait(10);
    await world.pass();

    const sentences = world.room.posts.map(({ body }) => body.text);
    expect(sentences.at(-2)).toContain('A');
    expect(sentences.at(-1)).toBe('Accord: 2 points of the agreement need you');
    expect((await world.messages()).map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
  });
});

describe('a switch', () => {
  it.each([
    ['consequences off', sql`update portal_effect set enabled = false where effect = 'consequences'`],
    ['a pause', sql`update portal set paused = true`],
    ['an uninstall', sql`update portal set status = 'uninstalled'`],
  ])('%s stops what was told before, also for later', async (_name, off) => {
    world = await startNoticeWorld(SALES, { paces: { gatherMs: 60_000, digestMs: 0 } });
    const { db } = world.test.database;
    await world.tell(makeNotice());
    await world.pass();
    await off.execute(db);
    await world.tell(makeNotice());
    await world.pass();
    await sql`update portal set paused = false, status = 'active'`.execute(db);
    await sql`update portal_effect set enabled = true`.execute(db);
    await world.wait(120);
    await world.pass();

    expect(world.mail.mails).toEqual([]);
    expect(world.room.posts).toEqual([]);
    expect(await noticeStates()).toEqual(['parked SWITCHED_OFF', 'parked SWITCHED_OFF']);
  });

  it('off and on again between two looks forgets what was told before it', async () => {
    world = await startNoticeWorld(SALES);
    await world.tell(makeNotice());
    await sql`update portal_effect set since = accord_now() + interval '1 millisecond' where effect = 'consequences'`.execute(
      world.test.database.db,
    );

    await world.pass();

    expect(world.mail.mails).toEqual([]);
  });
});

describe('a worker that is killed between sending and settling', () => {
  const start = () =>
    startProcess('send-notices', [world.test.url, world.key, world.mail.url, world.room.origin, FROM]);

  it('leaves a mail that is sent again under the same id, so that a mailbox shows it once', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('email')] });
    await world.tell(makeNotice());
    const ids: string[] = [];
    const killed = Promise.withResolvers<void>();
    const arrived = new Promise<void>((resolve) => {
      world.mail.before = async ({ messageId }) => {
        ids.push(messageId);
        resolve();
        // The killed worker never hears whether it was taken.
        if (ids.length === 1) await killed.promise;
        return null;
      };
    });
    const worker = start();
    await arrived;
    await worker.kill('SIGKILL');
    killed.resolve();
    await world.pass();
    expect(ids).toHaveLength(1);

    await world.wait(61);
    await world.pass();

    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@our-company\.example>$/);
    expect(await world.messages()).toMatchObject([{ state: 'confirmed' }]);
  });

  it('leaves a post to a room that is never repeated, and says so', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('slack')] });
    await world.tell(makeNotice());
    const arrived = new Promise<void>((resolve) => {
      world.room.answer = async () => {
        resolve();
        return null;
      };
    });
    const worker = start();
    await arrived;
    await worker.kill('SIGKILL');

    await world.wait(61);
    await world.pass();

    expect(world.room.posts).toHaveLength(1);
    expect(await world.messages()).toMatchObject([{ state: 'parked', reason: 'OUTCOME_UNKNOWN' }]);
  });
});

describe('the log', () => {
  it('says what was not sent, and to nobody’s address', async () => {
    world = await startNoticeWorld(SALES);
    const lines: unknown[] = [];
    const logger = { ...world.deps.logger, warn: (...line: unknown[]) => lines.push(line) };
    world.mail.before = async () => 550;
    world.room.answer = async () => ({ status: 404, text: MANAGER });
    await world.tell(makeNotice());
    // Only warn is called; the rest of pino is not needed.
    await world.pass({ ...world.deps, logger: logger as unknown as typeof world.deps.logger });

    expect(lines).toHaveLength(2);
    const text = JSON.stringify(lines);
    for (const reason of ['SMTP_550', 'HTTP_404']) expect(text).toContain(reason);
    for (const secret of ['@', world.room.origin, 'First touch']) expect(text).not.toContain(secret);
  });
});

describe('the other end', () => {
  it('that asks for time gets it', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('slack')] });
    let posts = 0;
    world.room.answer = async () =>
      ++posts === 1 ? { status: 429, headers: { 'retry-after': '30' } } : { status: 200 };
    await world.tell(makeNotice());
    await world.pass();
    await world.wait(28);
    await world.pass();
    expect(posts).toBe(1);

    await world.wait(3);
    await world.pass();

    expect(posts).toBe(2);
    expect(await world.messages()).toMatchObject([{ state: 'confirmed' }]);
  });

  it.each([
    [404, undefined],
    [302, { location: 'http://127.0.0.1:1/elsewhere' }],
  ])('that answers %i is not asked again and no redirect is followed', async (status, headers) => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('teams')] });
    world.room.answer = async () => ({ status, ...(headers === undefined ? {} : { headers }) });
    await world.tell(makeNotice());
    await world.pass();
    await world.wait(3_600);
    await world.pass();

    expect(world.room.posts).toHaveLength(1);
    expect(await world.messages()).toMatchObject([{ state: 'parked', reason: `HTTP_${status}` }]);
  });

  it('that never answers is given up after its time, and left to people', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('slack')] });
    world.room.answer = async () => null;
    await world.tell(makeNotice());
    await world.pass();

    expect(await world.messages()).toMatchObject([{ state: 'parked', reason: 'OUTCOME_UNKNOWN' }]);
  });

  it('that is not there is tried again, since nothing was sent', async () => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('slack')] });
    await world.tell(makeNotice());
    const nobody = { ...world.deps.senders, webhook: world.deps.senders.webhook };
    await world.room.close();
    await world.pass({ ...world.deps, senders: nobody });

    expect(await world.messages()).toMatchObject([{ state: 'intended', reason: 'ECONNREFUSED' }]);
  });

  it.each([
    [451, 'intended', 'SMTP_451'],
    [550, 'parked', 'SMTP_550'],
  ])('of a mail that says %i leaves it %s', async (code, state, reason) => {
    world = await startNoticeWorld({ marketing: [], sales: [channel('email')] });
    world.mail.before = async () => code;
    await world.tell(makeNotice());
    await world.pass();

    expect(await world.messages()).toMatchObject([{ state, reason }]);
  });
});

async function noticeStates(): Promise<readonly string[]> {
  const { rows } = await sql<{ state: string }>`
    select state || ' ' || reason as state from notice order by 1`.execute(world.test.database.db);
  return rows.map(({ state }) => state);
}
