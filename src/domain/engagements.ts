// What an activity object says: who did something, when, and whether it is a signal of the lead or a touch by sales.
// HubSpot's property values are taken from its engagements documentation; an unknown one says nothing.
import type { Instant, SignalKind } from './agreement.ts';
import type { ContactOutcome } from './lead.ts';
import type { Sighting } from './sightings.ts';
import { toInstant } from './values.ts';

export const ENGAGEMENT_TYPES = ['call', 'meeting', 'email', 'communication'] as const;
export type EngagementType = (typeof ENGAGEMENT_TYPES)[number];

/** One activity as HubSpot showed it. */
export interface Engagement {
  readonly type: EngagementType;
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: Instant;
  /** The portal's clock at the read; the newest read of an activity is what it is. */
  readonly readAt: Instant;
}

/** Properties to read of each type. */
export const ENGAGEMENT_PROPERTIES: Readonly<Record<EngagementType, readonly string[]>> = {
  call: ['hs_call_direction', 'hs_call_disposition', 'hs_call_status', ...common()],
  meeting: ['hs_meeting_outcome', 'hs_meeting_start_time', ...common()],
  email: ['hs_email_direction', 'hs_email_status', 'hs_sequence_id', ...common()],
  communication: ['hs_communication_channel_type', ...common()],
};

/**
 * One sighting, two for a meeting (booked, and held). Kind none: no signal, but it explains the dates it moves on the
 * contact. Nothing where HubSpot gives no time.
 */
export function sightingsOfEngagement(engagement: Engagement): readonly Sighting[] {
  const { type, properties } = engagement;
  const at = toInstant(properties['hs_timestamp'] ?? '');
  if (type === 'meeting') return meetingSightings(engagement, at);
  if (at === null) return [];
  return [seen(engagement, { id: `${type}:${engagement.id}`, at, detail: '', ...READERS[type](properties) })];
}

interface Reading {
  readonly kind: SignalKind | 'none';
  readonly outcome?: ContactOutcome;
}

type Properties = Engagement['properties'];

const READERS: Readonly<Record<Exclude<EngagementType, 'meeting'>, (properties: Properties) => Reading>> = {
  call: readCall,
  email: readEmail,
  // SMS, WhatsApp, LinkedIn and post are logged by whoever sent them.
  communication: () => ({ kind: 'touch', outcome: 'attempt' }),
};

/** Calls that never rang at the other end, or have not ended. */
const NO_CALL = new Set([
  'CANCELED',
  'FAILED',
  'QUEUED',
  'CONNECTING',
  'CALLING_CRM_USER',
  'RINGING',
  'IN_PROGRESS',
]);
const UNANSWERED = new Set(['BUSY', 'NO_ANSWER', 'MISSED']);
/** HubSpot's own call outcomes; those a portal added are not known to be one or the other. */
const DISPOSITIONS: Readonly<Record<string, ContactOutcome>> = {
  'f240bbac-87c9-4f6e-bf70-924b57d47db7': 'contact', // Connected
  '9d9162e7-6cf3-4944-bf63-4dff82258764': 'attempt', // Busy
  'a4c4c377-d246-4b32-a13b-75a56a4cd0ff': 'attempt', // Left live message
  'b2cf5968-551e-4856-9783-52b3da59a7d0': 'attempt', // Left voicemail
  '73a0d17f-1163-4015-bdd5-ec830791da20': 'attempt', // No answer
  '17b47fee-58de-441e-a44c-c6300d46f273': 'attempt', // Wrong number
};

/** A call of the lead is a signal, answered or not; one by the rep is a touch. Logged without a direction, it is the rep's. */
function readCall(properties: Properties): Reading {
  if (properties['hs_call_direction'] === 'INBOUND') return { kind: 'call' };
  const status = properties['hs_call_status'] ?? '';
  if (NO_CALL.has(status)) return { kind: 'none' };
  const outcome = UNANSWERED.has(status) ? 'attempt' : DISPOSITIONS[properties['hs_call_disposition'] ?? ''];
  return outcome === undefined ? { kind: 'touch' } : { kind: 'touch', outcome };
}

const UNSENT = new Set(['BOUNCED', 'FAILED']);

/** One-to-one mail. What a sequence sends by itself is no touch; a forwarded mail says nothing about who wrote it. */
function readEmail(properties: Properties): Reading {
  const direction = properties['hs_email_direction'] ?? '';
  if (direction === 'INCOMING_EMAIL') return { kind: 'emailReply' };
  const isSent = direction === 'EMAIL' && !UNSENT.has(properties['hs_email_status'] ?? '');
  const isAutomatic = (properties['hs_sequence_id'] ?? '') !== '';
  return isSent && !isAutomatic ? { kind: 'touch', outcome: 'attempt' } : { kind: 'none' };
}

/** Booked when it was entered; held, and then a touch, only when its outcome says so. One called off is neither. */
function meetingSightings(engagement: Engagement, timestamp: Instant | null): readonly Sighting[] {
  const { properties } = engagement;
  const outcome = properties['hs_meeting_outcome'] ?? '';
  const start = toInstant(properties['hs_meeting_start_time'] ?? '') ?? timestamp;
  const id = `meeting:${engagement.id}`;
  const booked = seen(engagement, {
    id,
    at: loggedAt(engagement),
    kind: outcome === 'CANCELED' ? 'none' : 'meeting',
    detail: MEETING_DETAILS[outcome] ?? 'booked',
  });
  if (start === null) return [booked];
  const held: Reading = outcome === 'COMPLETED' ? { kind: 'touch', outcome: 'contact' } : { kind: 'none' };
  return [booked, seen(engagement, { id: `${id}:held`, at: start, detail: '', ...held })];
}

const MEETING_DETAILS: Readonly<Record<string, string>> = {
  COMPLETED: 'held',
  NO_SHOW: 'no show',
  CANCELED: 'canceled',
};

function seen(engagement: Engagement, what: Reading & Pick<Sighting, 'id' | 'at' | 'detail'>): Sighting {
  const ownerId = engagement.properties['hubspot_owner_id'] ?? '';
  return {
    ...what,
    source: 'engagement',
    seenAt: engagement.readAt,
    loggedAt: loggedAt(engagement),
    ...(ownerId === '' ? {} : { ownerId }),
  };
}

function loggedAt({ properties, createdAt }: Engagement): Instant {
  return toInstant(properties['hs_createdate'] ?? '') ?? toInstant(createdAt) ?? createdAt;
}

function common(): readonly string[] {
  return ['hs_timestamp', 'hs_createdate', 'hubspot_owner_id'];
}
