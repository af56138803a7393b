// A version that comes into force moves the baseline (5a.2) while signals are under way: HubSpot dated them before, and they
// are read after. Without the publication they would have been new, so they are. What was under way when the portal itself
// was switched on stays as it was before.
import type { SignalKind } from './agreement.ts';
import type { PortalInstants } from './decision.ts';
import { DAY_MS, fromEpochMs, laterOf, toEpochMs } from './instant.ts';
import type { Signal } from './lead.ts';
import { SAME_ACTIVITY_MS, type Sighting, signalsOf } from './sightings.ts';

/** Longer than any signal is under way while HubSpot answers. */
const UNDER_WAY_MS = DAY_MS;

/** Kinds of which a date of the contact and an activity may both tell. */
const TOLD_TWICE: readonly SignalKind[] = ['meeting', 'emailReply', 'touch'];

/** The signals, those marked `late` that nobody knew when the version came into force. `stored`: sightings as loaded. */
export function markLate(
  signals: readonly Signal[],
  stored: readonly Sighting[],
  { baselineAt, switchedAt }: Pick<PortalInstants, 'baselineAt' | 'switchedAt'>,
): readonly Signal[] {
  const from = laterOf(switchedAt, fromEpochMs(toEpochMs(baselineAt) - UNDER_WAY_MS));
  const isUnderWay = ({ at }: Signal): boolean => at > from && at <= baselineAt;
  if (!signals.some(isUnderWay)) return signals;
  const known = signalsOf(stored.filter(({ knownAt }) => knownAt !== undefined && knownAt <= baselineAt));
  return signals.map((signal) =>
    isUnderWay(signal) && !known.some((other) => isSameBehaviour(other, signal))
      ? { ...signal, late: true }
      : signal,
  );
}

function isSameBehaviour(a: Signal, b: Signal): boolean {
  if (a.id === b.id) return true;
  const apart = TOLD_TWICE.includes(b.kind) ? SAME_ACTIVITY_MS : 0;
  return a.kind === b.kind && Math.abs(toEpochMs(a.at) - toEpochMs(b.at)) <= apart;
}
