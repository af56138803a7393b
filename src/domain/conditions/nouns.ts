// What conditions count, in words: none, one, several.
import type { DealCondition, SignalKind } from '#domain/agreement.ts';
import type { Language } from '#domain/wording.ts';

/** `no form`, `form`, `forms` */
export type Counted = readonly [string, string, string];

export const SIGNAL_NOUNS: Readonly<Record<Language, Readonly<Record<SignalKind, Counted>>>> = {
  en: {
    form: ['no form', 'form', 'forms'],
    pageView: ['no page view', 'page view', 'page views'],
    emailOpen: ['no e-mail opened', 'e-mail opened', 'e-mails opened'],
    emailClick: ['no click in an e-mail', 'click in an e-mail', 'clicks in e-mails'],
    emailReply: ['no reply to an e-mail', 'reply to an e-mail', 'replies to e-mails'],
    meeting: ['no meeting', 'meeting', 'meetings'],
    call: ['no incoming call', 'incoming call', 'incoming calls'],
    touch: ['no contact by sales', 'contact by sales', 'contacts by sales'],
  },
  fr: {
    form: ['aucun formulaire', 'formulaire', 'formulaires'],
    pageView: ['aucune page vue', 'page vue', 'pages vues'],
    emailOpen: ['aucun e-mail ouvert', 'e-mail ouvert', 'e-mails ouverts'],
    emailClick: ['aucun clic dans un e-mail', 'clic dans un e-mail', 'clics dans des e-mails'],
    emailReply: ['aucune réponse à un e-mail', 'réponse à un e-mail', 'réponses à des e-mails'],
    meeting: ['aucun rendez-vous', 'rendez-vous', 'rendez-vous'],
    call: ['aucun appel entrant', 'appel entrant', 'appels entrants'],
    touch: ['aucun contact par les ventes', 'contact par les ventes', 'contacts par les ventes'],
  },
};

export const DEAL_NOUNS: Readonly<Record<Language, Readonly<Record<DealCondition['status'], Counted>>>> = {
  en: {
    open: ['no open deal', 'open deal', 'open deals'],
    won: ['no deal won', 'deal won', 'deals won'],
    lost: ['no deal lost', 'deal lost', 'deals lost'],
    any: ['no deal', 'deal', 'deals'],
  },
  fr: {
    open: ['aucune transaction ouverte', 'transaction ouverte', 'transactions ouvertes'],
    won: ['aucune transaction gagnée', 'transaction gagnée', 'transactions gagnées'],
    lost: ['aucune transaction perdue', 'transaction perdue', 'transactions perdues'],
    any: ['aucune transaction', 'transaction', 'transactions'],
  },
};
