// One row of a write against the portal's properties and rules. Answers stored forms or every refusal of the row.

import { type HubspotError, type PropertyError, refuseConflict, refuseProperties } from '#sandbox/errors.ts';
import { isEngagement, type ObjectType, type Portal, type PropertyDef, type Values } from '#sandbox/model.ts';
import { isBackward } from './lifecycle.ts';
import { findByUnique } from './object-store.ts';
import { findTimeFaults } from './user-time.ts';
import { readValue } from './values.ts';

export interface RowToCheck {
  readonly objectType: ObjectType;
  readonly properties: Readonly<Record<string, string>>;
  /** The record as it is; null when the row creates one. */
  readonly record: { readonly id: string; readonly values: Values } | null;
  /** The API writes forward only and no read-only values; a person in HubSpot's screens may do the first. */
  readonly byApi: boolean;
  readonly version: string;
}

interface RowWarning {
  readonly category: 'PROPERTY_VALUE_NORMALIZED';
  readonly context: {
    readonly propertyName: readonly string[];
    readonly rawValue: readonly string[];
    readonly normalizedValue: readonly string[];
  };
}

export interface CheckedRow {
  readonly values: Readonly<Record<string, string>>;
  readonly warnings: readonly RowWarning[];
}

/** Unique values that earlier rows of the same batch took: `property=value`. */
export type ClaimedValues = Set<string>;

/** Throws the row's HubspotError; nothing is written here. */
export function checkRow(portal: Portal, row: RowToCheck, claimed: ClaimedValues): CheckedRow {
  const errors: PropertyError[] = [];
  const warnings: RowWarning[] = [];
  const values: Record<string, string> = {};
  for (const [name, raw] of Object.entries(row.properties)) {
    const outcome = checkValue(portal, row, { name, raw });
    if (!outcome.ok) errors.push(outcome.error);
    else if (outcome.keep) values[name] = outcome.value;
    if (outcome.ok && outcome.warning !== null) warnings.push(outcome.warning);
  }
  if (row.record === null) errors.push(...listMissing(row));
  errors.push(...findTimeFaults(row, values));
  if (errors.length > 0) throw refuseProperties(portal.portalId, errors);
  if (row.version === '2026-09') enforceRules(portal, row, values);
  claimUniqueValues(portal, row, { values, claimed });
  return { values, warnings };
}

type ValueOutcome =
  | { readonly ok: true; readonly keep: boolean; readonly value: string; readonly warning: RowWarning | null }
  | { readonly ok: false; readonly error: PropertyError };

function checkValue(portal: Portal, row: RowToCheck, input: { name: string; raw: string }): ValueOutcome {
  const { name, raw } = input;
  const def = portal.properties[row.objectType].get(name);
  if (def === undefined)
    return refuseValue(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  if (def.readOnly && row.byApi) {
    return refuseValue(
      name,
      'READ_ONLY_VALUE',
      `"${name}" is a read only property; its value cannot be set.`,
    );
  }
  const current = row.record?.values[name];
  const result = readValue(def, raw, { portal, normalizesDates: row.version === '2026-09', current });
  if (!result.ok) return refuseValue(name, result.error, result.message);
  const keep = !(row.byApi && isBackwardStage(def, current, result.value));
  if (!keep && portal.settings.lifecycleBackward === 'rejected') {
    return refuseValue(name, 'LIFECYCLE_STAGE_BACKWARD', 'Lifecycle stage cannot be moved backward');
  }
  const warning = result.normalized ? describeNormalized(name, raw, result.value) : null;
  return { ok: true, keep, value: result.value, warning };
}

function isBackwardStage(def: PropertyDef, current: string | undefined, next: string): boolean {
  return def.name === 'lifecyclestage' && isBackward(def, current, next);
}

function refuseValue(name: string, error: string, message: string): ValueOutcome {
  return { ok: false, error: { name, error, message } };
}

function describeNormalized(name: string, raw: string, value: string): RowWarning {
  return {
    category: 'PROPERTY_VALUE_NORMALIZED',
    context: { propertyName: [name], rawValue: [raw], normalizedValue: [value] },
  };
}

function listMissing(row: RowToCheck): PropertyError[] {
  const isDated = row.objectType === 'tasks' || isEngagement(row.objectType);
  const name = isDated ? 'hs_timestamp' : row.objectType === 'leads' ? 'hs_lead_name' : null;
  if (name === null || (row.properties[name] ?? '') !== '') return [];
  return [{ name, error: 'REQUIRED_PROPERTY', message: `Required property "${name}" is missing` }];
}

/** An admin's required properties. Thrown in HubSpot's words, with its two codes. */
function enforceRules(portal: Portal, row: RowToCheck, values: Readonly<Record<string, string>>): void {
  const after: Record<string, string> = { ...row.record?.values, ...values };
  const required = row.record === null ? (portal.rules.requiredOnCreate[row.objectType] ?? []) : [];
  const missing = required.filter((name) => (after[name] ?? '') === '');
  const errors = missing.map((name): PropertyError => {
    return { name, error: 'MISSING_REQUIRED_PROPERTY', message: `Required property "${name}" is missing` };
  });
  for (const rule of portal.rules.conditional) {
    if (rule.objectType !== row.objectType || values[rule.when.property] !== rule.when.value) continue;
    if ((after[rule.requires] ?? '') !== '') continue;
    const message = `Property "${rule.requires}" is required by [${rule.when.property}]`;
    errors.push({ name: rule.requires, error: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY', message });
  }
  if (errors.length > 0) throw refuseProperties(portal.portalId, errors);
}

function claimUniqueValues(
  portal: Portal,
  row: RowToCheck,
  input: { values: Readonly<Record<string, string>>; claimed: ClaimedValues },
): void {
  const store = portal.objects[row.objectType];
  const changed = [...store.unique.keys()].flatMap((property) => {
    const value = input.values[property] ?? '';
    return value === '' || row.record?.values[property] === value ? [] : [{ property, value }];
  });
  for (const { property, value } of changed) {
    const other = findByUnique(store, property, value);
    const isTaken = other !== undefined || input.claimed.has(`${property}=${value}`);
    if (isTaken) throw refuseClash(portal, row, { property, value, otherId: other?.id ?? null });
  }
  for (const { property, value } of changed) input.claimed.add(`${property}=${value}`);
}

function refuseClash(
  portal: Portal,
  row: RowToCheck,
  clash: { property: string; value: string; otherId: string | null },
): HubspotError {
  if (clash.property === 'email') {
    const known = clash.otherId === null ? '' : ` Existing ID: ${clash.otherId}`;
    return refuseConflict(`Contact already exists.${known}`);
  }
  const holder = clash.otherId ?? 'Another row';
  const message = `Cannot set property ${clash.property} to "${clash.value}" on ${row.record?.id ?? 'a new record'}. ${holder} already has that value.`;
  return refuseProperties(portal.portalId, [
    { name: clash.property, error: 'CONFLICTING_UNIQUE_VALUE', message },
  ]);
}
