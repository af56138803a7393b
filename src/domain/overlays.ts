// The agreement as it reads for one lead: what its country, language or properties change, then what the team of its owner
// changes (R25). Each version is put together once, so that everything kept per agreement is shared by the leads alike.

import type { Agreement, Duration, Overlay, OverlayChanges, ScoreDimension } from './agreement.ts';
import type { DataModel } from './agreement-data.ts';
import type { SalesClause } from './agreement-sales.ts';
import { matchesFilter } from './conditions/index.ts';
import type { Owners } from './decision.ts';
import type { LeadFacts } from './lead.ts';
import { type LeadView, viewLead } from './view.ts';

/** A lead, and the agreement as it reads for it. */
export interface SeenLead {
  readonly agreement: Agreement;
  readonly view: LeadView;
}

/** Under the first overlay without teams that matches the facts; the agreement itself when none does. */
export function agreementForLead(agreement: Agreement, facts: LeadFacts): Agreement {
  if (agreement.overlays.length === 0) return agreement;
  // Their conditions look at properties only: neither signals nor the instant matter.
  return agreementForView(agreement, viewLead(agreement, { ...facts, signals: [] }));
}

/** The same, with the lead as it is then looked at: as a rule by what the overlays' conditions have looked at already. */
export function viewUnderOverlay(signed: Agreement, facts: LeadFacts): SeenLead {
  const view = viewLead(signed, facts);
  const agreement = agreementForView(signed, view);
  return { agreement, view: agreement === signed ? view : viewLead(agreement, facts) };
}

function agreementForView(agreement: Agreement, view: LeadView): Agreement {
  if (agreement.overlays.length === 0) return agreement;
  const sight = { view, nowMs: 0, stageSince: null, score: null };
  return underOverlay(
    agreement,
    agreement.overlays.find(
      ({ teams, when }) => teams.length === 0 && (when === null || matchesFilter(when, sight)),
    ),
  );
}

/** Under the first overlay for a team of that owner. Changes times, calendar and language only. */
export function agreementForOwner(agreement: Agreement, pool: Owners, ownerId: string): Agreement {
  const teams = (pool.teams?.[ownerId] ?? []).map(plainTeam);
  if (teams.length === 0) return agreement;
  return underOverlay(
    agreement,
    agreement.overlays.find((overlay) => overlay.teams.some((team) => teams.includes(plainTeam(team)))),
  );
}

/** Of owners in a team that some overlay names, by owner id: what a decision has to be told of them (10.8). */
export function teamsThatMatter(
  agreement: Agreement,
  owners: readonly { readonly id: string; readonly teams: readonly string[] }[],
): Owners['teams'] {
  const named = new Set(agreement.overlays.flatMap(({ teams }) => teams.map(plainTeam)));
  if (named.size === 0) return undefined;
  const found = owners
    .map(({ id, teams }) => [id, teams.filter((team) => named.has(plainTeam(team)))] as const)
    .filter(([, teams]) => teams.length > 0);
  return Object.fromEntries(found);
}

const made = new WeakMap<Agreement, Map<Overlay, Agreement>>();

function underOverlay(agreement: Agreement, overlay: Overlay | undefined): Agreement {
  if (overlay === undefined) return agreement;
  const known = made.get(agreement) ?? new Map<Overlay, Agreement>();
  made.set(agreement, known);
  const changed = known.get(overlay) ?? change(agreement, overlay.changes);
  known.set(overlay, changed);
  return changed;
}

function change(agreement: Agreement, changes: OverlayChanges): Agreement {
  const { stages, score, sales } = agreement;
  const { points = {} } = changes;
  return {
    ...agreement,
    language: changes.language ?? agreement.language,
    calendar: changes.calendar ?? agreement.calendar,
    sales: { ...sales, clauses: retime(sales.clauses, changes.sales ?? {}) },
    stages: {
      ...stages,
      mqlEntry: changes.mqlEntry ?? stages.mqlEntry,
      mqlExit: changes.mqlExit === undefined ? stages.mqlExit : changes.mqlExit,
    },
    data: askFor(agreement.data, changes.mandatoryForMql),
    score: { ...score, fit: repoint(score.fit, points), engagement: repoint(score.engagement, points) },
  };
}

function askFor(data: DataModel, fields: readonly string[] | undefined): DataModel {
  if (fields === undefined) return data;
  return { ...data, mandatory: { ...data.mandatory, mql: { ...data.mandatory.mql, fields } } };
}

function retime(
  clauses: readonly SalesClause[],
  times: Readonly<Record<string, Duration>>,
): readonly SalesClause[] {
  return clauses.map((clause) => {
    const within = Object.hasOwn(times, clause.id) ? times[clause.id] : undefined;
    return within === undefined ? clause : { ...clause, within };
  });
}

function repoint<Rule extends { readonly id: string; readonly points: number }>(
  dimension: ScoreDimension<Rule>,
  points: Readonly<Record<string, number>>,
): ScoreDimension<Rule> {
  const rules = dimension.rules.map((rule) => {
    const own = Object.hasOwn(points, rule.id) ? points[rule.id] : undefined;
    return own === undefined ? rule : { ...rule, points: own };
  });
  return { ...dimension, rules };
}

export function plainTeam(team: string): string {
  return team.trim().toLowerCase();
}
