// Decisions and acts, as Accord's tables have them → what happened, in lines of a log. What the script meant is not asked.
import type { Clock, Reason } from '#domain/decision.ts';
import { makeWords } from '#domain/wording.ts';
import type { PauseRecord } from '#pipeline/consequences/source-pauses.ts';
import type { ToldAct, ToldDecision } from '#store/story.ts';
import { type Line, nameLead, nameStep, type Telling } from './line.ts';
import { tellConsequences } from './tell-consequences.ts';
import { LIFT_ACT, tellHeldBack, tellLifted, tellPaused } from './tell-source-pauses.ts';
import { type Word, word } from './words.ts';

export interface Happened {
  readonly decisions: readonly ToldDecision[];
  readonly acts: readonly ToldAct[];
  /** Of sources: all that there have been. */
  readonly pauses: readonly PauseRecord[];
}

export interface Teller {
  /** In the order of what happened; each decision, act and pause is told once. */
  tell(happened: Happened): readonly Line[];
}

export function createTeller(telling: Telling): Teller {
  const given = new Set<string>();
  const leads = new Map<string, ToldDecision>();
  /** Ids. */
  const paused = new Set<string>();
  return {
    tell: ({ decisions, acts, pauses }) => {
      const followed = decisions.flatMap((told) => {
        leads.set(told.contactId, told);
        return [
          ...tellReasons(telling, told),
          ...tellConsequences(telling, told),
          ...tellGiven(telling, told, given),
        ];
      });
      const begun = pauses.filter(({ id }) => !paused.has(id));
      for (const { id } of begun) paused.add(id);
      // Of one instant first what somebody did, then what followed.
      const lines = [
        ...begun.map((pause) => tellPaused(telling, pause)),
        ...acts.flatMap((act) => tellAct(telling, act, leads)),
        ...followed,
      ];
      return lines.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    },
  };
}

/** A run that has its times for the first time: its owner can see the lead now. Of several the one that is due first. */
function tellGiven(telling: Telling, told: ToldDecision, given: Set<string>): readonly Line[] {
  const fresh = told.decision.clocks.filter((clock) => {
    const key = `${told.leadId}:${clock.cycle}:${clock.ownerId}`;
    return clock.dueAt !== null && clock.ownerId !== '' && isOpen(clock) && !given.has(key);
  });
  const [first] = fresh.sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1));
  if (first === undefined) return [];
  given.add(`${told.leadId}:${first.cycle}:${first.ownerId}`);
  return [{ at: first.since, text: sayClock(telling, told, { key: 'given', clock: first }) }];
}

function isOpen({ status }: Clock): boolean {
  return status === 'running' || status === 'warned' || status === 'breached';
}

function tellReasons(telling: Telling, told: ToldDecision): readonly Line[] {
  return told.decision.reasons.flatMap((reason) => [
    ...tellClock(telling, told, reason),
    ...(OTHERS[reason.code]?.(telling, told, reason.params) ?? []),
  ]);
}

const OF_CLOCKS: Readonly<Record<string, Word>> = {
  clockWarned: 'warned',
  clockBreached: 'breached',
  clockMetLate: 'metLate',
  clockMetKnownLate: 'metKnownLate',
  clockReopened: 'reopened',
};

function tellClock(telling: Telling, told: ToldDecision, { code, params }: Reason): readonly Line[] {
  const clock = told.decision.clocks.findLast(({ clause }) => clause === params['clause']);
  if (clock === undefined) return [];
  if (code === 'clockMet')
    return [{ at: String(params['at']), text: '', keptBy: telling.nameOf(clock.ownerId) }];
  const key = OF_CLOCKS[code];
  if (key === undefined) return [];
  const happenedAt = String((code === 'clockBreached' ? params['dueAt'] : params['at']) ?? told.at);
  // What became known now is told now.
  const at = code === 'clockMetKnownLate' ? told.at : happenedAt;
  return [{ at, text: sayClock(telling, told, { key, clock }) }];
}

