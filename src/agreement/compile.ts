// A checked document → the compiled agreement that decisions run on: decay tables, days off, the properties it needs.
import type {
  Agreement,
  Condition,
  DecayTable,
  Persona,
  PropertyCondition,
  ScoreModel,
  StageModel,
} from '#domain/agreement.ts';
import { compileAnswers } from './compile-answers.ts';
import { compileCalendar } from './compile-calendar.ts';
import { compileData, compileNurture } from './compile-data.ts';
import { compileMarketing } from './compile-marketing.ts';
import { compileOutputs } from './compile-outputs.ts';
import { compileOverlays } from './compile-overlays.ts';
import { compileRouting } from './compile-routing.ts';
import { compileSales } from './compile-sales.ts';
import { decayTable } from './decay.ts';
import { listNeeds } from './needs.ts';
import { compileChannel } from './notify-schema.ts';
import { inOwnNames, typesUnder } from './own-names.ts';
import { type PropertyTypes, STANDARD_TYPES } from './property-types.ts';
import { resolveConditions, resolveIn } from './resolve-conditions.ts';
import type { AgreementDocument } from './schema.ts';
import { type Decay, factOf } from './score-schema.ts';

export interface CompileOptions {
  readonly id: string;
  readonly version: number;
  /** The year whose neighbours get public holidays; the caller reads the clock. */
  readonly year: number;
  /** What the portal's properties hold; without it, what is the same in every portal. */
  readonly propertyTypes?: PropertyTypes;
}

/** Raised with every change of what a compiled agreement holds: a test knows the shape, and says when. */
export const COMPILED_SHAPE = 6;

export function compileAgreement(checked: AgreementDocument, options: CompileOptions): Agreement {
  const types = typesUnder(checked.data.readFrom, options.propertyTypes ?? STANDARD_TYPES);
  const document = resolveConditions(checked, types);
  const { promises } = document;
  const scope = resolveIn(compileScope(document), document, types);
  const overlays = compileOverlays(document, options.year);
  const routing = resolveIn(compileRouting(document, options.year), document, types);
  const outputs = compileOutputs(document.outputs);
  return inOwnNames({
    id: options.id,
    version: options.version,
    language: document.language,
    scope,
    personas: document.personas.map(compilePersona),
    segments: document.segments.map(({ id, label, when }) => ({ id, label, when })),
    calendar: compileCalendar(document.calendar, options.year),
    stages: compileStages(document),
    score: compileScore(document),
    data: compileData(document),
    routing,
    sales: compileSales(promises.sales),
    marketing: compileMarketing(document),
    hot: { signals: document.notify.hot.signals, atMostEvery: document.notify.hot.atMostEvery },
    rejectReasons: document.feedback.reasons.map(({ id, label, clause = null }) => ({ id, label, clause })),
    answers: compileAnswers(document),
    disqualify: document.disqualify.map(({ id, label, when }) => ({ id, label, when })),
    nurture: compileNurture(document),
    overlays,
    ...(outputs === null ? {} : { outputs }),
    notify: {
      marketing: document.notify.marketing.map(compileChannel),
      sales: document.notify.sales.map(compileChannel),
    },
    needs: listNeeds(document, { scope, overlays, routing }),
  });
}

function compilePersona({
  id,
  label,
  when,
  marketing,
  sales,
}: AgreementDocument['personas'][number]): Persona {
  const notes = {
    ...(marketing === undefined ? {} : { marketing }),
    ...(sales === undefined ? {} : { sales }),
  };
  return { id, label, when, ...(Object.keys(notes).length === 0 ? {} : { notes }) };
}

/** Customers, our own people and competitors are out unless said otherwise (R61). */
function compileScope({ scope }: AgreementDocument): Agreement['scope'] {
  const out: Condition[][] = [...(scope.exclude?.anyOf ?? [])].map((group) => [...group]);
  if (scope.customers === 'out') out.push([CUSTOMER]);
  const domains = [...(scope.ownDomains ?? []), ...(scope.competitors ?? [])];
  if (domains.length > 0) {
    out.push([is('derived', 'emailDomain', domains)]);
    out.push([is('company', 'domain', domains)]);
  }
  return { include: scope.include ?? null, exclude: out.length === 0 ? null : { anyOf: out } };
}

const CUSTOMER: Condition = {
  kind: 'property',
  object: 'contact',
  property: 'lifecyclestage',
  operator: 'EQ',
  value: 'customer',
};
function compileStages({ stages }: AgreementDocument): StageModel {
  return {
    lifecycle: {
      lead: stages.lead.lifecycle,
      mql: stages.mql.lifecycle,
      sql: stages.sql.lifecycle,
      opportunity: stages.opportunity.lifecycle,
    },
    custom: stages.custom.map(({ id, label, lifecycle, after, moment }) => ({
      id,
      label,
      lifecycle,
      after: after ?? null,
      moment: moment ?? null,
    })),
    before: stages.before,
    leadEntry: stages.lead.entry ?? null,
    mqlEntry: stages.mql.entry,
    mqlExit: stages.mql.exit ?? null,
    sql: stages.sql.how,
    protected: stages.protected,
    moveBack: stages.moveBack,
  };
}

function is(object: PropertyCondition['object'], property: string, values: readonly string[]): Condition {
  return { kind: 'property', object, property, operator: 'IN', values };
}

/** For two or three bands; more have no usual names. */
const USUAL_LABELS = { en: ['hot', 'warm', 'cold'], fr: ['chaud', 'tiède', 'froid'] } as const;

function usualLabel({ language, score }: AgreementDocument, index: number): string {
  const bands = score.grade.engagement;
  const labels = USUAL_LABELS[language];
  const mark = bands[index]?.mark ?? '';
  if (bands.length > labels.length) return mark;
  return (index > 0 && index === bands.length - 1 ? labels.at(-1) : labels[index]) ?? mark;
}

function compileScore(document: AgreementDocument): ScoreModel {
  const { score } = document;
  const tableOf = makeTables();
  const { fit, engagement } = score;
  return {
    fit: {
      cap: fit.cap,
      groups: fit.groups,
      rules: fit.rules.map(({ id, label, points, cap, per, when, group }) => ({
        id,
        label,
        points,
        cap: cap ?? null,
        ...(per === undefined ? {} : { per: factOf(per) }),
        when,
        group: group ?? null,
      })),
    },
    engagement: {
      cap: engagement.cap,
      groups: engagement.groups,
      rules: engagement.rules.map((rule) => ({
        id: rule.id,
        label: rule.label,
        signal: rule.signal,
        detailContains: rule.detailContains ?? null,
        points: rule.points,
        cap: rule.cap ?? null,
        decay: tableOf(rule.decay ?? engagement.decay),
        group: rule.group ?? null,
      })),
    },
    gates: score.gates.map(({ id, label, when }) => ({ id, label, when })),
    grade: {
      fit: score.grade.fit.map(({ mark, from }) => ({ letter: mark, from })),
      engagement: score.grade.engagement.map(({ mark, from }, index) => ({
        digit: mark,
        from,
        label: score.grade.labels?.[index] ?? usualLabel(document, index),
      })),
    },
    step: score.step,
    rewriteAfterPoints: score.rewriteAfter,
  };
}

/** Rules with the same decay share one table in memory. */
function makeTables(): (decay: Decay) => DecayTable {
  const known = new Map<string, DecayTable>();
  return (decay) => {
    const key = JSON.stringify(decay);
    const table = known.get(key) ?? decayTable(decay);
    known.set(key, table);
    return table;
  };
}
