// A promise as a clause: what is owed by when, from which instant, how it is measured, and what follows when it is broken.
// A time alone is the short form: `acceptWithin: 8 working hours`.
import { z } from 'zod';
import type { Duration } from '#domain/agreement.ts';
import { complain, type IssueSink } from './issue.ts';
import {
  choose,
  Email,
  Id,
  Label,
  Note,
  Percent,
  PromiseTime,
  SpanHours,
  strict,
  word,
} from './value-schema.ts';

const STAGE_WORDS = ['lead', 'mql', 'sql', 'opportunity'] as const;
const STARTS = ['handOver', 'assignment', 'stage', 'form', 'reject'] as const;
const CONSEQUENCES = ['warn', 'escalate', 'reassign', 'return', 'suspend', 'agenda'] as const;
const FULL_RATE = 1_000_000;
const MAX_LIST = 20;

export type ClauseStart = (typeof STARTS)[number];

/** In order; each once per breach, at most `maxPerHour` in the portal, and not again for the same within `coolDown`. */
export const Consequence = strict({
  after: PromiseTime.optional(),
  do: word(CONSEQUENCES),
  to: z.string().max(200).optional(),
  maxPerHour: z.number().int().min(1).max(10_000).optional(),
  coolDown: SpanHours.optional(),
});
export type Consequence = z.output<typeof Consequence>;
export const Consequences = z.array(Consequence).max(MAX_LIST);

/** A reason for which a clock of sales may stand still, and how long at most. */
export const Pause = strict({
  id: Id,
  label: Label,
  atMost: PromiseTime,
  perLead: z.number().int().min(1).max(50).optional(),
});

const clauseParts = {
  id: Id.optional(),
  note: Note.optional(),
  start: word(STARTS).optional(),
  /** With `start: stage`. */
  stage: word(STAGE_WORDS).optional(),
  /** Share of the leads for which it must be kept. */
  rate: Percent.optional(),
  warnAt: Percent.optional(),
  logWithin: PromiseTime.optional(),
  /** Ids of `promises.sales.pauses`. */
  pauses: z.array(Id).max(MAX_LIST).optional(),
  owner: Email.optional(),
  consequences: Consequences.optional(),
};
const counts = word(['attempt', 'contact']).optional();

interface ClauseDefaults {
  readonly id: string;
  readonly start: ClauseStart;
  readonly stage?: (typeof STAGE_WORDS)[number];
  readonly counts?: 'attempt' | 'contact';
}

const LongClause = strict({ ...clauseParts, within: PromiseTime, counts });
type LongClause = z.output<typeof LongClause>;

/** As written, the gaps filled by what is usual for the promise. Other gaps are filled by those of all of sales. */
export type Clause = LongClause & {
  readonly id: string;
  readonly start: ClauseStart;
  readonly rate: number;
};

export function clause(defaults: ClauseDefaults) {
  const short = PromiseTime.transform((within: Duration): Clause => complete({ within }, defaults));
  const long = LongClause.transform((raw, sink): Clause => {
    checkStart(raw, sink);
    return complete(raw, defaults);
  });
  return choose<Clause>((value) => (typeof value === 'object' && value !== null ? long : short));
}

function complete(raw: LongClause, defaults: ClauseDefaults): Clause {
  const { id, start, stage, counts: counted } = defaults;
  const usual = raw.start === undefined && stage !== undefined ? { stage } : {};
  return {
    ...defined(raw),
    id: raw.id ?? id,
    start: raw.start ?? start,
    ...usual,
    rate: raw.rate ?? FULL_RATE,
    ...(counted === undefined ? {} : { counts: raw.counts ?? counted }),
  };
}

/** `count` touches within the time. */
export const Attempts = strict({
  ...clauseParts,
  count: z.number().int().min(1).max(50),
  within: PromiseTime,
  counts,
}).transform((raw, sink) => {
  checkStart(raw, sink);
  const { id = 'attempts', start = 'handOver', rate = FULL_RATE, counts: counted = 'attempt' } = raw;
  return { ...defined(raw), id, start, rate, counts: counted };
});

/** One more promise of sales: of a segment, from a form, of another number of touches. */
export const OwnClause = strict({
  ...clauseParts,
  id: Id,
  label: Label,
  segment: Id.optional(),
  start: word(STARTS),
  within: PromiseTime,
  counts: word(['attempt', 'contact']),
  count: z.number().int().min(1).max(50).default(1),
}).transform((raw, sink) => {
  checkStart(raw, sink);
  return { ...defined(raw), rate: raw.rate ?? FULL_RATE };
});
export type OwnClause = z.output<typeof OwnClause>;

function checkStart(
  raw: { readonly start?: string | undefined; readonly stage?: string | undefined },
  sink: IssueSink,
): void {
  if ((raw.start === 'stage') !== (raw.stage !== undefined))
    complain(sink, { code: 'startStage', path: [raw.stage === undefined ? 'start' : 'stage'] });
}

/** Without keys that were not written, so that they do not hide a default. */
function defined<T extends object>(raw: T): T {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)) as T;
}
