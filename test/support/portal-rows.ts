// Rows of a portal as an API test finds them, straight into the database: something of everything, and leads handed over.
import { sql } from 'kysely';
import { initialState } from '#domain/lead.ts';
import type { Database } from '#store/database.ts';
import { decisionOf, TASK } from './decisions.ts';

type Db = Database['db'];

/** One row of everything, marked with the portal's own id so that a leak shows. */
export async function fillPortal(db: Db, portalId: string, contactId: string): Promise<void> {
  const mark = `mark-of-${portalId}`;
  const state = {
    ...initialState(),
    status: 'handedOver',
    stage: { value: mark, before: '', by: 'other', at: '' },
  };
  await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state, review_at) values
    (${portalId}, ${contactId}, 'main', ${contactId}, ${JSON.stringify(state)}::jsonb, '2026-12-01T00:00:00Z')`.execute(
    db,
  );
  await sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${portalId}, ${contactId}, ${contactId})`.execute(
    db,
  );
  for (const target of ['accord_score', 'lifecyclestage']) {
    await sql`insert into withheld_change values (${portalId}, ${contactId}, ${target}, 'stage', ${mark}, 'before', 0, now())`.execute(
      db,
    );
    await sql`insert into outbox_property (portal_id, lead_id, property, value, effect, state, lane, not_before, reason, intended_at)
      values (${portalId}, ${contactId}, ${target}, ${mark}, 'stage', 'parked', 2, now(), 'INVALID_OPTION', now())`.execute(
      db,
    );
  }
  await sql`insert into set_aside_event (portal_id, reason, raw, received_at) values (${portalId}, 'unreadable', ${mark}, now())`.execute(
    db,
  );
  await sql`insert into audit_entry (portal_id, at, actor, origin, action) values (${portalId}, now(), ${mark}, 'cli', 'test')`.execute(
    db,
  );
  await sql`insert into milestone (portal_id, lead_id, cycle, kind, agreement_id, version, at, by_hand, counts, segments, channel,
      campaigns, complete, ending, known_at)
    select ${portalId}, ${contactId}, 1, 'mql', agreement_id, 1, now(), false, true, '{}', ${mark}, '{}', true, '', now()
    from agreement where portal_id = ${portalId}`.execute(db);
  const decision = { ...decisionOf({}), state: { ...decisionOf({}).state, stage: state.stage } };
  await sql`insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
    values (${portalId}, ${contactId}, 'main', 1, now(), false, '', '{}', ${JSON.stringify(decision)}, '')`.execute(
    db,
  );
}

/** A lead that was handed over to owner 9 and is due. */
export async function openLead(
  db: Db,
  portalId: string,
  lead: { readonly contactId: string; readonly dueAt: string },
): Promise<void> {
  const { contactId, dueAt } = lead;
  const scored = {
    total: 70,
    fit: 40,
    engagement: 30,
    grade: 'A1',
    at: dueAt,
    signalCount: 1,
    status: 'handedOver',
  };
  const decision = decisionOf({ verdict: { fit: 50_000, engagement: 50_000 } });
  const owner = { value: '9', before: '', by: 'accord', at: '' };
  const state = { ...decision.state, owner, scored };
  const task = { ...TASK, dueAt };
  await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values
    (${portalId}, ${contactId}, 'main', ${contactId}, ${JSON.stringify(state)}::jsonb)`.execute(db);
  await sql`insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
    values (${portalId}, ${contactId}, 'main', 1, now(), true, '', '{}', ${JSON.stringify({ ...decision, state, task })}, '')`.execute(
    db,
  );
}
