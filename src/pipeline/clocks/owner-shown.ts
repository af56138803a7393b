// Since when an owner whom Accord has set can see that the lead is his (10.6).
import type { DecisionContext } from '#domain/decision.ts';
import type { TrackedValue } from '#domain/lead.ts';
import { type Mirror, valueOf } from '#domain/mirror.ts';
import { OWNER_PROPERTY } from '#domain/names.ts';
import { isNews } from '#domain/tracked.ts';
import type { LoadedLead, OutboxProperty, PortalRecord } from '#pipeline/turn-store.ts';

/**
 * Nothing where he sees it at once, or by his task alone: HubSpot or a person set him, Accord only observes, its owner is
 * switched off or was refused. Null: HubSpot has not confirmed him yet, or there is none, so that whom Accord sets is not
 * seen yet.
 */
export function ownerShown(
  portal: Pick<PortalRecord, 'live' | 'effects'>,
  { live, outbox }: Pick<LoadedLead, 'live' | 'outbox'>,
  mirror: Mirror,
): Pick<DecisionContext, 'ownerShownAt'> {
  if (!portal.live || !portal.effects.owner.enabled) return {};
  const { owner } = live;
  if (owner.by !== 'accord' || isSetByOthers(owner, mirror))
    return valueOf(mirror, OWNER_PROPERTY) === '' ? { ownerShownAt: null } : {};
  const row = outbox.find(({ property }) => property === OWNER_PROPERTY);
  if (row === undefined || row.state === 'parked' || row.value !== owner.value) return {};
  return shownBy(row);
}

/** A person was faster than our write, or wrote over it. */
function isSetByOthers(known: TrackedValue, { cells }: Mirror): boolean {
  const cell = cells[OWNER_PROPERTY];
  return cell !== undefined && cell.v !== '' && isNews(known, { value: cell.v, at: cell.at });
}

function shownBy({ state, confirmedAt }: OutboxProperty): Pick<DecisionContext, 'ownerShownAt'> {
  if (state !== 'confirmed') return { ownerShownAt: null };
  return confirmedAt === null ? {} : { ownerShownAt: confirmedAt };
}
