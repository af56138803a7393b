// One condition in words, with what the lead has instead: `jobtitle CONTAINS_TOKEN director: no, it is “Assistant”`.
import type { Condition, Filter, PropertyCondition } from '#domain/agreement.ts';
import { matchesFilter, type Sight } from '#domain/conditions/index.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import type { LeadFacts } from '#domain/lead.ts';
import { setFrench } from '#domain/reason-sentences.ts';
import type { Words } from '#domain/wording.ts';

export interface ConditionLine {
  readonly holds: boolean;
  /** Without a full stop. */
  readonly text: string;
}

/** Values named of a list. */
const SHOWN_VALUES = 3;

export function explainCondition(condition: Condition, sight: Sight, words: Words): ConditionLine {
  const alone: Filter = { anyOf: [[condition]] };
  const holds = matchesFilter(alone, sight);
  const isFrench = words.language === 'fr';
  const answer = isFrench ? (holds ? 'oui' : 'non') : holds ? 'yes' : 'no';
  const text = `${claimOf(condition, words)} : ${answer}${actualOf(condition, sight, words)}`;
  return { holds, text: isFrench ? setFrench(text) : text.replace(' :', ':') };
}

function claimOf(condition: Condition, words: Words): string {
  switch (condition.kind) {
    case 'property':
      return `${words.field(condition.property)} ${condition.operator} ${operandOf(condition)}`.trim();
    case 'signals':
      return `${condition.signal} ${condition.operator} ${condition.count} (${condition.withinDays} d)`;
    case 'score':
      return `${condition.part} ${condition.operator} ${words.points(condition.milliPoints)}`;
    case 'stageAge':
      return `stageAge ${condition.operator} ${condition.days} d`;
    default:
      return '';
  }
}

function operandOf({ value, highValue, values }: PropertyCondition): string {
  if (values === undefined) return [value, highValue].filter((each) => each !== undefined).join(' … ');
  const more = values.length > SHOWN_VALUES ? ', …' : '';
  return `${values.slice(0, SHOWN_VALUES).join(', ')}${more}`;
}

function actualOf(condition: Condition, { view, score }: Sight, words: Words): string {
  if (condition.kind === 'score') return score === null ? '' : `, ${words.points(score[condition.part])}`;
  if (condition.kind !== 'property') return '';
  const value = valueOf(view.facts, condition);
  return value === ''
    ? ''
    : words.language === 'fr'
      ? `, c’est «\u00a0${value}\u00a0»`
      : `, it is “${value}”`;
}

function valueOf(facts: LeadFacts, { object, property }: PropertyCondition): string {
  return object === 'derived' ? deriveFact(facts, property) : (facts[object][property]?.value ?? '');
}
