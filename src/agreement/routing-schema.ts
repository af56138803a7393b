// Who gets a lead: reps with their share, limits, hours and absences, named pools, and the ordered rules that choose among
// them. Checked and shown here; carried out with the clocks.
import { z } from 'zod';
import { EVERYONE } from '#domain/agreement-routing.ts';
import { WorkingHours, ZoneName } from './calendar-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import { Country } from './place-schema.ts';
import { choose, Day, Email, Id, Label, Points, SpanDays, strict, textual, word } from './value-schema.ts';

const MAX_LIST = 100;
const MAX_REPS = 1000;
/** HubSpot's original traffic sources (`hs_analytics_source`). */
const SOURCES = [
  'ORGANIC_SEARCH',
  'PAID_SEARCH',
  'EMAIL_MARKETING',
  'SOCIAL_MEDIA',
  'PAID_SOCIAL',
  'REFERRALS',
  'OTHER_CAMPAIGNS',
  'DIRECT_TRAFFIC',
  'OFFLINE',
  'AI_REFERRALS',
] as const;

const Absence = strict({ from: Day, until: Day, label: Label.optional() }).transform((absence, sink) => {
  if (absence.from > absence.until) complain(sink, { code: 'reversedAbsence', path: ['until'] });
  return absence;
});
const limits = {
  maxPerDay: z.number().int().min(1).max(10_000).optional(),
  maxOpen: z.number().int().min(1).max(100_000).optional(),
};

const Rep = strict({
  email: Email,
  weight: z.number().positive().max(100).optional(),
  ...limits,
  timeZone: ZoneName.optional(),
  workingHours: WorkingHours.optional(),
  absences: z.array(Absence).max(MAX_LIST).optional(),
});
export type Rep = z.output<typeof Rep>;
const RepEmail = Email.transform((email): Rep => ({ email }));
/** A rep is an address, or an address with a share and limits. */
const AnyRep = choose<Rep>((value) => (typeof value === 'object' && value !== null ? Rep : RepEmail));
const Reps = z.array(AnyRep).max(MAX_REPS);

/** Whoever takes turns: people written down, every owner who may hold a lead, or a pool by its name. */
export type Members = { readonly reps: readonly Rep[] } | { readonly pool: string };
const EVERYBODY = ['everyone', 'tous'];
const NamedPool = textual<Members>((text, sink) => {
  if (EVERYBODY.includes(text)) return { reps: [{ email: EVERYONE }] };
  const id = Id.safeParse(text);
  if (!id.success || text.includes('@')) complain(sink, { code: 'badPool', params: { value: text } });
  return { pool: text };
});
const Someone = Reps.transform((reps): Members => ({ reps }));
const AnyMembers = choose<Members>((value) => (typeof value === 'string' ? NamedPool : Someone));

/** What a rep gets for the turns missed while away. */
export type ReturnPolicy = {
  readonly policy: 'forgive' | 'credit' | 'catch-up';
  readonly cap?: number | undefined;
  readonly expires?: number | undefined;
};
const POLICIES = ['forgive', 'credit', 'catch-up'] as const;
const ShortReturn = word(POLICIES).transform((policy): ReturnPolicy => ({ policy }));
const LongReturn = strict({
  policy: word(POLICIES),
  /** Leads made up for at most. */
  cap: z.number().int().min(1).max(1000).optional(),
  expires: SpanDays.optional(),
}).transform((raw, sink): ReturnPolicy => {
  if (raw.policy === 'forgive' && (raw.cap !== undefined || raw.expires !== undefined))
    complain(sink, { code: 'forgiveNothing', path: [raw.cap === undefined ? 'expires' : 'cap'] });
  return raw;
});
const Return = choose<ReturnPolicy>((value) =>
  typeof value === 'object' && value !== null ? LongReturn : ShortReturn,
);

/** What to do when nobody of a pool can take a lead now. */
const Overflow = textual<{ readonly hold: true } | { readonly pool: string }>((text) =>
  text === 'hold' ? { hold: true } : { pool: text },
);

const poolParts = {
  returnPolicy: Return.optional(),
  overflow: Overflow.optional(),
  /** A lead that comes back within this time goes to the rep who had it, if that one can take it. */
  sticky: SpanDays.optional(),
  /** How many of the reps who last had a lead are passed over when it is given again. */
  skipPrevious: z.number().int().min(0).max(50).optional(),
  /** Whether a lead that goes to its account's owner, or back to its rep, uses up a turn. */
  matchTakesTurn: z.boolean().optional(),
};

const NamedMembers = choose<readonly Rep[]>((value) =>
  typeof value === 'string'
    ? z.enum(['everyone', 'tous']).transform((): readonly Rep[] => [{ email: EVERYONE }])
    : z.array(AnyRep).min(1).max(MAX_REPS),
);
const Pool = strict({
  id: Id,
  label: Label,
  /** The marketer who works with this pool (R18). */
  marketer: Email.optional(),
  members: NamedMembers,
  ...limits,
  ...poolParts,
});

const ScoreBand = strict({ from: Points.optional(), below: Points.optional() }).transform((band, sink) => {
  if (band.from === undefined && band.below === undefined) complain(sink, { code: 'emptyBand' });
  if (band.from !== undefined && band.below !== undefined && band.from >= band.below)
    complain(sink, { code: 'reversedBand', path: ['below'] });
  return band;
});
const Text = z.string().trim().min(1).max(200);
/** All that is written must hold; the first rule that does decides. */
const Rule = strict({
  id: Id,
  label: Label.optional(),
  segment: Id.optional(),
  when: DocumentFilter.optional(),
  sources: z.array(word(SOURCES)).min(1).max(SOURCES.length).optional(),
  campaigns: z.array(Text).min(1).max(MAX_LIST).optional(),
  countries: z.array(Country).min(1).max(MAX_LIST).optional(),
  score: ScoreBand.optional(),
  grades: z.array(z.string().min(1).max(6)).min(1).max(50).optional(),
  to: AnyMembers.optional(),
  /** The owner of the lead's company, by association or by the domain of its e-mail address. */
  toAccountOwner: z.boolean().optional(),
}).transform((rule, sink) => {
  if ((rule.to === undefined) === (rule.toAccountOwner !== true)) complain(sink, { code: 'ruleTarget' });
  return rule;
});

export const DocumentRouting = strict({
  keepContactOwner: z.boolean(),
  useCompanyOwner: z.boolean(),
  pool: AnyMembers,
  pools: z.array(Pool).max(MAX_LIST).optional(),
  /** Who gets a lead that comes back. */
  onReturn: word(['same', 'pool']).optional(),
  ...poolParts,
  rules: z.array(Rule).max(MAX_LIST).optional(),
});
export type DocumentRouting = z.output<typeof DocumentRouting>;

/** The reps of the pool that takes what no rule does. */
export function defaultReps({ pool, pools = [] }: DocumentRouting): readonly Rep[] {
  if ('reps' in pool) return pool.reps;
  return pools.find(({ id }) => id === pool.pool)?.members ?? [];
}
