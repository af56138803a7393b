// What followed a broken promise, and what was taken back, as lines of the log: from what the decision says that it did.
import type { ConsequenceKind } from '#domain/agreement-sales.ts';
import type { ConsequenceEvent } from '#domain/decision.ts';
import { join } from '#domain/typography.ts';
import type { ToldDecision } from '#store/story.ts';
import { type Line, nameLead, nameStep, type Telling } from './line.ts';
import { type Word, word } from './words.ts';

const UNDONE: Readonly<Record<ConsequenceKind, Word>> = {
  warn: 'undoneWarn',
  escalate: 'undoneEscalate',
  reassign: 'undoneReassign',
  return: 'undoneReturn',
  suspend: 'undoneSuspend',
  agenda: 'undoneAgenda',
};

export function tellConsequences(telling: Telling, told: ToldDecision): readonly Line[] {
  const { consequences } = told.decision;
  const undone = consequences.filter(({ event }) => event === 'undone');
  const done = consequences.filter(({ event }) => event === 'done');
  return [...tellUndone(telling, told, undone), ...done.map((event) => tellDone(telling, told, event))];
}

function tellDone(telling: Telling, told: ToldDecision, event: ConsequenceEvent): Line {
  const { language, nameOf, formatDue } = telling;
  const text = word(language, event.do, {
    manager: telling.manager,
    rep: nameOf(event.ownerId),
    lead: nameLead(told),
    step: nameStep(telling, event.clause),
    due: formatDue(event.dueAt),
  });
  return { at: told.at, text };
}

/** Those that one call or one person took back, in one line. */
function tellUndone(
  { language, nameOf, formatDue, manager }: Telling,
  told: ToldDecision,
  events: readonly ConsequenceEvent[],
): readonly Line[] {
  const [first] = events;
  if (first === undefined) return [];
  const rep = nameOf(first.ownerId);
  const what = join(
    events.map((event) => word(language, UNDONE[event.do], { rep })),
    language,
    'and',
  );
  const at = first.touchedAt === null ? '' : formatDue(first.touchedAt);
  const key = first.touchedAt === null ? 'undoneByPerson' : 'undone';
  const text = word(language, key, { what, lead: nameLead(told), rep, at, manager });
  const isHisAgain = events.some(({ isRestored }) => isRestored);
  return [{ at: told.at, text: isHisAgain ? `${text}${word(language, 'hisAgain', { rep })}` : text }];
}
