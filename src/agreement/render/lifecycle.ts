// Who is disqualified, how long a lead stays away, and what deals say: the ends of a cycle in sentences.

import type { AgreementDocument } from '#agreement/schema.ts';
import { formatDays } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { type Block, type Line, list, type Tongue, text } from './blocks.ts';

export function disqualifyBlocks({ disqualify }: AgreementDocument, tongue: Tongue): readonly Block[] {
  if (disqualify.length === 0) return [];
  const { say, words } = tongue;
  return [
    text(
      say(
        'Whoever meets one of these is disqualified: the cycle ends, whatever the score.',
        'Quiconque remplit l’un de ces points est écarté : le cycle prend fin, quel que soit le score.',
      ),
    ),
    ...list(
      disqualify.map(({ id, label, when, coolDown }) => ({
        text: `${label}${say(': ', ' : ')}${askFilter(when, words)}. ${comeBack(coolDown, tongue)}`,
        ids: [id],
      })),
    ),
  ];
}

/** When a lead may be handed over again; null: never. */
export function comeBack(coolDown: number | null, { say, language }: Tongue): string {
  if (coolDown === null) return say('Never again.', 'Plus jamais.');
  const days = formatDays(coolDown, language);
  return say(`Back after ${days} at the earliest.`, `Retour au plus tôt après ${days}.`);
}

export function dealLine(isRead: boolean, { say }: Tongue): Line {
  return {
    text: isRead
      ? say(
          'While a deal is open nobody moves this stage; a deal won wins the lead, a deal lost ends its cycle.',
          'Tant qu’une transaction est ouverte, ce stade ne bouge pas ; gagnée, elle gagne le lead, perdue, elle met fin au cycle.',
        )
      : say('Deals are not looked at.', 'Les transactions ne sont pas regardées.'),
  };
}
