// How a pool takes turns: who gets a lead that comes back, what a rep is owed who was away, what to do when nobody can take one.

import type { DocumentRouting } from '#agreement/routing-schema.ts';
import { formatDays, formatNumber } from '#domain/amounts.ts';
import { quote } from '#domain/typography.ts';
import type { Line, Tongue } from './blocks.ts';

export function returnLines(onReturn: DocumentRouting['onReturn'], { say }: Tongue): readonly Line[] {
  if (onReturn === undefined) return [];
  return [
    {
      text:
        onReturn === 'same'
          ? say(
              'A lead that comes back goes to the rep who knows it.',
              'Un lead qui revient va à qui le connaît.',
            )
          : say(
              'A lead that comes back goes by turns, whoever had it.',
              'Un lead qui revient suit le tour, quel que soit son ancien propriétaire.',
            ),
    },
  ];
}

type Policies = Pick<
  DocumentRouting,
  'returnPolicy' | 'overflow' | 'sticky' | 'skipPrevious' | 'matchTakesTurn'
>;

export function policyLines(
  policies: Policies,
  tongue: Tongue,
  poolName: (id: string) => string,
): readonly Line[] {
  const { say, language } = tongue;
  const { returnPolicy, overflow, sticky, skipPrevious, matchTakesTurn } = policies;
  const lines = [
    returnPolicy === undefined ? null : returnText(returnPolicy, tongue),
    overflow === undefined ? null : overflowText(overflow, tongue, poolName),
    sticky === undefined
      ? null
      : say(
          `A lead that comes back within ${formatDays(sticky, language)} goes to the rep who had it.`,
          `Un lead qui revient sous ${formatDays(sticky, language)} va au commercial qui l’avait.`,
        ),
    skipPrevious === undefined
      ? null
      : say(
          `Given again, it passes over the ${skipPrevious === 1 ? 'last rep' : `last ${formatNumber(skipPrevious, 'en')} reps`} who had it.`,
          `Redonné, il saute ${skipPrevious === 1 ? 'le dernier commercial qui l’avait' : `les ${formatNumber(skipPrevious, 'fr')} derniers commerciaux qui l’avaient`}.`,
        ),
    matchTakesTurn === undefined ? null : turnText(matchTakesTurn, tongue),
  ];
  return lines.filter((line) => line !== null).map((line) => ({ text: line }));
}

function returnText(
  { policy, cap, expires }: NonNullable<Policies['returnPolicy']>,
  { say, language }: Tongue,
): string {
  const what = {
    forgive: say(
      'A rep who was away does not make up for the turns missed.',
      'Un commercial de retour ne rattrape aucun tour.',
    ),
    credit: say(
      'A rep who comes back has credit for the turns missed.',
      'Un commercial de retour a un crédit pour les tours manqués.',
    ),
    'catch-up': say(
      'A rep who comes back catches up.',
      'Un commercial de retour rattrape les tours manqués.',
    ),
  }[policy];
  const limit =
    cap === undefined
      ? ''
      : say(
          ` At most ${formatNumber(cap, language)} leads.`,
          ` ${formatNumber(cap, language)} leads au plus.`,
        );
  const until =
    expires === undefined
      ? ''
      : say(
          ` It expires after ${formatDays(expires, language)}.`,
          ` Le crédit expire après ${formatDays(expires, language)}.`,
        );
  return `${what}${limit}${until}`;
}

function overflowText(
  overflow: NonNullable<Policies['overflow']>,
  { say, language }: Tongue,
  poolName: (id: string) => string,
): string {
  if ('hold' in overflow)
    return say(
      'When nobody can take it, it waits, and the reason is shown.',
      'Si personne ne peut le prendre, il attend, et le motif est affiché.',
    );
  const name = quote(poolName(overflow.pool), language);
  return say(
    `When nobody can take it, the pool ${name} does.`,
    `Si personne ne peut le prendre, le pool ${name} le prend.`,
  );
}

function turnText(takes: boolean, { say }: Tongue): string {
  return takes
    ? say(
        'A lead that goes to its own owner or rep uses up a turn.',
        'Un lead qui va à son propriétaire ou à son commercial consomme un tour.',
      )
    : say(
        'A lead that goes to its own owner or rep uses up no turn.',
        'Un lead qui va à son propriétaire ou à son commercial ne consomme pas de tour.',
      );
}
