// `agreement check FILE --portal PORTAL`: the document against one HubSpot account. Besides what the account lacks it says
// how soon each fact is known, and how many contacts match each gate, persona, segment and the scope today.
import type { PortalLeads } from '#agreement/check-answers.ts';
import type { Surroundings } from '#agreement/checks.ts';
import type { ParsedAgreement } from '#agreement/parse.ts';
import type { Agreement, Filter } from '#domain/agreement.ts';
import { listKey } from '#domain/contact-lists.ts';
import { KNOWN_WITHIN } from '#domain/known-within.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import { SIGNAL_PROPERTIES } from '#domain/signal-sources.ts';
import { usedSignals } from '#domain/used-signals.ts';
import { both, pushDown } from '#hubspot/push-down.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { isListRefusal } from '#pipeline/lists/ask-lists.ts';
import { type Option, readLeadOptions } from '#pipeline/mapping/portal-options.ts';
import type { CallContext, HubspotPort } from '#pipeline/ports.ts';
import { readPropertyTypes } from '#pipeline/read-property-types.ts';
import { sleep } from '#platform/clock.ts';
import {
  type Counted,
  type KnownFacts,
  type KnownHow,
  type NamedCount,
  type PortalFindings,
  renderFindings,
} from './agreement-portal-report.ts';

export interface PortalAccess {
  readonly portalId: string;
  readonly hubspot: Pick<
    HubspotPort,
    'listProperties' | 'listOwners' | 'listPipelines' | 'listContactLists' | 'countRecords'
  >;
  readonly call: CallContext;
  readonly nowMs: number;
  /** Agreements of the account beside the one that the document is for. */
  readonly others: readonly OtherAgreement[];
  /** HubSpot's webhooks journal is read. */
  readonly journal: boolean;
  /** Of the sentences. */
  readonly language: 'en' | 'fr';
}

/** HubSpot takes 5 searches a second of all apps together; Accord's own limit is 3 (D9). */
const PAUSE_MS = 350;

/** What the document is held against, and what it may look at besides what every account has: its lead object, its lists. */
export async function readSurroundings(
  access: PortalAccess,
  looksAt: { readonly leads: boolean; readonly lists: boolean },
): Promise<Surroundings> {
  const { hubspot, call } = access;
  const propertyTypes = await readPropertyTypes(hubspot, call);
  const owners = await hubspot.listOwners(call);
  const active = owners.filter(({ archived }) => !archived);
  const people = { owners: active.map(({ id, email, teams }) => ({ id, email: email ?? '', teams })) };
  return {
    propertyTypes,
    people,
    others: access.others,
    ...(looksAt.leads ? { leads: await readLeads(access) } : {}),
    ...(looksAt.lists ? { lists: await readLists(access) } : {}),
  };
}

/** Null: the account keeps its lists from us. */
async function readLists({ hubspot, call }: PortalAccess): Promise<readonly string[] | null> {
  try {
    return (await hubspot.listContactLists(call)).map(({ name }) => name);
  } catch (error) {
    if (!isListRefusal(error)) throw error;
    return null;
  }
}

async function readLeads({ hubspot, call }: PortalAccess): Promise<PortalLeads | null> {
  const leads = await readLeadOptions(hubspot, call);
  const valuesOf = (options: readonly Option[]): readonly string[] => options.map(({ value }) => value);
  return leads === null ? null : { stages: valuesOf(leads.stages), reasons: valuesOf(leads.reasons) };
}

/** The lines below the summary of a document that is fine. */
export async function describePortal(
  parsed: ParsedAgreement,
  access: PortalAccess,
  surroundings: Surroundings,
): Promise<string> {
  const findings: PortalFindings = {
    portalId: access.portalId,
    known: howKnown(parsed.agreement),
    journal: access.journal,
    lists: listsNamed(parsed.agreement, surroundings),
    listsRefused: parsed.agreement.needs.lists !== undefined && surroundings.lists === null,
    leadsRefused: parsed.agreement.needs.hubspotLeads === true && surroundings.leads === null,
    counts: await countAll(parsed, access),
  };
  return renderFindings(findings, access.language);
}

