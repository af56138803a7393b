// Who is a lead, an MQL, an SQL, an opportunity (R01), by which criteria (R03), who is never one (R61); personas, segments.

import type { AgreementDocument } from '#agreement/schema.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, heading, type Line, list, note, others, type Tongue, text } from './blocks.ts';
import { customStageLines, dealLine } from './lifecycle.ts';

export function scopeBlocks({ scope }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { note: written, customers, ownDomains = [], competitors = [], include, exclude, ...rest } = scope;
  const who =
    include === undefined
      ? say('Every contact is looked at.', 'Tout contact est examiné.')
      : say(
          `Only contacts are looked at that meet this: ${askFilter(include, words)}.`,
          `Seuls sont examinés les contacts qui remplissent ceci : ${askFilter(include, words)}.`,
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
            `whoever meets this: ${askFilter(exclude, words)}`,
            `quiconque remplit ceci : ${askFilter(exclude, words)}`,
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

type Stages = AgreementDocument['stages'];

export function stageBlocks({ stages }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words } = tongue;
  const { lead, mql, sql, opportunity, custom, before, protected: untouched, moveBack, ...rest } = stages;
  const entry = lead.entry === undefined ? null : askFilter(lead.entry, words);
  return [
    heading(say('Lead', 'Lead')),
    ...note(lead.note),
    ...(entry === null
      ? []
      : [
          text(
            say(
              `A contact in scope becomes a lead when: ${entry}.`,
              `Un contact dans le champ devient un lead quand : ${entry}.`,
            ),
            ['lead'],
          ),
        ]),
    inHubspot(lead.lifecycle, tongue),
    heading('MQL'),
    ...mqlBlocks(mql, tongue),
    heading('SQL'),
    ...note(sql.note),
    text(howSql(sql.how, tongue), ['sql']),
    inHubspot(sql.lifecycle, tongue),
    heading(say('Opportunity', 'Opportunité')),
    ...note(opportunity.note),
    inHubspot(opportunity.lifecycle, tongue),
    ...list([dealLine(opportunity.deals, tongue)]),
    heading(say('Stages in HubSpot', 'Stades dans HubSpot')),
    ...list([
      ...customStageLines(custom, tongue),
      ...hubspotLines({ before, protected: untouched, moveBack }, tongue),
      ...others(rest, 'stages', tongue),
    ]),
  ];
}

function mqlBlocks(mql: Stages['mql'], tongue: Tongue): readonly Block[] {
  const { say, words } = tongue;
  const entry = askFilter(mql.entry, words);
  const exit = mql.exit === undefined ? null : askFilter(mql.exit, words);
  return [
    ...note(mql.note),
    text(
      say(
        `A lead becomes an MQL, and is handed over to sales, when it meets this: ${entry}. It must meet no gate, and all mandatory fields must be filled.`,
        `Un lead devient un MQL, et il est transmis aux ventes, quand il remplit ceci : ${entry}. Il ne doit remplir aucune exclusion, et tous les champs obligatoires doivent être remplis.`,
      ),
      ['mql'],
    ),
    ...(exit === null
      ? []
      : [
          text(
            say(
              `Before the first contact it goes back to nurture when: ${exit}.`,
              `Avant le premier contact, il retourne en nurturing quand : ${exit}.`,
            ),
          ),
        ]),
    inHubspot(mql.lifecycle, tongue),
  ];
}

function inHubspot(value: string, { say, language }: Tongue): Block {
  const name = quote(value, language);
  return text(say(`In HubSpot: lifecycle stage ${name}.`, `Dans HubSpot : phase ${name}.`));
}

function howSql(how: Stages['sql']['how'], { say }: Tongue): string {
  return {
    auto: say(
      'An MQL becomes an SQL at once, with the hand-over.',
      'Un MQL devient SQL aussitôt, avec la transmission.',
    ),
    propose: say(
      'An MQL becomes an SQL when sales accepts it. Silence is never a yes.',
      'Un MQL devient SQL quand les ventes l’acceptent. Le silence n’est jamais un oui.',
    ),
    manual: say(
      'An MQL becomes an SQL when a rep sets the stage.',
      'Un MQL devient SQL quand un commercial fixe le stade.',
    ),
  }[how];
}

function hubspotLines(
  { before, protected: untouched, moveBack }: Pick<Stages, 'before' | 'protected' | 'moveBack'>,
  { say, words, language }: Tongue,
): readonly Line[] {
  const [first, never] = [before, untouched].map((stages) =>
    join(
      stages.map((stage) => words.stage(stage)),
      language,
      'and',
    ),
  );
  const back = {
    own: say(
      'Accord moves back only stages that it has set itself.',
      'Accord ne fait reculer que les stades qu’il a fixés lui-même.',
    ),
    any: say('Accord may move any stage back.', 'Accord peut faire reculer tout stade.'),
    never: say('Accord never moves a stage back.', 'Accord ne fait jamais reculer un stade.'),
  }[moveBack];
  return [
    { text: say(`Before the first stage: ${first}.`, `Avant le premier stade : ${first}.`) },
    { text: say(`Never written by Accord: ${never}.`, `Jamais écrits par Accord : ${never}.`) },
    { text: back },
  ];
}

export function criteriaBlocks({ criteria = [] }: AgreementDocument): readonly Block[] {
  return list(criteria.map(({ text: words, rules }) => ({ text: words.trim(), ids: rules })));
}

export function personaBlocks({ personas }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words } = tongue;
  return personas.flatMap(({ id, label, when, marketing, sales, ...rest }) => [
    heading(label),
    text(say(`Recognised by: ${askFilter(when, words)}.`, `Reconnu à : ${askFilter(when, words)}.`), [id]),
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
      text: say(`${label}: ${askFilter(when, words)}.`, `${label} : ${askFilter(when, words)}.`),
      ids: [id],
    })),
  );
}
