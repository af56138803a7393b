// What the overlays of an agreement make of it: for a lead by its facts, then for the team of its owner.
import { matches } from './conditions.ts';
import type { Agreement, Context, Facts, Overlay } from './shapes.ts';

export function forLead(agreement: Agreement, facts: Facts): Agreement {
  const nowhere = { value: '', before: '', by: 'other', at: '' };
  for (const overlay of agreement.overlays) {
    if (overlay.teams.length > 0) continue;
    const view = { facts, timeZone: agreement.calendar.timeZone, stage: nowhere, now: 0, scores: null };
    if (overlay.when === null || matches(overlay.when, view)) return apply(agreement, overlay);
  }
  return agreement;
}

export function forTeam(agreement: Agreement, context: Context, owner: string): Agreement {
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
  const teams = context.pool.teams?.[owner] ?? [];
  for (const overlay of agreement.overlays) {
    if (overlay.teams.some((named) => teams.some((team) => same(team, named))))
      return apply(agreement, overlay);
  }
  return agreement;
}

function apply(agreement: Agreement, { changes }: Overlay): Agreement {
  const { stages, score, sales } = agreement;
  const { language, calendar, mandatoryForMql, mqlEntry, mqlExit, points } = changes;
  const pointed = <Rule extends { id: string; points: number }>(rules: readonly Rule[]) =>
    rules.map((rule) => ({ ...rule, points: points?.[rule.id] ?? rule.points }));
  return {
    ...agreement,
    language: language === undefined ? agreement.language : language,
    calendar: calendar === undefined ? agreement.calendar : calendar,
    data: {
      ...agreement.data,
      mandatory: {
        ...agreement.data.mandatory,
        mql: {
          how: agreement.data.mandatory.mql.how,
          fields: mandatoryForMql === undefined ? agreement.data.mandatory.mql.fields : mandatoryForMql,
        },
      },
    },
    sales: {
      ...sales,
      clauses: sales.clauses.map((clause) => ({
        ...clause,
        within: changes.sales?.[clause.id] ?? clause.within,
      })),
    },
    stages: {
      ...stages,
      mqlEntry: mqlEntry === undefined ? stages.mqlEntry : mqlEntry,
      mqlExit: mqlExit === undefined ? stages.mqlExit : mqlExit,
    },
    score: {
      ...score,
      fit: { ...score.fit, rules: pointed(score.fit.rules) },
      engagement: { ...score.engagement, rules: pointed(score.engagement.rules) },
    },
  };
}
