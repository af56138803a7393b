// The product's `decide` against the oracle: the same histories, the same answers (I3b, I3c), and a `reviewAt` that is
// never late and exact where it says so (10.5).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDuration } from '#domain/business-time.ts';
import { decide } from '#domain/decide.ts';
import { absencePathsOf, isSought } from '#test/oracle/absence-paths.ts';
import { history } from '#test/oracle/arbitraries.ts';
import { calendar } from '#test/oracle/arbitrary-agreement.ts';
import { addDuration as addDurationByOracle } from '#test/oracle/business-time.ts';
import { canonical } from '#test/oracle/canonical.ts';
import { CLOCK_PATHS, clockPathsOf } from '#test/oracle/clock-paths.ts';
import { CONSEQUENCE_PATHS, consequencePathsOf } from '#test/oracle/consequence-paths.ts';
import { oracleDecide } from '#test/oracle/decide.ts';
import { findDecisionViolations } from '#test/oracle/invariants.ts';
import { answerOf, oracleNextChange } from '#test/oracle/next-change.ts';
import { PAUSE_PATHS, pausePathsOf } from '#test/oracle/pause-paths.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { DAY, iso, ms } from '#test/oracle/shapes.ts';
import { CASES } from '#test/support/cases.ts';
import { reached } from '#test/support/thorough.ts';

const HISTORIES = 2_000 * CASES;
const REVIEWS = 400 * CASES;
/** As far as a decision promises to look ahead; where it says "never", it is asked about more than a year. */
const HORIZON_MS = 31 * DAY;
const NEVER_MS = 400 * DAY;
/** How soon a lead without an owner is looked at again. */
const HOLD_MS = 15 * 60_000;

/** Each must have been met; one that no history reaches is one that nobody compared. */
const PATHS = [
  ['none', 'baseline', 'handedOver', 'accepted', 'working', 'rejected', 'recycled', 'won'],
  ['stageAdopted', 'ownerAdopted', 'outOfScope', 'gate', 'part', 'missingField', 'belowMql', 'touched'],
  ['acceptedByStage', 'coolingDown', 'needsFreshSignal', 'cyclesUsed', 'ownerKept', 'ownerFromCompany'],
  ['ownerByTurn', 'ownerHold', 'stageSet', 'stageProtected', 'ownerLeft', 'ownerFromDomain'],
  ['ownerFromColleague', 'ownerBusy', 'ownerSticky', 'ownerOutOfTurn', 'ownerCatchesUp', 'overflow'],
  ['skipped: absent agreement', 'skipped: absent hubspot', 'skipped: hours agreement'],
  ['skipped: hours hubspot', 'skipped: full agreement'],
  ['ruleMatched', 'skipped by segment', 'skipped by when', 'skipped by source', 'skipped by campaign'],
  ['skipped by country', 'skipped by score', 'skipped by grade', 'skipped by account', 'match took a turn'],
  [
    'hold: nobody',
    'hold: absent',
    'hold: hours',
    'hold: full',
    'hold: passedOver',
    'hold: nobody looked for',
  ],
  ['given after a hold'],
  ['ownerAbsent', 'ownerAbsent agreement', 'ownerAbsent hubspot', 'relieved later', 'attended again'],
  ['unattended: chosen', 'unattended: absent'],
  ['by hand', 'handed over again', 'moved back', 'ended: gone', 'ended: protected', 'ended: scope'],
  ['ended: rejected', 'ended: gate', 'ended: cooled', 'persona', 'persona by a later group'],
  [
    'priority high',
    'priority medium',
    'priority low',
    'priority taken away',
    'title read',
    'points per group',
    'company field by the record',
  ],
  ['lead overlay changes the score', 'lead overlay changes the verdict', 'team overlay changes a due time'],
  ['ended: dealLost', 'ended: noContact', 'ended: stage', 'ended: notWon', 'won again'],
  ['stage set by workflow', 'stage set by import', 'stage set by hubspot'],
  ['ended: disqualified', 'disqualified', 'meetsDisqualification', 'neverAgain', 'dealWon'],
  [
    'answer from card',
    'answer from leadStatus',
    'answer from hubspotLead',
    'no from a HubSpot lead',
    'reason of a HubSpot lead came later',
    'answer from deal',
    'returned to sales',
    'returned to sales by its stage',
    'work begun by its stage',
    'a custom stage set',
  ],
  ['noticed', 'noticed again', 'not noticed so soon', 'notice gone with the next step', 'lead comes back'],
  ['to the side', 'from the side', 'held by an open deal', 'disqualified before any hand-over'],
  ['maturity: immature', 'maturity: maturing', 'maturity: ready', 'maturity: inactive', 'sql later'],
  ['relaunch: 1', 'relaunch: 2', 'relaunch: sunset', 'theme: price', 'theme: demo', 'theme: news'],
  ['track: track0', 'track: track1', 'owed: marketing', 'owed: sales', 'owed with a due time'],
  PAUSE_PATHS,
  CLOCK_PATHS,
  CONSEQUENCE_PATHS,
].flat();

