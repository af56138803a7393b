// A lead whose database is gone, taken over from what Accord itself once wrote to its contact (5a.14): where its cycle stands, since
// when, and by when sales was told to act. Pauses, excuses and how the promises before went are not in HubSpot, so they are lost.
import type { Agreement, Instant } from './agreement.ts';
import type { SalesClause } from './agreement-sales.ts';
import { endFrom } from './clock-time.ts';
import { isOpen } from './course.ts';
import { TASK_OF } from './decision.ts';
import { earlierOf, fromEpochMs, laterOf, MINUTE_MS, toEpochMs } from './instant.ts';
import { type ClockState, initialState, type LeadState, type LeadStatus } from './lead.ts';
import type { Mirror } from './mirror.ts';
import {
  ANSWER_PROPERTY,
  LEAD_STATUS_PROPERTY,
  OUTPUT_PROPERTIES,
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from './names.ts';
import { inOutputNames, type OutputName, outputProperty } from './outputs.ts';
import { isSameValue, toInstant } from './values.ts';
import { NEXT_STEP_VALUES, STATUS_VALUES } from './wants.ts';

/** A value and when HubSpot got it. */
interface Version {
  readonly value: string;
  readonly at: Instant;
}

/** By property, newest first; a property without versions was never written. */
export type ShownVersions = Readonly<Record<string, readonly Version[]>>;

/** A lead is taken over from these; where an account keeps one elsewhere, from there. */
export const ADOPTED_OUTPUTS = [
  'handOverStatus',
  'handOverDate',
  'cycle',
  'nextStep',
  'slaStatus',
  'slaDue',
] as const satisfies readonly OutputName[];
const ADOPTED_BESIDES: readonly string[] = [
  ANSWER_PROPERTY,
  REJECT_REASON_PROPERTY,
  REJECT_NOTE_PROPERTY,
  OWNER_PROPERTY,
  STAGE_PROPERTY,
  LEAD_STATUS_PROPERTY,
];

/** Read with their past before `adoptLead` is asked. */
export function adoptedProperties(agreement: Agreement): readonly string[] {
  return [
    ...ADOPTED_OUTPUTS.flatMap((output) => outputProperty(agreement, output) ?? []),
    ...ADOPTED_BESIDES,
  ];
}

/**
 * The state to go on from, which nobody has judged yet. Null: nothing of an earlier Accord is shown. `before`: since then this one
 * may have written, so what is younger is its own, or a copy that somebody made.
 */
export function adoptLead(agreement: Agreement, read: ShownVersions, before: Instant): LeadState | null {
  const shown = inOutputNames(agreement, read);
  const told = readTold(shown);
  if (told === null || told.statusAt >= before) return null;
  const { status, statusAt, cycle, handOvers } = told;
  const handedOverAt = handOvers.at(-1) ?? null;
  if (handedOverAt === null && status !== 'disqualified') return null;
  const state: LeadState = {
    ...initialState(),
    status,
    cycle: handedOverAt === null ? 0 : Math.max(1, cycle),
    handOvers,
    newMqlAt: handOvers[0] ?? null,
  };
  if (handedOverAt === null || !isOpen(state)) return endedState(state, { statusAt, handedOverAt });
  return openState(agreement, shown, { state, statusAt, handedOverAt });
}

/** The same mirror, dated by when HubSpot got what it shows: a list knows only when a record changed last. */
export function dateByHistory(agreement: Agreement, mirror: Mirror, shown: ShownVersions): Mirror {
  const dated = adoptedProperties(agreement).flatMap((name) => {
    const cell = mirror.cells[name];
    if (cell === undefined || !isSameValue(cell.v, valueOf(shown, name))) return [];
    const at = enteredAt(shown, name);
    return at !== '' && at < cell.at ? [[name, { ...cell, at }] as const] : [];
  });
  return { ...mirror, cells: { ...mirror.cells, ...Object.fromEntries(dated) } };
}

interface Told {
  readonly status: LeadStatus;
  readonly statusAt: Instant;
  readonly cycle: number;
  /** Oldest first. */
  readonly handOvers: readonly Instant[];
}

function readTold(shown: ShownVersions): Told | null {
  const value = valueOf(shown, OUTPUT_PROPERTIES.handOverStatus);
  const status = keyOf(STATUS_VALUES, value);
  if (value === '' || status === undefined) return null;
  const dates = (shown[OUTPUT_PROPERTIES.handOverDate] ?? []).flatMap(
    (version) => toInstant(version.value) ?? [],
  );
  return {
    status,
    statusAt: enteredAt(shown, OUTPUT_PROPERTIES.handOverStatus),
    cycle: Number(valueOf(shown, OUTPUT_PROPERTIES.cycle)) || 0,
    handOvers: [...new Set(dates)].toSorted(),
  };
}

/** Why it ended HubSpot does not show: the agreement's general cool-down holds. */
function endedState(
  state: LeadState,
  { statusAt, handedOverAt }: Pick<Told, 'statusAt'> & Pick<LeadState, 'handedOverAt'>,
): LeadState {
  // A deal won since the hand-over is what it stays won by.
  if (state.status === 'won') return { ...state, handedOverAt, answersAfter: handedOverAt };
  return { ...state, answersAfter: statusAt, recycledAt: statusAt };
}

interface OpenLead {
  readonly state: LeadState;
  readonly statusAt: Instant;
  readonly handedOverAt: Instant;
}

function openState(agreement: Agreement, shown: ShownVersions, lead: OpenLead): LeadState {
  const { status } = lead.state;
  const { handedOverAt, statusAt } = lead;
  const answerAt = answeredAt(shown, handedOverAt);
  const saidAt = answerAt ?? statusAt;
  const owner = valueOf(shown, OWNER_PROPERTY);
  const ownedAt = laterOf(enteredAt(shown, OWNER_PROPERTY), handedOverAt);
  const state: LeadState = {
    ...lead.state,
    handedOverAt,
    // What brought it over the line is not all known any more, so what is known does not take it back.
    byHand: true,
    assignedAt: owner === '' ? null : ownedAt,
    acceptedAt: status === 'accepted' || status === 'working' ? saidAt : null,
    touchedAt: status === 'working' ? statusAt : null,
    rejectedAt: status === 'rejected' ? saidAt : null,
    answersAfter: handedOverAt,
    answeredAt: answerAt,
  };
  return withRun(agreement, shown, { state, owner });
}

/** Of the answer that still stands. */
function answeredAt(shown: ShownVersions, handedOverAt: Instant): Instant | null {
  if (valueOf(shown, ANSWER_PROPERTY) === '') return null;
  const at = enteredAt(shown, ANSWER_PROPERTY);
  return at > handedOverAt ? at : null;
}

/** The promise that HubSpot says is due next, with the due time that the rep was told: not told, warned or broken a second time. */
function withRun(
  agreement: Agreement,
  shown: ShownVersions,
  { state, owner }: { readonly state: LeadState; readonly owner: string },
): LeadState {
  const step = keyOf(NEXT_STEP_VALUES, valueOf(shown, OUTPUT_PROPERTIES.nextStep));
  const named = agreement.sales.clauses.filter(({ kind, label }) => label === null && TASK_OF[kind] === step);
  const dueAt = toInstant(valueOf(shown, OUTPUT_PROPERTIES.slaDue));
  if (dueAt === null || state.assignedAt === null) return state;
  const starts = named.flatMap((clause) => startIn(agreement, clause, { state, dueAt }));
  // The first contact and the attempts go by one name: the one that is due then, else the first contact.
  const start = starts.find(({ isDue }) => isDue) ?? starts[0];
  if (start === undefined) return state;
  const { clause, natural, since } = start;
  const sla = valueOf(shown, OUTPUT_PROPERTIES.slaStatus);
  const run: ClockState = {
    clause: clause.id,
    startedAt: earlierOf(natural, since),
    run: 1,
    ownerId: owner,
    since,
    dueAt,
    warnedAt: sla === 'warning' ? enteredAt(shown, OUTPUT_PROPERTIES.slaStatus) : null,
    breachedAt: sla === 'breached' ? dueAt : null,
    metAt: null,
  };
  return { ...state, assignedAt: earlierOf(state.assignedAt, since), clocks: [run] };
}

interface FoundStart {
  readonly clause: SalesClause;
  readonly natural: Instant;
  readonly since: Instant;
  /** Counted from there the promise ends when the rep was told. */
  readonly isDue: boolean;
}

/** None where the clause has not started. */
function startIn(
  agreement: Agreement,
  clause: SalesClause,
  { state, dueAt }: { readonly state: LeadState; readonly dueAt: Instant },
): readonly FoundStart[] {
  const natural = startedAt(clause, state);
  if (natural === null || state.assignedAt === null) return [];
  const since = sinceOf(agreement, clause, { from: laterOf(natural, state.assignedAt), dueAt });
  const end = endFrom({ clause, calendar: agreement.calendar, since, pauses: [] });
  return [{ clause, natural, since, isDue: end === dueAt }];
}

function startedAt({ start, stage }: SalesClause, state: LeadState): Instant | null {
  if (start === 'assignment') return state.assignedAt;
  if (start === 'reject') return state.rejectedAt;
  return stage === 'sql' ? state.acceptedAt : state.handedOverAt;
}

/**
 * HubSpot dates the owner when it stored him, Accord began to count when it knew so: the moments between are found by what they moved
 * the end by, or every due time would be written anew for milliseconds.
 */
function sinceOf(
  { calendar }: Agreement,
  clause: SalesClause,
  { from, dueAt }: { readonly from: Instant; readonly dueAt: Instant },
): Instant {
  const endAfter = (since: Instant): Instant => endFrom({ clause, calendar, since, pauses: [] });
  const moved = fromEpochMs(toEpochMs(from) + toEpochMs(dueAt) - toEpochMs(endAfter(from)));
  const isMoments = Math.abs(toEpochMs(moved) - toEpochMs(from)) < MINUTE_MS;
  return isMoments && endAfter(moved) === dueAt ? moved : from;
}

function valueOf(shown: ShownVersions, property: string): string {
  return shown[property]?.[0]?.value ?? '';
}

/** Since when the value stands that stands now; '' where there is none. */
function enteredAt(shown: ShownVersions, property: string): Instant {
  const versions = shown[property] ?? [];
  const other = versions.findIndex(({ value }) => value !== versions[0]?.value);
  return versions[(other < 0 ? versions.length : other) - 1]?.at ?? '';
}

function keyOf<Key extends string>(values: Readonly<Record<Key, string>>, value: string): Key | undefined {
  // Of a record with literal keys.
  return (Object.keys(values) as Key[]).find((key) => values[key] === value);
}
