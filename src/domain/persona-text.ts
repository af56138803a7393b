// Why a lead has its persona, in one sentence: the label, and the conditions of the group that matched (R13).
import type { Agreement, Condition } from './agreement.ts';
import { askCondition } from './conditions/condition-text.ts';
import type { Sight } from './conditions/sight.ts';
import type { Reason } from './decision.ts';
import type { LeadFacts } from './lead.ts';
import { setFrench } from './reason-sentences.ts';
import { viewLead } from './view.ts';
import type { Words } from './wording.ts';

/** What a condition asks is said without a lead. */
const NOBODY: LeadFacts = {
  contactId: '',
  createdAt: '',
  gone: false,
  contact: {},
  company: {},
  signals: [],
  deals: [],
};

/** `Persona: Finance decision maker (department is “finance”; seniority is one of “owner”, “executive”).` */
export function explainPersona({ params }: Reason, agreement: Agreement, words: Words): string {
  const persona = agreement.personas.find(({ id }) => id === params['id']);
  const group = persona?.when.anyOf[Number(params['group'])] ?? [];
  const asked = group.some(isDated) ? [] : group.map((condition) => ask(condition, agreement, words));
  const cause = asked.length === 0 ? '' : ` (${asked.join(words.language === 'fr' ? ' ; ' : '; ')})`;
  const colon = words.language === 'fr' ? ' :' : ':';
  const text = `Persona${colon} ${words.persona(String(params['id']))}${cause}.`;
  return words.language === 'fr' ? setFrench(text) : text;
}

function ask(condition: Condition, agreement: Agreement, words: Words): string {
  const sight: Sight = { view: viewLead(agreement, NOBODY), nowMs: 0, stageSince: null, score: null };
  return askCondition(condition, sight, words);
}

/** Days counted from today are said as the day they are, which a stored reason does not know. */
function isDated(condition: Condition): boolean {
  return condition.kind === 'property' && (condition.type === 'date' || condition.type === 'datetime');
}