type Tell = (telling: Telling, told: ToldDecision, params: Reason['params']) => readonly Line[];

const OTHERS: Readonly<Record<string, Tell>> = {
  rejected: ({ language, agreement, nameOf }, told, params) => {
    const rep = nameOf(told.decision.state.owner.value);
    if (params['reason'] === '')
      return [{ at: told.at, text: word(language, 'rejectedSilently', { rep, lead: nameLead(told) }) }];
    const reason = makeWords(language, agreement).rejectReason(String(params['reason']));
    return [{ at: told.at, text: word(language, 'rejected', { rep, lead: nameLead(told), reason }) }];
  },
  recycled: ({ language }, told, params) =>
    /^(rejected|returned):/.test(String(params['reason']))
      ? []
      : [{ at: told.at, text: word(language, 'recycled', { lead: nameLead(told) }) }],
  ownerLeft: ({ language, nameOf }, told, params) => {
    const { assignedAt, owner } = told.decision.state;
    const rep = nameOf(String(params['ownerId']));
    const key = assignedAt === null ? 'leftWaiting' : 'left';
    return [
      { at: told.at, text: word(language, key, { rep, lead: nameLead(told), to: nameOf(owner.value) }) },
    ];
  },
  ownerAbsent: ({ language, nameOf }, told, params) => {
    const [rep, to] = [nameOf(String(params['ownerId'])), nameOf(told.decision.state.owner.value)];
    return [{ at: told.at, text: word(language, 'absent', { rep, lead: nameLead(told), to }) }];
  },
  sourcePaused: tellHeldBack,
  // Said again in every decision while it lasts: told when the lead begins to wait.
  ownerHold: ({ language }, told) =>
    told.decision.state.handedOverAt === told.at
      ? [{ at: told.at, text: word(language, 'held', { lead: nameLead(told) }) }]
      : [],
};

function sayClock(
  { language, agreement, nameOf, formatDue }: Telling,
  told: ToldDecision,
  { key, clock }: { readonly key: Word; readonly clock: Clock },
): string {
  return word(language, key, {
    rep: nameOf(clock.ownerId),
    lead: nameLead(told),
    step: nameStep({ language, agreement }, clock.clause),
    due: clock.dueAt === null ? '' : formatDue(clock.dueAt),
    at: clock.metAt === null ? '' : formatDue(clock.metAt),
  });
}

function tellAct(telling: Telling, act: ToldAct, leads: ReadonlyMap<string, ToldDecision>): readonly Line[] {
  const { at, action, after, contactId } = act;
  if (action === 'agreement: activated') {
    const version = (after as { version?: number } | null)?.version ?? '';
    return [{ at, text: word(telling.language, 'version', { version }) }];
  }
  if (action === LIFT_ACT) return [tellLifted(telling, act)];
  const told = contactId === null ? undefined : leads.get(contactId);
  return told === undefined ? [] : tellActOnLead(telling, act, told);
}

function tellActOnLead(
  telling: Telling,
  { at, action, after, reason }: ToldAct,
  told: ToldDecision,
): readonly Line[] {
  const { language } = telling;
  const lead = nameLead(told);
  if (action === 'pause lead') return [{ at, text: word(language, 'paused', { lead }) }];
  if (action === 'resume lead') return [{ at, text: word(language, 'resumed', { lead }) }];
  if (action !== 'excuse promise') return [];
  const { clause } = after as { clause: string }; // as clock-acts wrote it
  const clock = told.decision.clocks.findLast((each) => each.clause === clause);
  const rep = clock === undefined ? '' : telling.nameOf(clock.ownerId);
  return [
    {
      at,
      text: word(language, 'excused', {
        manager: telling.manager,
        rep,
        lead,
        step: nameStep(telling, clause),
        text: reason,
      }),
    },
  ];
}
