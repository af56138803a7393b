// What another version in force asks of our properties: reps choose a reject reason among those of the agreements in force, so
// HubSpot's property offers them as options (R41), old values staying, since records hold them; and an output that no version
// before wrote to our own property gets one (5a.7). A release with properties of ours that are new has this done once (0046).
import type { Agreement } from '#domain/agreement.ts';
import { REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { AppError } from '#platform/errors.ts';
import { contactOutputDefinitions, reasonOptions } from './outputs.ts';
import type { CallContext, PortalProperty } from './ports.ts';
import { makeProperties } from './restore-properties.ts';
import { callFor, type Turn } from './turn.ts';

/** Once per set of versions in force. A reject reason that is free text, or that nobody has created, is left alone. */
export async function fitProperties(turn: Turn): Promise<void> {
  const { portal, store, lease } = turn;
  const inForce = nameVersions(portal.agreements);
  if (inForce === '' || !portal.provisioned || portal.reasonsOf === inForce) return;
  const call = callFor(turn, 'backfill');
  const properties = await turn.hubspot.listProperties(call, 'contacts');
  await offerRejectReasons(turn, call, properties);
  await makeMissing(turn, properties);
  await store.storeReasonsOf(lease, inForce);
}

async function makeMissing(turn: Turn, properties: readonly PortalProperty[]): Promise<void> {
  const there = new Set(properties.map(({ name }) => name));
  const { language, agreements } = turn.portal;
  const isComplete = contactOutputDefinitions(language, agreements).every(({ name }) => there.has(name));
  if (!isComplete) await makeProperties(turn, 'needed');
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

/** `main 3, emea 1`: what `PortalRecord.reasonsOf` holds. */
function nameVersions(agreements: readonly Agreement[]): string {
  return agreements.map(({ id, version }) => `${id} ${version}`).join(', ');
}
