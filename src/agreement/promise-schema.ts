// What each side owes the other: promises of sales and of marketing. A promise of one side only is no agreement, so both are
// needed (R26).
import { z } from 'zod';
import { UNITS } from '#domain/marketing/promises.ts';
import { Attempts, Consequences, clause, OwnClause, Pause } from './clause-schema.ts';
import { complain } from './issue.ts';
import { Id, Percent, PromiseTime, SpanDays, show, strict, word } from './value-schema.ts';

const MAX_LIST = 100;

const SalesPromises = strict({
  acceptWithin: clause({ id: 'accept', start: 'assignment' }),
  firstTouchWithin: clause({ id: 'first-touch', start: 'stage', stage: 'sql', counts: 'attempt' }),
  feedbackWithin: clause({ id: 'feedback', start: 'reject' }),
  attempts: Attempts.optional(),
  clauses: z.array(OwnClause).max(20).optional(),
  /** For every clause that says nothing else. */
  logWithin: PromiseTime.default({ unit: 'elapsedHours', amount: 24 }),
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
