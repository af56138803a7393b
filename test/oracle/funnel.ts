// Where a lifecycle value stands, whether a lead is open, what HubSpot shows: words that every step of the oracle uses.
import type { Agreement, Cell, Facts, State } from './shapes.ts';

export function isOpen(state: State): boolean {
  return ['handedOver', 'accepted', 'working', 'rejected'].includes(state.status);
}

export function isProtected(agreement: Agreement, stage: string): boolean {
  return agreement.stages.protected.includes(stage) || placeOf(agreement, stage) === null;
}

/** The place in the funnel; beyond the end for a value that is none of ours. */
export function rank(agreement: Agreement, stage: string): number {
  return placeOf(agreement, stage) ?? 5;
}

function placeOf(agreement: Agreement, stage: string): number | null {
  const { lifecycle, before } = agreement.stages;
  if (stage === '' || before.includes(stage)) return 0;
  const place = [lifecycle.lead, lifecycle.mql, lifecycle.sql, lifecycle.opportunity].indexOf(stage);
  return place === -1 ? null : place + 1;
}

export function cellOf(facts: Facts, name: string): Cell {
  const cell = Object.hasOwn(facts.contact, name) ? facts.contact[name] : undefined;
  return cell ?? { value: '', at: facts.createdAt };
}
