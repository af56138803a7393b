// Where a lifecycle value stands, whether a lead is open, what HubSpot shows: words that every step of the oracle uses.
import type { Agreement, Cell, CustomStage, Facts, State } from './shapes.ts';

export function isOpen(state: State): boolean {
  return ['handedOver', 'accepted', 'working', 'rejected'].includes(state.status);
}

export function isIdle(status: string): boolean {
  return ['none', 'baseline', 'recycled', 'disqualified'].includes(status);
}

export function isProtected(agreement: Agreement, stage: string): boolean {
  return agreement.stages.protected.includes(stage) || placeOf(agreement, stage) === null;
}

/** The place in the funnel; beyond the end for a value that is none of ours. */
export function rank(agreement: Agreement, stage: string): number {
  return placeOf(agreement, stage) ?? 1000;
}

/** The agreement's stages in their order, as one list; what stands at the side is in none. */
function funnel({ stages }: Agreement): string[] {
  return ['lead', 'mql', 'sql', 'opportunity'].flatMap((key) => [
    stages.lifecycle[key as 'lead'],
    ...stages.custom.filter((stage) => stage.after === key).map((stage) => stage.lifecycle),
  ]);
}

function placeOf(agreement: Agreement, stage: string): number | null {
  if (stage === '' || agreement.stages.before.includes(stage)) return 0;
  if (isAside(agreement, stage)) return 1;
  const place = funnel(agreement).indexOf(stage);
  return place === -1 ? null : place + 2;
}

export function isAside({ stages }: Agreement, stage: string): boolean {
  return stages.custom.some((custom) => custom.lifecycle === stage && custom.after === null);
}

export function customOf({ stages }: Agreement, value: string): CustomStage | undefined {
  return stages.custom.find((custom) => custom.lifecycle === value);
}

export function momentStage({ stages }: Agreement, moment: string): string | null {
  return stages.custom.find((custom) => custom.moment === moment)?.lifecycle ?? null;
}

export function hasOpenDeal(facts: Facts): boolean {
  return facts.deals.some((deal) => deal.status === 'open');
}

export function cellOf(facts: Facts, name: string): Cell {
  const cell = Object.hasOwn(facts.contact, name) ? facts.contact[name] : undefined;
  return cell ?? { value: '', at: facts.createdAt };
}
