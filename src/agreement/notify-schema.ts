// Who is told, and where: channels of each side (5a.11). The address of a Slack or Teams webhook is a secret and never
// stands in a signed document: it is set for the portal (PUT /api/v1/portals/{portal}/channels).
import { z } from 'zod';
import { NOTICE_CHANNELS, NOTICE_TOPICS, type NoticeChannel } from '#domain/notices/channels.ts';
import { complain, parseInto } from './issue.ts';
import { Email, Label, strict, word } from './value-schema.ts';

export const Channel = strict({
  channel: word(NOTICE_CHANNELS),
  /** The address of a task or an e-mail; for Slack and Teams the channel's name, for readers. */
  to: z.string().max(300).optional(),
  /** A HubSpot team; without it the whole side. */
  team: Label.optional(),
  about: z.array(word(NOTICE_TOPICS)).min(1).optional(),
  personalData: z.boolean().optional(),
}).transform((raw, sink) => {
  if (raw.to === undefined) return raw;
  if (raw.channel === 'slack' || raw.channel === 'teams') {
    if (/:\/\//.test(raw.to)) complain(sink, { code: 'secretInDocument', path: ['to'] });
    return raw;
  }
  const to = Email.safeParse(raw.to);
  if (to.success) return { ...raw, to: to.data };
  parseInto(sink, strict({ to: Email }), { to: raw.to });
  return raw;
});

export function compileChannel(channel: z.output<typeof Channel>): NoticeChannel {
  const { to = null, team = null, about = null, personalData = false } = channel;
  return { channel: channel.channel, to, team, about, personalData };
}
