// Generators of lead histories: owners who leave, answers that come too late, values that cross each other on their way.
import * as fc from 'fast-check';
import { agreement, TEAMS, turningAgreement } from './arbitrary-agreement.ts';
import { PAUSES } from './arbitrary-clauses.ts';
import {
  DATE_FIELDS,
  DETAILS,
  FIELDS,
  KINDS,
  REPS,
  STAGE_VALUES,
  TEXTS,
  TYPED_FIELDS,
  TYPED_TEXTS,
} from './arbitrary-conditions.ts';
import { type AbsenceSpan, absenceSpans, type DeskChange, deskChange } from './arbitrary-routing.ts';
import { byStage, fallsIll, lateReason, leaver, overdue, paused, promised } from './arbitrary-stories.ts';
import { TITLES } from './job-titles.ts';
import { CARD_ANSWERS, NOTES } from './notes.ts';
import type { Agreement } from './shapes.ts';

/** How long before now something is dated. */
const dated = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 * 3_600_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 900 }).map((hours) => hours * 3_600_000) },
  // HubSpot's clock may be ahead of ours.
  { weight: 1, arbitrary: fc.constantFrom(-1, -300_000) },
);

const waits = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3_600_000 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 72 }).map((hours) => hours * 3_600_000) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }).map((days) => days * 86_400_000) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(340, 365, 366).map((days) => days * 86_400_000) },
);

type Teams = Record<string, string[]>;

export type Move =
  | { do: 'wait' }
  | { do: 'review'; early: boolean }
  | { do: 'signal'; kind: string; detail: string; ageMs: number; late: boolean; logged?: Logged }
  | { do: 'field'; object: 'contact' | 'company'; name: string; value: string }
  /** A date or instant near now, in one of HubSpot's spellings. */
  | {
      do: 'date';
      object: 'contact' | 'company';
      name: string;
      form: 'day' | 'iso' | 'epoch' | 'midnight';
      aheadMs: number;
    }
  | { do: 'deal'; id: string; status: string; ownerId: string; ageMs: number; lastsMs: number }
  /** Stage `same`: only the reasons change; `removed`: the record is gone. */
  | { do: 'hubspotLead'; id: string; stage: string; state: string; reason: string; ageMs: number }
  | {
      do: 'stage';
      value: string;
      ageMs: number;
      when: 'age' | 'atDecision' | 'before' | 'after';
      /** HubSpot's changeSource, as the mirror keeps it; '': none. */
      source: string;
    }
  | { do: 'owner'; value: string; ageMs: number; when: 'age' | 'atDecision' | 'before' | 'after' }
  | { do: 'answer'; by: string; value: string; reason: string | null; ageMs: number }
  /** HubSpot takes our writes; `half`: of a move backwards only the first write, which clears the stage. */
  | { do: 'echo'; half: boolean }
  | { do: 'owners'; active: string[]; companyOwner: string; left: string[]; teams: Teams }
  /** By owner id, from an instant that many milliseconds from now. */
  | { do: 'absences'; spans: Record<string, AbsenceSpan[]> }
  /** Reps come and go, take leads and close them. */
  | { do: 'desk'; change: DeskChange }
  | { do: 'regime'; ageMs: number }
  | { do: 'gone'; gone: boolean }
  /** HubSpot merges another contact into this one; null: it brings none. */
  | { do: 'merge'; stage: string | null; owner: string | null }
  /** The history's second agreement comes into force. */
  | { do: 'publish' }
  /** The latest touch is deleted. */
  | { do: 'untouch' }
  /** Somebody stops the clocks; `lastsMs` null: until further notice. */
  | { do: 'pause'; reason: string; ageMs: number; lastsMs: number | null }
  /** Every pause that runs ends now. */
  | { do: 'unpause' }
  | { do: 'excuse'; clause: string; wasLast: boolean }
  /** A person takes back one of the consequences of this cycle; place 0: the latest. */
  | { do: 'takeBack'; place: number }
  /** Other leads of the portal had a consequence. */
  | { do: 'others'; clause: string; step: number; agesMs: readonly number[] }
  /** What sales did could not be read: nothing follows a breach before. */
  | { do: 'unread'; aheadMs: number }
  /** The clocks of machines disagree. */
  | { do: 'holdClocks'; aheadMs: number }
  /** Hand-overs from the lead's source are paused, by other numbers than before, or are not any more. */
  | { do: 'pauseSource'; reached: number | null }
  /** What is known of HubSpot's showing the owner: nothing told, not yet, since some time. */
  | { do: 'shown'; ageMs: number | null | 'untold' };

