// Which channels of an agreement cannot carry anything yet, because the operator or the admin has not set them up.
import type { NotifyModel, NotifySide } from '#domain/notices/channels.ts';
import type { WebhookPlace } from './ports.ts';

export interface MissingChannel {
  readonly side: NotifySide;
  readonly channel: 'email' | 'slack' | 'teams';
  /** '' for the whole side. */
  readonly team: string;
}

export function findMissingChannels(
  notify: NotifyModel | undefined,
  setUp: { readonly mail: boolean; readonly webhooks: readonly WebhookPlace[] },
): readonly MissingChannel[] {
  return (['marketing', 'sales'] as const).flatMap((side) =>
    (notify?.[side] ?? []).flatMap(({ channel, team }): readonly MissingChannel[] => {
      if (channel === 'task') return [];
      const place = { side, channel, team: team ?? '' };
      if (channel === 'email') return setUp.mail ? [] : [{ ...place, channel }];
      const isSet = setUp.webhooks.some(
        (webhook) => webhook.side === side && webhook.channel === channel && webhook.team === place.team,
      );
      return isSet ? [] : [{ ...place, channel }];
    }),
  );
}
