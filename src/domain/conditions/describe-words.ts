// What properties, derived facts and signals are called in conditions told in words, where HubSpot's name says it badly.
import type { SignalKind } from '#domain/agreement.ts';
import type { Language } from '#domain/wording.ts';

type Names = Readonly<Record<Language, Readonly<Record<string, string>>>>;

export const PROPERTY_WORDS: Names = {
  en: {
    lifecyclestage: 'lifecycle stage',
    hs_email_domain: 'e-mail domain',
    hs_email_optout: 'unsubscribed from all e-mail',
    hs_country_region_code: 'country code',
    hs_language: 'language',
    hs_lead_status: 'lead status',
    hs_analytics_source: 'original source',
    jobtitle: 'job title',
    numberofemployees: 'number of employees',
    annualrevenue: 'annual revenue',
    name: 'name',
    domain: 'web domain',
    city: 'city',
    state: 'region',
  },
  fr: {
    lifecyclestage: 'phase du cycle de vie',
    hs_email_domain: 'domaine e-mail',
    hs_email_optout: 'désabonné de tous les e-mails',
    hs_country_region_code: 'code pays',
    hs_language: 'langue',
    hs_lead_status: 'statut du lead',
    hs_analytics_source: 'source d’origine',
    jobtitle: 'fonction',
    numberofemployees: 'nombre d’employés',
    annualrevenue: 'chiffre d’affaires annuel',
    name: 'nom',
    domain: 'domaine web',
    city: 'ville',
    state: 'région',
  },
};

export const DERIVED_WORDS: Names = {
  en: { emailDomain: 'e-mail domain' },
  fr: { emailDomain: 'domaine e-mail' },
};

/** One, several. */
export const SIGNAL_WORDS: Readonly<
  Record<Language, Readonly<Record<SignalKind, readonly [string, string]>>>
> = {
  en: {
    form: ['form', 'forms'],
    pageView: ['page view', 'page views'],
    emailOpen: ['e-mail opened', 'e-mails opened'],
    emailClick: ['click in an e-mail', 'clicks in e-mails'],
    emailReply: ['reply to an e-mail', 'replies to e-mails'],
    meeting: ['meeting', 'meetings'],
    call: ['incoming call', 'incoming calls'],
    touch: ['touch', 'touches'],
  },
  fr: {
    form: ['formulaire', 'formulaires'],
    pageView: ['page vue', 'pages vues'],
    emailOpen: ['e-mail ouvert', 'e-mails ouverts'],
    emailClick: ['clic dans un e-mail', 'clics dans des e-mails'],
    emailReply: ['réponse à un e-mail', 'réponses à des e-mails'],
    meeting: ['rendez-vous', 'rendez-vous'],
    call: ['appel entrant', 'appels entrants'],
    touch: ['prise de contact', 'prises de contact'],
  },
};
