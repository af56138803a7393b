// Marketing's promises of a checked document in the form that they are measured by.
import type {
  MarketingPromises,
  QualityPromise,
  SourcePauseTerms,
  ToldOfBreach,
} from '#domain/marketing/promises.ts';
import type { Consequence } from './clause-schema.ts';
import { COMPLETENESS_CLAUSE, QUALITY_CLAUSE, volumeClause } from './marketing-clauses.ts';
import type { AgreementDocument } from './schema.ts';

/** Of the new MQLs of a month, whatever words the objective has for both; ripe when their quality is. */
const MEETINGS = { from: 'mql', to: 'meeting', floor: null } as const;

export function compileMarketing({ promises, objectives }: AgreementDocument): MarketingPromises {
  const { volume, quality, completeness, warnAt, consequences = [] } = promises.marketing;
  const suspend = consequences.find((each) => each.do === 'suspend');
  // Where nothing is said, the month's end is the day.
  const matureAfterDays = quality.matureAfter ?? 0;
  const meetings = objectives.flatMap((objective): readonly QualityPromise[] =>
    objective.kind === 'ratio' && objective.measure === 'meetings'
      ? [{ ...MEETINGS, id: `objectives.${objective.id}`, rate: objective.target, matureAfterDays }]
      : [],
  );
  return {
    volume: volume.map((each, index) => ({
      id: each.id ?? volumeClause(index),
      segment: each.segment ?? null,
      channel: each.channel ?? null,
      campaign: each.campaign ?? null,
      unit: each.unit,
      perMonth: each.perMonth,
      months: each.months ?? {},
    })),
    quality: {
      id: quality.id ?? QUALITY_CLAUSE,
      from: quality.from,
      to: quality.to,
      rate: quality.rate,
      matureAfterDays,
      floor: quality.floor ?? null,
    },
    ...(meetings.length === 0 ? {} : { meetings }),
    completeness: { id: COMPLETENESS_CLAUSE, rate: completeness },
    warnAt: warnAt ?? 0,
    ...(suspend === undefined || quality.floor === undefined ? {} : { sourcePause: termsOf(suspend) }),
    ...agendaOf(consequences),
    ...toldOf(consequences),
  };
}

function agendaOf(consequences: readonly Consequence[]): Pick<MarketingPromises, 'agenda' | 'agendaAfter'> {
  const agenda = consequences.find((each) => each.do === 'agenda');
  if (agenda === undefined) return {};
  return agenda.after === undefined ? { agenda: true } : { agenda: true, agendaAfter: agenda.after };
}

function toldOf(consequences: readonly Consequence[]): Pick<MarketingPromises, 'told'> {
  const told = consequences.flatMap(({ do: what, to = '', after = null }): readonly ToldOfBreach[] => {
    if (what !== 'warn' && what !== 'escalate') return [];
    const person = to.includes('@') ? to : null;
    // At once both sides are told in any case (R32).
    return what === 'warn' && person === null && after === null ? [] : [{ do: what, to: person, after }];
  });
  return told.length === 0 ? {} : { told };
}

function termsOf({ after, maxPerHour, coolDown }: Consequence): SourcePauseTerms {
  return { after: after ?? null, maxPerHour: maxPerHour ?? null, coolDownHours: coolDown ?? null };
}
