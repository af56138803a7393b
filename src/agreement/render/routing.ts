// Who gets the lead: owners first, then the rules in order, then the pool; reps with their share, limits and hours.

import type { DocumentRouting, Members, Rep } from '#agreement/routing-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatDaySpan } from '#agreement/text/format.ts';
import { EVERYONE } from '#domain/agreement-routing.ts';
import { exactPoints, formatNumber } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { nameCountry } from '#domain/normalize/country.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, heading, type Line, list, others, type Tongue, table, text } from './blocks.ts';
import { weekLines } from './calendar.ts';
import { policyLines, returnLines } from './routing-policies.ts';

export function routingBlocks({ routing, segments }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say } = tongue;
  const { keepContactOwner, useCompanyOwner, pool, pools = [], rules = [], onReturn, ...rest } = routing;
  const { returnPolicy, overflow, sticky, skipPrevious, matchTakesTurn, ...left } = rest;
  const segmentName = (id: string): string => segments.find((segment) => segment.id === id)?.label ?? id;
  const poolName = (id: string): string => pools.find((each) => each.id === id)?.label ?? id;
  return [
    ...list([
      {
        text: keepContactOwner
          ? say('A valid owner of the contact keeps it.', 'Le propriétaire valable du contact le garde.')
          : say(
              'The owner of the contact makes no difference.',
              'Le propriétaire du contact ne change rien.',
            ),
      },
      {
        text: useCompanyOwner
          ? say(
              'Else it goes to the owner of the company, also found by the domain of the e-mail address, or to the rep with an open lead there.',
              'Sinon, il va au propriétaire de l’entreprise, trouvée aussi par le domaine de l’adresse e-mail, ou au commercial qui y a un lead ouvert.',
            )
          : say(
              'The owner of the company makes no difference.',
              'Le propriétaire de l’entreprise ne change rien.',
            ),
      },
      ...rules.map((rule) => ruleLine(rule, { tongue, segmentName, poolName })),
      {
        text: say(
          `Else it goes by turns ${toMembers(pool, tongue, poolName)}.`,
          `Sinon, il va à tour de rôle ${toMembers(pool, tongue, poolName)}.`,
        ),
      },
      ...returnLines(onReturn, tongue),
      ...policyLines({ returnPolicy, overflow, sticky, skipPrevious, matchTakesTurn }, tongue, poolName),
      ...others(left, 'routing', tongue),
    ]),
    ...('reps' in pool ? repRows(pool.reps, tongue) : []),
    ...pools.flatMap((each) => poolBlocks(each, tongue, poolName)),
  ];
}

type Pool = NonNullable<DocumentRouting['pools']>[number];

function poolBlocks(pool: Pool, tongue: Tongue, poolName: (id: string) => string): readonly Block[] {
  const { say, language } = tongue;
  const { id, label, marketer, members, maxPerDay, maxOpen, ...policies } = pool;
  const [name, reps] = [quote(label, language), repNames(members, tongue)];
  return [
    heading(say(`Pool ${name}`, `Pool ${name}`)),
    text(say(`By turns: ${reps}.`, `À tour de rôle : ${reps}.`), [id]),
    ...list([
      ...(marketer === undefined
        ? []
        : [{ text: say(`With ${marketer} of marketing.`, `Avec ${marketer} au marketing.`) }]),
      ...limitLines({ maxPerDay, maxOpen }, tongue),
      ...policyLines(policies, tongue, poolName),
    ]),
    ...repRows(members, tongue),
  ];
}

type Rule = NonNullable<DocumentRouting['rules']>[number];
interface Naming {
  readonly tongue: Tongue;
  readonly segmentName: (id: string) => string;
  readonly poolName: (id: string) => string;
}

function ruleLine(rule: Rule, { tongue, segmentName, poolName }: Naming): Line {
  const { say } = tongue;
  const conditions = conditionsOf(rule, tongue, segmentName);
  const target =
    rule.to === undefined
      ? say('to the owner of the account', 'au propriétaire du compte')
      : say(
          `by turns ${toMembers(rule.to, tongue, poolName)}`,
          `à tour de rôle ${toMembers(rule.to, tongue, poolName)}`,
        );
  const when = conditions.length === 0 ? say('always', 'toujours') : conditions.join(say(' and ', ' et '));
  const name = rule.label === undefined ? '' : `${rule.label} – `;
  return {
    text: say(`${name}When ${when}: it goes ${target}.`, `${name}Quand ${when} : il va ${target}.`),
    ids: [rule.id],
  };
}

