// What the document's own key words stand for in sentences.
import type { MappedAnswer } from '#domain/agreement.ts';
import type { HubspotLeadState } from '#domain/lead.ts';
import type { Texts } from './names.ts';

/** What an answer of sales is that HubSpot's values stand for. */
export const ANSWER_TEXTS: Readonly<Record<MappedAnswer['answer'], Texts>> = {
  accept: { en: 'accepted', fr: 'accepté' },
  working: { en: 'accepted and worked on', fr: 'accepté et suivi' },
  reject: { en: 'rejected', fr: 'refusé' },
};

export const LEAD_STATE_NAMES: Readonly<Record<HubspotLeadState, Texts>> = {
  open: { en: 'open', fr: 'ouvert' },
  connected: { en: 'connected', fr: 'contact établi' },
  qualified: { en: 'qualified', fr: 'qualifié' },
  disqualified: { en: 'disqualified', fr: 'disqualifié' },
};

/** Words of the file that stand for something, by the last keys of their place. */
export const WORD_NAMES: Readonly<Record<string, Readonly<Record<string, Texts>>>> = {
  how: {
    block: { en: 'holds the lead back', fr: 'retient le lead' },
    warn: { en: 'is only named', fr: 'est seulement signalé' },
  },
  'consequences.do': {
    warn: { en: 'a warning', fr: 'un avertissement' },
    escalate: { en: 'an escalation', fr: 'une escalade' },
    reassign: { en: 'the lead goes to another rep', fr: 'le lead passe à un autre commercial' },
    return: { en: 'the lead goes back to marketing', fr: 'le lead revient au marketing' },
    suspend: { en: 'nothing more is handed over', fr: 'plus rien n’est transmis' },
    agenda: { en: 'a point for the meeting', fr: 'un point pour la réunion' },
  },
  'sql.how': {
    auto: { en: 'at once', fr: 'aussitôt' },
    propose: { en: 'when sales accepts it', fr: 'quand les ventes l’acceptent' },
    manual: { en: 'by hand', fr: 'à la main' },
  },
  onReturn: {
    same: { en: 'the rep who knows it', fr: 'qui le connaît' },
    pool: { en: 'the next in turn', fr: 'le suivant du tour' },
  },
  themeBy: {
    recent: { en: 'the one seen last', fr: 'celui vu en dernier' },
    frequent: { en: 'the one seen most often', fr: 'celui vu le plus souvent' },
  },
  moveBack: {
    own: { en: 'those it has set itself', fr: 'ceux qu’il a fixés lui-même' },
    any: { en: 'any', fr: 'tous' },
    never: { en: 'none', fr: 'aucun' },
  },
  recycledStage: {
    keep: { en: 'stays', fr: 'conservé' },
    lead: { en: 'lead', fr: 'lead' },
  },
  'scope.customers': {
    in: { en: 'in scope', fr: 'dans le champ' },
    out: { en: 'out of scope', fr: 'hors du champ' },
  },
  language: {
    en: { en: 'English', fr: 'anglais' },
    fr: { en: 'French', fr: 'français' },
  },
};

/** What one value of the writer's own stands for, by the path of the block that lists them. */
export const KEYED_NAMES: Readonly<Record<string, Texts>> = {
  'feedback.answers.leadStatus': { en: 'Lead status', fr: 'Statut du lead' },
  'feedback.answers.hubspotLeads.stages': { en: 'Stage of the HubSpot lead', fr: 'Phase du lead HubSpot' },
  'feedback.answers.hubspotLeads.reasons': {
    en: 'Disqualification reason of the HubSpot lead',
    fr: 'Motif de disqualification du lead HubSpot',
  },
};