/** By whom and when a touch was entered; owner `own`: the lead's; `former`: who lost it by the last consequence. */
export interface Logged {
  ownerId: string | null;
  afterMs: number | null;
  outcome: string | null;
}

export interface Step {
  waitMs: number;
  move: Move;
}

const teams: fc.Arbitrary<Teams> = fc
  .array(fc.subarray(TEAMS, { maxLength: 2 }), { minLength: REPS.length, maxLength: REPS.length })
  .map((lists) => Object.fromEntries(REPS.map((rep, index) => [rep, lists[index] ?? []])));

const when = fc.constantFrom('age', 'age', 'atDecision', 'before', 'after');
const signalMove = fc.record({
  do: fc.constant('signal'),
  kind: fc.constantFrom(...KINDS, ...Array.from({ length: 6 }, () => 'form'), 'touch', 'touch'),
  detail: fc.constantFrom(...DETAILS),
  ageMs: dated,
  late: fc.constantFrom(false, false, true),
});

const HOUR_MS = 3_600_000;
const touchMove = fc.record({
  do: fc.constant('signal' as const),
  kind: fc.constant('touch'),
  detail: fc.constant(''),
  ageMs: dated,
  late: fc.constant(false),
  logged: fc.record({
    ownerId: fc.constantFrom(null, 'own', 'own', 'own', ...REPS),
    afterMs: fc.constantFrom(null, 0, 60_000, HOUR_MS, 26 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS + 1),
    outcome: fc.constantFrom(null, 'attempt', 'contact'),
  }),
});

/** What stops a clock, takes it away or starts it. */
const clockMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: touchMove },
  { weight: 2, arbitrary: fc.constant({ do: 'untouch' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pause' as const),
      reason: fc.constantFrom(...PAUSES, 'unknown'),
      ageMs: dated,
      lastsMs: fc.constantFrom(null, null, HOUR_MS, 30 * HOUR_MS),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'unpause' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('excuse' as const),
      clause: fc.constantFrom('accept', 'first-touch', 'feedback', 'hot'),
      wasLast: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('takeBack' as const), place: fc.constantFrom(0, 0, 1, 2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('others' as const),
      clause: fc.constantFrom('accept', 'first-touch', 'first-touch', 'hot'),
      step: fc.constantFrom(0, 0, 1),
      agesMs: fc.array(fc.integer({ min: 0, max: HOUR_MS }), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('shown' as const),
      ageMs: fc.constantFrom('untold' as const, 'untold' as const, null, 0, 1_000, HOUR_MS),
    }),
  },
);

const dateMove = fc.record({
  do: fc.constant('date'),
  object: fc.constantFrom('contact', 'contact', 'company'),
  name: fc.constantFrom(...DATE_FIELDS),
  form: fc.constantFrom('day', 'iso', 'epoch', 'midnight'),
  aheadMs: fc.oneof(
    fc.integer({ min: -45 * 86_400_000, max: 20 * 86_400_000 }),
    fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }),
  ),
});
const dealMove = fc.record({
  do: fc.constant('deal'),
  id: fc.constantFrom('d1', 'd2'),
  status: fc.constantFrom('open', 'open', 'open', 'open', 'won', 'lost', 'lost', 'removed'),
  ownerId: fc.constantFrom('own', 'own', 'own', 'own', '', '101'),
  ageMs: dated,
  lastsMs: fc.integer({ min: 0, max: 30 * 86_400_000 }),
});