/** In Paris, New York, Lord Howe and Santiago; of the last, both at midnight. */
const CLOCK_CHANGES = [
  '2026-03-29T01:00:00.000Z',
  '2026-10-25T01:00:00.000Z',
  '2026-03-08T07:00:00.000Z',
  '2026-11-01T06:00:00.000Z',
  '2026-04-04T15:00:00.000Z',
  '2026-10-03T15:30:00.000Z',
  '2026-04-05T03:00:00.000Z',
  '2026-09-06T04:00:00.000Z',
];

/** Elapsed hours may be none. */
const NO_TIME = { unit: 'elapsedHours', amount: 0 };

type Subject = ReturnType<typeof decide>;

/** The oracle's loose JSON is the product's input, as it would be after a round trip through the database. */
function decideBySubject({ agreement, lead, context }: Moment): Subject {
  const [document, facts] = [agreement, lead] as unknown as [
    Parameters<typeof decide>[0],
    Parameters<typeof decide>[1],
  ];
  return decide(document, facts, context);
}

/** In words: which part of the decision differs, and how. */
function findDisagreement({ agreement, lead, context }: Moment, decision: Subject): string[] {
  const inputs = { agreement, ...lead, context };
  const outcome = decision as unknown as Moment['outcome'];
  return findDecisionViolations([{ seq: 1, leadId: '1', at: context.now, inputs, outcome }]);
}

describe('the decision and the oracle', () => {
  it('agree at every step of any history, and the histories walk every path', () => {
    const seen = new Map<string, number>(PATHS.map((path) => [path, 0]));

    fc.assert(
      fc.property(history, (played) => {
        play(played, (moment) => {
          const decision = decideBySubject(moment);
          expect(findDisagreement(moment, decision)).toEqual([]);
          for (const path of pathsOf(moment)) {
            if (seen.has(path)) seen.set(path, (seen.get(path) ?? 0) + 1);
          }
          return decision.reviewAt?.at ?? null;
        });
      }),
      { numRuns: HISTORIES },
    );

    // The rarest are met once or twice: a path that is never met is a generator that broke, or a seed to look at.
    expect([...seen].filter(([, times]) => times < reached(1))).toEqual([]);
  }, 600_000);

  it('look again neither late nor, where it says so, early', () => {
    let exact = 0;

    fc.assert(
      fc.property(history, fc.nat(), (played, choice) => {
        const moment = pick(played, choice, isReviewed);
        expect(listRightReviews(moment)).toContainEqual(decideBySubject(moment).reviewAt);
        exact += decideBySubject(moment).reviewAt?.exact === true ? 1 : 0;
      }),
      { numRuns: REVIEWS },
    );

    expect(exact).toBeGreaterThan(reached(REVIEWS / 5));
  }, 600_000);
});

