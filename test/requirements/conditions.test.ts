// R03, R04, R05, R07: criteria as they stand in an agreement, on a contact as HubSpot shows it, and what people are told.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { Condition } from '#domain/agreement.ts';
import { explainCondition } from '#domain/conditions/explain.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { makeWords } from '#domain/wording.ts';
import { edited } from '#test/support/agreement-text.ts';
import { agreementWith, daysAfter, factsWith, signal } from '#test/support/builders.ts';

/** A Monday, 00:30 in Paris; in UTC it is still Sunday. */
const NOW = '2026-03-01T23:30:00.000Z';

const CONTACT = {
  jobtitle: 'Directrice adjointe',
  country: 'France',
  lifecyclestage: 'lead',
  hs_buying_role: 'CHAMPION;INFLUENCER',
  hs_email_optout: 'false',
  hs_analytics_num_page_views: '12',
  createdate: '2026-02-28T23:10:00.000Z',
  contract_end: '2026-03-31',
};
const COMPANY = { numberofemployees: '240', industry: 'INSURANCE' };

function explain(written: string, language: 'en' | 'fr'): string {
  const gate = '[{ property: hs_email_optout, operator: EQ, value: true }]';
  const parsed = parseAgreement(edited(gate, `[{ ${written} }]`), { id: 'main', version: 1, year: 2026 });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { gates } = parsed.value.agreement.score;
  const [condition] = gates.find(({ id }) => id === 'unsubscribed')?.when.anyOf.flat() ?? [];
  const agreement = agreementWith();
  const facts = factsWith({
    contact: CONTACT,
    company: COMPANY,
    signals: [signal('form', daysAfter(NOW, -3), 'Demo request')],
  });
  const stage = { value: '', before: '', by: 'other', at: '' } as const;
  const { sight } = judgeLead(agreement, viewLead(agreement, facts), { nowMs: Date.parse(NOW), stage });
  // The template has the gate that was edited.
  const { text } = explainCondition(condition as Condition, sight, makeWords(language, agreement));
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('a criterion of the agreement', () => {
  it.each([
    [
      'R04 a function, by whole words',
      'property: jobtitle, operator: CONTAINS_TOKEN, value: director',
      'job title contains “director”: no, it is “Directrice adjointe”',
      'fonction contient « director » : non, c’est « Directrice adjointe »',
    ],
    [
      'R04 a function, by the beginning of a word, whatever the case',
      'property: jobtitle, operator: CONTAINS_TOKEN, value: "DIRECT*"',
      'job title contains a word beginning with “DIRECT”: yes, it is “Directrice adjointe”',
      'fonction contient un mot commençant par « DIRECT » : oui, c’est « Directrice adjointe »',
    ],
    [
      'R04 a country, whatever its case',
      'property: country, operator: IN, values: [FRANCE, Belgique]',
      'country is one of “FRANCE” or “Belgique”: yes, it is “France”',
      'pays est parmi « FRANCE » et « Belgique » : oui, c’est « France »',
    ],
    [
      'R04 the size of the company',
      'company: numberofemployees, operator: BETWEEN, value: 50, highValue: 249',
      'number of employees of the company is between 50 and 249: yes, it is 240',
      'effectif de l’entreprise est entre 50 et 249 : oui, c’est 240',
    ],
    [
      'R04 an option, exactly as HubSpot spells it',
      'company: industry, operator: EQ, value: Insurance',
      'industry of the company is “Insurance”: no, it is “INSURANCE”',
      'secteur de l’entreprise est « Insurance » : non, c’est « INSURANCE »',
    ],
    [
      'R04 one of several choices',
      'property: hs_buying_role, operator: EQ, value: INFLUENCER',
      'buying role includes “INFLUENCER”: yes, it is “CHAMPION” and “INFLUENCER”',
      'rôle d’achat comprend « INFLUENCER » : oui, c’est « CHAMPION » et « INFLUENCER »',
    ],
    [
      'R07 what is missing is not different from anything',
      'property: city, operator: NEQ, value: Paris',
      'city has a value other than “Paris”: no, it is empty',
      'ville a une valeur autre que « Paris » : non, c’est vide',
    ],
    [
      'R03 a day is the local one: late on Saturday in UTC is Sunday in Paris',
      'property: createdate, operator: EQ, value: 2026-03-01',
      'creation date is 1 March 2026: yes, it is Sunday 1 March 2026 at 00:10',
      'date de création est le 1er mars 2026 : oui, c’est le dimanche 1er mars 2026 à 0 h 10',
    ],
    [
      'R03 days from today, which has begun in Paris',
      'property: contract_end, type: date, operator: LTE, value: today + 29 days',
      'contract end is not after 31 March 2026 (today + 29 days): yes, it is 31 March 2026',
      'contract end est au plus tard le 31 mars 2026 (aujourd’hui + 29 jours) : oui, c’est le 31 mars 2026',
    ],
    [
      'R03 days since',
      'daysSince: createdate, operator: GTE, value: 30',
      'creation date is at least 30 days ago: no, it is 1 day ago',
      'date de création remonte à au moins 30 jours : non, c’est il y a 1 jour',
    ],
    [
      'R05 behaviour within a window, about something',
      'signal: form, detailContains: demo, operator: GTE, count: 2, withinDays: 30',
      'at least 2 forms containing “demo” in the last 30 days: no, 1 seen',
      'au moins 2 formulaires contenant « demo » au cours des 30 derniers jours : non, on en compte 1',
    ],
    [
      'R05 a counter of HubSpot’s, as a number and not as text',
      'property: hs_analytics_num_page_views, operator: GTE, value: 9',
      'page views is at least 9: yes, it is 12',
      'pages vues atteint au moins 9 : oui, c’est 12',
    ],
  ])('%s', (...[, written, english, french]) => {
    expect(explain(written, 'en')).toBe(english);
    expect(explain(written, 'fr')).toBe(french);
  });
});
