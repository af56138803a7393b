// Everything the oracle asks for, fetched from outside: the sandbox over HTTP, Accord's tables by SQL.

import { sql } from 'kysely';
import { normalizeCountry } from '#domain/normalize/country.ts';
import { normalizePhone } from '#domain/normalize/phone.ts';
import type { RawEvent } from '#test/oracle/fold.ts';
import type { HubspotDump, StoredDecision } from '#test/oracle/invariants.ts';
import { teach } from '#test/oracle/normal.ts';
import type { Agreement, Facts } from '#test/oracle/shapes.ts';
import { oracleSignals, type Sighting } from '#test/oracle/sightings.ts';
import { readSandbox, type World } from './world.ts';

export interface Evidence {
  readonly decisions: readonly StoredDecision[];
  readonly facts: readonly Facts[];
  readonly hubspot: HubspotDump;
  /** Events that Accord answered with 2xx, as HubSpot sent them. */
  readonly accepted: readonly RawEvent[];
  /** Raw events of the inbox. */
  readonly inbox: readonly RawEvent[];
  readonly now: string;
}

export async function collect(world: World, portalId: string): Promise<Evidence> {
  // Of numbers and countries the oracle has no reading of its own: what they are is tested by labelled tables.
  teach({ country: normalizeCountry, phone: normalizePhone });
  return {
    decisions: await loadDecisions(world, portalId),
    facts: await loadFacts(world, portalId),
    hubspot: await dumpHubspot(world, portalId),
    accepted: await acceptedEvents(world, portalId),
    inbox: await inboxEvents(world, portalId),
    now: await readNow(world),
  };
}

/** The agreement is stored once per version; each decision's inputs name it. */
async function loadDecisions(world: World, portalId: string): Promise<StoredDecision[]> {
  const { db } = world.test.database;
  const versions = await sql<{ version: number; compiled: string }>`
    select version, compiled from agreement_version where portal_id = ${portalId}`.execute(db);
  const agreements = new Map(
    versions.rows.map((row) => [row.version, JSON.parse(row.compiled) as Agreement]),
  );
  const { rows } = await sql<{
    seq: string;
    leadId: string;
    at: string;
    live: boolean;
    version: number;
    inputs: string;
    outcome: string;
    regime: number;
  }>`
    select seq, lead_id as "leadId", at, live, version, inputs, outcome, (inputs::jsonb -> 'context' ->> 'regime')::int as regime
    from decision where portal_id = ${portalId} order by seq`.execute(db);
  return rows.map((row) => {
    const inputs = JSON.parse(row.inputs) as StoredDecision['inputs'];
    const agreement = agreements.get(row.version);
    if (agreement === undefined) throw new Error(`no agreement version ${row.version}`);
    return {
      seq: Number(row.seq),
      leadId: row.leadId,
      at: row.at,
      inputs: { ...inputs, agreement },
      outcome: JSON.parse(row.outcome) as StoredDecision['outcome'],
      side: row.live ? 'live' : `observe:${row.regime}`,
    };
  });
}

interface FactRow {
  readonly contactId: string;
  readonly createdAt: string;
  readonly cells: Record<string, { v: string; at: string }>;
  readonly company: Record<string, { v: string; at: string }> | null;
  readonly sightings: readonly Sighting[];
}

