// What each side owes the other: promises of sales and of marketing, data, feedback and nurture. A promise of one side
// only is no agreement, so both are needed (R26).
import { z } from 'zod';
import { EVERYONE } from '#domain/agreement.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import {
  choose,
  Day,
  Email,
  Id,
  Label,
  Note,
  Percent,
  PromiseTime,
  PropertyName,
  SpanDays,
  strict,
  word,
} from './value-schema.ts';

export const SIDES = ['marketing', 'sales'] as const;
const UNITS = ['mql', 'accepted', 'sql', 'opportunity', 'customer'] as const;
const MAX_LIST = 100;

const Consequence = strict({
  after: PromiseTime.optional(),
  do: word(['warn', 'escalate', 'reassign', 'return', 'suspend', 'agenda']),
  to: z.string().max(200).optional(),
});

const SalesPromises = strict({
  acceptWithin: PromiseTime,
  firstTouchWithin: PromiseTime,
  feedbackWithin: PromiseTime,
  attempts: strict({ count: z.number().int().min(1).max(50), within: PromiseTime }).optional(),
  logWithin: PromiseTime.optional(),
  feedbackOnAll: z.boolean().optional(),
  warnAt: Percent.optional(),
  consequences: z.array(Consequence).max(20).optional(),
});

const Volume = strict({
  segment: Id.optional(),
  channel: z.string().max(100).optional(),
  campaign: z.string().max(200).optional(),
  unit: word(UNITS),
  perMonth: z.number().int().min(1).max(1_000_000),
});

const MarketingPromises = strict({
  volume: z.array(Volume).min(1).max(MAX_LIST),
  quality: strict({ from: word(UNITS), to: word(UNITS), rate: Percent, matureAfter: SpanDays.optional() }),
  completeness: Percent,
  consequences: z.array(Consequence).max(20).optional(),
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
    .array(strict({ id: Id, label: ReasonLabel, clause: Id.optional() }))
    .min(1)
    .max(MAX_LIST),
});

export const DocumentNurture = strict({
  coolDown: SpanDays,
  cyclesPerYear: z.number().int().min(1).max(52),
  recycledStage: word(['keep', 'lead']).default('keep'),
  inactiveAfter: SpanDays.optional(),
  relaunch: strict({ attempts: z.number().int().min(1).max(50), sunsetAfter: SpanDays }).optional(),
  tracks: z
    .array(strict({ id: Id, label: Label, note: Note.optional(), when: DocumentFilter.optional() }))
    .max(MAX_LIST)
    .optional(),
});

const Rep = strict({
  email: Email,
  weight: z.number().positive().max(100).optional(),
  maxPerDay: z.number().int().min(1).max(10_000).optional(),
  maxOpen: z.number().int().min(1).max(100_000).optional(),
  absences: z
    .array(strict({ from: Day, until: Day }))
    .max(MAX_LIST)
    .optional(),
});
export type Rep = z.output<typeof Rep>;
const RepEmail = Email.transform((email): Rep => ({ email }));
/** A rep is an address, or an address with a share and limits. */
const AnyRep = choose<Rep>((value) => (typeof value === 'object' && value !== null ? Rep : RepEmail));

/** Every owner who may hold a lead takes turns; a portal has one before anybody has written addresses down. */
const Everyone = z.enum(['everyone', 'tous']).transform((): readonly Rep[] => [{ email: EVERYONE }]);
const Pool = choose<readonly Rep[]>((value) =>
  typeof value === 'string' ? Everyone : z.array(AnyRep).max(1000),
);

export const DocumentRouting = strict({
  keepContactOwner: z.boolean(),
  useCompanyOwner: z.boolean(),
  pool: Pool,
  returnPolicy: word(['forgive', 'credit', 'catch-up']).optional(),
  rules: z
    .array(
      strict({
        id: Id,
        label: Label.optional(),
        segment: Id.optional(),
        when: DocumentFilter.optional(),
        pool: z.array(AnyRep).min(1).max(1000),
      }),
    )
    .max(MAX_LIST)
    .optional(),
});
