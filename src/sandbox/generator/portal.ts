// Fills a portal with a believable past: reps, companies, contacts over the last months, customers, an old backlog, lists.
// The same seed, options and end give the same records. Leaves what happens next to life.ts.
import { z } from 'zod';
import { linkRecords } from '#sandbox/crm/link-records.ts';
import { formatInstant } from '#sandbox/crm/read-values.ts';
import { createRecord, updateRecord } from '#sandbox/crm/records.ts';
import type { CrmRecord, Portal, Source } from '#sandbox/model.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { type Company, companyProperties, drawCompany } from './companies.ts';
import { drawLead, type Lead } from './leads.ts';
import { createLists } from './lists.ts';
import { createReps } from './reps.ts';
import { createSeason, type Season } from './season.ts';

export const GenerateOptions = z.strictObject({
  seed: z.union([z.string(), z.number()]).default(1),
  contacts: z.number().int().min(0).max(1_000_000).default(2_000),
  companies: z.number().int().min(0).max(200_000).default(300),
  /** Active reps; one archived rep comes on top. */
  reps: z.number().int().min(1).max(200).default(6),
  monthsBack: z.number().min(1).max(60).default(18),
  /** The end of the past; default: the sandbox's clock. */
  untilMs: z.number().optional(),
});
export type GenerateOptions = z.output<typeof GenerateOptions>;

export interface Generated {
  readonly owners: number;
  readonly companies: number;
  readonly contacts: number;
}

const DAY_MS = 86_400_000;
const OFFLINE: Source = { changeSource: 'IMPORT', sourceId: null };
const FORM: Source = { changeSource: 'FORM', sourceId: 'form:5f0c21aa' };
const REP: Source = { changeSource: 'CRM_UI', sourceId: 'userId:9001' };

