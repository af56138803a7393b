// Mandatory fields per stage (R35): which hold a value, which keep a lead from a stage, and how complete a lead is.

import type { Agreement, StageKey } from './agreement.ts';
import type { NormalKind } from './agreement-data.ts';
import { phoneOf } from './derived-facts.ts';
import type { LeadFacts } from './lead.ts';
import { rankOf } from './lifecycle-order.ts';
import { normalizeCountry } from './normalize/country.ts';
import { normalizeDomain, normalizeEmail } from './normalize/email.ts';
import { isPlaceholder } from './normalize/placeholder.ts';
import { standardName } from './own-fields.ts';
import { contactValue, type LeadView } from './view.ts';

/** The stages whose fields a lead needs, by the rank of its own: its stage and the next; before MQL both to come. */
const DUE_STAGES: readonly (readonly StageKey[])[] = [
  ['lead', 'mql'],
  ['lead', 'mql'],
  ['mql', 'sql'],
  ['sql', 'opportunity'],
  ['opportunity'],
  [],
];

/** HubSpot's fields whose values can be told right from wrong. */
const KIND_OF_FIELD: Readonly<Record<string, NormalKind>> = {
  email: 'email',
  work_email: 'email',
  phone: 'phone',
  mobilephone: 'phone',
  country: 'country',
  jobtitle: 'jobtitle',
  company: 'company',
  website: 'domain',
};

/** Stands for any value: a letter that no condition asks for. */
const ANY_TEXT = 'ʬ';
/** Where only a value of the kind counts. */
const SAMPLES: Readonly<Partial<Record<NormalKind, string>>> = {
  email: `${ANY_TEXT}@${ANY_TEXT}.example`,
  domain: 'known.example',
  phone: '+33142685300',
  country: 'France',
};

/** What would count as a value of the field, for trying what a lead would become with it. */
export function sampleValue(agreement: Agreement, field: string): string {
  const kind = kindOf(standardName(agreement, 'contact', field));
  const isNormalized = kind !== undefined && agreement.data.normalize.includes(kind);
  return (isNormalized ? SAMPLES[kind] : undefined) ?? ANY_TEXT;
}

function kindOf(field: string): NormalKind | undefined {
  return Object.hasOwn(KIND_OF_FIELD, field) ? KIND_OF_FIELD[field] : undefined;
}

type Reader = (facts: LeadFacts, field: string) => string;

/** '' for a value that is none of its kind; a job title or a company may be any text that is no placeholder. */
const READERS: Readonly<Record<NormalKind, Reader>> = {
  email: (facts, field) => normalizeEmail(contactValue(facts, field)),
  domain: (facts, field) => normalizeDomain(contactValue(facts, field)),
  phone: phoneOf,
  country: (facts, field) => normalizeCountry(contactValue(facts, field)),
  jobtitle: contactValue,
  company: contactValue,
};

/** Missing fields that keep the lead from entering the stage; none where the agreement only warns. */
export function blockingFields(agreement: Agreement, view: LeadView, stage: StageKey): readonly string[] {
  const { fields, how } = agreement.data.mandatory[stage];
  return how === 'warn' ? [] : missingAmong(agreement, view, fields);
}

/** Missing fields of the lead's stage and the next, in the agreement's order. */
export function missingAt(agreement: Agreement, view: LeadView, stageValue: string): readonly string[] {
  return missingAmong(agreement, view, fieldsAt(agreement, stageValue));
}

/** Percent, rounded down; 100 where no field is asked for. */
export function completenessAt(agreement: Agreement, view: LeadView, stageValue: string): number {
  const known = view.completeness.get(stageValue);
  if (known !== undefined) return known;
  const percent = countCompleteness(agreement, view, stageValue);
  view.completeness.set(stageValue, percent);
  return percent;
}

function countCompleteness(agreement: Agreement, view: LeadView, stageValue: string): number {
  const fields = fieldsAt(agreement, stageValue);
  if (fields.length === 0) return 100;
  const missing = missingAmong(agreement, view, fields).length;
  return Math.floor((100 * (fields.length - missing)) / fields.length);
}

/** Of each agreement, by whole rank: agreements never change. */
const askedFields = new WeakMap<Agreement, readonly (readonly string[])[]>();

/** The fields asked for in a stage, each once. */
function fieldsAt(agreement: Agreement, stageValue: string): readonly string[] {
  let byRank = askedFields.get(agreement);
  if (byRank === undefined) {
    byRank = DUE_STAGES.map((due) => [
      ...new Set(due.flatMap((stage) => agreement.data.mandatory[stage].fields)),
    ]);
    askedFields.set(agreement, byRank);
  }
  return byRank[Math.floor(rankOf(agreement.stages, stageValue))] ?? [];
}

/** Which of the fields asked for in a stage hold a value, for reports. */
export function fieldPresence(
  agreement: Agreement,
  facts: LeadFacts,
  stageValue: string,
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    fieldsAt(agreement, stageValue).map((field) => [field, holdsValue(agreement, facts, field)]),
  );
}

function missingAmong(agreement: Agreement, view: LeadView, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => !isPresent(agreement, view, field));
}

/** Asked many times in one decision, and the same each time. */
function isPresent(agreement: Agreement, { facts, presences }: LeadView, field: string): boolean {
  const known = presences.get(field);
  if (known !== undefined) return known;
  const present = holdsValue(agreement, facts, field);
  presences.set(field, present);
  return present;
}

/** Neither missing, nor a placeholder, nor something else than its kind. Who belongs to a named company has one. */
export function holdsValue(agreement: Agreement, facts: LeadFacts, field: string): boolean {
  const { data } = agreement;
  const standard = standardName(agreement, 'contact', field);
  const isUsable = (text: string): boolean => text !== '' && !isPlaceholder(text, data.placeholders);
  if (standard === 'company' && isUsable(facts.company['name']?.value ?? '')) return true;
  if (!isUsable(contactValue(facts, field))) return false;
  const kind = kindOf(standard);
  return kind === undefined || !data.normalize.includes(kind) || READERS[kind](facts, field) !== '';
}
