// Each condition says in both languages what it asks, whether it holds, and what was found instead.
import { describe, expect, it } from 'vitest';
import type { Condition } from '#domain/agreement.ts';
import { explainCondition } from '#domain/conditions/explain.ts';
import type { Deal, LeadFacts } from '#domain/lead.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { makeWords } from '#domain/wording.ts';
import {
  agreementWith,
  cell,
  contactIs,
  daysAfter,
  engagementRule,
  factsWith,
  fitRule,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const agreement = agreementWith({
  score: {
    fit: { cap: 100_000, groups: [], rules: [fitRule('title', 20, when(contactIs('jobtitle', 'x')))] },
    engagement: {
      cap: 100_000,
      groups: [],
      rules: [engagementRule('demo', 20, { label: 'Demo request' })],
    },
  },
});

function deal(id: string, status: Deal['status'], at: string): Deal {
  return { id, ownerId: '', createdAt: at, status, statusAt: at, pipeline: 'default', stage: '1' };
}

const facts: LeadFacts = factsWith({
  contact: {
    jobtitle: 'Directrice adjointe',
    country: 'France',
    hs_analytics_num_page_views: '1200',
    hs_buying_role: 'CHAMPION;DECISION_MAKER',
    hs_email_optout: 'true',
    birthday: '2026-03-01',
    recent_conversion_date: '2026-02-26T15:30:00.000Z',
    lifecyclestage: cell('marketingqualifiedlead', daysAfter(T0, -3)),
    renewal: 'soon',
    personalEmail: 'no',
    email: 'claire@gmail.com',
    seen: '2026-03-02',
    due: '2026-03-03',
    $lists: '+competitors\n-partners',
  },
  company: { numberofemployees: '12.5' },
  signals: [signal('form', daysAfter(T0, -40), 'Demo'), signal('form', daysAfter(T0, -1), 'Demo')],
  deals: [deal('1', 'won', daysAfter(T0, -100)), deal('2', 'open', daysAfter(T0, -5))],
});

function explain(condition: Condition, language: 'en' | 'fr'): string {
  const view = viewLead(agreement, facts);
  const stage = { value: 'lead', before: 'lead', by: 'other', at: daysAfter(T0, -3) } as const;
  const { sight } = judgeLead(agreement, view, { nowMs: Date.parse(T0), stage });
  const { text } = explainCondition(condition, sight, makeWords(language, agreement));
  return text.replaceAll(/[\u00a0\u202f]/g, '_');
}

function derived(property: string, value: string): Condition {
  return { kind: 'property', object: 'derived', property, operator: 'EQ', value };
}

function since(property: string): Condition {
  return { kind: 'daysSince', object: 'contact', property, operator: 'GTE', days: 0 };
}

function contact(property: string, operator: string, more: object = {}): Condition {
  return { kind: 'property', object: 'contact', property, operator, ...more } as Condition;
}

describe('a condition explains itself', () => {
  it.each<[Condition, string, string]>([
    [
      contact('jobtitle', 'CONTAINS_TOKEN', { type: 'string', value: 'director' }),
      'job title contains “director”: no, it is “Directrice adjointe”',
      'fonction contient «_director_»_: non, c’est «_Directrice adjointe_»',
    ],
    [
      contact('city', 'EQ', { type: 'string', value: 'Paris' }),
      'city is “Paris”: no, it is empty',
      'ville est «_Paris_»_: non, c’est vide',
    ],
    [contact('city', 'NOT_HAS_PROPERTY'), 'city is unknown: yes', 'ville est vide_: oui'],
    [
      contact('city', 'HAS_PROPERTY'),
      'city is known: no, it is empty',
      'ville n’est pas vide_: non, c’est vide',
    ],
    [
      contact('country', 'IN', { type: 'string', values: ['Belgium', 'France', 'Italy', 'Spain', 'Malta'] }),
      'country is one of “Belgium”, “France”, “Italy” or 2 more: yes, it is “France”',
      'pays est parmi «_Belgium_», «_France_», «_Italy_» et 2 autres_: oui, c’est «_France_»',
    ],
    [
      contact('hs_analytics_num_page_views', 'BETWEEN', { type: 'number', value: '5', highValue: '1000' }),
      'page views is between 5 and 1,000: no, it is 1,200',
      'pages vues est entre 5 et 1_000_: non, c’est 1_200',
    ],
    [
      {
        kind: 'property',
        object: 'company',
        property: 'numberofemployees',
        type: 'number',
        operator: 'LT',
        value: '10',
      },
      'number of employees of the company is below 10: no, it is 12.5',
      'effectif de l’entreprise n’atteint pas 10_: non, c’est 12,5',
    ],
    [
      contact('hs_buying_role', 'EQ', { type: 'multi', value: 'CHAMPION' }),
      'buying role includes “CHAMPION”: yes, it is “CHAMPION” and “DECISION_MAKER”',
      'rôle d’achat comprend «_CHAMPION_»_: oui, c’est «_CHAMPION_» et «_DECISION_MAKER_»',
    ],
    [
      contact('hs_email_optout', 'EQ', { type: 'bool', value: 'false' }),
      'unsubscribed from all e-mail is “no”: no, it is “yes”',
      'désabonné de tous les e-mails est «_non_»_: non, c’est «_oui_»',
    ],
    [
      contact('lifecyclestage', 'EQ', { type: 'enumeration', value: 'customer' }),
      'lifecycle stage is customer: no, it is MQL',
      'phase du cycle de vie est client_: non, c’est MQL',
    ],
    [
      contact('birthday', 'LT', { type: 'date', value: 'today-30' }),
      'birthday is before 31 January 2026 (today − 30 days): no, it is 1 March 2026',
      'birthday est avant le 31 janvier 2026 (aujourd’hui − 30 jours)_: non, c’est le 1er mars 2026',
    ],
    [
      contact('recent_conversion_date', 'GTE', { type: 'datetime', value: '2026-02-26' }),
      'date of the last form is not before 26 February 2026: yes, it is Thursday 26 February 2026 at 16:30',
      'date du dernier formulaire est au plus tôt le 26 février 2026_: oui, c’est le jeudi 26 février 2026 à 16_h_30',
    ],
    [
      {
        kind: 'daysSince',
        object: 'contact',
        property: 'recent_conversion_date',
        operator: 'GTE',
        days: 30,
      },
      'date of the last form is at least 30 days ago: no, it is 4 days ago',
      'date du dernier formulaire remonte à au moins 30 jours_: non, c’est il y a 4 jours',
    ],
    [
      { kind: 'daysSince', object: 'contact', property: 'birthday', operator: 'GTE', days: -1 },
      'birthday is in at most 1 day: yes, it is 1 day ago',
      'birthday arrive dans au plus 1 jour_: oui, c’est il y a 1 jour',
    ],
    [
      { kind: 'daysSince', object: 'contact', property: 'renewal', operator: 'LT', days: 2 },
      'renewal is less than 2 days ago: no, “soon” is no date',
      'renewal remonte à moins de 2 jours_: non, «_soon_» n’est pas une date',
    ],
    [
      { kind: 'signals', signal: 'form', operator: 'GTE', count: 2, withinDays: 30 },
      'at least 2 forms in the last 30 days: no, 1 seen',
      'au moins 2 formulaires au cours des 30 derniers jours_: non, on en compte 1',
    ],
    [
      {
        kind: 'signals',
        signal: 'pageView',
        detailContains: 'tarif',
        operator: 'LT',
        count: 1,
        withinDays: 1,
      },
      'no page view containing “tarif” in the last 24 hours: yes, none seen',
      'aucune page vue contenant «_tarif_» au cours des dernières 24 heures_: oui, on en compte 0',
    ],
    [
      { kind: 'deals', status: 'open', operator: 'EQ', count: 0 },
      'no open deal: no, 1 seen',
      'aucune transaction ouverte_: non, on en compte 1',
    ],
    [
      { kind: 'deals', status: 'won', operator: 'GTE', count: 1, withinDays: 90 },
      'at least 1 deal won in the last 90 days: no, none seen',
      'au moins 1 transaction gagnée au cours des 90 derniers jours_: non, on en compte 0',
    ],
    [
      { kind: 'score', part: 'total', operator: 'GTE', milliPoints: 60_000 },
      'the score is at least 60 points: no, it is 40',
      'le score atteint au moins 60 points_: non, c’est 40',
    ],
    [
      {
        kind: 'scorePart',
        of: 'rule',
        id: 'demo',
        parts: ['demo'],
        operator: 'LT',
        milliPoints: 50_000,
      },
      'the rule “Demo request” gives fewer than 50 points: yes, it is 40',
      'la règle «_Demo request_» donne moins de 50 points_: oui, c’est 40',
    ],
    [
      { kind: 'list', list: 'Competitors', operator: 'MEMBER' },
      'in the list “Competitors”: yes',
      'dans la liste «_Competitors_»_: oui',
    ],
    [
      { kind: 'list', list: 'Partners', operator: 'MEMBER' },
      'in the list “Partners”: no',
      'dans la liste «_Partners_»_: non',
    ],
    [
      { kind: 'list', list: 'Prospects', operator: 'NOT_MEMBER' },
      'not in the list “Prospects”: yes, nothing is known of this list',
      'hors de la liste «_Prospects_»_: oui, on ne connaît pas cette liste',
    ],
    [
      { kind: 'stageAge', operator: 'GTE', days: 14 },
      'in its stage for at least 14 days: no, since Friday 27 February 2026 at 10:00',
      'au même stade depuis au moins 14 jours_: non, depuis le vendredi 27 février 2026 à 10_h_00',
    ],
    [
      contact('hs_email_optout', 'EQ', { type: 'bool', value: 'true' }),
      'unsubscribed from all e-mail is “yes”: yes',
      'désabonné de tous les e-mails est «_oui_»_: oui',
    ],
    [
      contact('hs_email_optout', 'NEQ', { type: 'bool', value: 'false' }),
      'unsubscribed from all e-mail has a value other than “no”: yes, it is “yes”',
      'désabonné de tous les e-mails a une valeur autre que «_non_»_: oui, c’est «_oui_»',
    ],
    [
      derived('personalEmail', 'true'),
      'personal e-mail address is “yes”: yes',
      'adresse e-mail personnelle est «_oui_»_: oui',
    ],
    [
      derived('emailDomain', 'gmail.com'),
      'e-mail domain is “gmail.com”: yes, it is “gmail.com”',
      'domaine de l’e-mail est «_gmail.com_»_: oui, c’est «_gmail.com_»',
    ],
    [
      contact('personalEmail', 'EQ', { type: 'string', value: 'no' }),
      'personalEmail is “no”: yes, it is “no”',
      'personalEmail est «_no_»_: oui, c’est «_no_»',
    ],
    [
      contact('country', 'NOT_HAS_PROPERTY'),
      'country is unknown: no, it is “France”',
      'pays est vide_: non, c’est «_France_»',
    ],
    [
      contact('jobtitle', 'EQ', { type: 'string', value: 'Head : EMEA' }),
      'job title is “Head : EMEA”: no, it is “Directrice adjointe”',
      'fonction est «_Head_: EMEA_»_: non, c’est «_Directrice adjointe_»',
    ],
    [
      since('nothing'),
      'nothing is at least 0 days ago: no, it is empty',
      'nothing remonte à au moins 0 jour_: non, c’est vide',
    ],
    [
      since('seen'),
      'seen is at least 0 days ago: yes, it is today',
      'seen remonte à au moins 0 jour_: oui, c’est aujourd’hui',
    ],
    [
      since('due'),
      'due is at least 0 days ago: no, it is in 1 day',
      'due remonte à au moins 0 jour_: non, c’est dans 1 jour',
    ],
  ])('%o', (condition, english, french) => {
    expect(explain(condition, 'en')).toBe(english);
    expect(explain(condition, 'fr')).toBe(french);
  });

  it.each<[Condition, string, string]>([
    [
      { kind: 'score', part: 'fit', operator: 'GTE', milliPoints: 20_000 },
      'fit is at least 20 points: no, the score is not known yet',
      'le profil atteint au moins 20 points : non, le score n’est pas encore connu',
    ],
    [
      { kind: 'stageAge', operator: 'GTE', days: 14 },
      'in its stage for at least 14 days: no, there is no stage',
      'au même stade depuis au moins 14 jours : non, il n’y a pas de stade',
    ],
  ])('where there is neither score nor stage: %o', (condition, english, french) => {
    const sight = { view: viewLead(agreement, facts), nowMs: Date.parse(T0), stageSince: null, score: null };
    const told = (language: 'en' | 'fr'): string =>
      explainCondition(condition, sight, makeWords(language)).text.replaceAll('\u00a0', ' ');

    expect(told('en')).toBe(english);
    expect(told('fr')).toBe(french);
  });

  it('never at length: a long value is cut', () => {
    const condition = contact('city', 'EQ', { value: 'x'.repeat(200) });

    expect(explain(condition, 'en').length).toBeLessThan(120);
  });
});
