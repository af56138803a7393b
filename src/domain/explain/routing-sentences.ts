// The way to an owner in sentences, English and French: who was looked at, which rules did not match, whose turn it was.
import { OWN_POOL } from '#domain/agreement-routing.ts';
import type { Reason } from '#domain/decision.ts';
import type { Language, Words } from '#domain/wording.ts';
import type { Sentences } from './sentences.ts';

type Params = Reason['params'];

/** What of a rule did not hold. */
const ENGLISH_CRITERIA: Readonly<Record<string, string>> = {
  segment: 'another segment',
  when: 'its conditions are not met',
  source: 'another source',
  campaign: 'another campaign',
  country: 'another country',
  score: 'another score',
  grade: 'another grade',
  account: 'the account has no owner who can take the lead',
};
const FRENCH_CRITERIA: Readonly<Record<string, string>> = {
  segment: 'autre segment',
  when: 'ses conditions ne sont pas remplies',
  source: 'autre source',
  campaign: 'autre campagne',
  country: 'autre pays',
  score: 'autre score',
  grade: 'autre note',
  account: 'le compte n’a pas de propriétaire qui puisse prendre le lead',
};

/** Why nobody of a pool can take a lead; of decisions of before that is not known. */
const ENGLISH_HOLDS: Readonly<Record<string, string>> = {
  nobody: 'no active rep is in it',
  absent: 'everybody is absent',
  hours: 'nobody is at work now',
  full: 'the limits are reached',
  passedOver: 'only reps who had the lead before are left',
};
const FRENCH_HOLDS: Readonly<Record<string, string>> = {
  nobody: 'aucun commercial actif n’en fait partie',
  absent: 'tout le monde est absent',
  hours: 'personne ne travaille en ce moment',
  full: 'les limites sont atteintes',
  passedOver: 'il ne reste que des commerciaux qui ont déjà eu le lead',
};

const ENGLISH_OBSTACLES: Readonly<Record<string, string>> = {
  absent: 'is absent',
  full: 'has reached a limit',
};
const FRENCH_OBSTACLES: Readonly<Record<string, string>> = {
  absent: 'est absent',
  full: 'a atteint une limite',
};

const ENGLISH_SKIPPED: Readonly<Record<string, string>> = {
  absent: 'absent',
  hours: 'not at work now',
  full: 'at a limit',
};
const FRENCH_SKIPPED: Readonly<Record<string, string>> = {
  absent: 'absence',
  hours: 'hors horaires',
  full: 'limite atteinte',
};

/** Limits are the agreement's and need no saying; decisions of before say nothing. */
const ENGLISH_SAYERS: Readonly<Record<string, string>> = {
  'absent agreement': ' (as the agreement says)',
  'absent hubspot': ' (out of office in HubSpot)',
  'hours agreement': ' (hours of the agreement)',
  'hours hubspot': ' (hours set in HubSpot)',
  'full release': ' (the day’s share of the backlog)',
};
const FRENCH_SAYERS: Readonly<Record<string, string>> = {
  'absent agreement': ' (d’après l’accord)',
  'absent hubspot': ' (absence saisie dans HubSpot)',
  'hours agreement': ' (horaires de l’accord)',
  'hours hubspot': ' (horaires saisis dans HubSpot)',
  'full release': ' (part quotidienne du stock)',
};

