// A lead whose owner is absent when what he promised falls due: written from "Unattended" of the domain's README.
import { whoIsAbsent } from './absences.ts';
import { runClocks } from './clocks.ts';
import { isOpen } from './funnel.ts';
import { giveTo, isHeld, noteFormer, routingOf } from './hand-over.ts';
import { findWay } from './routing.ts';
import { iso, ms, type Reason } from './shapes.ts';
import { say, type Work } from './work.ts';

/** An absent owner's lead goes to another rep, if Accord gave it to him and somebody can take it. */
export function relieve(work: Work): void {
  const { unattendedSince, ...state } = work.state;
  const missed = whatHeMisses(work, isHeld(work));
  work.state = state;
  if (missed === null) return;
  const { desk } = work.context;
  const kept = { ...state, unattendedSince: unattendedSince ?? work.context.now };
  if (state.owner.by !== 'accord' || desk === undefined) {
    work.state = kept;
    say(work, 'unattended', state.owner.by === 'accord' ? missed : { ...missed, reason: 'chosen' });
    return;
  }
  noteFormer(work, state.owner.value);
  const { reasons, ...route } = findWay(work, desk, routingOf(work).useCompanyOwner);
  work.route = route;
  if (route.ownerId === '') {
    work.state = kept;
    const told = reasons.map(({ code, params }) =>
      code === 'ownerHold' ? { code: 'unattended', params: { ...missed, ...params } } : { code, params },
    );
    work.reasons.push(...told);
    return;
  }
  say(work, 'ownerAbsent', missed);
  work.reasons.push(...reasons);
  giveTo(work, route.ownerId);
}

/** What the owner of an open lead cannot do for his absence; null: nothing, or he has begun. */
function whatHeMisses(work: Work, isHeld: boolean): Reason['params'] | null {
  const { state } = work;
  const { value } = state.owner;
  if (!isOpen(state) || state.assignedAt === null || state.status === 'rejected' || isHeld) return null;
  const spell = whoIsAbsent(work, value);
  if (spell === null || hasTouched(work, value)) return null;
  const trial: Work = { ...work, reasons: [] };
  const [first] = runClocks(trial, work.judgedStage)
    .lines.filter(({ run, status }) => run.ownerId === value && /^(running|warned|breached)$/.test(status))
    .filter(({ run: { dueAt } }) => dueAt !== null && ms(dueAt) >= spell.from && ms(dueAt) < spell.until)
    .map(({ run }) => ({ clause: run.clause, dueAt: run.dueAt ?? '' }))
    .sort((a, b) => ms(a.dueAt) - ms(b.dueAt));
  return first === undefined ? null : { ownerId: value, by: spell.by, until: iso(spell.until), ...first };
}

function hasTouched({ facts, state, now }: Work, ownerId: string): boolean {
  const touches = facts.signals.filter(({ kind }) => kind === 'touch');
  const own = touches.filter((touch) => touch.ownerId === undefined || touch.ownerId === ownerId);
  return own.some(({ at }) => ms(at) > ms(state.handedOverAt ?? '') && ms(at) <= now);
}