describe('the oracle', () => {
  it('knows every instant at which time alone can change an answer', () => {
    const anywhere = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));

    fc.assert(
      fc.property(history, fc.nat(), anywhere, (played, choice, places) => {
        const { agreement, lead, context, outcome } = pick(played, choice);
        const from = ms(context.now);
        const untilMs = from + HORIZON_MS;
        const change = oracleNextChange(agreement, lead, { context, untilMs });
        const span = (change === null ? untilMs : Math.max(from, ms(change) - 1)) - from;
        const left = { facts: lead.facts, state: outcome.state };
        const answers = places.map((place) => {
          const now = iso(from + Math.floor(place * span));
          return answerOf(oracleDecide(agreement, left, { ...context, now }));
        });
        const expected = change === context.now ? answers : places.map(() => answerOf(outcome));

        expect(answers).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});

describe('due times', () => {
  it('are those of a clock that is watched minute by minute, through every change of the clocks', () => {
    const amount = fc.constantFrom(0, 0.25, 1, 2, 7.5, 16);
    const days = fc.constantFrom(0, 1, 2, 5);
    const length = fc.oneof(
      fc.record({ unit: fc.constantFrom('workingHours', 'elapsedHours'), amount }),
      fc.record({ unit: fc.constant('workingDays'), amount: days }),
    );
    const start = fc
      .tuple(fc.constantFrom(...CLOCK_CHANGES), fc.integer({ min: -4 * DAY, max: DAY }))
      .map(([near, offset]) => iso(ms(near) + offset));

    fc.assert(
      fc.property(calendar, start, length, (made, from, duration) => {
        const due = addDuration(made, from, duration);

        expect(due).toBe(addDurationByOracle(made, from, duration));
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);
});

/** One decision of a history; four times out of five one that is `preferred`, where there is any. */
function pick(
  played: Parameters<typeof play>[0],
  choice: number,
  preferred: (moment: Moment) => boolean = () => true,
): Moment {
  const moments: Moment[] = [];
  play(played, (moment) => {
    moments.push(moment);
    return decideBySubject(moment).reviewAt?.at ?? null;
  });
  const better = choice % 5 === 0 ? [] : moments.filter(preferred);
  const from = better.length > 0 ? better : moments;
  return from[Math.floor(choice / 5) % from.length]!;
}

function isReviewed(moment: Moment): boolean {
  return decideBySubject(moment).reviewAt?.exact === true;
}

/** The exact instant where one is in sight, else the horizon; never again only where nothing can change. */
function listRightReviews({ agreement, lead, context, outcome }: Moment): Subject['reviewAt'][] {
  if (lead.facts.gone) return [null];
  const now = ms(context.now);
  const onHold = isSought({ outcome });
  const soonMs = now + (onHold ? HOLD_MS : HORIZON_MS);
  const change = oracleNextChange(agreement, lead, { context, untilMs: soonMs });
  if (change !== null) return [{ at: change, exact: true }];
  const vague = { at: iso(soonMs), exact: false };
  const isOver = oracleNextChange(agreement, lead, { context, untilMs: now + NEVER_MS }) === null;
  return isOver && !onHold ? [vague, null] : [vague];
}

function pathsOf(moment: Moment): string[] {
  return [
    ...pathsOfCourse(moment),
    ...pathsOfScore(moment),
    ...overlayPathsOf(moment),
    ...clockPathsOf(moment),
    ...consequencePathsOf(moment),
  ];
}

/** Properties whose every value is a path. */
const TOLD = new Map([
  ['accord_maturity', 'maturity'],
  ['accord_relaunch', 'relaunch'],
  ['accord_theme', 'theme'],
  ['accord_nurture_track', 'track'],
]);

function pathsOfCourse(moment: Moment): string[] {
  const { state, reasons, properties } = moment.outcome;
  const told = properties
    .filter(({ name }) => TOLD.has(name))
    .map(({ name, value }) => `${TOLD.get(name)}: ${value}`);
  const later = isSqlSetLater(state.status, reasons) ? ['sql later'] : [];
  const paths = [
    state.status,
    ...told,
    ...later,
    ...reasons.flatMap((reason) => pathsOfReason(reason, moment)),
  ];
  if (state.status === 'disqualified' && state.cycle === 0) paths.push('disqualified before any hand-over');
  return [
    ...paths,
    ...returnPathsOf(moment),
    ...pausePathsOf(moment),
    ...hubspotLeadPathsOf(moment),
    ...routePathsOf(moment),
    ...absencePathsOf(moment),
    ...noticePathsOf(moment),
  ];
}

function returnPathsOf({ lead, outcome: { state, reasons } }: Moment): string[] {
  const has = (code: string): boolean => reasons.some((reason) => reason.code === code);
  const isWorkStage = state.stage.value === '8004' && has('stageAdopted') && !has('touched');
  const move = `${lead.state.status} > ${state.status}`;
  const walked: readonly (readonly [string, boolean])[] = [
    ['returned to sales', move === 'rejected > accepted'],
    ['returned to sales by its stage', lead.state.status === 'rejected' && has('acceptedByStage')],
    ['work begun by its stage', move === 'accepted > working' && isWorkStage],
    ['won again', lead.state.recycleReason === 'notWon' && state.status === 'won'],
  ];
  return walked.filter(([, isWalked]) => isWalked).map(([path]) => path);
}

function routePathsOf({ lead, outcome: { reasons, route } }: Moment): string[] {
  const wasHeld = lead.state.assignedAt === null && lead.state.handedOverAt !== null;
  const isMatch = reasons.some(({ code }) => /^owner(From|Sticky)/.test(code));
  return [
    ...(isMatch && route?.turns !== undefined ? ['match took a turn'] : []),
    ...(wasHeld && reasons.some(({ code }) => code === 'ownerByTurn') ? ['given after a hold'] : []),
  ];
}

/** Of the task's notices, and of those that a shorter rest or another step of sales would have given. */
function noticePathsOf({ agreement, lead, context, outcome }: Moment): string[] {
  const { state, task, reasons } = outcome;
  const isNoticed = reasons.some(({ code }) => code === 'noticed');
  const rested = { ...agreement, hot: agreement.hot && { ...agreement.hot, atMostEvery: NO_TIME } };
  const isRested =
    agreement.hot !== undefined &&
    oracleDecide(rested as typeof agreement, lead, context).reasons.some(({ code }) => code === 'noticed');
  const walked: readonly (readonly [string, boolean])[] = [
    ['noticed again', isNoticed && lead.state.noticedAt !== undefined],
    ['not noticed so soon', isRested && !isNoticed],
    [
      'notice gone with the next step',
      task !== null && state.noticedAt !== undefined && task.noticedAt === undefined,
    ],
    ['lead comes back', state.lastEnd !== undefined && lead.state.lastEnd?.at !== state.lastEnd.at],
  ];
  return walked.filter(([, isWalked]) => isWalked).map(([path]) => path);
}

function hubspotLeadPathsOf({ lead, outcome: { reasons } }: Moment): string[] {
  const says = (code: string, key: string, value: unknown): boolean =>
    reasons.some((reason) => reason.code === code && reason.params[key] === value);
  const isRejected = reasons.some(({ code }) => code === 'rejected');
  const isWritten = (lead.facts.contact['accord_reject_reason']?.value ?? '') !== '';
  const isLate = lead.state.status === 'rejected' && isRejected;
  const isAnswered = reasons.some(({ code }) => code === 'answerFrom');
  return [
    ...(isRejected && says('answerFrom', 'source', 'hubspotLead') ? ['no from a HubSpot lead'] : []),
    ...(isLate && !isWritten && !isAnswered ? ['reason of a HubSpot lead came later'] : []),
  ];
}

/** What a reason says beside its code. */
function pathsOfReason({ code, params }: Moment['outcome']['reasons'][number], moment: Moment): string[] {
  const { outcome, lead } = moment;
  const [from, to] = [String(params['from']), String(params['to'])];
  const details: Record<string, () => string[]> = {
    recycled: () => [`ended: ${String(params['reason']).split(':')[0]}`],
    disqualified: () => [`ended: ${String(params['reason']).split(':')[0]}`],
    stageAdopted: () => (params['by'] === undefined ? [] : [`stage set by ${params['by']}`]),
    answerFrom: () => [`answer from ${String(params['source'])}`],
    handedOver: () => [
      ...(params['byHand'] === 1 ? ['by hand'] : []),
      ...(Number(params['cycle']) > 1 ? ['handed over again'] : []),
    ],
    missingField: () => [
      `owed: ${params['owedBy']}`,
      ...(params['dueAt'] === undefined ? [] : ['owed with a due time']),
    ],
    repsSkipped: () => [`skipped: ${params['obstacle']} ${params['by']}`],
    ruleSkipped: () => [`skipped by ${String(params['by'])}`],
    ownerAbsent: () => [`ownerAbsent ${params['by']}`],
    unattended: () => [`unattended: ${String(params['reason'] ?? 'nobody looked for')}`],
    ownerHold: () => [`hold: ${String(params['reason'] ?? 'nobody looked for')}`],
    stageProtected: () =>
      params['value'] === 'opportunity' && lead.facts.deals.length > 0 ? ['held by an open deal'] : [],
    stageSet: () => [
      ...movesOf(from, to),
      ...(outcome.state.status === 'recycled' && from !== '' ? ['moved back'] : []),
    ],
  };
  return [code, ...(details[code]?.() ?? [])];
}

function movesOf(from: string, to: string): string[] {
  const side = ['8001', '8002'];
  return [
    ...(to.startsWith('80') ? ['a custom stage set'] : []),
    ...(side.includes(to) ? ['to the side'] : []),
    ...(side.includes(from) ? ['from the side'] : []),
  ];
}

function pathsOfScore({ agreement, lead, outcome }: Moment): string[] {
  const { reasons, properties } = outcome;
  const priority = properties.find(({ name }) => name === 'accord_priority');
  const isLater = reasons.some(({ code, params }) => code === 'persona' && Number(params['group']) > 0);
  return [
    ...(priority === undefined ? [] : [`priority ${priority.value || 'taken away'}`]),
    ...(isLater ? ['persona by a later group'] : []),
    ...(readsTitle(agreement, lead) ? ['title read'] : []),
    ...(hasCompanyByRecord(agreement, lead) ? ['company field by the record'] : []),
    ...(agreement.score.fit.rules.some((rule) => isGivenTwice(rule, reasons)) ? ['points per group'] : []),
  ];
}

/** Asked for, and said by the name of the company alone. */
function hasCompanyByRecord({ data }: Moment['agreement'], { facts }: Moment['lead']): boolean {
  const isAsked = Object.values(data.mandatory).some(({ fields }) => fields.includes('company'));
  const [own, name] = [facts.contact['company']?.value ?? '', facts.company['name']?.value ?? ''];
  return isAsked && own === '' && /^acme/i.test(name);
}

function readsTitle(agreement: Moment['agreement'], { facts }: Moment['lead']): boolean {
  return (
    (facts.contact['jobtitle']?.value ?? '') !== '' && /"(seniority|department)"/.test(canonical(agreement))
  );
}

/** More than the points of one group. */
function isGivenTwice(
  { id, points }: Moment['agreement']['score']['fit']['rules'][number],
  reasons: Moment['outcome']['reasons'],
): boolean {
  const part = reasons.find(({ code, params }) => code === 'part' && params['rule'] === id);
  return Math.abs(Number(part?.params['milliPoints'] ?? 0)) > Math.abs(points);
}

/** Which overlays made a difference: without them the answer is another one. */
function overlayPathsOf({ agreement, lead, context, outcome }: Moment): string[] {
  if (agreement.overlays.length === 0) return [];
  const without = (isLeft: (teams: readonly string[]) => boolean) => {
    const overlays = agreement.overlays.filter(({ teams }) => isLeft(teams));
    return oracleDecide({ ...agreement, overlays }, lead, context);
  };
  const teamless = without((teams) => teams.length === 0);
  const leadless = without((teams) => teams.length > 0);
  return [
    leadless.verdict.total === outcome.verdict.total ? [] : 'lead overlay changes the score',
    leadless.verdict.qualifies === outcome.verdict.qualifies ? [] : 'lead overlay changes the verdict',
    teamless.task?.dueAt === outcome.task?.dueAt ? [] : 'team overlay changes a due time',
  ].flat();
}

/** The stage follows an acceptance of before, once the fields are filled in. */
function isSqlSetLater(status: string, reasons: Moment['outcome']['reasons']): boolean {
  const has = (code: string): boolean => reasons.some((reason) => reason.code === code);
  const isAccepted = status === 'accepted' || status === 'working';
  return isAccepted && has('stageSet') && !['accepted', 'acceptedByStage', 'handedOver'].some(has);
}
