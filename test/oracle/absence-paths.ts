// Which ways the histories take around a lead whose owner is absent, so that none goes uncompared.
import type { Moment } from './play.ts';

export function absencePathsOf({ lead, outcome: { state, reasons } }: Moment): string[] {
  if (lead.state.unattendedSince === undefined) return [];
  if (reasons.some(({ code }) => code === 'ownerAbsent')) return ['relieved later'];
  return state.unattendedSince === undefined ? ['attended again'] : [];
}

/** Looked at again soon: unattended, and Accord's to give to another rep. */
export function isSought({ outcome: { reasons } }: Pick<Moment, 'outcome'>): boolean {
  return reasons.some(
    ({ code, params }) => code === 'ownerHold' || (code === 'unattended' && params['reason'] !== 'chosen'),
  );
}
