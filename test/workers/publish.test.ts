// A version that comes into force re-judges the portal as a backfill (10.9, I11): it yields to live leads, marks nothing
// dirty, and hands nobody over because the line has moved. And the preview of it, on a thousand leads.
import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Agreement, Condition } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { previewDocument } from '#pipeline/versions/preview.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { storeEvents } from '#store/inbox.ts';
import { ENGLISH_TEMPLATE, edited } from '#test/support/agreement-text.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { changeEvent } from '#test/support/portal.ts';
import { must, putInForce, versionDeps } from '#test/support/put-in-force.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const LOWER = ENGLISH_TEMPLATE.replace(
  'entry: [{ score: total, operator: GTE, value: 60 }]',
  'entry: [{ score: total, operator: GTE, value: 20 }]',
).replace(
  'exit: [{ score: total, operator: LT, value: 40 }]',
  'exit: [{ score: total, operator: LT, value: 10 }]',
);

let thread: Thread;
afterEach(() => thread.close());

async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(thread.test.database.db)).rows;
}

async function startWith(contacts: number): Promise<void> {
  thread = await startThread({ rateLimit: { max: 100_000 } });
  generatePortal(thread.sandbox.requirePortal(PORTAL), { seed: 3, contacts, companies: 40, reps: 4 });
  // Known since long before: what was so is baseline.
  await sql`update portal set baseline_at = accord_now(), last_now = accord_now()`.execute(
    thread.test.database.db,
  );
  await thread.settle();
}

function contactIds(): string[] {
  return [...thread.sandbox.requirePortal(PORTAL).objects.contacts.live.keys()];
}

/** One that only the baseline holds back: others of it may lack a field, or meet a gate, at the hour at which this runs. */
async function waitingLead(): Promise<string> {
  const [waiting] = await rows(sql<{ contact_id: string }>`
    select contact_id from lead where in_backlog order by lead_id limit 1`);
  if (waiting === undefined) throw new Error('no lead waits');
  return waiting.contact_id;
}

async function tell(contact: string): Promise<void> {
  const at = new Date().toISOString();
  const event = changeEvent(PORTAL_TEXT, {
    contact,
    property: 'city',
    value: 'Lyon',
    at,
    key: `live ${contact}`,
  });
  await storeEvents(thread.test.database, PORTAL_TEXT, { events: [event], setAside: [] });
}

