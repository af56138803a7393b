// The agreement document as users write it (design section 4): strict at every level. Parts live in the *-schema.ts files
// beside; what crosses parts (references, ids used twice, thresholds) is checked in checks.ts.
import { z } from 'zod';
import { SIDES } from '#domain/agreement-data.ts';
import { DocumentCalendar, WEEKDAYS } from './calendar-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { DocumentData, DocumentFeedback, DocumentNurture } from './data-schema.ts';
import { complain } from './issue.ts';
import { DocumentCustomStages, DocumentDisqualify, StageValue } from './lifecycle-schema.ts';
import { Channel } from './notify-schema.ts';
import { DocumentOutputs } from './output-schema.ts';
import { DocumentOverlay } from './overlay-schema.ts';
import { DocumentPromises } from './promise-schema.ts';
import { DocumentRouting } from './routing-schema.ts';
import { DocumentScore } from './score-schema.ts';
import {
  ClockTime,
  Day,
  Domain,
  Email,
  Id,
  Label,
  Note,
  Percent,
  PromiseTime,
  show,
  strict,
  textual,
  word,
} from './value-schema.ts';

const MAX_LIST = 100;

/** Customers are out unless `customers: in`; so are our own domains and competitors, as e-mail or company domains (R61). */
const DocumentScope = strict({
  note: Note.optional(),
  customers: word(['out', 'in']).default('out'),
  ownDomains: z.array(Domain).max(MAX_LIST).optional(),
  competitors: z.array(Domain).max(1000).optional(),
  include: DocumentFilter.optional(),
  exclude: DocumentFilter.optional(),
});

/** A criterion in words, and the rules that carry it out: one that nothing carries out does not exist (R03). */
const Criterion = strict({ text: Note, rules: z.array(Id).max(MAX_LIST) });

const Persona = strict({
  id: Id,
  label: Label,
  when: DocumentFilter,
  /** Expectations and search, in marketing's words; motivations, brakes and budget in those of sales (R13). */
  marketing: Note.optional(),
  sales: Note.optional(),
});

const DocumentStages = strict({
  lead: strict({ lifecycle: StageValue, note: Note.optional(), entry: DocumentFilter.optional() }),
  mql: strict({
    lifecycle: StageValue,
    note: Note.optional(),
    entry: DocumentFilter,
    exit: DocumentFilter.optional(),
  }),
  sql: strict({ lifecycle: StageValue, note: Note.optional(), how: word(['auto', 'propose', 'manual']) }),
  /** `deals: false`: none is read, so that no deal says anything about a lead. */
  opportunity: strict({ lifecycle: StageValue, note: Note.optional(), deals: z.boolean().default(true) }),
  custom: DocumentCustomStages,
  before: z.array(StageValue).max(20).default(['subscriber']),
  protected: z.array(StageValue).max(50),
  moveBack: word(['own', 'any', 'never']),
});

/** What is counted; without it the label alone says. */
const MEASURES = [
  'mql',
  'accepted',
  'sql',
  'opportunity',
  'customer',
  'pipeline',
  'revenue',
  'meetings',
  'rejects',
  'offTarget',
  'acceptTime',
  'touchTime',
  'cycleTime',
  'completeness',
] as const;
const objectiveParts = { id: Id, label: Label, measure: word(MEASURES).optional() };
const DocumentObjective = z.discriminatedUnion('kind', [
  strict({
    ...objectiveParts,
    kind: z.literal('absolute'),
    target: z.number(),
    per: word(['week', 'month', 'quarter', 'year']),
  }),
  strict({
    ...objectiveParts,
    kind: z.literal('relative'),
    change: signedPercent(),
    baseline: strict({ from: Day, until: Day }).transform((span, sink) => {
      if (span.from > span.until) complain(sink, { code: 'reversedAbsence', path: ['until'] });
      return span;
    }),
  }),
  strict({ ...objectiveParts, kind: z.literal('ratio'), of: Label, to: Label, target: Percent }),
]);

const Meeting = strict({
  day: word(WEEKDAYS).optional(),
  at: ClockTime.optional(),
  minutes: z.number().int().min(5).max(480),
  agenda: z.array(Label).max(20),
  /** Who gets the pack before the meeting. */
  pack: z.array(Email).max(50).optional(),
  /** Leads to discuss, at most. */
  leads: z.number().int().min(0).max(50).optional(),
});

/** What a person does on purpose; opens and clicks may be a machine's. Without kinds nobody is told. */
const HOT_KINDS = ['form', 'pageView', 'emailClick', 'emailReply', 'meeting', 'call'] as const;
const HotSignals = strict({
  signals: z.array(word(HOT_KINDS)).max(HOT_KINDS.length).default(['form', 'meeting', 'emailReply']),
  atMostEvery: PromiseTime.default({ unit: 'elapsedHours', amount: 24 }),
}).prefault({});

const Signatory = strict({ name: Label, email: Email });

export const AgreementDocument = strict({
  name: Label,
  language: word(['en', 'fr']),
  scope: DocumentScope,
  criteria: z.array(Criterion).max(MAX_LIST).optional(),
  personas: z.array(Persona).max(MAX_LIST),
  segments: z.array(strict({ id: Id, label: Label, when: DocumentFilter })).max(MAX_LIST),
  calendar: DocumentCalendar,
  overlays: z.array(DocumentOverlay).max(50).optional(),
  stages: DocumentStages,
  score: DocumentScore,
  disqualify: DocumentDisqualify,
  data: DocumentData,
  /** Left out: each in Accord's own property. */
  outputs: DocumentOutputs.optional(),
  routing: DocumentRouting,
  promises: DocumentPromises,
  feedback: DocumentFeedback,
  nurture: DocumentNurture,
  objectives: z.array(DocumentObjective).max(MAX_LIST),
  responsibilities: z.array(strict({ who: word(SIDES), does: Note, when: Label.optional() })).max(MAX_LIST),
  review: strict({ weekly: Meeting, monthly: Meeting, quarterly: Meeting.optional() }),
  /** Share of the leads in scope above which activating a version asks twice (5a.9); the portal's setting when left out. */
  blastLimit: Percent.optional(),
  notify: strict({
    marketing: z.array(Channel).max(20),
    sales: z.array(Channel).max(20),
    hot: HotSignals,
  }),
  signatories: strict({
    marketing: Signatory,
    sales: Signatory,
    delegates: z
      .array(strict({ for: word(SIDES), name: Label, email: Email, from: Day, until: Day }))
      .max(20)
      .optional(),
  }),
});
export type AgreementDocument = z.output<typeof AgreementDocument>;

/** `+20 %`, `-50 %`, as a signed share in millionths. */
function signedPercent() {
  return textual((text, sink) => {
    const match = /^([+-]?)(\d{1,4}(?:[.,]\d{1,4})?)\s*%$/.exec(text.trim());
    if (match === null) {
      complain(sink, { code: 'badPercent', params: { value: show(text) } });
      return z.NEVER;
    }
    return Math.round(Number(match[2]?.replace(',', '.')) * 10_000) * (match[1] === '-' ? -1 : 1);
  });
}
