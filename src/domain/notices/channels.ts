// Which channels carry a notice to whom, as the agreement's `notify` says (5a.11).
import type { Notice, NoticeAudience, NoticeKind } from './notice.ts';

export const NOTICE_TOPICS = ['handOver', 'warning', 'breach', 'quality', 'digest'] as const;
type NoticeTopic = (typeof NOTICE_TOPICS)[number];

export const NOTICE_CHANNELS = ['task', 'email', 'slack', 'teams'] as const;
export type NoticeChannelKind = (typeof NOTICE_CHANNELS)[number];

export interface NoticeChannel {
  readonly channel: NoticeChannelKind;
  /** The address of a task or an e-mail to the side; null: that of its signatory. For Slack and Teams words only. */
  readonly to: string | null;
  /** Name of a HubSpot team; null: the whole side. */
  readonly team: string | null;
  /** Null: about everything. */
  readonly about: readonly NoticeTopic[] | null;
  /** Names of leads stand in the message. */
  readonly personalData: boolean;
}

export type NotifySide = 'marketing' | 'sales';
export type NotifyModel = Readonly<Record<NotifySide, readonly NoticeChannel[]>>;

/** One place a notice goes to. */
export interface NoticeRoute {
  readonly channel: NoticeChannelKind;
  /** An e-mail address for a task or an e-mail; for Slack and Teams the side, with its team: `sales`, `sales:Berlin`. */
  readonly destination: string;
  readonly personalData: boolean;
}

/** E-mail address of the person who signs for each side; null once erased. */
export type Signatories = Readonly<Record<NotifySide, string | null>>;

const TOPIC_OF: Readonly<Record<NoticeKind, NoticeTopic>> = {
  handedOver: 'handOver',
  clockWarned: 'warning',
  clockBreached: 'breach',
  slowHandling: 'breach',
  consequenceDone: 'breach',
  consequenceUndone: 'breach',
  qualityLow: 'quality',
  completenessLow: 'quality',
  fewMeetings: 'quality',
  volumeBehind: 'quality',
  sourcePaused: 'quality',
  sourceResumed: 'quality',
  agendaPoint: 'digest',
};

/** Each destination once; none where the agreement names no channel for it. */
export function routesOf(
  notice: Pick<Notice, 'kind' | 'audience' | 'recipient' | 'teams'>,
  notify: NotifyModel | undefined,
  signatories: Signatories,
): readonly NoticeRoute[] {
  const side = sideOf(notice.audience);
  const topic = TOPIC_OF[notice.kind];
  const routes = (notify?.[side] ?? [])
    .filter(({ about }) => about === null || about.includes(topic))
    .filter(({ team }) => team === null || notice.teams.length === 0 || notice.teams.includes(team))
    .flatMap((channel) => {
      const destination = destinationOf(channel, { ...notice, side, signatory: signatories[side] });
      return destination === null
        ? []
        : [{ channel: channel.channel, destination, personalData: channel.personalData }];
    });
  // The first that names a place says how it is written there.
  return routes.filter((route, index) => routes.findIndex((other) => isSamePlace(route, other)) === index);
}

function sideOf(audience: NoticeAudience): NotifySide {
  return audience === 'marketing' || audience === 'marketingPerson' ? 'marketing' : 'sales';
}

interface Addressed extends Pick<Notice, 'audience' | 'recipient'> {
  readonly side: NotifySide;
  readonly signatory: string | null;
}

const NOT_IN_ROOMS: readonly NoticeAudience[] = ['owner', 'salesPerson', 'marketingPerson'];

function destinationOf(
  { channel, to, team }: NoticeChannel,
  { audience, recipient, side, signatory }: Addressed,
): string | null {
  switch (channel) {
    // A room of many is no place to name one rep, or to tell one person.
    case 'slack':
    case 'teams':
      if (NOT_IN_ROOMS.includes(audience)) return null;
      return team === null ? side : `${side}:${team}`;
    case 'task':
      // The owner has the task of the lead itself, with its reminder (5a.6).
      return audience === 'owner' ? null : addressOf();
    case 'email':
      return addressOf();
  }

  function addressOf(): string | null {
    const isSide = audience === 'sales' || audience === 'marketing';
    const known = isSide ? (to ?? '') : recipient;
    if (known !== '') return known.toLowerCase();
    return audience === 'owner' ? null : (signatory?.toLowerCase() ?? null);
  }
}

function isSamePlace(a: NoticeRoute, b: NoticeRoute): boolean {
  return a.channel === b.channel && a.destination === b.destination;
}