describe('a version that comes into force', () => {
  it('re-judges every lead without a dirty row, live ones first, and hands nobody over', async () => {
    await startWith(300);
    const before = await rows(sql`select 1 from lead where state ->> 'status' = 'handedOver'`);

    const version = await putInForce(thread, LOWER);
    const [marks] = await rows(sql<{ dirty: number; outdated: number }>`
      select (select count(*)::int from dirty) as dirty,
        (select count(*)::int from lead l join portal p using (portal_id) where l.judged_epoch < p.epoch) as outdated`);
    const live = contactIds().slice(-3);
    for (const id of live) await tell(id);
    await thread.settle();

    const judged = await rows(sql<{ lead_id: string; version: number }>`
      select lead_id, version from decision where version = ${version} order by seq`);
    const [after] = await rows(sql<{
      outdated: number;
      handed: number;
      baseline: number;
      versions: number[];
    }>`
      select count(*) filter (where l.judged_epoch < p.epoch)::int as outdated,
        count(*) filter (where l.state ->> 'status' = 'handedOver')::int as handed,
        count(*) filter (where l.state ->> 'status' = 'baseline')::int as baseline,
        array_agg(distinct l.judged_version) as versions
      from lead l join portal p using (portal_id)`);
    expect(marks).toEqual({ dirty: 0, outdated: 300 });
    // What changed is judged before what is merely outdated.
    expect(
      judged
        .slice(0, live.length)
        .map((row) => row.lead_id)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(live.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(judged.length).toBe(300);
    expect(after).toMatchObject({ outdated: 0, handed: before.length, versions: [version] });
    expect(after?.baseline).toBeGreaterThan(20);
  });

  it('leaves the instant from which relaunches and debts are counted where it was', async () => {
    await startWith(5);
    const instants = async () => {
      const portal = await thread.deps.store.loadPortal(PORTAL_TEXT);
      const [row] = await rows(sql<{ context: { firstLiveAt: string; baselineAt: string } }>`
        select inputs::jsonb -> 'context' as context from decision order by seq desc limit 1`);
      return { portal, context: row?.context };
    };
    const before = await instants();

    await putInForce(thread, LOWER);
    await thread.settle();

    const after = await instants();
    expect(after.portal!.baselineAt > before.portal!.baselineAt).toBe(true);
    expect(after.portal?.firstLiveAt).toBe(before.portal?.firstLiveAt);
    expect(before.context?.firstLiveAt).toBe(before.portal?.firstLiveAt);
    expect(after.context).toMatchObject({
      baselineAt: after.portal?.baselineAt,
      firstLiveAt: before.portal?.firstLiveAt,
    });
  });

  it('hands a baseline lead over when it shows interest after that', async () => {
    await startWith(120);
    await putInForce(thread, LOWER);
    await thread.settle();
    const id = await waitingLead();
    const email = thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values['email'] ?? '';

    thread.sandbox.apply(PORTAL, [{ type: 'submitForm', email, form: 'Request a demo' }]);
    await tell(id);
    await thread.settle();

    const [state] = await rows(sql<{ status: string }>`
      select state ->> 'status' as status from lead where contact_id = ${id}`);
    expect(state?.status).toBe('handedOver');
  });
});

describe('a signal that is under way when a version comes into force', () => {
  it('hands its lead over, as it would have without the publication; the others stay baseline', async () => {
    await startWith(120);
    await putInForce(thread, LOWER);
    await thread.settle();
    const count = async () =>
      (await rows(sql`select 1 from lead where state ->> 'status' = 'handedOver'`)).length;
    const before = await count();
    const id = await waitingLead();
    const email = thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values['email'] ?? '';

    // HubSpot dates it now; it is read when the next version is in force already.
    thread.sandbox.apply(PORTAL, [{ type: 'submitForm', email, form: 'Request a demo' }]);
    await putInForce(thread, LOWER.replace('operator: GTE, value: 20 }]', 'operator: GTE, value: 21 }]'));
    await tell(id);
    await thread.settle();

    const [row] = await rows(sql<{ status: string; late: boolean; early: boolean }>`
      select l.state ->> 'status' as status,
        d.inputs::jsonb @> '{"facts": {"signals": [{"kind": "form", "late": true}]}}' as late,
        not exists (select 1 from signal s, portal p where s.lead_id = l.lead_id and s.at > p.baseline_at) as early
      from lead l join lateral (select inputs from decision d where d.lead_id = l.lead_id order by seq desc limit 1) d on true
      where l.contact_id = ${id}`);
    expect(row).toEqual({ status: 'handedOver', late: true, early: true });
    expect(await count()).toBe(before + 1);
  });
});

describe('conditions that carry the types of HubSpot', () => {
  const gates = [
    '{ id: renews, label: Renews soon, when: [{ property: renewal_at, operator: EQ, value: 2026-03-03 }] }',
    '{ id: audits, label: Wants an audit, when: [{ property: interests, operator: EQ, value: Audit }] }',
  ];

  it('judge otherwise than they would without: a day in the zone of the portal, one of several choices', async () => {
    await startWith(0);
    const define = (definition: Parameters<typeof defineProperty>[2]) =>
      defineProperty(thread.sandboxUrl, PORTAL, definition);
    await define({ name: 'renewal_at', type: 'datetime', fieldType: 'date' });
    await define({
      name: 'interests',
      type: 'enumeration',
      fieldType: 'checkbox',
      options: ['Audit', 'Cloud'],
    });
    const document = edited('  gates:\n', `  gates:\n${gates.map((gate) => `    - ${gate}\n`).join('')}`);
    await putInForce(thread, document.replace(/timeZone: \S+/, 'timeZone: Europe/Paris'));
    await thread.settle();

    // Half past eleven in the evening in UTC, the day after in Paris.
    const properties = {
      email: 'claire@lead.example',
      renewal_at: '2026-03-02T23:30:00.000Z',
      interests: 'Cloud;Audit',
    };
    const [created] = thread.sandbox.apply(PORTAL, [{ type: 'create', properties }]);
    const id = created?.ok === true ? String(created.id) : '';
    await tell(id);
    await thread.settle();

    const [row] = await rows(sql<{ inputs: string; outcome: string }>`
      select inputs, outcome from decision order by seq desc limit 1`);
    const { facts, state, context } = JSON.parse(row?.inputs ?? '');
    const agreement = (await thread.deps.store.loadPortal(PORTAL_TEXT))?.agreement;
    const untyped = JSON.parse(JSON.stringify(agreement), (_key, value) => withoutType(value)) as Agreement;
    expect(JSON.parse(row?.outcome ?? '').verdict.gates).toEqual(['renews', 'audits']);
    expect(decide(untyped, { facts, state }, context).verdict.gates).toEqual([]);
  });
});

function withoutType(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
  const { type: _type, ...condition } = value as Extract<Condition, { kind: 'property' }>;
  return condition;
}

describe('a preview', () => {
  it('of a thousand leads takes seconds, writes nothing, and says what then happens', async () => {
    await startWith(1_000);
    const fingerprint = () =>
      rows(sql`
        select (select md5(string_agg(l::text, '' order by l.lead_id)) from lead l) as leads,
          (select count(*)::int from decision) as decisions, (select count(*)::int from outbox_property) as changes,
          (select md5(string_agg(m::text, '' order by m.object_id)) from mirror m) as mirror,
          (select count(*)::int from task) as tasks, (select md5(string_agg(c::text, '' order by c::text)) from routing_cursor c) as turns`);
    const before = await fingerprint();

    const startedMs = performance.now();
    const key = { portalId: PORTAL_TEXT, agreementId: 'default' };
    const found = must(await previewDocument(versionDeps(thread), key, { document: LOWER }));
    const tookMs = performance.now() - startedMs;
    const same = must(await previewDocument(versionDeps(thread), key, { document: ENGLISH_TEMPLATE }));

    console.info('preview of 1,000 leads:', Math.round(tookMs), 'ms');
    expect(await fingerprint()).toEqual(before);
    expect(tookMs).toBeLessThan(10_000);
    expect(found).toMatchObject({ leads: 1_000, against: 1, overLimit: true });
    expect(same).toMatchObject({ leads: 1_000, changed: 0, overLimit: false, moves: [] });
    expect(found.previewHash).not.toBe(same.previewHash);

    await putInForce(thread, LOWER);
    await thread.settle();
    const [then] = await rows(sql<{ baseline: number }>`
      select count(*) filter (where state ->> 'status' = 'baseline')::int as baseline from lead`);
    expect(then?.baseline).toBe(found.baseline);
    expect(found.byStatus.after['baseline']).toBe(found.baseline);
  }, 120_000);
});

describe('previews of the same at once', () => {
  it('judge the leads once, and both are answered', async () => {
    await startWith(60);
    const key = { portalId: PORTAL_TEXT, agreementId: 'default' };
    const parts = versionDeps(thread);
    let pages = 0;
    let asked = 0;
    const counting = {
      ...parts,
      loadPortal: async (portal: string) => {
        const loaded = await parts.loadPortal(portal);
        asked += 1;
        return loaded;
      },
      leads: {
        ...parts.leads,
        // Nobody is done before the last one has come.
        readPage: async (...page: Parameters<typeof parts.leads.readPage>) => {
          await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(3), { timeout: 20_000 });
          pages += 1;
          return parts.leads.readPage(...page);
        },
      },
    };
    const preview = (document: string) => previewDocument(counting, key, { document }).then(must);

    const [one, same, other] = await Promise.all([preview(LOWER), preview(LOWER), preview(ENGLISH_TEMPLATE)]);
    const pagesAtOnce = pages;
    const later = await preview(LOWER);

    expect(same).toEqual(one);
    expect(other.previewHash).not.toBe(one.previewHash);
    expect(pagesAtOnce).toBe(2 * (pages - pagesAtOnce));
    expect(later.token).not.toBe(one.token);
  });
});

describe('several agreements in a portal', () => {
  it('judge each lead by the first whose scope it is in, and the lead’s state goes along', async () => {
    await startWith(60);
    const ids = contactIds();
    const french = thread.sandbox.requirePortal(PORTAL).objects.contacts.live;
    const inFrance = ids.filter((id) => french.get(id)?.values['country'] === 'France');
    const document = ENGLISH_TEMPLATE.replace(
      /^scope:\n/m,
      'scope:\n  include: [{ property: country, operator: EQ, value: France }]\n',
    );
    expect(document).not.toBe(ENGLISH_TEMPLATE);
    const states = await rows(
      sql`select lead_id, state ->> 'cycle' as cycle, state ->> 'status' as status from lead order by lead_id`,
    );

    await putInForce(thread, document, 'france');
    await sql`update agreement set position = position + (case agreement_id when 'default' then 10 else 0 end)`.execute(
      thread.test.database.db,
    );
    await sql`update portal set epoch = epoch + 1`.execute(thread.test.database.db);
    await sql`update portal_work set wake_at = clock_timestamp()`.execute(thread.test.database.db);
    await thread.settle();

    const leads = await rows(sql<{ contact_id: string; agreement_id: string; judged_version: number }>`
      select contact_id, agreement_id, judged_version from lead`);
    const ofFrance = leads.filter((lead) => lead.agreement_id === 'france').map((lead) => lead.contact_id);
    expect(inFrance.length).toBeGreaterThan(5);
    expect(ofFrance.every((id) => inFrance.includes(id))).toBe(true);
    expect(ofFrance.length).toBeGreaterThan(5);
    expect(leads.filter((lead) => lead.agreement_id === 'default').length).toBe(60 - ofFrance.length);
    expect(
      await rows(
        sql`select lead_id, state ->> 'cycle' as cycle, state ->> 'status' as status from lead order by lead_id`,
      ),
    ).toEqual(states);
    // Each decision names the agreement and the version that made it, and is theirs when made again.
    const decisions = await rows(sql<{
      agreement_id: string;
      version: number;
      inputs: string;
      outcome: string;
    }>`
      select agreement_id, version, inputs, outcome from decision where agreement_id = 'france'`);
    expect(decisions.length).toBeGreaterThan(0);
    const portal = await thread.deps.store.loadPortal(PORTAL_TEXT);
    const agreement = portal?.agreements.find((one) => one.id === 'france');
    for (const { inputs, outcome } of decisions) {
      const { facts, state, context } = JSON.parse(inputs);
      expect(decide(agreement!, { facts, state }, context).verdict).toEqual(JSON.parse(outcome).verdict);
    }
  });
});
