// What each side owes the other: promises of sales and of marketing, data, feedback and nurture. A promise of one side
// only is no agreement, so both are needed (R26).
import { z } from 'zod';
import { Attempts, Consequences, clause, OwnClause, Pause } from './clause-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import { CoolDown, DocumentAnswers, DocumentCoolDowns } from './lifecycle-schema.ts';
import {
  Id,
  Label,
  Note,
  Percent,
  PromiseTime,
  PropertyName,
  SpanDays,
  show,
  strict,
  word,
} from './value-schema.ts';

export const SIDES = ['marketing', 'sales'] as const;
const UNITS = ['mql', 'accepted', 'sql', 'opportunity', 'customer', 'pipeline', 'revenue'] as const;
const MAX_LIST = 100;

const SalesPromises = strict({
  acceptWithin: clause({ id: 'accept', start: 'assignment' }),
  firstTouchWithin: clause({ id: 'first-touch', start: 'stage', stage: 'sql', counts: 'contact' }),
  feedbackWithin: clause({ id: 'feedback', start: 'reject' }),
  attempts: Attempts.optional(),
  clauses: z.array(OwnClause).max(20).optional(),
  /** For every clause that says nothing else. */
  logWithin: PromiseTime.optional(),
  feedbackOnAll: z.boolean().optional(),
  warnAt: Percent.optional(),
  pauses: z.array(Pause).max(20).optional(),
  consequences: Consequences.optional(),
});

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const Volume = strict({
  id: Id.optional(),
  segment: Id.optional(),
  channel: z.string().max(100).optional(),
  campaign: z.string().max(200).optional(),
  unit: word(UNITS),
  perMonth: z.number().int().min(1).max(1_000_000_000),
  /** Months that differ. */
  months: z.record(z.string(), z.number().int().min(0).max(1_000_000_000)).optional(),
}).transform((volume, sink) => {
  for (const month of Object.keys(volume.months ?? {})) {
    if (!Month.safeParse(month).success)
      complain(sink, { code: 'badMonth', params: { value: show(month) }, path: ['months', month] });
  }
  return volume;
});

const MarketingPromises = strict({
  volume: z.array(Volume).min(1).max(MAX_LIST),
  quality: strict({
    id: Id.optional(),
    from: word(UNITS),
    to: word(UNITS),
    rate: Percent,
    matureAfter: SpanDays.optional(),
    /** Below this a source may be suspended. */
    floor: Percent.optional(),
  }).transform((quality, sink) => {
    if (quality.floor !== undefined && quality.floor > quality.rate)
      complain(sink, { code: 'floorAboveRate', path: ['floor'] });
    if (UNITS.indexOf(quality.to) <= UNITS.indexOf(quality.from))
      complain(sink, { code: 'qualityBackwards', path: ['to'] });
    return quality;
  }),
  completeness: Percent,
  warnAt: Percent.optional(),
  consequences: Consequences.optional(),
});

export const DocumentPromises = strict({ sales: SalesPromises, marketing: MarketingPromises });

const Fields = z.array(PropertyName).max(50);
export const DocumentData = strict({
  mandatory: strict({
    lead: Fields.optional(),
    mql: Fields,
    sql: Fields.optional(),
    opportunity: Fields.optional(),
  }),
  completeness: Percent,
  normalize: z.array(word(['email', 'domain', 'phone', 'country', 'jobtitle'])).optional(),
  owes: z
    .array(strict({ fields: Fields, by: word(SIDES), within: PromiseTime }))
    .max(MAX_LIST)
    .optional(),
});

/** HubSpot separates several values by a semicolon, so a reason cannot hold one. */
const ReasonLabel = Label.transform((text, sink) => {
  if (text.includes(';')) complain(sink, { code: 'noSemicolon' });
  return text;
});
export const DocumentFeedback = strict({
  reasons: z
    .array(strict({ id: Id, label: ReasonLabel, clause: Id.optional(), coolDown: CoolDown.optional() }))
    .min(1)
    .max(MAX_LIST),
  answers: DocumentAnswers.optional(),
});

export const DocumentNurture = strict({
  coolDown: SpanDays,
  coolDowns: DocumentCoolDowns.optional(),
  cyclesPerYear: z.number().int().min(1).max(52),
  recycledStage: word(['keep', 'lead']).default('keep'),
  inactiveAfter: SpanDays.optional(),
  relaunch: strict({ attempts: z.number().int().min(1).max(50), sunsetAfter: SpanDays }).optional(),
  tracks: z
    .array(strict({ id: Id, label: Label, note: Note.optional(), when: DocumentFilter.optional() }))
    .max(MAX_LIST)
    .optional(),
});
