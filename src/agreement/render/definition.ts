// Who is a lead, an MQL, an SQL, an opportunity (R01), by which criteria (R03), who is never one (R61); personas, segments.

import type { AgreementDocument } from '#agreement/schema.ts';
import { describeFilter, join, quote } from '#domain/conditions/describe.ts';
import { type Block, heading, type Line, list, note, others, type Tongue, text } from './blocks.ts';

export function scopeBlocks({ scope }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { note: written, customers, ownDomains = [], competitors = [], include, exclude, ...rest } = scope;
  const who =
    include === undefined
      ? say('Every contact is looked at.', 'Tout contact est examiné.')
      : say(
          `Only contacts are looked at where ${describeFilter(include, words)}.`,
          `Seuls sont examinés les contacts dont ${describeFilter(include, words)}.`,
        );
  const domains = (each: readonly string[]): string => join(each, language, 'and');
  const out: readonly (Line | null)[] = [
    customers === 'out' ? { text: say('customers', 'les clients') } : null,
    ownDomains.length === 0
      ? null
      : {
          text: say(
            `our own people (${domains(ownDomains)})`,
            `nos propres équipes (${domains(ownDomains)})`,
          ),
        },
    competitors.length === 0
      ? null
      : { text: say(`competitors (${domains(competitors)})`, `les concurrents (${domains(competitors)})`) },
    exclude === undefined
      ? null
      : {
          text: say(
            `whoever meets this: ${describeFilter(exclude, words)}`,
            `quiconque remplit ceci : ${describeFilter(exclude, words)}`,
          ),
        },
  ];
  return [
    ...note(written),
    text(who),
    text(
      say(
        'Out of scope, and therefore never judged – no score, no stage, no clock – are:',
        'Hors du champ, donc jamais jugés (ni score, ni stade, ni échéance) :',
      ),
    ),
    ...list(out.filter((line) => line !== null)),
    ...list(others(rest, 'scope', tongue)),
  ];
}

export function stageBlocks({ stages }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { lead, mql, sql, opportunity, before, protected: untouched, moveBack, ...rest } = stages;
  const how = {
    auto: say(
      'An MQL becomes an SQL at once, with the hand-over.',
      'Un MQL devient SQL aussitôt, avec la transmission.',
    ),
    propose: say(
      'An MQL becomes an SQL when sales accept it. Silence is never a yes.',
      'Un MQL devient SQL quand les ventes l’acceptent. Le silence n’est jamais un oui.',
    ),
    manual: say(
      'An MQL becomes an SQL when a rep sets the stage.',
      'Un MQL devient SQL quand un commercial fixe le stade.',
    ),
  }[sql.how];
  const back = {
    own: say(
      'Accord moves back only stages that it has set itself.',
      'Accord ne fait reculer que les stades qu’il a fixés lui-même.',
    ),
    any: say('Accord may move any stage back.', 'Accord peut faire reculer tout stade.'),
    never: say('Accord never moves a stage back.', 'Accord ne fait jamais reculer un stade.'),
  }[moveBack];
  const value = (name: string): string =>
    say(
      `In HubSpot: lifecycle stage ${quote(name, language)}.`,
      `Dans HubSpot : phase ${quote(name, language)}.`,
    );
  return [
    heading(say('Lead', 'Lead')),
    ...note(lead.note),
    ...(lead.entry === undefined
      ? []
      : [
          text(
            say(
              `A contact in scope becomes a lead when: ${describeFilter(lead.entry, words)}.`,
              `Un contact dans le champ devient un lead quand : ${describeFilter(lead.entry, words)}.`,
            ),
            ['lead'],
          ),
        ]),
    text(value(lead.lifecycle)),
    heading('MQL'),
    ...note(mql.note),
    text(
      say(
        `A lead becomes an MQL, and is handed over to sales, when: ${describeFilter(mql.entry, words)}; when it meets no gate; and when all mandatory fields are filled.`,
        `Un lead devient un MQL, et il est transmis aux ventes, quand : ${describeFilter(mql.entry, words)} ; quand il ne remplit aucune exclusion ; et quand tous les champs obligatoires sont remplis.`,
      ),
      ['mql'],
    ),
    ...(mql.exit === undefined
      ? []
      : [
          text(
            say(
              `Before the first contact it goes back to nurture when: ${describeFilter(mql.exit, words)}.`,
              `Avant le premier contact, il retourne en nurturing quand : ${describeFilter(mql.exit, words)}.`,
            ),
          ),
        ]),
    text(value(mql.lifecycle)),
    heading('SQL'),
    ...note(sql.note),
    text(how, ['sql']),
    text(value(sql.lifecycle)),
    heading(say('Opportunity', 'Opportunité')),
    ...note(opportunity.note),
    text(value(opportunity.lifecycle)),
    heading(say('Stages in HubSpot', 'Stades dans HubSpot')),
    ...list([
      {
        text: say(
          `Before the first stage: ${join(before, language, 'and')}.`,
          `Avant le premier stade : ${join(before, language, 'and')}.`,
        ),
      },
      {
        text: say(
          `Never written by Accord: ${join(untouched, language, 'and')}.`,
          `Jamais écrits par Accord : ${join(untouched, language, 'and')}.`,
        ),
      },
      { text: back },
      ...others(rest, 'stages', tongue),
    ]),
  ];
}

export function criteriaBlocks({ criteria = [] }: AgreementDocument): readonly Block[] {
  return list(criteria.map(({ text: words, rules }) => ({ text: words.trim(), ids: rules })));
}

export function personaBlocks({ personas }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words } = tongue;
  return personas.flatMap(({ id, label, when, marketing, sales, ...rest }) => [
    heading(label),
    text(
      say(`Recognised by: ${describeFilter(when, words)}.`, `Reconnu à : ${describeFilter(when, words)}.`),
      [id],
    ),
    ...list([
      ...(marketing === undefined
        ? []
        : [{ text: say(`Marketing: ${marketing.trim()}`, `Marketing : ${marketing.trim()}`) }]),
      ...(sales === undefined ? [] : [{ text: say(`Sales: ${sales.trim()}`, `Ventes : ${sales.trim()}`) }]),
      ...others(rest, 'personas', tongue),
    ]),
  ]);
}

export function segmentBlocks({ segments }: AgreementDocument, { say, words }: Tongue): readonly Block[] {
  return list(
    segments.map(({ id, label, when }) => ({
      text: say(`${label}: ${describeFilter(when, words)}.`, `${label} : ${describeFilter(when, words)}.`),
      ids: [id],
    })),
  );
}
