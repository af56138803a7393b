// Which paths of consequences a decision walked: those that no history meets nobody compared.
import type { Moment } from './play.ts';
import { ms } from './shapes.ts';

const KINDS = ['warn', 'escalate', 'reassign', 'return', 'suspend', 'agenda'];

export const CONSEQUENCE_PATHS: readonly string[] = [
  KINDS.map((kind) => `done: ${kind}`),
  ['consequence held by the portal', 'consequence held by the cool-down', 'consequence of a second run'],
  [
    'clock held past its due time',
    'consequence not known of enough',
    'taken back by an answer',
    'taken back by a reason',
  ],
  ['taken back by a touch', 'taken back by a person', 'reassign restored', 'return restored'],
  ['taken back, not restored', 'lost by its rep to nobody', 'lost by its rep to another'],
  ['a run after one that was taken back', 'breach before consequences'],
].flat();

export function consequencePathsOf(moment: Moment): string[] {
  const { outcome, lead, context } = moment;
  const { consequences, reasons, clocks } = outcome;
  const held = reasons.filter(({ code }) => code === 'consequenceHeld').map(({ params }) => params);
  const since = context.consequences?.since;
  const isEarly = clocks.some(
    ({ breachedAt, status }) =>
      status === 'breached' && since !== undefined && ms(breachedAt ?? '') <= ms(since),
  );
  const skipped = clocks.some(({ clause, run }) => {
    const before = lead.state.clocks?.find((one) => one.clause === clause);
    return before?.lastRun !== undefined && run > before.lastRun;
  });
  return [
    ...consequences.flatMap((event) =>
      event.event === 'done' ? donePaths(event) : undonePaths(moment, event),
    ),
    ...(reasons.some(({ code }) => code === 'consequenceUnread') ? ['consequence not known of enough'] : []),
    ...held.map((params) => `consequence held by ${heldBy(moment, params)}`),
    ...(isHeldPast(moment) ? ['clock held past its due time'] : []),
    ...(isEarly ? ['breach before consequences'] : []),
    ...(skipped ? ['a run after one that was taken back'] : []),
  ];
}

function isHeldPast({ context, outcome }: Moment): boolean {
  return outcome.clocks.some(
    ({ status, dueAt }) =>
      ['running', 'warned'].includes(status) && dueAt !== null && ms(dueAt) <= ms(context.now),
  );
}

type Event = Moment['outcome']['consequences'][number];

function donePaths({ do: kind, ownerAfter, run }: Event): string[] {
  const isLost = kind === 'reassign';
  return [
    `done: ${kind}`,
    ...(isLost ? [`lost by its rep to ${ownerAfter === '' ? 'nobody' : 'another'}`] : []),
    ...(run > 1 ? ['consequence of a second run'] : []),
  ];
}

const KEPT_BY: Readonly<Record<string, string>> = {
  touch: 'a touch',
  accept: 'an answer',
  feedback: 'a reason',
};

function undonePaths({ agreement }: Moment, { do: kind, touchedAt, isRestored, clause }: Event): string[] {
  const promise = agreement.sales.clauses.find(({ id }) => id === clause)?.kind ?? '';
  return [
    `taken back by ${touchedAt === null ? 'a person' : KEPT_BY[promise]}`,
    ...(isRestored ? [`${kind} restored`] : []),
    ...(!isRestored && (kind === 'reassign' || kind === 'return') ? ['taken back, not restored'] : []),
  ];
}

/** What lasts until the very instant that is told. */
function heldBy({ lead, agreement }: Moment, params: Record<string, string | number>): string {
  const { clause, do: kind, until } = params;
  const steps = agreement.sales.clauses.find(({ id }) => id === clause)?.consequences ?? [];
  const rests = (lead.state.consequences ?? []).some((done) => {
    const hours = steps[done.step]?.coolDownHours ?? null;
    const isSame = done.clause === clause && done.do === kind && hours !== null;
    return isSame && ms(done.at) + Math.round(hours * 3_600_000) === ms(String(until));
  });
  return rests ? 'the cool-down' : 'the portal';
}
