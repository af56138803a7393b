// Fields that the account keeps under names of its own (data.readFrom). A document names the standard ones, and is checked and
// resolved by what the own ones hold; the compiled agreement names the own ones, as reads, searches and people do.
import type { Agreement, Condition, OverlayChanges, ScoreModel } from '#domain/agreement.ts';
import type { DataModel } from '#domain/agreement-data.ts';
import { ownName } from '#domain/own-fields.ts';
import { readAs } from './check-fields.ts';
import { DocumentReadFrom } from './data-schema.ts';
import { valueAt } from './draft.ts';
import { findProperty, type KnownProperty, type PropertyTypes, STANDARD_TYPES } from './property-types.ts';
import { mapConditions } from './resolve-conditions.ts';

/** Of a document on its way to being checked; nothing where it cannot be read. */
export function readFromIn(raw: unknown): DocumentReadFrom {
  const read = DocumentReadFrom.safeParse(valueAt(raw, 'data.readFrom'));
  return read.success ? read.data : {};
}

/** With what standard names stand for. An own property of which nothing is known is taken to be like the standard one. */
export function typesUnder(readFrom: DocumentReadFrom = {}, types: PropertyTypes): PropertyTypes {
  const under = (object: 'contact' | 'company'): PropertyTypes['contact'] => {
    const known = Object.entries(readFrom[object] ?? {}).flatMap(([standard, own]) => {
      const found = findProperty(types, object, own);
      return found !== undefined && isReadable(found, { object, standard })
        ? [[standard, found] as const]
        : [];
    });
    return known.length === 0 ? types[object] : { ...types[object], ...Object.fromEntries(known) };
  };
  return { ...types, contact: under('contact'), company: under('company') };
}

/** One that is not is refused for itself, and conditions on it not for that too. */
function isReadable(
  { type }: KnownProperty,
  { object, standard }: { readonly object: 'contact' | 'company'; readonly standard: string },
): boolean {
  const wanted = findProperty(STANDARD_TYPES, object, standard)?.type;
  return wanted === undefined || readAs(type) === readAs(wanted);
}

/** What was compiled in standard names, in those that the account has. */
export function inOwnNames(agreement: Agreement): Agreement {
  if (agreement.data.readFrom === undefined) return agreement;
  const renamed = mapConditions(agreement, (condition) => renameIn(condition, agreement));
  const { data, needs, overlays } = renamed;
  const names = (object: 'contact' | 'company', fields: readonly string[]): readonly string[] => [
    ...new Set(fields.map((field) => ownName(agreement, object, field))),
  ];
  const fields: Rename = (some) => names('contact', some);
  return {
    ...renamed,
    score: renameScore(renamed.score, agreement),
    data: renameData(data, fields),
    overlays: overlays.map((overlay) => ({ ...overlay, changes: renameChanges(overlay.changes, fields) })),
    needs: {
      ...needs,
      contact: names('contact', needs.contact).toSorted(),
      company: names('company', needs.company).toSorted(),
    },
  };
}

type Rename = (fields: readonly string[]) => readonly string[];

function renameIn(condition: Condition, agreement: Agreement): Condition {
  if (condition.kind !== 'property' && condition.kind !== 'daysSince') return condition;
  const { object, property } = condition;
  return object === 'derived' ? condition : { ...condition, property: ownName(agreement, object, property) };
}

function renameScore(score: ScoreModel, agreement: Agreement): ScoreModel {
  const rules = score.fit.rules.map((rule) => {
    if (rule.per === undefined) return rule;
    const { object, property } = rule.per;
    return { ...rule, per: { object, property: ownName(agreement, object, property) } };
  });
  return { ...score, fit: { ...score.fit, rules } };
}

function renameData(data: DataModel, rename: Rename): DataModel {
  const { lead, mql, sql, opportunity } = data.mandatory;
  const renamed = <Asked extends { readonly fields: readonly string[] }>(asked: Asked): Asked => ({
    ...asked,
    fields: rename(asked.fields),
  });
  return {
    ...data,
    mandatory: {
      lead: renamed(lead),
      mql: renamed(mql),
      sql: renamed(sql),
      opportunity: renamed(opportunity),
    },
    owes: data.owes.map(renamed),
  };
}

function renameChanges(changes: OverlayChanges, rename: Rename): OverlayChanges {
  const { mandatoryForMql } = changes;
  return mandatoryForMql === undefined ? changes : { ...changes, mandatoryForMql: rename(mandatoryForMql) };
}