/** Not through src: the mirror's cells as they lie in the table. */
async function loadFacts(world: World, portalId: string): Promise<Facts[]> {
  const { db } = world.test.database;
  const needs = await sql<{ needs: { contact: string[]; company: string[] } }>`
    select compiled::jsonb -> 'needs' as needs from agreement_version where portal_id = ${portalId} and status = 'active'`.execute(
    db,
  );
  const { contact: contactNeeds = [], company: companyNeeds = [] } = needs.rows[0]?.needs ?? {};
  const { rows } = await sql<FactRow>`
    select l.contact_id as "contactId", m.created_at as "createdAt", m.cells, c.cells as company,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.signal_id, 'source', s.source, 'kind', s.kind,
          'detail', s.detail, 'at', ${isoText('s.at')}, 'seenAt', ${isoText('s.seen_at')}, 'count', s.count,
          'ownerId', s.owner_id, 'loggedAt', ${isoText('s.logged_at')}, 'outcome', s.outcome))
        from signal s where s.portal_id = l.portal_id and s.lead_id = l.lead_id), '[]') as sightings
    from lead l
    join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id
    left join mirror c on c.portal_id = l.portal_id and c.object_type = 'company' and c.object_id = l.company_id
    where l.portal_id = ${portalId}`.execute(db);
  return rows.map((row) => ({
    contactId: row.contactId,
    createdAt: row.createdAt,
    gone: (row.cells['$gone']?.v ?? '') !== '',
    contact: pick(row.cells, contactNeeds),
    company: pick(row.company ?? {}, companyNeeds),
    signals: oracleSignals(row.sightings),
    deals: [],
  }));
}

function isoText(column: string) {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

function pick(cells: FactRow['cells'], names: readonly string[]): Facts['contact'] {
  return Object.fromEntries(
    names.flatMap((name) =>
      cells[name] === undefined ? [] : [[name, { value: cells[name].v, at: cells[name].at }]],
    ),
  );
}

interface DumpedRecord {
  readonly id: string;
  readonly values: Record<string, string | null>;
  readonly links: readonly { readonly type: string; readonly id: string }[];
}

async function dumpHubspot(world: World, portalId: string): Promise<HubspotDump> {
  const contacts = await readPages<DumpedRecord>(world, `portals/${portalId}/contacts`);
  const tasks = await readPages<DumpedRecord>(world, `portals/${portalId}/tasks`);
  const { db } = world.test.database;
  const { rows } = await sql<{ leadId: string; name: string; state: string }>`
    select lead_id as "leadId", property as name, state from outbox_property where portal_id = ${portalId}
    union all select lead_id, 'task', state from task where portal_id = ${portalId}
    union all select lead_id, target, 'withheld' from withheld_change w join portal p using (portal_id)
      where portal_id = ${portalId} and w.regime = p.regime`.execute(db);
  return {
    contacts: contacts.map(({ id, values }) => ({ id, properties: values })),
    tasks: tasks
      // A notice's task is its manager's: the lead's own stays one.
      .filter(({ values }) => /^(?!\d+:notice:)./.test(values['accord_task_key'] ?? ''))
      .map(({ id, values, links }) => ({
        id,
        properties: values,
        contactIds: links.filter((link) => link.type === 'contacts').map((link) => link.id),
      })),
    outbox: rows,
  };
}

async function acceptedEvents(world: World, portalId: string): Promise<RawEvent[]> {
  const events = await readPages<{ event: RawEvent; acceptedAtMs: number | null }>(
    world,
    'events',
    `portalId=${portalId}`,
  );
  return events.filter((row) => row.acceptedAtMs !== null).map((row) => row.event);
}

async function inboxEvents(world: World, portalId: string): Promise<RawEvent[]> {
  const { rows } = await sql<{
    event: RawEvent;
  }>`select event from inbox_event where portal_id = ${portalId}`.execute(world.test.database.db);
  return rows.map((row) => row.event);
}

async function readNow(world: World): Promise<string> {
  const { rows } = await sql<{ now: string }>`select accord_now() as now`.execute(world.test.database.db);
  return rows[0]?.now ?? '';
}

async function readPages<T>(world: World, path: string, query = ''): Promise<T[]> {
  const items: T[] = [];
  let after: string | number = '';
  for (;;) {
    const page: { results: T[]; next: string | number | null } = await readSandbox(
      world,
      `${path}?limit=1000&${query}${after === '' ? '' : `&after=${after}`}`,
    );
    items.push(...page.results);
    if (page.next === null) return items;
    after = page.next;
  }
}
