// Notices to one place as one message: a point per kind and clause, with its numbers, how many leads, and the first few of
// them (R32). What a channel makes of it (HTML, Slack, Teams) is in src/notify.
import { shorten } from '#domain/call-context/signal-words.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { compare } from '#domain/order.ts';
import type { Language } from '#domain/wording.ts';
import type { Notice, NoticeContent } from './notice.ts';
import { noticeWords } from './notice-words.ts';

/** Slack takes 50 blocks; nobody reads more points than this. */
const MAX_POINTS = 15;
/** Leads named per point; the rest is counted, and one link away. */
const SHOWN_LEADS = 5;
/** Names come from forms: one line, and short enough for every channel. */
const MAX_NAME = 80;

export interface Point {
  readonly content: NoticeContent;
  readonly clause: Notice['clause'];
  /** Each once, the ones that matter most first. */
  readonly leads: readonly string[];
}

export interface MessageLine {
  readonly sentence: string;
  readonly leads: readonly { readonly label: string; readonly url: string }[];
  /** `and 495 more leads`; null when all are named. */
  readonly more: string | null;
}

export interface Message {
  readonly language: Language;
  readonly subject: string;
  readonly lines: readonly MessageLine[];
  /** `and 3 more points`; null when all are there. */
  readonly morePoints: string | null;
  readonly link: { readonly label: string; readonly url: string };
  readonly footer: string;
}

/** What is known of a lead when the message is written. */
export interface ShownLead {
  readonly contactId: string;
  /** '' where the agreement allows no personal data, or HubSpot has no name. */
  readonly name: string;
}

/**
 * Points in the order in which their first notice came. Leads of the same clause are put together; of a rate or a volume
 * of one month only the latest numbers count: its label names the month.
 */
export function groupNotices(notices: readonly Notice[]): readonly Point[] {
  const points = new Map<string, Point>();
  for (const notice of notices.toSorted((a, b) => compare(a.at, b.at))) {
    const { kind, clause, leads } = notice;
    const isMeasured = 'reached' in notice.params;
    const key = canonicalJson([kind, isMeasured ? clause : clause.id, isMeasured ? {} : notice.params]);
    const before = isMeasured ? undefined : points.get(key);
    points.set(key, {
      content: contentOf(notice),
      clause,
      leads: [...new Set([...(before?.leads ?? []), ...leads])],
    });
  }
  return [...points.values()];
}

/** Kind and numbers belong together; spreading a union would part them. */
function contentOf({ kind, params }: Notice): NoticeContent {
  return { kind, params } as NoticeContent; // the very pair that came in
}

export interface MessageInput {
  readonly points: readonly Point[];
  readonly language: Language;
  readonly portalId: string;
  /** By Accord's lead id; a lead that is no more is counted and not named. */
  readonly leads: ReadonlyMap<string, ShownLead>;
  /** Where all of it is listed. */
  readonly allUrl: string;
  /** Short and readable; the same when a message is sent again. */
  readonly mark: string;
}

export function writeMessage(input: MessageInput): Message {
  const { points, language } = input;
  const words = noticeWords(language);
  const lines = points.slice(0, MAX_POINTS).map((point) => lineOf(point, input));
  const left = points.length - lines.length;
  return {
    language,
    subject: words.subject(points.length, lines[0]?.sentence ?? ''),
    lines,
    morePoints: left === 0 ? null : words.morePoints(left),
    link: { label: words.open, url: input.allUrl },
    footer: words.footer(input.mark),
  };
}

/** The leads of each point that a message names, to be looked up first. */
export function shownLeads(points: readonly Point[]): readonly string[] {
  return points.slice(0, MAX_POINTS).flatMap(({ leads }) => leads.slice(0, SHOWN_LEADS));
}

function lineOf(
  { content, clause, leads }: Point,
  { language, portalId, leads: known }: MessageInput,
): MessageLine {
  const words = noticeWords(language);
  const shown = leads.slice(0, SHOWN_LEADS).flatMap((id) => {
    const lead = known.get(id);
    if (lead === undefined) return [];
    const { contactId, name } = lead;
    const label = name === '' ? words.lead(contactId) : shorten(name, MAX_NAME);
    return [{ label, url: recordUrl(portalId, contactId) }];
  });
  const more = leads.length - shown.length;
  return {
    sentence: words.sentence(content, { label: clause.label, leads: leads.length }),
    leads: shown,
    more: more === 0 ? null : words.more(more),
  };
}

/** HubSpot sends its users on to the data centre of their account. */
function recordUrl(portalId: string, contactId: string): string {
  return `https://app.hubspot.com/contacts/${portalId}/record/0-1/${contactId}`;
}
