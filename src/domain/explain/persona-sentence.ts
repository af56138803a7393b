// Why a lead has its persona, in one sentence: the label, and the conditions of the group that matched (R13).
import type { Agreement, Condition } from '#domain/agreement.ts';
import { askCondition } from '#domain/conditions/condition-text.ts';
import { IN_SHORT } from '#domain/conditions/value-text.ts';
import type { Reason } from '#domain/decision.ts';
import { setFrench } from '#domain/typography.ts';
import type { Words } from '#domain/wording.ts';

/** `Persona: Finance decision maker (department is “finance” and seniority is one of “owner” and “executive”).` */
export function explainPersona({ params }: Reason, agreement: Agreement, words: Words): string {
  const isFrench = words.language === 'fr';
  const persona = agreement.personas.find(({ id }) => id === params['id']);
  const group = persona?.when.anyOf[Number(params['group'])] ?? [];
  const asked = group.some(isDated)
    ? []
    : group.map((condition) => askCondition(condition, { words, detail: IN_SHORT }));
  const cause = asked.length === 0 ? '' : ` (${asked.join(isFrench ? ' et ' : ' and ')})`;
  const text = `${words.persona(String(params['id']))}${cause}.`;
  return isFrench ? setFrench(`Persona : ${text}`) : `Persona: ${text}`;
}

/** Days counted from today are said as the day they are, which a stored reason does not know. */
function isDated(condition: Condition): boolean {
  return condition.kind === 'property' && (condition.type === 'date' || condition.type === 'datetime');
}