const leadMove = fc.record({
  do: fc.constant('hubspotLead'),
  id: fc.constantFrom('l1', 'l2'),
  stage: fc.constantFrom('connected-stage-id', '4711', 'Ready', 'other', 'other', 'same', 'same', 'removed'),
  state: fc.constantFrom('open', 'connected', 'qualified', 'disqualified', 'disqualified'),
  reason: fc.constantFrom('', '', '', 'NO_BUDGET', 'Timing', 'moved away'),
  ageMs: dated,
});

/** What few rules look at: dates, values of every type, job titles. */
const detailMove: fc.Arbitrary<Move> = fc.oneof(
  dateMove,
  fc.record({
    do: fc.constant('field' as const),
    object: fc.constantFrom('contact' as const, 'company' as const),
    name: fc.constantFrom(...TYPED_FIELDS),
    value: fc.constantFrom(...TYPED_TEXTS, ...TEXTS),
  }),
  fc.record({
    do: fc.constant('field' as const),
    object: fc.constant('contact' as const),
    name: fc.constant('jobtitle'),
    value: fc.constantFrom('', ...TITLES),
  }),
);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: detailMove },
  { weight: 3, arbitrary: dealMove },
  { weight: 4, arbitrary: leadMove },
  { weight: 6, arbitrary: signalMove },
  { weight: 5, arbitrary: clockMove },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('echo'),
      half: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('review'), early: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('field'),
      object: fc.constantFrom('contact', 'company'),
      name: fc.constantFrom(...FIELDS, 'phone', 'phone', 'company', 'company', 'name', 'name'),
      value: fc.constantFrom(...TEXTS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('stage'),
      value: fc.constantFrom(...STAGE_VALUES, 'marketingqualifiedlead', 'salesqualifiedlead', 'customer'),
      ageMs: dated,
      when,
      source: fc.oneof(
        { weight: 7, arbitrary: fc.constantFrom('', 'CRM_UI', 'MOBILE') },
        {
          weight: 3,
          arbitrary: fc.constantFrom('AUTOMATION_PLATFORM', 'WORKFLOWS', 'IMPORT', 'CALCULATED', 'FORM'),
        },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('owner'),
      value: fc.constantFrom('', ...REPS, '999'),
      ageMs: dated,
      when,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('answer'),
      by: fc.constant('accord_answer'),
      value: fc.constantFrom('accept', 'Accept', 'accept', 'reject', 'REJECT', 'maybe', ''),
      reason: fc.constantFrom(null, null, '', 'budget', 'No Money'),
      ageMs: dated,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({
        do: fc.constant('answer' as const),
        by: fc.constant('$card_answer'),
        value: fc.constantFrom(...CARD_ANSWERS),
        reason: fc.constant(null),
        ageMs: dated,
      }),
      fc.record({
        do: fc.constant('answer' as const),
        by: fc.constant('$sales_request'),
        value: fc.constantFrom(
          'handOver',
          'handOver',
          'recycle',
          'recycle:track0',
          'recycle:track1',
          'recycle:x:y',
          'accept',
        ),
        reason: fc.constant(null),
        ageMs: dated,
      }),
      fc.record({
        do: fc.constant('answer' as const),
        by: fc.constant('accord_reject_note'),
        value: fc.constantFrom(...NOTES),
        reason: fc.constant(null),
        ageMs: dated,
      }),
      fc.record({
        do: fc.constant('answer' as const),
        by: fc.constant('hs_lead_status'),
        value: fc.constantFrom(
          'OPEN_DEAL',
          'open_deal',
          'IN_PROGRESS',
          'UNQUALIFIED',
          'BAD_TIMING',
          'NEW',
          '',
        ),
        reason: fc.constant(null),
        ageMs: dated,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('owners'),
      active: fc.subarray(REPS),
      companyOwner: fc.constantFrom('', ...REPS),
      left: fc.subarray(REPS),
      teams,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('desk'), change: deskChange }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('absences'), spans: absenceSpans }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('regime'), ageMs: dated }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('publish') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pauseSource'), reached: fc.constantFrom(null, null, 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('merge'),
      stage: fc.constantFrom(null, ...STAGE_VALUES, 'marketingqualifiedlead', 'salesqualifiedlead'),
      owner: fc.constantFrom(null, ...REPS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('gone'),
      gone: fc.constantFrom(false, false, true),
    }),
  },
);

