// The score part: fit and engagement rules, caps, decay, gates and grade bands.
import { z } from 'zod';
import { type FactRef, SIGNAL_KINDS } from '#domain/agreement.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain, type IssueSink } from './issue.ts';
import {
  Cap,
  choose,
  Id,
  Label,
  Note,
  Percent,
  Points,
  PropertyName,
  SpanHours,
  show,
  strict,
  word,
} from './value-schema.ts';

const MAX_RULES = 200;
/** Each rule carries its own decay table of up to 17 520 numbers when stored. */
const MAX_ENGAGEMENT_RULES = 60;
const MAX_BANDS = 9;
const MAX_STEPS = 50;

export type Decay =
  | { readonly kind: 'none' }
  | { readonly kind: 'halfLife'; readonly hours: number }
  | {
      readonly kind: 'steps';
      readonly steps: readonly { readonly afterHours: number; readonly millionths: number }[];
    };

const NoDecay = z.literal('none').transform((): Decay => ({ kind: 'none' }));
const HalfLife = strict({ halfLife: SpanHours }).transform(
  (raw): Decay => ({ kind: 'halfLife', hours: raw.halfLife }),
);
const Steps = strict({
  steps: z
    .array(strict({ after: SpanHours, keep: Percent }))
    .min(1)
    .max(MAX_STEPS),
}).transform(({ steps }, sink): Decay => {
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before === undefined) return;
    if (step.after <= before.after) complain(sink, { code: 'stepsOrder', path: ['steps', index, 'after'] });
    if (step.keep > before.keep) complain(sink, { code: 'stepsGrow', path: ['steps', index, 'keep'] });
  });
  return { kind: 'steps', steps: steps.map((step) => ({ afterHours: step.after, millionths: step.keep })) };
});
const BadDecay = z.unknown().transform((value, sink): Decay => {
  complain(sink, { code: 'badDecay', params: { value: show(value) } });
  return z.NEVER;
});
const DocumentDecay = choose<Decay>((value) => {
  if (typeof value === 'string') return value === 'none' ? NoDecay : BadDecay;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return BadDecay;
  return Object.hasOwn(value, 'steps') ? Steps : HalfLife;
});

const Group = strict({ id: Id, cap: Cap });
const ruleParts = { id: Id, label: Label, note: Note.optional(), points: Points, group: Id.optional() };

/** A contact's property, or `company:` with one of its company's. */
const Per = choose<string | { company: string }>((value) =>
  typeof value === 'object' && value !== null ? strict({ company: PropertyName }) : PropertyName,
);
const FitRule = strict({
  ...ruleParts,
  cap: Cap.optional(),
  /** A number of the account's, HubSpot's own score for one: the points are for each unit of it. */
  per: Per.optional(),
  when: DocumentFilter,
});
const EngagementRule = strict({
  ...ruleParts,
  signal: word(SIGNAL_KINDS),
  detailContains: z.string().trim().min(1).max(200).optional(),
  cap: Cap.optional(),
  decay: DocumentDecay.optional(),
});

function bands() {
  return z.record(z.string().min(1).max(3), Points).transform((record, sink) => {
    const list = Object.entries(record).map(([mark, from]) => ({ mark, from }));
    if (list.length === 0 || list.length > MAX_BANDS)
      complain(sink, { code: 'bandCount', params: { max: MAX_BANDS } });
    list.forEach((band, index) => {
      const before = list[index - 1];
      if (before !== undefined && band.from >= before.from) {
        complain(sink, {
          code: 'bandsOrder',
          params: { band: band.mark, before: before.mark },
          path: [band.mark],
        });
      }
    });
    return list;
  });
}

interface Grade {
  readonly fit: readonly { readonly mark: string }[];
  readonly engagement: readonly { readonly mark: string }[];
  /** Names of the engagement bands, best first. */
  readonly labels?: readonly string[] | undefined;
}

function checkGrade<Given extends Grade>(grade: Given, sink: IssueSink): Given {
  const { fit, engagement, labels } = grade;
  if (labels !== undefined && labels.length !== engagement.length) {
    const params = { labels: labels.length, bands: engagement.length };
    complain(sink, { code: 'labelCount', params, path: ['labels'] });
  }
  const grades = fit.flatMap((letter) => engagement.map((digit) => `${letter.mark}${digit.mark}`));
  const twice = grades.find((each, index) => grades.indexOf(each) !== index);
  if (twice !== undefined)
    complain(sink, { code: 'ambiguousGrade', params: { grade: twice }, path: ['fit'] });
  return grade;
}

export const DocumentScore = strict({
  step: z.number().int().min(1).max(100).default(5),
  rewriteAfter: z.number().int().min(1).max(1000).default(5),
  fit: strict({
    cap: Cap,
    groups: z.array(Group).max(50).default([]),
    rules: z.array(FitRule).min(1).max(MAX_RULES),
  }),
  engagement: strict({
    cap: Cap,
    decay: DocumentDecay,
    groups: z.array(Group).max(50).default([]),
    rules: z.array(EngagementRule).min(1).max(MAX_ENGAGEMENT_RULES),
  }),
  gates: z
    .array(strict({ id: Id, label: Label, note: Note.optional(), when: DocumentFilter }))
    .max(100)
    .default([]),
  grade: strict({ fit: bands(), engagement: bands(), labels: z.array(Label).optional() }).transform(
    checkGrade,
  ),
});
export type DocumentScore = z.output<typeof DocumentScore>;

export function factOf(per: string | { readonly company: string }): FactRef {
  return typeof per === 'string'
    ? { object: 'contact', property: per }
    : { object: 'company', property: per.company };
}
