// Who is disqualified, how long a lead stays away, and what deals say: the ends of a cycle in sentences.

import type { AgreementDocument } from '#agreement/schema.ts';
import { formatDays } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { quote } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
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

/** Ways in which a cycle ends, after “after”. */
const ENDINGS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    rejected: 'a reject',
    cooled: 'cooling off',
    gate: 'a gate',
    scope: 'leaving the scope',
    protected: 'a protected stage',
    gone: 'a deletion in HubSpot',
    noContact: 'attempts without an answer',
    dealLost: 'a lost deal',
    notWon: 'a win taken back',
    returned: 'a promise of sales not kept',
    disqualified: 'a disqualification',
  },
  fr: {
    rejected: 'un refus',
    cooled: 'un refroidissement',
    gate: 'une exclusion',
    scope: 'une sortie du champ',
    protected: 'un stade protégé',
    gone: 'une suppression dans HubSpot',
    noContact: 'des tentatives sans réponse',
    dealLost: 'une transaction perdue',
    notWon: 'un gain annulé',
    returned: 'un engagement des ventes non tenu',
    disqualified: 'une mise à l’écart',
  },
};

export function endingName(kind: string, language: Language): string {
  return ENDINGS[language][kind] ?? kind;
}

/** A portal's own stages beside the four, and when Accord sets them. */
export function customStageLines(
  custom: AgreementDocument['stages']['custom'],
  { say, language }: Tongue,
): readonly Line[] {
  const moments = {
    accepted: say('set when sales accepts a lead', 'posé quand les ventes acceptent un lead'),
    working: say('set when sales works on a lead', 'posé quand les ventes suivent un lead'),
    recycled: say('set when a lead goes back to nurture', 'posé quand un lead retourne au nurturing'),
    disqualified: say('set when a lead is disqualified', 'posé quand un lead est écarté'),
  };
  return custom.map(({ id, label, lifecycle, after, moment, note: written }) => {
    const [name, value] = [quote(label, language), quote(lifecycle, language)];
    const where =
      after === undefined ? '' : say(`, after ${after.toUpperCase()}`, `, après ${after.toUpperCase()}`);
    const how = moment === undefined ? say('not set by Accord', 'pas posé par Accord') : moments[moment];
    const about = written === undefined ? '' : ` ${written.trim()}`;
    return {
      text: `${say(`Own stage ${name} (in HubSpot ${value})${where}: ${how}.`, `Stade propre ${name} (${value} dans HubSpot)${where} : ${how}.`)}${about}`,
      ids: [id],
    };
  });
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
