// Which paths of the clocks a decision walked: those that no history meets nobody compared.
import type { Moment } from './play.ts';
import { type Clause, type Clock, ms, type Signal } from './shapes.ts';

export const CLOCK_PATHS: readonly string[] = [
  ['clock running', 'clock warned', 'clock breached', 'clock paused', 'clock met', 'clock metLate'],
  ['clock metKnownLate', 'clock excused', 'clock ended'],
  ['sla on_track', 'sla warning', 'sla breached', 'sla paused', 'sla met', 'sla met_late', 'sla excused'],
  ['clockWarned', 'clockBreached', 'clockMet', 'clockMetLate', 'clockMetKnownLate', 'clockReopened'],
  ['clock of a second owner', 'clock of nobody', 'clock waits to be seen', 'clock of a segment'],
  ['clock from a form', 'clock of an opportunity', 'clock of two touches', 'reason given', 'a second no'],
  ['task of an own clause', 'task while paused', 'task of a lead at work', 'due time kept by a new version'],
  ['pause cut by the agreement', 'pause beyond those allowed', 'touch of somebody else'],
  ['touch logged too late', 'clause dropped by a new version'],
  [
    'attempts made',
    'attempts spared by a contact',
    'attempts spared by the lead',
    'attempts spared by a deal',
  ],
  ['attempts spared by the stage', 'attempts missed', 'contacts instead of attempts', 'task of the attempts'],
].flat();

export function clockPathsOf(moment: Moment): string[] {
  const { outcome, agreement } = moment;
  const sla = outcome.properties.find(({ name }) => name === 'accord_sla_status')?.value ?? '';
  const paths = outcome.clocks.flatMap((clock) => {
    const clause = agreement.sales.clauses.find(({ id }) => id === clock.clause);
    const status = `clock ${clock.status}`;
    if (clause === undefined) return [status, 'clause dropped by a new version'];
    return [status, ...runPaths(moment, clock, clause), ...touchPaths(moment, clock, clause)];
  });
  return [...paths, `sla ${sla}`, ...taskPaths(moment)];
}

function walked(paths: readonly (readonly [string, boolean])[]): string[] {
  return paths.filter(([, isWalked]) => isWalked).map(([path]) => path);
}

function runPaths(moment: Moment, clock: Clock, clause: Clause): string[] {
  const { metAt, run, status } = clock;
  const isFeedback = clause.kind === 'feedback';
  const handedOver = ms(moment.outcome.state.handOvers.at(-1) ?? '');
  return walked([
    ['clock of a segment', clause.segment !== null],
    ['clock from a form', clause.start === 'form' && ms(clock.startedAt) < handedOver],
    ['clock of an opportunity', clause.stage === 'opportunity'],
    ['clock of two touches', clause.count === 2 && metAt !== null],
    ['reason given', isFeedback && metAt !== null],
    ['a second no', isFeedback && run > 1],
    ...triesPaths(moment, clock, clause),
    ...ownerPaths(moment, clock, clause),
    ...(['running', 'warned'].includes(status) ? pausePaths(moment, clause, handedOver) : []),
  ]);
}

/** What met the attempts, or that nothing has. */
function triesPaths(moment: Moment, clock: Clock, clause: Clause): (readonly [string, boolean])[] {
  const { metAt, breachedAt } = clock;
  const isOwed = clause.untilReached === true;
  return [
    ...(isOwed && metAt !== null ? sparedPaths(moment, metAt, clause.count) : []),
    ['attempts missed', isOwed && breachedAt !== null && metAt === null],
    ['contacts instead of attempts', clause.untilReached === false && metAt !== null],
  ];
}

function sparedPaths(
  { lead: { facts }, outcome: { state } }: Moment,
  metAt: string,
  count: number,
): (readonly [string, boolean])[] {
  const then = facts.signals.filter(({ at }) => ms(at) === ms(metAt));
  const touches = then.filter(({ kind }) => kind === 'touch' && count > 1);
  return [
    ['attempts made', touches.some(({ outcome }) => outcome === 'attempt')],
    ['attempts spared by a contact', touches.some(({ outcome }) => outcome !== 'attempt')],
    [
      'attempts spared by the lead',
      then.some(({ kind }) => ['emailReply', 'meeting', 'call'].includes(kind)),
    ],
    ['attempts spared by a deal', facts.deals.some(({ createdAt }) => createdAt === metAt)],
    ['attempts spared by the stage', state.stage.at === metAt],
  ];
}

function ownerPaths({ context }: Moment, clock: Clock, { kind }: Clause): (readonly [string, boolean])[] {
  const { ownerId, dueAt, warnAt, status, run } = clock;
  return [
    ['clock of a second owner', run > 1 && ownerId !== '' && kind !== 'feedback'],
    ['clock of nobody', ownerId === ''],
    ['clock waits to be seen', ownerId !== '' && dueAt === null && status === 'running'],
    ['due time kept by a new version', dueAt !== null && (warnAt ?? dueAt) === context.baselineAt],
  ];
}

/** Of a clock that runs though more pauses, or longer ones, were asked for. */
function pausePaths(
  { lead, agreement, context }: Moment,
  clause: Clause,
  handedOver: number,
): (readonly [string, boolean])[] {
  const asked = (lead.facts.pauses ?? []).filter(
    ({ reason, from }) => clause.pauses.includes(reason) && ms(from) >= handedOver,
  );
  const beyond = agreement.sales.pauses.some(
    ({ id, perLead }) => perLead !== null && asked.filter(({ reason }) => reason === id).length > perLead,
  );
  const endless = asked.some(({ from, to }) => to === null && ms(from) <= ms(context.now));
  return [
    ['pause cut by the agreement', endless],
    ['pause beyond those allowed', beyond],
  ];
}

/** Of a clause that one touch meets and none has met: who it was by, else it was entered too late. */
function touchPaths({ lead, context, outcome }: Moment, clock: Clock, clause: Clause): string[] {
  if (
    clause.kind !== 'touch' ||
    clause.count > 1 ||
    clause.untilReached === true ||
    clause.start === 'form' ||
    clock.metAt !== null
  )
    return [];
  const { handedOverAt } = outcome.state;
  if (handedOverAt === null || clock.status === 'ended') return [];
  const touches = lead.facts.signals.filter(
    ({ kind, at }) => kind === 'touch' && ms(at) > ms(handedOverAt) && ms(at) <= ms(context.now),
  );
  const isOther = ({ ownerId }: Signal): boolean => ownerId !== undefined && ownerId !== clock.ownerId;
  const isMeant = ({ outcome: how }: Signal): boolean => clause.counts === 'attempt' || how !== 'attempt';
  return walked([
    ['touch of somebody else', touches.some((touch) => isOther(touch) && isMeant(touch))],
    ['touch logged too late', touches.some((touch) => !isOther(touch) && isMeant(touch))],
  ]);
}

function taskPaths({ outcome: { task, state, clocks } }: Moment): string[] {
  if (task === null) return [];
  const has = (...statuses: string[]): boolean => clocks.some(({ status }) => statuses.includes(status));
  return walked([
    ['task of an own clause', task.label !== undefined],
    ['task of the attempts', task.tries !== undefined],
    ['task while paused', has('paused') && !has('running', 'warned', 'breached')],
    ['task of a lead at work', state.status === 'working'],
  ]);
}