function conditionsOf(
  rule: Rule,
  { say, words, language }: Tongue,
  segmentName: (id: string) => string,
): readonly string[] {
  const { segment, when, sources, campaigns, countries, score, grades } = rule;
  const any = (values: readonly string[]): string => join(values, language, 'or');
  return [
    segment === undefined
      ? null
      : say(
          `the segment is ${quote(segmentName(segment), language)}`,
          `le segment est ${quote(segmentName(segment), language)}`,
        ),
    when === undefined ? null : askFilter(when, words),
    sources === undefined ? null : say(`the source is ${any(sources)}`, `la source est ${any(sources)}`),
    campaigns === undefined
      ? null
      : say(`the campaign is ${any(campaigns)}`, `la campagne est ${any(campaigns)}`),
    countries === undefined
      ? null
      : say(
          `the country is ${any(countries.map((code) => nameCountry(code, 'en')))}`,
          `le pays est ${any(countries.map((code) => nameCountry(code, 'fr')))}`,
        ),
    score === undefined ? null : scoreText(score, { say, words, language }),
    grades === undefined ? null : say(`the grade is ${any(grades)}`, `la note est ${any(grades)}`),
  ].filter((part) => part !== null);
}

function scoreText({ from, below }: NonNullable<Rule['score']>, { say, language }: Tongue): string {
  const parts = [
    from === undefined
      ? null
      : say(`at least ${exactPoints(from, language)}`, `d’au moins ${exactPoints(from, language)}`),
    below === undefined
      ? null
      : say(`below ${exactPoints(below, language)}`, `sous ${exactPoints(below, language)}`),
  ].filter((part) => part !== null);
  return say(`the score is ${parts.join(' and ')}`, `le score est ${parts.join(' et ')}`);
}

/** With its preposition: `to the pool “Paris”`. */
function toMembers(members: Members, tongue: Tongue, poolName: (id: string) => string): string {
  const { say, language } = tongue;
  if ('reps' in members) {
    const names = repNames(members.reps, tongue);
    return say(`to ${names}`, `à ${names}`);
  }
  const name = quote(poolName(members.pool), language);
  return say(`to the pool ${name}`, `au pool ${name}`);
}

function repNames(reps: readonly Rep[], { say, language }: Tongue): string {
  if (reps.some(({ email }) => email === EVERYONE))
    return say('everybody who may hold a lead', 'tous ceux qui peuvent détenir un lead');
  if (reps.length === 0) return say('nobody: it waits', 'personne : il attend');
  return join(
    reps.map(({ email }) => email),
    language,
    'and',
  );
}

function limitLines(
  { maxPerDay, maxOpen }: Pick<Rep, 'maxPerDay' | 'maxOpen'>,
  { say, language }: Tongue,
): readonly Line[] {
  const lines = [
    maxPerDay === undefined
      ? null
      : say(
          `At most ${formatNumber(maxPerDay, language)} leads a day.`,
          `${formatNumber(maxPerDay, language)} leads par jour au plus.`,
        ),
    maxOpen === undefined
      ? null
      : say(
          `At most ${formatNumber(maxOpen, language)} open leads.`,
          `${formatNumber(maxOpen, language)} leads ouverts au plus.`,
        ),
  ];
  return lines.filter((line) => line !== null).map((line) => ({ text: line }));
}

/** Only where something is said beside the address. */
function repRows(reps: readonly Rep[], tongue: Tongue): readonly Block[] {
  if (reps.every((rep) => Object.values(rep).filter((value) => value !== undefined).length < 2)) return [];
  const { say, language } = tongue;
  const head = [
    say('Rep', 'Commercial'),
    say('Weight', 'Poids'),
    say('A day', 'Par jour'),
    say('Open', 'Ouverts'),
    say('Hours', 'Horaires'),
    say('Absent', 'Absences'),
  ];
  const amount = (value: number | undefined): string =>
    value === undefined ? '–' : formatNumber(value, language);
  return table(
    head,
    reps.map((rep) => [
      rep.email,
      amount(rep.weight),
      amount(rep.maxPerDay),
      amount(rep.maxOpen),
      [rep.timeZone ?? '', ...(rep.workingHours === undefined ? [] : weekLines(rep.workingHours, tongue))]
        .filter((part) => part !== '')
        .join(say('; ', ' ; ')),
      (rep.absences ?? [])
        .map((absence) =>
          [formatDaySpan(absence, language), absence.label ?? ''].filter((part) => part !== '').join(' – '),
        )
        .join(say('; ', ' ; ')),
    ]),
  );
}
