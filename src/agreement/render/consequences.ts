// What follows a broken promise of either side, in words.

import type { Consequence } from '#agreement/clause-schema.ts';
import { formatHours } from '#agreement/text/format.ts';
import { formatDuration } from '#domain/amounts.ts';
import { type Block, list, type Tongue, text } from './blocks.ts';

type Side = 'sales' | 'marketing';

/** `side`: whose promises they are about. */
export function consequenceBlocks(
  consequences: readonly Consequence[],
  side: Side,
  tongue: Tongue,
): readonly Block[] {
  if (consequences.length === 0) return [];
  const { say } = tongue;
  return [
    text(
      say('If a promise is not kept, in this order:', 'Si une promesse n’est pas tenue, dans cet ordre :'),
    ),
    ...list(consequences.map((each) => ({ text: consequenceSentence(each, side, tongue) }))),
  ];
}

function consequenceSentence(consequence: Consequence, side: Side, tongue: Tongue): string {
  const { say, language } = tongue;
  const { after, maxPerHour, coolDown } = consequence;
  const when =
    after === undefined
      ? say('At once', 'Aussitôt')
      : say(`${formatDuration(after, language)} later`, `${formatDuration(after, language)} plus tard`);
  const cap =
    maxPerHour === undefined
      ? ''
      : say(`, at most ${maxPerHour} an hour`, `, ${maxPerHour} par heure au plus`);
  const rest =
    coolDown === undefined
      ? ''
      : say(
          `, not again within ${formatHours(coolDown, language)}`,
          `, pas plus d’une fois en ${formatHours(coolDown, language)}`,
        );
  const what = whatFollows(consequence, side, tongue);
  return say(`${when}: ${what}${cap}${rest}.`, `${when} : ${what}${cap}${rest}.`);
}

/** An address is that of somebody who is told; words are the writers' own. */
function whatFollows({ do: what, to }: Consequence, side: Side, tongue: Tongue): string {
  const { say } = tongue;
  const deed = deeds(side, tongue)[what];
  if (to === undefined) return deed;
  if (what === 'escalate' || !to.includes('@')) return say(`${deed} (to ${to})`, `${deed} (à : ${to})`);
  const told = say(`${to} is told`, `${to} est prévenu`);
  return side === 'marketing' && what === 'warn' ? told : say(`${deed}, and ${told}`, `${deed}, et ${told}`);
}

function deeds(side: Side, { say }: Tongue): Readonly<Record<Consequence['do'], string>> {
  const ofEither = {
    escalate: say('the matter is escalated', 'le sujet est escaladé'),
    reassign: say('the lead goes to another rep', 'le lead passe à un autre commercial'),
    return: say('the lead goes back to marketing', 'le lead revient au marketing'),
    agenda: say(
      'both sides are told of it as a point for their meeting',
      'le point est signalé aux deux parties pour leur réunion',
    ),
  };
  const ofOne =
    side === 'sales'
      ? {
          warn: say('the owner is warned', 'le propriétaire est prévenu'),
          suspend: say('the owner gets no further leads', 'le propriétaire ne reçoit plus de leads'),
        }
      : {
          warn: say('marketing is told', 'le marketing est prévenu'),
          suspend: say(
            'hand-overs from a source below the floor are suspended',
            'les transmissions d’une source sous le plancher sont suspendues',
          ),
        };
  return { ...ofEither, ...ofOne };
}
