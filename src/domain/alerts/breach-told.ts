// What the agreement says follows a broken clause of marketing beside the alert to both sides (R32, R33): who else is told,
// and who is told again later.
import type { Agreement } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import type { ToldOfBreach } from '#domain/marketing/promises.ts';
import type { Notice } from '#domain/notices/notice.ts';
import { type AlertMonth, isNews, newsSince, tellMarketing, verdictOn } from './alerts.ts';
import { monthsToFollow } from './months.ts';

/** `asking`: in force now, as for the agenda; each step once per clause and month, as the key says. */
export function breachesTold(
  at: AlertMonth,
  { marketing: { told = [] } }: Pick<Agreement, 'marketing'>,
): readonly Notice[] {
  const { calendar } = at.agreement;
  const broken = at.marketing.filter(({ alarm }) => alarm === 'broken');
  return told.flatMap((step) =>
    broken.flatMap((state) => {
      const verdictAt = verdictOn(state, at);
      const dueAt = step.after === null ? verdictAt : addDuration(calendar, verdictAt, step.after);
      // As with sales, what was broken before people were told stays without.
      if (dueAt > at.now || verdictAt <= at.toldSince || !isNews(dueAt, at)) return [];
      return tellMarketing(state, at, readerOf(step)).map((one) => ({
        ...one,
        key: `${one.key} ${nameStep(step)}`,
      }));
    }),
  );
}

/** Whoever is not named is told as a side, or as who signs for it. */
function readerOf({ do: what, to }: ToldOfBreach): Pick<Notice, 'audience' | 'recipient'> {
  const audience = what === 'warn' && to === null ? 'marketing' : 'marketingPerson';
  return { audience, recipient: to ?? '' };
}

/** By what it is: its place in the list may be another's in the next version. */
function nameStep({ do: what, to, after }: ToldOfBreach): string {
  return [what, ...(after === null ? [] : [after.amount, after.unit]), to ?? ''].join(' ').trimEnd();
}

/** Those of which somebody may be told now. */
export function monthsToTell(
  { calendar, marketing: { told = [] } }: Pick<Agreement, 'calendar' | 'marketing'>,
  {
    matureAfterDays,
    ...at
  }: Pick<AlertMonth, 'now' | 'toldSince'> & { readonly matureAfterDays: readonly number[] },
): readonly string[] {
  const afters = told.flatMap(({ after }) => after ?? []);
  return monthsToFollow(calendar, afters, { now: at.now, since: newsSince(at), matureAfterDays });
}