/** Mostly what conditions on dates, deals and signals look at. */
const turningMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: dateMove },
  { weight: 3, arbitrary: dealMove },
  { weight: 2, arbitrary: signalMove },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('review'), early: fc.boolean() }) },
  { weight: 1, arbitrary: move },
);

export interface History {
  agreement: Agreement;
  second: Agreement;
  startMs: number;
  /** How long the contact existed when the portal was switched on; negative: created later. */
  bornMs: number;
  /** How long before the start the portal was first switched on; null: decided by a release that did not tell. */
  liveMs: number | null;
  /** How long after the start consequences were switched on; negative: before it; null: they are off. */
  consequencesMs: number | null;
  /** Null: nobody is looked for. */
  desk: DeskChange | null;
  beforeStart: Move[];
  steps: Step[];
}

export const history: fc.Arbitrary<History> = historyOf(agreement, move);
/** Of leads that a gate holds back until, or from, some instant. */
export const turningHistory: fc.Arbitrary<History> = historyOf(turningAgreement, turningMove);

function historyOf(made: fc.Arbitrary<Agreement>, moves: fc.Arbitrary<Move>): fc.Arbitrary<History> {
  const versions = fc
    .record({ agreement: made, second: made, isHurried: fc.constantFrom(true, false, false) })
    .map(({ agreement: first, second, isHurried }) => ({
      agreement: first,
      second: isHurried ? hurried(first) : second,
    }));
  return fc
    .record({
      versions,
      startMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 1) }),
      bornMs: fc.constantFrom(-3_600_000, -3_600_000, 0, 86_400_000, 9 * 86_400_000),
      liveMs: fc.constantFrom(null, 86_400_000, 9 * 86_400_000, 300 * 86_400_000),
      consequencesMs: fc.constantFrom(null, -86_400_000, -86_400_000, -86_400_000, 20 * 3_600_000),
      desk: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 9, arbitrary: deskChange }),
      beforeStart: fc.array(moves, { maxLength: 3, size: 'max' }),
      steps: fc
        .array(
          fc.oneof(
            { weight: 40, arbitrary: fc.record({ waitMs: waits, move: moves }).map((step) => [step]) },
            { weight: 1, arbitrary: lateReason },
            { weight: 3, arbitrary: byStage },
            { weight: 1, arbitrary: paused },
            { weight: 2, arbitrary: leaver },
            { weight: 2, arbitrary: fallsIll },
            { weight: 3, arbitrary: promised },
            { weight: 5, arbitrary: overdue },
          ),
          { minLength: 3, maxLength: 14, size: 'max' },
        )
        .map((parts) => parts.flat()),
    })
    .map(({ versions: both, ...rest }) => ({ ...both, ...rest }));
}

/** The next version of an agreement, which gives sales a tenth of the time. */
function hurried({ version, sales, ...rest }: Agreement): Agreement {
  const clauses = sales.clauses.map(({ within, ...clause }) => ({
    ...clause,
    within: { unit: 'elapsedHours', amount: within.amount / 10 },
  }));
  return { ...rest, version: version + 1, sales: { ...sales, clauses } };
}
