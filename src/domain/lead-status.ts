// The statuses of a lead as people say them, in English and French.
import type { LeadStatus } from './lead.ts';
import type { Language } from './wording.ts';

const STATUS: Readonly<Record<LeadStatus, Record<Language, string>>> = {
  none: { en: 'with marketing', fr: 'au marketing' },
  baseline: { en: 'baseline', fr: 'référence' },
  handedOver: { en: 'handed over, to accept', fr: 'transmis, à accepter' },
  accepted: { en: 'accepted, to contact', fr: 'accepté, à contacter' },
  working: { en: 'working', fr: 'en cours' },
  rejected: { en: 'rejected, reason due', fr: 'refusé, motif attendu' },
  recycled: { en: 'recycled to nurture', fr: 'recyclé en nurturing' },
  disqualified: { en: 'disqualified', fr: 'disqualifié' },
  won: { en: 'won', fr: 'gagné' },
};

export function statusIn(language: Language, status: string): string {
  return Object.hasOwn(STATUS, status) ? STATUS[status as LeadStatus][language] : status;
}
