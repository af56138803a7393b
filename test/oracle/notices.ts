// The last step: the owner of an open lead is told of new interest (R20).
import { addDuration } from './business-time.ts';
import { qualifyingSignals } from './judge.ts';
import { type Agreement, ms, type State, type Task } from './shapes.ts';
import { change, say, type Work } from './work.ts';

/** `agreement`: as the owner's team has it. */
export function tellOwner(work: Work, agreement: Agreement): void {
  const { hot } = agreement;
  if (hot === undefined) return;
  const { assignedAt, noticedAt } = work.state;
  const after = [ms(work.context.baselineAt)];
  if (assignedAt !== null) after.push(ms(assignedAt));
  if (noticedAt !== undefined) after.push(ms(addDuration(agreement.calendar, noticedAt, hot.atMostEvery)));
  const news = qualifyingSignals(work.agreement, work.facts)
    .filter(({ kind }) => hot.signals.includes(kind))
    .filter(({ at }) => ms(at) <= work.now && ms(at) > Math.max(...after));
  if (news.length === 0) return;
  const last = news.reduce((a, b) => (ms(b.at) >= ms(a.at) ? b : a));
  say(work, 'noticed', { kind: last.kind, at: last.at });
  change(work, { noticedAt: work.context.now });
}

export function withNotice(task: Task, { noticedAt, assignedAt, acceptedAt, rejectedAt }: State): Task {
  const steps = [assignedAt, acceptedAt, rejectedAt].map((at) => (at === null ? 0 : ms(at)));
  const isNews = noticedAt !== undefined && ms(noticedAt) > Math.max(...steps);
  return isNews ? { ...task, noticedAt } : task;
}
