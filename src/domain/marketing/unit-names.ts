// What marketing's units are called, in the plural.
import type { Language } from '#domain/wording.ts';
import type { Goal } from './promises.ts';

export const UNIT_NAMES: Readonly<Record<Language, Readonly<Record<Goal, string>>>> = {
  en: {
    mql: 'MQLs',
    accepted: 'leads accepted by sales',
    sql: 'SQLs',
    opportunity: 'opportunities',
    customer: 'customers',
    pipeline: 'of pipeline (in the account’s currency)',
    revenue: 'of revenue (in the account’s currency)',
    meeting: 'meetings',
  },
  fr: {
    mql: 'MQL',
    accepted: 'leads acceptés par les ventes',
    sql: 'SQL',
    opportunity: 'opportunités',
    customer: 'clients',
    pipeline: 'de pipeline (devise du compte)',
    revenue: 'de chiffre d’affaires (devise du compte)',
    meeting: 'rendez-vous',
  },
};
