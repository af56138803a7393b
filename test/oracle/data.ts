// What a lead lacks, who owes it by when, and how both are written.
import { addDuration } from './business-time.ts';
import { isProtected } from './funnel.ts';
import { hasValue } from './normal.ts';
import { type Agreement, type Facts, ms, type StageName } from './shapes.ts';
import type { Work } from './work.ts';

export interface Debt {
  name: string;
  by: string;
  due: string | null;
}

function lacking(agreement: Agreement, facts: Facts, stage: StageName): string[] {
  return agreement.data.mandatory[stage].fields.filter((field) => !hasValue(facts, field, agreement.data));
}

/** What keeps a lead out of a stage. */
export function blocking(agreement: Agreement, facts: Facts, stage: StageName): string[] {
  return agreement.data.mandatory[stage].how === 'block' ? lacking(agreement, facts, stage) : [];
}

/** Of its stage and the next; before MQL both to come. */
const ASKED: Readonly<Record<StageName, readonly StageName[]>> = {
  lead: ['lead', 'mql'],
  mql: ['mql', 'sql'],
  sql: ['sql', 'opportunity'],
  opportunity: ['opportunity'],
};

function askedFor(agreement: Agreement, stage: string): string[] {
  const fields = new Set<string>();
  if (isProtected(agreement, stage)) return [];
  for (const name of ASKED[stageNameOf(agreement, stage)])
    for (const field of agreement.data.mandatory[name].fields) fields.add(field);
  return [...fields];
}

/** A custom stage asks for what the one before it asks for; whatever stands before or beside them all, for a lead's. */
function stageNameOf({ stages }: Agreement, value: string): StageName {
  const names: StageName[] = ['lead', 'mql', 'sql', 'opportunity'];
  const after = stages.custom.find((custom) => custom.lifecycle === value)?.after;
  return names.find((name) => stages.lifecycle[name] === value || after === name) ?? 'lead';
}

export function completeness(agreement: Agreement, facts: Facts, stage: string): number {
  const fields = askedFor(agreement, stage);
  const known = fields.filter((field) => hasValue(facts, field, agreement.data));
  return fields.length === 0 ? 100 : Math.floor((100 * known.length) / fields.length);
}

export function listDebts(work: Work): Debt[] {
  const { agreement, facts, verdict } = work;
  const stage = work.state.stage.value;
  if (isProtected(agreement, stage)) return [];
  const missing = askedFor(agreement, stage).filter((field) => !hasValue(facts, field, agreement.data));
  for (const field of verdict.missingFields) if (!missing.includes(field)) missing.push(field);
  return missing.map((field) => debtOf(work, field));
}

function debtOf({ agreement, facts, context, state }: Work, name: string): Debt {
  const promise = agreement.data.owes.find((owed) => owed.fields.includes(name));
  if (promise === undefined) {
    const { lead, mql } = agreement.data.mandatory;
    const early = lead.fields.includes(name) || mql.fields.includes(name);
    return { name, by: early ? 'marketing' : 'sales', due: null };
  }
  const live = context.firstLiveAt ?? context.baselineAt;
  const since = ms(facts.createdAt) > ms(live) ? facts.createdAt : live;
  const start = promise.by === 'marketing' ? since : state.assignedAt;
  return {
    name,
    by: promise.by,
    due: start === null ? null : addDuration(agreement.calendar, start, promise.within),
  };
}

const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    industry: 'industry',
    country: 'country',
    numemployees: 'number of employees',
    phone: 'phone number',
    email: 'e-mail address',
    company: 'company',
  },
  fr: {
    industry: 'secteur',
    country: 'pays',
    numemployees: 'effectif',
    phone: 'téléphone',
    email: 'adresse e-mail',
    company: 'entreprise',
  },
};

export function debtText(agreement: Agreement, debts: readonly Debt[]): string {
  const sides =
    agreement.language === 'fr' ? ['Marketing\u00a0: ', 'Ventes\u00a0: '] : ['Marketing: ', 'Sales: '];
  const texts = ['marketing', 'sales'].map((side, index) => {
    const owed = debts
      .filter((debt) => debt.by === side)
      .map((debt) => LABELS[agreement.language]?.[debt.name]);
    return owed.length === 0 ? '' : `${sides[index]}${owed.join(', ')}`;
  });
  return texts.filter((text) => text !== '').join(' · ');
}

export function firstDue(debts: readonly Debt[]): string {
  const times = debts.flatMap((debt) => (debt.due === null ? [] : [ms(debt.due)]));
  return times.length === 0 ? '' : String(Math.min(...times));
}
