// The lifecycle stage: which way is forward, and the dates HubSpot derives from a move.
import type { ObjectType, Portal, PropertyDef } from '#sandbox/model.ts';
import { formatInstant } from './read-values.ts';

/** Forward is the portal's own displayOrder. Clearing is never backward, nor is anything after a clear. */
export function isBackward(def: PropertyDef, current: string | undefined, next: string): boolean {
  if (current === undefined || current === '' || next === '') return false;
  return orderOf(def, next) < orderOf(def, current);
}

/** The further of two stages; either may be missing. */
export function furtherStage(def: PropertyDef | undefined, a: string, b: string): string {
  if (def === undefined) return a;
  return orderOf(def, b) > orderOf(def, a) ? b : a;
}

export function deriveStageDates(
  portal: Portal,
  objectType: ObjectType,
  move: { readonly from: string; readonly to: string; readonly atMs: number },
): Record<string, string> {
  const at = formatInstant(move.atMs);
  const known = portal.properties[objectType];
  const derived: Record<string, string> = {};
  const set = (name: string, value: string): void => {
    if (known.has(name)) derived[name] = value;
  };
  if (move.from !== '') set(`hs_v2_date_exited_${move.from}`, at);
  set('hs_v2_date_entered_current_stage', move.to === '' ? '' : at);
  if (move.to === '') {
    // Clearing the stage resets the fixed dates (which is why a careful app does not clear) and leaves hs_v2_* alone.
    if (move.from !== '') set(`hs_lifecyclestage_${move.from}_date`, '');
    return derived;
  }
  set(`hs_lifecyclestage_${move.to}_date`, at);
  set(`hs_v2_date_entered_${move.to}`, at);
  return derived;
}

function orderOf(def: PropertyDef, stage: string): number {
  return def.options.find((option) => option.value === stage)?.displayOrder ?? -1;
}
