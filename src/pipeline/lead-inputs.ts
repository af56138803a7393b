// What a decision is made of, from what is stored and was read: facts, state, context.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { readCardAnswer } from '#domain/card-answer.ts';
import type { DecisionContext, Owners } from '#domain/decision.ts';
import { fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { markLate } from '#domain/late-signals.ts';
import type { Deal, Excuse, HubspotLead, LeadFacts, LeadState, Signal } from '#domain/lead.ts';
import { cellsOf, foldEvents, isGone, type Mirror, valueOf } from '#domain/mirror.ts';
import { sightingsOfEvents, sightingsOfMirror } from '#domain/mirror-sightings.ts';
import {
  CARD_ANSWER,
  LIST_MEMBERSHIPS,
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  SALES_REQUEST,
  SOURCE_PROPERTY,
} from '#domain/names.ts';
import { teamsThatMatter } from '#domain/overlays.ts';
import { inStandardNames, ownName } from '#domain/own-fields.ts';
import { addSightings, type Sighting, signalsOf } from '#domain/sightings.ts';
import { ownerShown } from './clocks/owner-shown.ts';
import type { Caps } from './consequences/caps.ts';
import { mayHoldLeads } from './read-users.ts';
import type { Turn } from './turn.ts';
import type { LoadedLead } from './turn-store.ts';

interface Scene {
  readonly agreement: Agreement;
  readonly companies: Readonly<Record<string, Mirror>>;
}

/** A lead whose facts are complete. */
export interface ReadyLead {
  readonly loaded: LoadedLead;
  readonly mirror: Mirror;
  readonly companyId: string | null;
  /** Null: to be read. */
  readonly deals: readonly Deal[] | null;
  readonly hubspotLeads: readonly HubspotLead[] | null;
  /** Read in this turn, though no event told of them; absent: none were looked for. */
  readonly activities?: readonly Sighting[];
}

export function foldLead(loaded: LoadedLead): ReadyLead {
  const companyChanged = loaded.events.some((event) => event.action === 'associationChange');
  return {
    loaded,
    mirror: foldEvents(loaded.mirror, loaded.events),
    companyId: companyChanged ? null : loaded.companyId,
    deals: loaded.dealsStale ? null : loaded.knownDeals,
    hubspotLeads: loaded.hubspotLeadsStale ? null : loaded.knownHubspotLeads,
  };
}

/** Observing starts from the lived state and is forgotten when the regime changes (5a.2). */
export function stateOf(portal: Turn['portal'], loaded: LoadedLead): LeadState {
  if (!portal.live && loaded.shadow?.regime === portal.regime) return loaded.shadow;
  const { live } = loaded;
  return live.regime === portal.continuesRegime ? { ...live, regime: portal.regime } : live;
}

export function factsOf(room: Scene, lead: ReadyLead, signals: readonly Signal[]): LeadFacts {
  const company = lead.companyId === null ? undefined : room.companies[lead.companyId];
  const { needs } = room.agreement;
  const { pauses, takenBack } = lead.loaded;
  const excuses = excusesUnder(room.agreement, lead);
  return inStandardNames(room.agreement, {
    contactId: lead.loaded.contactId,
    createdAt: lead.mirror.createdAt,
    gone: isGone(lead.mirror),
    contact: cellsOf(lead.mirror, [...contactCells(needs), ...noteCells(lead.mirror)]),
    company: company === undefined ? {} : cellsOf(company, needs.company),
    signals,
    // An agreement that no longer reads deals does not judge by those of before.
    deals: needs.deals ? (lead.deals ?? lead.loaded.knownDeals) : [],
    ...(needs.hubspotLeads ? { hubspotLeads: lead.hubspotLeads ?? lead.loaded.knownHubspotLeads } : {}),
    ...(pauses.length > 0 ? { pauses } : {}),
    ...(excuses.length > 0 ? { excuses } : {}),
    ...(takenBack.length > 0 ? { takenBack } : {}),
  });
}

function contactCells({ contact, lists }: Agreement['needs']): readonly string[] {
  return [...contact, CARD_ANSWER, SALES_REQUEST, ...(lists === undefined ? [] : [LIST_MEMBERSHIPS])];
}

/** A lead that nobody wrote a note about has none in its facts; one that was taken out again tells so beside the card's. */
function noteCells(mirror: Mirror): readonly string[] {
  const isThere =
    valueOf(mirror, REJECT_NOTE_PROPERTY) !== '' || readCardAnswer(valueOf(mirror, CARD_ANSWER)).note !== '';
  return isThere ? [REJECT_NOTE_PROPERTY] : [];
}

/** Another agreement may have a clause of the same name. */
function excusesUnder({ id }: Agreement, { loaded }: ReadyLead): readonly Excuse[] {
  return loaded.excuses
    .filter(({ agreementId }) => agreementId === id || agreementId === '')
    .map(({ clause, cycle, at }) => ({ clause, cycle, at }));
}

/** Without `caps` nothing follows a breach, and no rep is passed over for one. */
export function contextOf(
  room: Scene & {
    readonly now: Instant;
    readonly turn: Pick<Turn, 'portal'>;
    readonly caps?: Caps;
    readonly absences: NonNullable<Owners['absences']>;
  },
  lead: ReadyLead,
  state: LeadState,
): DecisionContext {
  const { portal } = room.turn;
  const company = lead.companyId === null ? undefined : room.companies[lead.companyId];
  const teams = teamsThatMatter(room.agreement, portal.owners);
  const own = [state.owner.value, valueOf(lead.mirror, OWNER_PROPERTY)];
  const source = valueOf(lead.mirror, ownName(room.agreement, 'contact', SOURCE_PROPERTY));
  const left = portal.owners.filter(({ archived, id }) => archived && own.includes(id)).map(({ id }) => id);
  return {
    now: room.now,
    regime: portal.regime,
    baselineAt: portal.baselineAt,
    firstLiveAt: portal.firstLiveAt,
    ...(lead.loaded.events.some(({ action }) => action === 'merge') ? { merged: true } : {}),
    ...ownerShown(portal, lead.loaded, lead.mirror),
    ...room.caps?.contextFor(room.agreement, state),
    ...room.caps?.pauseFor(room.agreement, source),
    pool: {
      activeOwners: portal.owners
        .filter((owner) => mayHoldLeads(owner) && room.caps?.mayGetLeads(owner.id) !== false)
        .map(({ id }) => id),
      companyOwner: company === undefined ? '' : valueOf(company, OWNER_PROPERTY),
      ...(left.length === 0 ? {} : { left }),
      ...absencesOf(room.absences, own),
      ...(teams === undefined ? {} : { teams }),
    },
  };
}

/** While clocks disagree nothing is warned of, breached or carried out; a minute later is looked again. */
export function holdClocks(turn: Turn, context: DecisionContext): DecisionContext {
  if (!turn.areClocksHeld()) return context;
  const clocksHeldUntil = fromEpochMs(toEpochMs(context.now) + MINUTE_MS);
  const { consequences } = context;
  return {
    ...context,
    clocksHeldUntil,
    ...(consequences === undefined ? {} : { consequences: { ...consequences, notBefore: clocksHeldUntil } }),
  };
}

/** Those of whoever may be the lead's owner: nobody else is looked at where none is looked for. */
function absencesOf(
  absences: NonNullable<Owners['absences']>,
  ownerIds: readonly string[],
): Pick<Owners, 'absences'> {
  const own = Object.entries(absences).filter(([id]) => ownerIds.includes(id));
  return own.length === 0 ? {} : { absences: Object.fromEntries(own) };
}

/** Known, told by events, shown by the record as it was and as it is. */
export function sightingsOf({ loaded, mirror, activities = [] }: ReadyLead): ReturnType<typeof addSightings> {
  const { contactId, events } = loaded;
  const seen = [
    ...sightingsOfEvents(contactId, events),
    ...sightingsOfMirror(contactId, loaded.mirror, mirror),
    ...activities,
  ];
  return addSightings(loaded.sightings, seen);
}

/** With a mark on those that were under way when a version came into force. */
export function signalsSince(
  switching: Parameters<typeof markLate>[2],
  lead: ReadyLead,
  sightings = sightingsOf(lead).all,
): readonly Signal[] {
  return markLate(signalsOf(sightings), lead.loaded.sightings, switching);
}
