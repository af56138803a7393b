// From a decision to changes of the outbox: only what differs from HubSpot's last value (D8), only what is switched
// on (5a.1). Pure.
import type { Agreement } from '#domain/agreement.ts';
import {
  type Decision,
  EFFECTS,
  type Effect,
  type WantedProperty,
  type WantedTask,
} from '#domain/decision.ts';
import { laterOf } from '#domain/instant.ts';
import { type Mirror, valueOf } from '#domain/mirror.ts';
import {
  ANSWER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from '#domain/names.ts';
import { outputProperty } from '#domain/outputs.ts';
import { isSameValue } from '#domain/values.ts';
import type { LoadedLead, OutboxProperty, PortalRecord, TaskRow, WritePlan } from './turn-store.ts';

export interface PlanInput {
  readonly portal: Pick<PortalRecord, 'portalId' | 'effects' | 'live'>;
  readonly lead: Pick<LoadedLead, 'leadId' | 'adopted' | 'outbox' | 'tasks'>;
  readonly mirror: Mirror;
  /** By which it was decided. */
  readonly agreement: Pick<Agreement, 'outputs'>;
  readonly decision: Decision;
  /** Lifecycle values that the portal does not have where the agreement thinks: nothing is written to them. */
  readonly blockedStages: readonly string[];
  /** Renders the task; called only when one is new or changed. */
  readonly renderTask: (task: WantedTask) => { readonly subject: string; readonly bodyHtml: string };
}

export function planWrites(input: PlanInput): WritePlan {
  const differing = input.decision.properties.filter(
    (wanted) => !isSameValue(valueOf(input.mirror, wanted.name), wanted.value),
  );
  const asked = differing.filter((wanted) => mayWrite(input, wanted));
  const granted = [...asked, ...restorations(input)].filter((wanted) => !isBlocked(input, wanted));
  // Riders change with every decision: alone, they would only wake marketers' workflows (5a.12). One that waits with its
  // cause goes when that is cancelled.
  const going = granted.some((wanted) => isCause(input, wanted) && isUnsent(input.lead, wanted))
    ? granted
    : [];
  const due = going.filter((wanted) => needsWriting(input.lead, wanted));
  const task = planTask(input);
  return {
    properties: due.map(({ name, value, effect, ridesAlong }) => ({
      property: name,
      value,
      effect,
      ridesAlong,
    })),
    setBacks: findSetBacks(input),
    cancel: cancelled(input.lead, going),
    forget: forgotten(input),
    withheld: [
      ...differing
        .filter((wanted) => !wanted.ridesAlong && !mayWrite(input, wanted))
        .map((wanted) => withheldProperty(input.mirror, wanted)),
      ...task.withheld,
    ],
    tasks: task.rows,
    dropTasks: task.drop,
  };
}

/** A rider is a cause only where it still says what a reverted version wrote (5a.9). */
function isCause({ lead, mirror }: PlanInput, wanted: WantedProperty): boolean {
  const row = lead.outbox.find(({ property }) => property === wanted.name);
  const isLeftOver = row !== undefined && row.restoreTo !== null && isStillOurs(row, mirror);
  return !wanted.ridesAlong || isLeftOver;
}

/**
 * What a reverted version wrote goes back to what HubSpot held before, where HubSpot still holds what it wrote and the
 * decision wishes nothing else (5a.9).
 */
function restorations({ portal, lead, mirror, decision }: PlanInput): WantedProperty[] {
  const isWished = ({ property }: OutboxProperty): boolean =>
    decision.properties.some((wanted) => wanted.name === property && isGranted(portal, wanted));
  return lead.outbox.flatMap((row): WantedProperty[] => {
    if (row.restoreTo === null || isWished(row) || !isStillOurs(row, mirror)) return [];
    const { property: name, effect, ridesAlong } = row;
    const wanted = { name, value: row.restoreTo, effect, since: null, ridesAlong };
    const isNews = !isSameValue(row.restoreTo, row.sentValue ?? '');
    return isNews && isGranted(portal, wanted) ? [wanted] : [];
  });
}

/** Somebody has changed it since: his value stands, also when it becomes ours again one day. */
function forgotten({ lead, mirror }: PlanInput): string[] {
  return lead.outbox
    .filter((row) => row.restoreTo !== null && row.state !== 'sent' && !isStillOurs(row, mirror))
    .map(({ property }) => property);
}

function isStillOurs({ property, sentValue }: OutboxProperty, mirror: Mirror): boolean {
  return sentValue !== null && isSameValue(valueOf(mirror, property), sentValue);
}

function isGranted(
  portal: PlanInput['portal'],
  wish: { readonly effect: Effect; readonly since: string | null },
): boolean {
  const effect = portal.effects[wish.effect];
  // Scores are current whenever they arose; everything else belongs to a lead that is lived, not rehearsed.
  if (wish.effect !== 'scores' && !portal.live) return false;
  return effect.enabled && (wish.since === null || wish.since >= effect.since);
}

/** What HubSpot shows of a hand-over that was taken over from there goes on, though it is older than any switch (5a.14). */
function mayWrite({ agreement, portal, lead }: PlanInput, wanted: WantedProperty): boolean {
  if (isGranted(portal, wanted)) return true;
  const isOfHandOver = wanted.effect === 'stage' && wanted.name !== STAGE_PROPERTY;
  // How the promises of an ended cycle went is lost here, and still shown there.
  if (wanted.name === outputProperty(agreement, 'slaStatus') && wanted.value === '') return false;
  return lead.adopted && isOfHandOver && isGranted(portal, { ...wanted, since: null });
}

function isBlocked({ blockedStages }: PlanInput, wanted: WantedProperty): boolean {
  return wanted.name === STAGE_PROPERTY && blockedStages.includes(wanted.value);
}

/** Answers are the reps' to write: that they do is no set-back. */
const REPS_OWN: readonly string[] = [ANSWER_PROPERTY, REJECT_REASON_PROPERTY, REJECT_NOTE_PROPERTY];

/** Known since the write, and not what was written. Told once: the store forgets the sent value. */
function findSetBacks({ lead, mirror }: PlanInput): WritePlan['setBacks'] {
  return lead.outbox.flatMap(({ property, state, sentValue, intendedAt }) => {
    if (state !== 'confirmed' || sentValue === null || REPS_OWN.includes(property)) return [];
    const cell = mirror.cells[property];
    const value = cell?.v ?? '';
    const isKnown = cell !== undefined && laterOf(cell.at, cell.r ?? '') > intendedAt;
    return isKnown && !isSameValue(value, sentValue) ? [{ property, value }] : [];
  });
}

/** A row already on its way, or parked with this very value, is left alone. */
function needsWriting(lead: PlanInput['lead'], wanted: WantedProperty): boolean {
  const row = lead.outbox.find((candidate) => candidate.property === wanted.name);
  if (row === undefined || row.state === 'confirmed') return true;
  return row.value !== wanted.value;
}

/** To be written now, or waiting for it since an earlier decision. */
function isUnsent(lead: PlanInput['lead'], wanted: WantedProperty): boolean {
  const row = lead.outbox.find(({ property }) => property === wanted.name);
  return needsWriting(lead, wanted) || row?.state === 'intended';
}

function cancelled(lead: PlanInput['lead'], going: readonly WantedProperty[]): string[] {
  return lead.outbox
    .filter((row) => row.state === 'intended' && !going.some((wanted) => wanted.name === row.property))
    .map((row) => row.property);
}

function withheldProperty(mirror: Mirror, wanted: WantedProperty): WritePlan['withheld'][number] {
  return {
    target: wanted.name,
    effect: wanted.effect,
    value: wanted.value,
    currentValue: valueOf(mirror, wanted.name),
  };
}

interface TaskPlan {
  readonly rows: WritePlan['tasks'];
  readonly drop: readonly string[];
  readonly withheld: WritePlan['withheld'];
}

function planTask(input: PlanInput): TaskPlan {
  const wanted = input.decision.task;
  const key = wanted === null ? '' : keyOf(input, wanted);
  const granted = wanted !== null && isTaskGranted(input, key, wanted);
  // While rehearsing or switched off, tasks that exist stay as they are: nothing is written (I12).
  const obsolete = isActing(input.portal)
    ? input.lead.tasks.filter((row) => row.open && (!granted || row.taskKey !== key))
    : [];
  const closing = obsolete.filter((row) => row.taskId !== null || row.state === 'sent');
  return {
    rows: [...closing.map(closed), ...(granted && wanted !== null ? openTask(input, wanted, key) : [])],
    drop: obsolete.filter((row) => !closing.includes(row)).map((row) => row.taskKey),
    withheld: wanted !== null && !granted ? [withheldTask(wanted)] : [],
  };
}

/** The very task stays where a merge brought more cycles. */
function keyOf({ portal, lead }: PlanInput, wanted: WantedTask): string {
  const same = lead.tasks.find((row) => row.open && isAsWanted(row, wanted));
  return same?.taskKey ?? `${portal.portalId}:${lead.leadId}:${wanted.occurrence}`;
}

/** A task that HubSpot has already goes on, even where tasks were off and on again since its hand-over. */
function isTaskGranted({ portal, lead }: PlanInput, key: string, wanted: WantedTask): boolean {
  if (isGranted(portal, { effect: 'tasks', since: wanted.since })) return true;
  return isActing(portal) && lead.tasks.some((row) => row.taskKey === key && row.open && row.taskId !== null);
}

function isActing(portal: PlanInput['portal']): boolean {
  return portal.live && portal.effects.tasks.enabled;
}

function openTask(input: PlanInput, wanted: WantedTask, key: string): Omit<TaskRow, 'state'>[] {
  const row = input.lead.tasks.find((candidate) => candidate.taskKey === key);
  if (row !== undefined && row.open && isAsWanted(row, wanted)) return [];
  const { subject, bodyHtml } = input.renderTask(wanted);
  return [
    {
      taskKey: key,
      ownerId: wanted.ownerId,
      clause: wanted.clause,
      dueAt: wanted.dueAt,
      noticedAt: wanted.noticedAt ?? null,
      subject,
      body: bodyHtml,
      open: true,
      taskId: row?.taskId ?? null,
    },
  ];
}

/** What its body says beside does not count: it goes with the next change (5a.12). */
function isAsWanted(row: TaskRow, wanted: WantedTask): boolean {
  return (
    row.ownerId === wanted.ownerId &&
    row.clause === wanted.clause &&
    row.dueAt === wanted.dueAt &&
    row.noticedAt === (wanted.noticedAt ?? null)
  );
}

function closed({ state: _state, ...row }: TaskRow): Omit<TaskRow, 'state'> {
  return { ...row, open: false };
}

function withheldTask(wanted: WantedTask): WritePlan['withheld'][number] {
  return {
    target: 'task',
    effect: 'tasks',
    value: `${wanted.clause} ${wanted.ownerId} ${wanted.dueAt}`,
    currentValue: '',
  };
}

/** Whether anything a rep can see is switched on (5a.1): then decisions are lived, else rehearsed. */
export function isLive(effects: PortalRecord['effects'], paused: boolean): boolean {
  return !paused && EFFECTS.some((effect) => effect !== 'scores' && effects[effect].enabled);
}
