// Where behaviours show in HubSpot: the last date of each kind on the contact, counters beside some of them, and
// activities as objects (engagements.ts). Reading them is the pipeline's work.
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
  // The answer to a rep's own mail; the one above is about marketing mail.
  { kind: 'emailReply', dateProperty: 'hs_sales_email_last_replied', detailProperty: null },
  { kind: 'meeting', dateProperty: 'engagements_last_meeting_booked', detailProperty: null },
  { kind: 'touch', dateProperty: 'notes_last_contacted', detailProperty: null },
];

/** A total that HubSpot keeps on the contact, changed together with the date and the detail beside it. */
export interface SignalCounter {
  readonly kind: SignalKind;
  readonly property: string;
  readonly dateProperty: string;
  readonly detailProperty: string | null;
}

export const SIGNAL_COUNTERS: readonly SignalCounter[] = [
  counter('form', 'num_conversion_events'),
  counter('pageView', 'hs_analytics_num_page_views'),
  counter('emailOpen', 'hs_email_open'),
  counter('emailClick', 'hs_email_click'),
  counter('emailReply', 'hs_email_replied'),
];

/** Every contact property that a signal may show in; read for each lead whatever the rules say. */
export const SIGNAL_PROPERTIES: readonly string[] = [
  ...SIGNAL_SOURCES.flatMap((source) => [source.dateProperty, source.detailProperty ?? []].flat()),
  ...SIGNAL_COUNTERS.map(({ property }) => property),
].toSorted();

function counter(kind: SignalKind, property: string): SignalCounter {
  const source = SIGNAL_SOURCES.find((candidate) => candidate.kind === kind);
  if (source === undefined) throw new Error(`no date beside ${property}`);
  return { kind, property, dateProperty: source.dateProperty, detailProperty: source.detailProperty };
}
