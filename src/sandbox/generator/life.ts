// What happens next in a portal, without end: visitors, recipients and reps act at believable times. An iterator of
// dated actions; whoever plays it applies each one (at any speed) before asking for the next, since the next looks at
// the portal as it then is.
import type { ActionInput } from '#sandbox/actions/action.ts';
import type { CrmRecord, Portal } from '#sandbox/model.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { drawCompany } from './companies.ts';
import { drawLead } from './leads.ts';
import { pickRecord } from './pick-record.ts';
import { FORMS, PAGES } from './portal.ts';
import { createRepLife } from './rep-life.ts';
import { createSeason } from './season.ts';

export interface LifeOptions {
  readonly seed: string | number;
  readonly startMs: number;
  /** New leads on an average working day; everything else is in proportion. */
  readonly leadsPerDay: number;
}

export interface LifeEvent {
  readonly atMs: number;
  readonly action: ActionInput;
}

/** Actions per new lead, by kind. */
const MIX = {
  newLead: 1,
  returningForm: 0.35,
  pageView: 4,
  emailOpen: 1.6,
  emailClick: 0.7,
  emailReply: 0.08,
  bookMeeting: 0.08,
  unsubscribe: 0.03,
  rep: 2.2,
} as const;
type Kind = keyof typeof MIX;

/** The mean of the season's weight over a week of working and idle hours. */
const MEAN_WEIGHT = 0.5;
const DAY_MS = 86_400_000;

export function* createLife(portal: Portal, options: LifeOptions): Generator<LifeEvent, never> {
  const random = createRandom(options.seed, 'life');
  const season = createSeason(portal.timeZone);
  const kinds = Object.entries(MIX) as [Kind, number][]; // The keys of the table above.
  const perLead = kinds.reduce((sum, [, share]) => sum + share, 0);
  const ratePerMs = (options.leadsPerDay * perLead) / (DAY_MS * MEAN_WEIGHT);
  const act = createVisitorLife(portal, random, createRepLife(portal, random));
  let atMs = options.startMs;
  for (;;) {
    // Thinning: candidates come at the highest rate, and the season lets through its share.
    const HIGHEST_WEIGHT = 2.1;
    atMs += -Math.log(1 - random.next()) / (ratePerMs * HIGHEST_WEIGHT);
    if (random.next() * HIGHEST_WEIGHT >= season.weigh(atMs)) continue;
    const at = Math.floor(atMs);
    const action = act(random.weighted(kinds), at);
    if (action !== null) yield { atMs: at, action: { ...action, atMs: at } };
  }
}

type Act = (kind: Kind, atMs: number) => ActionInput | null;

function createVisitorLife(
  portal: Portal,
  random: Random,
  actAsRep: (atMs: number) => ActionInput | null,
): Act {
  let serial = 0;
  const onContact = (build: (contact: CrmRecord) => ActionInput): ActionInput | null => {
    const contact = pickRecord(portal.objects.contacts, random, isReachable);
    return contact === null ? null : build(contact);
  };
  return (kind, atMs) => {
    switch (kind) {
      case 'newLead':
        serial += 1;
        return submitNewLead(portal, random, serial);
      case 'returningForm':
        return onContact(({ id }) => ({
          type: 'submitForm',
          id,
          form: random.pick(FORMS),
          properties: { message: random.pick(MESSAGES) },
        }));
      case 'pageView':
        return onContact(({ id }) => ({
          type: 'pageView',
          id,
          url: `https://www.${portal.hubDomain}/${random.pick(PAGES)}`,
          count: 1 + random.int(4),
          newSession: random.chance(0.5),
        }));
      case 'rep':
        return actAsRep(atMs);
      default:
        return onContact(({ id }) => ({ type: kind, id }));
    }
  };
}

function isReachable(contact: CrmRecord): boolean {
  return contact.values['hs_email_optout'] !== 'true' && contact.values['lifecyclestage'] !== 'customer';
}

const MESSAGES = [
  'Bonjour, pouvez-vous me rappeler ?',
  'We are 40 people and look for a tool this quarter.',
  'Quel est le tarif pour 10 utilisateurs ?',
  'Just looking around.',
  'Besoin d’une démo avant fin de mois.',
  'Can you send me the white paper?',
];

/** A form by somebody new; the company is known in about half the cases. */
function submitNewLead(portal: Portal, random: Random, serial: number): ActionInput {
  const known = random.chance(0.5) ? pickRecord(portal.objects.companies, random, () => true) : null;
  const stamp = `n${serial}`;
  const drawn = drawCompany(random, 100_000 + serial);
  const company =
    known === null
      ? drawn
      : {
          ...drawn,
          name: known.values['name'] ?? drawn.name,
          domain: known.values['domain'] ?? drawn.domain,
        };
  const lead = drawLead(random, random.chance(0.88) ? company : null, 0);
  const email = lead.email.replace(/\.0@/, `.${stamp}-${random.hex(4)}@`);
  const properties = { ...lead.properties, hs_analytics_source: lead.source, hs_latest_source: lead.source };
  return {
    type: 'submitForm',
    email,
    form: random.pick(FORMS),
    properties: { ...properties, email, message: random.pick(MESSAGES) },
  };
}