/** Where the past has left each contact. */
const STAGES: readonly (readonly [string, number])[] = [
  ['subscriber', 14],
  ['lead', 55],
  ['marketingqualifiedlead', 13],
  ['salesqualifiedlead', 5],
  ['opportunity', 3],
  ['customer', 8],
  ['evangelist', 0.5],
  ['other', 1.5],
];
const PATH = ['lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];

interface Past {
  readonly portal: Portal;
  readonly random: Random;
  readonly season: Season;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reps: readonly string[];
  readonly formerRep: string;
}

export function generatePortal(portal: Portal, input: z.input<typeof GenerateOptions> = {}): Generated {
  const options = GenerateOptions.parse(input);
  const random = createRandom(options.seed, 'portal');
  const untilMs = options.untilMs ?? portal.clock.nowMs();
  const fromMs = untilMs - options.monthsBack * 30.4 * DAY_MS;
  const reps = createReps(portal, random, { count: options.reps, atMs: fromMs });
  const past: Past = { portal, random, season: createSeason(portal.timeZone), fromMs, untilMs, ...reps };
  const companies = createCompanies(past, options.companies);
  const births = Array.from({ length: options.contacts }, () => past.season.draw(random, fromMs, untilMs));
  births.sort((a, b) => a - b).forEach((atMs, serial) => createContact(past, companies, { atMs, serial }));
  const companyIds = companies.map(({ id }) => id);
  createLists(portal, createRandom(options.seed, 'lists'), { companyIds, atMs: untilMs });
  return { owners: reps.reps.length + 1, companies: companies.length, contacts: options.contacts };
}

interface KnownCompany {
  readonly id: string;
  readonly company: Company;
}

function createCompanies(past: Past, count: number): KnownCompany[] {
  const { portal, random } = past;
  return Array.from({ length: count }, (_, serial) => {
    const company = drawCompany(random, serial + 1);
    const ownerId = random.chance(0.3) ? random.pick(past.reps) : null;
    const context = { source: OFFLINE, atMs: past.fromMs };
    const values = companyProperties(company, ownerId);
    return { id: createRecord(portal, { objectType: 'companies', values }, context).id, company };
  });
}

function createContact(
  past: Past,
  companies: readonly KnownCompany[],
  birth: { atMs: number; serial: number },
): void {
  const { portal, random } = past;
  const known = companies.length > 0 && random.chance(0.86) ? random.pick(companies) : null;
  const lead = drawLead(random, known?.company ?? null, birth.serial);
  const stage = random.weighted(STAGES);
  const first = PATH.includes(stage) ? 'lead' : stage;
  const source = lead.source === 'OFFLINE' ? OFFLINE : FORM;
  const values = { ...lead.properties, lifecyclestage: first, ...describeBehaviour(past, lead, birth.atMs) };
  const record = createRecord(portal, { objectType: 'contacts', values }, { source, atMs: birth.atMs });
  if (known !== null) {
    const from = { type: 'contacts', id: record.id } as const;
    linkRecords(portal, { from, to: { type: 'companies', id: known.id }, typeId: 1 }, source);
  }
  advance(past, record, stage);
}

/** Moves a contact along the usual path, days apart, with an owner from MQL on. */
function advance(past: Past, record: CrmRecord, stage: string): void {
  const { portal, random } = past;
  let atMs = record.createdAtMs;
  for (const step of PATH.slice(1, PATH.indexOf(stage) + 1)) {
    atMs = Math.min(past.untilMs, atMs + random.between(0.5, 20) * DAY_MS);
    const isHandOver = step === 'marketingqualifiedlead' && random.chance(0.75);
    const isOwned = record.values['hubspot_owner_id'] !== undefined;
    const ownerId = random.chance(0.08) ? past.formerRep : random.pick(past.reps);
    const owner =
      isHandOver || (step === 'salesqualifiedlead' && !isOwned) ? { hubspot_owner_id: ownerId } : {};
    updateRecord(portal, record, { values: { lifecyclestage: step, ...owner }, source: REP, atMs });
  }
  if (stage === 'lead' && random.chance(0.04)) {
    const values = {
      hs_lead_status: random.pick(['OPEN', 'ATTEMPTED_TO_CONTACT', 'UNQUALIFIED', 'BAD_TIMING']),
      hubspot_owner_id: past.formerRep,
    };
    updateRecord(portal, record, { values, source: REP, atMs: Math.min(past.untilMs, atMs + 3 * DAY_MS) });
  }
}

/** Counters and their dates, as HubSpot would have kept them until the end of the past. */
function describeBehaviour(past: Past, lead: Lead, atMs: number): Record<string, string> {
  const { random } = past;
  const visits = 1 + Math.floor(lead.warmth * random.between(0, 9));
  const pages = visits + Math.floor(visits * random.between(0, 4));
  const lastMs =
    visits === 1 ? atMs : Math.floor(random.between(atMs, Math.min(past.untilMs, atMs + 120 * DAY_MS)));
  const opens = Math.floor(random.between(0, 12) * lead.warmth);
  const clicks = Math.floor(opens * random.between(0, 0.5));
  const last = formatInstant(lastMs);
  const first = formatInstant(atMs);
  const isForm = lead.source !== 'OFFLINE';
  return {
    hs_analytics_source: lead.source,
    hs_latest_source: lead.source,
    hs_latest_source_timestamp: first,
    hs_analytics_num_visits: String(visits),
    hs_analytics_num_page_views: String(pages),
    hs_analytics_first_timestamp: first,
    hs_analytics_last_timestamp: last,
    hs_analytics_last_url: `https://www.${past.portal.hubDomain}/${random.pick(PAGES)}`,
    ...(isForm ? describeForm(first, random.pick(FORMS)) : {}),
    ...(opens > 0
      ? { hs_email_open: String(opens), hs_email_last_open_date: last, hs_email_first_open_date: first }
      : {}),
    ...(clicks > 0 ? { hs_email_click: String(clicks), hs_email_last_click_date: last } : {}),
    ...(random.chance(0.04) ? { hs_email_optout: 'true' } : {}),
  };
}

function describeForm(at: string, form: string): Record<string, string> {
  return {
    num_conversion_events: '1',
    first_conversion_date: at,
    first_conversion_event_name: form,
    recent_conversion_date: at,
    recent_conversion_event_name: form,
  };
}

export const FORMS = [
  'Livre blanc: aligner ventes et marketing',
  'Newsletter',
  'Demande de démo',
  'Request a demo',
  'Webinar registration',
  'Contact us',
  'ROI calculator',
  'Tarifs',
];
export const PAGES = [
  '',
  'tarifs',
  'pricing',
  'produit',
  'product/integrations',
  'blog/lead-scoring',
  'cas-clients',
  'demo',
  'contact',
  'ressources/livre-blanc',
];
