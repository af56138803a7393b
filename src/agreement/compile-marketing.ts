// Marketing's promises of a checked document in the form that they are measured by.
import type { MarketingPromises } from '#domain/marketing/promises.ts';
import { COMPLETENESS_CLAUSE, QUALITY_CLAUSE, volumeClause } from './marketing-clauses.ts';
import type { AgreementDocument } from './schema.ts';

export function compileMarketing({ promises }: AgreementDocument): MarketingPromises {
  const { volume, quality, completeness, warnAt } = promises.marketing;
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
      // Where nothing is said, the month's end is the day.
      matureAfterDays: quality.matureAfter ?? 0,
      floor: quality.floor ?? null,
    },
    completeness: { id: COMPLETENESS_CLAUSE, rate: completeness },
    warnAt: warnAt ?? 0,
  };
}