const ENGLISH: Sentences = {
  ownerLeft: () => 'The owner has left HubSpot, or may own no records there: the lead gets another one.',
  ownerAbsent: (params, words) => `${absence(params, words)} The lead goes to another rep.`,
  unattended: (params, words) =>
    params['reason'] === 'chosen'
      ? `${absence(params, words)} A person chose this owner: the lead stays.`
      : `${absence(params, words)} Nobody${inPool(params, words)} can take the lead instead${holdReason(params['reason'], ENGLISH_HOLDS)}: it stays for now.`,
  repsSkipped: (params, words) =>
    `Passed by in the turns${inPool(params, words)}: ${ENGLISH_SKIPPED[text(params['obstacle'])] ?? ''}${sayer(params, ENGLISH_SAYERS)}: ${owners(params, ['owner', 'owners'])}.`,
  ownerFromCompany: () => 'The owner of the company gets the lead.',
  ownerFromDomain: () => 'The owner of the company with this e-mail domain gets the lead.',
  ownerFromColleague: () => 'The rep with another open lead of the company gets the lead.',
  ownerBusy: ({ obstacle, by }) =>
    `Whoever it would go to ${ENGLISH_OBSTACLES[text(obstacle)] ?? 'cannot take it'}${sayer({ obstacle: text(obstacle), by: text(by) }, ENGLISH_SAYERS)}: it goes on.`,
  ruleSkipped: ({ routingRule: rule, by }, words) =>
    `Not by the rule ${words.routingRule(text(rule))}: ${ENGLISH_CRITERIA[text(by)] ?? 'it does not match'}.`,
  ruleMatched: ({ routingRule: rule }, words) => `By the rule ${words.routingRule(text(rule))}.`,
  ownerSticky: () => 'Came back soon enough: the rep who had the lead gets it again.',
  ownerByTurn: (params, words) =>
    `The next rep in turn${inPool(params, words)} gets the lead${turn(params)}.`,
  ownerOutOfTurn: (params, words) =>
    `Reps who had the lead before are passed over: another one${inPool(params, words)} gets it, ahead of his turn.`,
  ownerCatchesUp: (params, words) =>
    `A rep${inPool(params, words)} who is back gets the lead, for a turn missed while away.`,
  overflow: ({ pool, next, reason }, words) =>
    `Nobody${inPool({ pool: pool ?? OWN_POOL }, words)} can take the lead${holdReason(reason, ENGLISH_HOLDS)}; it goes on to the pool ${words.pool(text(next)) || 'without a name'}.`,
  ownerHold: ({ pool, reason }, words) => {
    const why = holdReason(reason, ENGLISH_HOLDS);
    return `Nobody${inPool({ pool: pool ?? OWN_POOL }, words)} can be given the lead${why}: it waits for an owner.`;
  },
};

const FRENCH: Sentences = {
  ownerLeft: () =>
    'Le propriétaire a quitté HubSpot, ou ne peut plus y avoir de fiches : le lead en reçoit un autre.',
  ownerAbsent: (params, words) => `${frenchAbsence(params, words)} Le lead passe à un autre commercial.`,
  unattended: (params, words) =>
    params['reason'] === 'chosen'
      ? `${frenchAbsence(params, words)} Une personne a choisi ce propriétaire : il garde le lead.`
      : `${frenchAbsence(params, words)} Personne${inFrenchPool(params, words)} ne peut prendre le lead à sa place${holdReason(params['reason'], FRENCH_HOLDS)} : il le garde pour l’instant.`,
  repsSkipped: (params, words) =>
    `Sautés dans le tour${inFrenchPool(params, words)} : ${FRENCH_SKIPPED[text(params['obstacle'])] ?? ''}${sayer(params, FRENCH_SAYERS)} : ${owners(params, ['propriétaire', 'propriétaires'])}.`,
  ownerFromCompany: () => 'Le propriétaire de l’entreprise reçoit le lead.',
  ownerFromDomain: () => 'Le propriétaire de l’entreprise qui a ce domaine de messagerie reçoit le lead.',
  ownerFromColleague: () => 'Le commercial qui a un autre lead ouvert de l’entreprise reçoit le lead.',
  ownerBusy: ({ obstacle, by }) =>
    `Celui à qui il irait ${FRENCH_OBSTACLES[text(obstacle)] ?? 'ne peut pas le prendre'}${sayer({ obstacle: text(obstacle), by: text(by) }, FRENCH_SAYERS)} : la recherche continue.`,
  ruleSkipped: ({ routingRule: rule, by }, words) =>
    `Pas par la règle ${words.routingRule(text(rule))} : ${FRENCH_CRITERIA[text(by)] ?? 'elle ne correspond pas'}.`,
  ruleMatched: ({ routingRule: rule }, words) => `Par la règle ${words.routingRule(text(rule))}.`,
  ownerSticky: () => 'Revenu assez tôt : le commercial qui avait le lead le reçoit de nouveau.',
  ownerByTurn: (params, words) =>
    `Le commercial suivant du tour${inFrenchPool(params, words)} reçoit le lead${frenchTurn(params)}.`,
  ownerOutOfTurn: (params, words) =>
    `Les commerciaux qui ont déjà eu le lead sont sautés : un autre${inFrenchPool(params, words)} le reçoit, en avance sur son tour.`,
  ownerCatchesUp: (params, words) =>
    `Un commercial${inFrenchPool(params, words)} de retour reçoit le lead, pour un tour manqué en son absence.`,
  overflow: ({ pool, next, reason }, words) =>
    `Personne${inFrenchPool({ pool: pool ?? OWN_POOL }, words)} ne peut prendre le lead${holdReason(reason, FRENCH_HOLDS)} ; il passe au pool ${words.pool(text(next)) || 'sans nom'}.`,
  ownerHold: ({ pool, reason }, words) => {
    const why = holdReason(reason, FRENCH_HOLDS);
    return `Personne${inFrenchPool({ pool: pool ?? OWN_POOL }, words)} ne peut recevoir le lead${why} : il attend un propriétaire.`;
  },
};

