// Where the dated behaviours come from in HubSpot: it keeps the last date of each kind on the contact, and no webhook
// tells most of them. Reading them is the pipeline's work.
import type { SignalKind } from './agreement.ts';

export interface SignalSource {
  readonly kind: SignalKind;
  /** Contact property with the instant of the latest one. */
  readonly dateProperty: string;
  /** Contact property with its form name or page address; null when HubSpot keeps none. */
  readonly detailProperty: string | null;
}

export const SIGNAL_SOURCES: readonly SignalSource[] = [
  { kind: 'form', dateProperty: 'recent_conversion_date', detailProperty: 'recent_conversion_event_name' },
  { kind: 'pageView', dateProperty: 'hs_analytics_last_timestamp', detailProperty: 'hs_analytics_last_url' },
  { kind: 'emailOpen', dateProperty: 'hs_email_last_open_date', detailProperty: null },
  { kind: 'emailClick', dateProperty: 'hs_email_last_click_date', detailProperty: null },
  { kind: 'emailReply', dateProperty: 'hs_email_last_reply_date', detailProperty: null },
  { kind: 'meeting', dateProperty: 'engagements_last_meeting_booked', detailProperty: null },
  { kind: 'touch', dateProperty: 'notes_last_contacted', detailProperty: null },
];
