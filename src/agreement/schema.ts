// The agreement document as users write it (design section 4): strict at every level. Parts live in the *-schema.ts files
// beside; what crosses parts (references, ids used twice, thresholds) is checked in checks.ts.
import { z } from 'zod';
import { DocumentCalendar, WEEKDAYS } from './calendar-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import {
  DocumentData,
  DocumentFeedback,
  DocumentNurture,
  DocumentPromises,
  DocumentRouting,
  SIDES,
} from './promise-schema.ts';
import { DocumentScore } from './score-schema.ts';
import { Day, Email, Id, Label, Note, Percent, show, strict, textual, word } from './value-schema.ts';

const MAX_LIST = 100;

const Persona = strict({
  id: Id,
  label: Label,
  when: DocumentFilter,
  /** Expectations and search, in marketing's words; motivations, brakes and budget in those of sales (R13). */
  marketing: Note.optional(),
  sales: Note.optional(),
});

/** HubSpot's stage values: names for the defaults, digits for custom ones. */
const StageValue = textual((text, sink) => {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(text))
    complain(sink, { code: 'badStageValue', params: { value: show(text) } });
  return text;
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
  opportunity: strict({ lifecycle: StageValue, note: Note.optional() }),
  before: z.array(StageValue).max(20).default(['subscriber']),
  protected: z.array(StageValue).max(50),
  moveBack: word(['own', 'any', 'never']),
});

const objectiveParts = { id: Id, label: Label };
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
    baseline: strict({ from: Day, until: Day }),
  }),
  strict({ ...objectiveParts, kind: z.literal('ratio'), of: Label, to: Label, target: Percent }),
]);

const Meeting = strict({
  day: word(WEEKDAYS).optional(),
  minutes: z.number().int().min(5).max(480),
  agenda: z.array(Label).max(20),
});

const Channel = strict({
  channel: word(['task', 'email', 'slack', 'teams']),
  to: z.string().max(300).optional(),
});
const Signatory = strict({ name: Label, email: Email });

export const AgreementDocument = strict({
  name: Label,
  language: word(['en', 'fr']),
  scope: strict({
    note: Note.optional(),
    include: DocumentFilter.optional(),
    exclude: DocumentFilter.optional(),
  }),
  personas: z.array(Persona).max(MAX_LIST),
  segments: z.array(strict({ id: Id, label: Label, when: DocumentFilter })).max(MAX_LIST),
  calendar: DocumentCalendar,
  stages: DocumentStages,
  score: DocumentScore,
  data: DocumentData,
  routing: DocumentRouting,
  promises: DocumentPromises,
  feedback: DocumentFeedback,
  nurture: DocumentNurture,
  objectives: z.array(DocumentObjective).max(MAX_LIST),
  responsibilities: z.array(strict({ who: word(SIDES), does: Note, when: Label.optional() })).max(MAX_LIST),
  review: strict({ weekly: Meeting, monthly: Meeting, quarterly: Meeting.optional() }),
  notify: strict({ marketing: z.array(Channel).max(20), sales: z.array(Channel).max(20) }),
  /** Share of the leads in scope above which activating a version asks twice (5a.9); the portal's setting when left out. */
  blastLimit: Percent.optional(),
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