export const ROUTING_SENTENCES: Readonly<Record<Language, Sentences>> = { en: ENGLISH, fr: FRENCH };

function inPool({ pool = OWN_POOL }: Params, words: Words): string {
  const name = words.pool(text(pool));
  return name === '' ? '' : ` of the pool ${name}`;
}

function inFrenchPool({ pool = OWN_POOL }: Params, words: Words): string {
  const name = words.pool(text(pool));
  return name === '' ? '' : ` du pool ${name}`;
}

function absence({ by, until, clause, dueAt }: Params, words: Words): string {
  const said = sayer({ obstacle: 'absent', by: text(by) }, ENGLISH_SAYERS);
  return `The owner is absent until ${words.instant(text(until))}${said}; due by ${words.instant(text(dueAt))}: ${words.clause(text(clause))}.`;
}

function frenchAbsence({ by, until, clause, dueAt }: Params, words: Words): string {
  const said = sayer({ obstacle: 'absent', by: text(by) }, FRENCH_SAYERS);
  return `Le propriétaire est absent jusqu’au ${words.instant(text(until))}${said} ; à faire avant le ${words.instant(text(dueAt))} : ${words.clause(text(clause))}.`;
}

function holdReason(reason: string | number | undefined, holds: Readonly<Record<string, string>>): string {
  const why = holds[text(reason)];
  return why === undefined ? '' : ` (${why})`;
}

function sayer({ obstacle, by }: Params, sayers: Readonly<Record<string, string>>): string {
  return sayers[`${text(obstacle)} ${text(by)}`] ?? '';
}

/** By their ids, of which a long list shows the first. */
function owners({ reps, ownerIds }: Params, [one, several]: readonly [string, string]): string {
  const ids = text(ownerIds).split(' ');
  const rest = Number(reps) - ids.length;
  return `${ids.length + rest === 1 ? one : several} ${ids.join(', ')}${rest > 0 ? ` + ${rest}` : ''}`;
}

/** Decisions of earlier releases do not say it. */
function turn({ turn: number, of, taken, weight }: Params): string {
  return of === undefined ? '' : `: turn ${number} of ${of}, number ${taken} of this rep’s ${weight}`;
}

function frenchTurn({ turn: number, of, taken, weight }: Params): string {
  return of === undefined ? '' : ` : tour ${number} sur ${of}, le no ${taken} des ${weight} de ce commercial`;
}

function text(value: string | number | undefined): string {
  return value === undefined ? '' : String(value);
}
