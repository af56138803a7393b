// A lead with a stored decision, as the pipeline leaves it, straight into the database.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import type { Database } from '#store/database.ts';

export interface JudgedLead {
  readonly portalId: string;
  readonly contactId: string;
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly context: DecisionContext;
  readonly state?: LeadState;
  /** False: only rehearsed, in observe mode. */
  readonly live?: boolean;
}

/** Under the version of its agreement that is in the portal. */
export async function insertJudgedLead({ db }: Database, lead: JudgedLead): Promise<Decision> {
  const { portalId, contactId, agreement, facts, context, live = true } = lead;
  const state = lead.state ?? initialState();
  const decision = decide(agreement, { facts, state }, context);
  const inputs = canonicalJson({
    agreement: { id: agreement.id, version: agreement.version },
    facts,
    state,
    context,
  });
  const outcome = canonicalJson(decision);
  const hash = createHash('sha256').update(outcome).digest('hex');
  const lived = live ? decision.state : state;
  const shadow = live ? null : JSON.stringify(decision.state);
  const { rows } = await sql<{ seq: string }>`
    insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
    values (${portalId}, ${contactId}, ${agreement.id}, ${agreement.version}, ${context.now}, ${live}, 'test', ${inputs}, ${outcome}, ${hash})
    returning seq`.execute(db);
  await sql`
    insert into lead (portal_id, lead_id, agreement_id, contact_id, state, shadow, judged_version, last_decision)
    values (${portalId}, ${contactId}, ${agreement.id}, ${contactId}, ${JSON.stringify(lived)}::jsonb, ${shadow}::jsonb,
      ${agreement.version}, ${rows[0]?.seq})`.execute(db);
  await sql`
    insert into lead_alias (portal_id, contact_id, lead_id) values (${portalId}, ${contactId}, ${contactId})`.execute(
    db,
  );
  return decision;
}