/**
 * Behaviour as it is promised for each kind. Webhooks tell some properties; a change of any other of a contact is found by the
 * poll, one of a company is read with its contact's next change.
 */
function howKnown(agreement: Agreement): PortalFindings['known'] {
  const { contact, company, hubspotLeads } = agreement.needs;
  // The properties that signals show in are not looked at for their own sake.
  const properties = [
    ...contact
      .filter((name) => !SIGNAL_PROPERTIES.includes(name))
      .map((name) => ({ name, how: subscribed('contact', name) })),
    ...company.map((name) => ({ name: `company.${name}`, how: subscribed('company', name) })),
    ...(hubspotLeads ? [{ name: 'hubspotLead.hs_pipeline_stage', how: 'webhook' as const }] : []),
  ];
  // A touch keeps promises, whether or not a rule counts it.
  const signals = [...usedSignals(agreement), ...(['touch'] as const)];
  const of = (how: KnownHow): KnownFacts => ({
    signals: [...new Set(signals)].filter((kind) => KNOWN_WITHIN[kind].by === how),
    properties: properties.filter((each) => each.how === how).map(({ name }) => name),
  });
  return { webhook: of('webhook'), poll: of('poll'), nextChange: of('nextChange') };
}

/** As the account writes them. */
function listsNamed({ needs }: Agreement, { lists }: Surroundings): readonly string[] {
  return (needs.lists ?? []).map((key) => (lists ?? []).find((name) => listKey(name) === key) ?? key);
}

function subscribed(object: 'contact' | 'company', name: string): KnownHow {
  const isSubscribed = WEBHOOK_SUBSCRIPTIONS.some(
    ({ subscriptionType, propertyName }) =>
      subscriptionType === `${object}.propertyChange` && propertyName === name,
  );
  if (isSubscribed) return 'webhook';
  return object === 'contact' ? 'poll' : 'nextChange';
}

async function countAll(
  { agreement }: ParsedAgreement,
  access: PortalAccess,
): Promise<readonly NamedCount[]> {
  const named = [
    ...agreement.score.gates.map(({ label, when }) => ({ of: 'gate' as const, label, when })),
    ...agreement.personas.map(({ label, when }) => ({ of: 'persona' as const, label, when })),
    ...agreement.segments.map(({ label, when }) => ({ of: 'segment' as const, label, when })),
  ];
  const count = counterOf(access, agreement.calendar.timeZone);
  const counts: NamedCount[] = [{ of: 'scope', label: '', counted: await countScope(agreement, count) }];
  for (const { of, label, when } of named) counts.push({ of, label, counted: await count(when) });
  return counts;
}

type Counter = (filter: Filter) => Promise<Counted>;

function counterOf({ hubspot, call, nowMs }: PortalAccess, timeZone: string): Counter {
  return async (filter) => {
    const pushed = pushDown(filter, { nowMs, timeZone });
    if (pushed.kind === 'nobody') return { total: 0 };
    if (pushed.kind === 'refused') return { obstacles: pushed.obstacles };
    const total = await hubspot.countRecords(call, 'contacts', pushed.groups);
    await sleep(PAUSE_MS, call.signal);
    return { total };
  };
}

const EVERYBODY: Filter = { anyOf: [[]] };

/** Included, less those of them that are excluded: HubSpot's filters cannot say "none of these groups". */
async function countScope({ scope }: Agreement, count: Counter): Promise<Counted> {
  const include = scope.include ?? EVERYBODY;
  const all = await count(include);
  if ('obstacles' in all || scope.exclude === null) return all;
  const out = await count(both(include, scope.exclude));
  return 'obstacles' in out ? out : { total: all.total - out.total };
}
