// What another version in force, or another release, asks of our properties. Reps choose a reject reason among those of the agreements
// in force, so HubSpot's property offers them as options (R41), old values staying, since records hold them. And what is lacking is
// made: for an output that no version before wrote to our own property (5a.7), or a property that is new in the release.
import { createHash } from 'node:crypto';
import type { Agreement } from '#domain/agreement.ts';
import { REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { AppError } from '#platform/errors.ts';
import { contactOutputNames, reasonOptions } from './outputs.ts';
import type { CallContext, PortalProperty } from './ports.ts';
import { makeProperties } from './restore-properties.ts';
import { callFor, type Turn } from './turn.ts';

/** Once per set of versions in force, and of our properties. A reject reason that is free text, or that nobody has created, is left alone. */
export async function fitProperties(turn: Turn): Promise<void> {
  const { portal, store, lease } = turn;
  const { agreements } = portal;
  if (agreements.length === 0 || !portal.provisioned) return;
  const wanted = contactOutputNames(agreements);
  const fit = nameFit(agreements, wanted);
  if (portal.reasonsOf === fit) return;
  const call = callFor(turn, 'backfill');
  const properties = await turn.hubspot.listProperties(call, 'contacts');
  await offerRejectReasons(turn, call, properties);
  const there = new Set(properties.map(({ name }) => name));
  if (!wanted.every((name) => there.has(name))) await makeProperties(turn, 'needed');
  await store.storeReasonsOf(lease, fit);
}

async function offerRejectReasons(
  turn: Turn,
  call: CallContext,
  properties: readonly PortalProperty[],
): Promise<void> {
  const { portal } = turn;
  const found = properties.find(({ name }) => name === REJECT_REASON_PROPERTY);
  if (found?.type === 'enumeration') {
    const wanted = reasonOptions(portal.agreements);
    const values = new Set(wanted.map(({ value }) => value));
    const old = found.options.filter(({ value }) => !values.has(value));
    const kept = old.map(({ label, value }) => ({ label, value }));
    try {
      const target = { objectType: 'contacts', name: REJECT_REASON_PROPERTY } as const;
      await turn.hubspot.setOptions(call, target, [...wanted, ...kept]);
    } catch (error) {
      // A portal that lets nobody change it keeps its options; reasons can still be written in by label.
      if (!(error instanceof AppError) || error.retryable) throw error;
      turn.logger.warn({ code: error.code }, 'HubSpot did not take the reject reasons');
    }
  }
}

/** What `PortalRecord.reasonsOf` holds: the versions in force and a mark of our properties, `main 3, emea 1: 5f0c9d21`. */
export function nameFit(agreements: readonly Agreement[], properties: readonly string[]): string {
  const versions = agreements.map(({ id, version }) => `${id} ${version}`).join(', ');
  const mark = createHash('sha256').update(properties.join(' ')).digest('hex').slice(0, 8);
  return `${versions}: ${mark}`;
}
