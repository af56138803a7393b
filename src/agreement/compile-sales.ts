// The promises of sales → one list of clauses with every default filled in, and the times that an overlay gives to some.
import type { Duration } from '#domain/agreement.ts';
import type { ClauseKind, Consequence, SalesClause, SalesPromises } from '#domain/agreement-sales.ts';
import type { Clause, Consequence as WrittenConsequence } from './clause-schema.ts';
import type { AgreementDocument } from './schema.ts';

type Sales = AgreementDocument['promises']['sales'];
type OwnClause = NonNullable<Sales['clauses']>[number];
type Attempts = NonNullable<Sales['attempts']>;

export function compileSales(sales: Sales): SalesPromises {
  const {
    acceptWithin,
    firstTouchWithin,
    feedbackWithin,
    attempts,
    feedbackOnAll,
    clauses = [],
    pauses = [],
  } = sales;
  return {
    clauses: [
      usual('accept', acceptWithin, sales),
      usual('touch', firstTouchWithin, sales),
      usual('feedback', feedbackWithin, sales),
      ...(attempts === undefined ? [] : [tries(attempts, sales)]),
      ...clauses.map((clause) => own(clause, sales)),
    ],
    pauses: pauses.map(({ id, label, atMost, perLead = null }) => ({ id, label, atMost, perLead })),
    ...(feedbackOnAll === true ? { feedbackOnAll } : {}),
    attempts: attempts === undefined ? null : { count: attempts.count, within: attempts.within },
  };
}

/** By clause id. */
export function compileTimes(
  times: NonNullable<NonNullable<NonNullable<AgreementDocument['overlays']>[number]['promises']>['sales']>,
  sales: Sales,
): Readonly<Record<string, Duration>> {
  const keys = ['acceptWithin', 'firstTouchWithin', 'feedbackWithin'] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const within = times[key];
      return within === undefined ? [] : [[sales[key].id, within] as const];
    }),
  );
}

function usual(kind: ClauseKind, clause: Clause, sales: Sales): SalesClause {
  return { ...shared(clause, sales), label: null, kind, segment: null, count: 1 };
}

/** Where so many contacts are promised, the first of them is not the end of it. */
function tries(attempts: Attempts, sales: Sales): SalesClause {
  const { count, counts } = attempts;
  return {
    ...shared(attempts, sales),
    label: null,
    kind: 'touch',
    segment: null,
    count,
    untilReached: counts === 'attempt',
  };
}

/** Sales' own clauses promise touches. */
function own(clause: OwnClause, sales: Sales): SalesClause {
  const { label, segment = null, count } = clause;
  return { ...shared(clause, sales), label, kind: 'touch', segment, count };
}

function shared(
  clause: Clause | OwnClause,
  sales: Sales,
): Omit<SalesClause, 'label' | 'kind' | 'segment' | 'count'> {
  const { id, start, stage = null, within, counts = 'attempt', rate, owner = null } = clause;
  return {
    id,
    start,
    stage,
    within,
    counts,
    rate,
    owner,
    ...ofAllUnlessOwn(clause, sales),
  };
}

/** What a clause says itself, else what is said for all of sales. */
function ofAllUnlessOwn(
  { logWithin, warnAt, pauses, consequences }: Clause | OwnClause,
  sales: Sales,
): Pick<SalesClause, 'logWithin' | 'warnAt' | 'pauses' | 'consequences'> {
  return {
    logWithin: logWithin ?? sales.logWithin,
    warnAt: warnAt ?? sales.warnAt ?? null,
    pauses: pauses ?? (sales.pauses ?? []).map(({ id }) => id),
    consequences: (consequences ?? sales.consequences ?? []).map(consequenceOf),
  };
}

function consequenceOf(written: WrittenConsequence): Consequence {
  return {
    after: written.after ?? null,
    do: written.do,
    to: written.to ?? null,
    maxPerHour: written.maxPerHour ?? null,
    coolDownHours: written.coolDown ?? null,
  };
}
