// Where Accord tells people: e-mail, and the incoming webhooks of Slack and Teams per side or team.
import { type Answers, ask, useAction, useWritten } from '@accord/ui';
import { Button, Flex, Heading, Input, Select, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Channels = NonNullable<Answers['readSettings']['channels']>;
type Place = Pick<Channels['webhooks'][number], 'side' | 'team' | 'channel'>;

export function ChannelsTab({
  channels,
  home,
  reload,
}: TabProps & { readonly channels: Channels }): ReactNode {
  const { settings, labelled } = home.words;
  return (
    <Flex direction="column" gap="medium">
      <Text>{labelled(settings.email, channels.email ? settings.emailOn : settings.emailOff)}</Text>
      <Heading>{settings.webhooks}</Heading>
      <Webhooks webhooks={channels.webhooks} home={home} reload={reload} />
      <NewWebhook home={home} reload={reload} />
    </Flex>
  );
}

function Webhooks({
  webhooks,
  home: { words, server },
  reload,
}: { readonly webhooks: Channels['webhooks'] } & Pick<TabProps, 'home' | 'reload'>): ReactNode {
  const { settings } = words;
  const { isRunning, run } = useAction(words, reload);
  if (webhooks.length === 0) return <Text>{settings.noWebhooks}</Text>;
  const remove = (place: Place): void =>
    run(() => ask(server, 'setChannel', { body: { ...place, url: null } }), words.done);
  return (
    <Rows
      head={[settings.channel, settings.address, '']}
      rows={webhooks.map(({ side, team, channel, host }) => [
        [settings.channels[channel], settings.sides[side], team].filter((part) => part !== '').join(' · '),
        host,
        <Button key="remove" size="xs" disabled={isRunning} onClick={() => remove({ side, team, channel })}>
          {settings.remove}
        </Button>,
      ])}
    />
  );
}

const NOWHERE: Place = { side: 'sales', team: '', channel: 'slack' };

function NewWebhook({ home: { words, server }, reload }: Pick<TabProps, 'home' | 'reload'>): ReactNode {
  const { settings } = words;
  const [place, setPlace] = useState(NOWHERE);
  const address = useWritten();
  const { isRunning, run } = useAction(words, reload);
  const save = async (): Promise<void> => {
    await ask(server, 'setChannel', { body: { ...place, url: address.read() } });
    address.clear();
  };
  return (
    <>
      <Select
        label={settings.side}
        name="side"
        value={place.side}
        options={(['marketing', 'sales'] as const).map((value) => ({ value, label: settings.sides[value] }))}
        onChange={(side) => setPlace({ ...place, side: side === 'marketing' ? 'marketing' : 'sales' })}
      />
      <Select
        label={settings.channel}
        name="channel"
        value={place.channel}
        options={(['slack', 'teams'] as const).map((value) => ({ value, label: settings.channels[value] }))}
        onChange={(channel) => setPlace({ ...place, channel: channel === 'teams' ? 'teams' : 'slack' })}
      />
      <Input
        label={settings.team}
        name="team"
        value={place.team}
        onChange={(team) => setPlace({ ...place, team })}
      />
      <Input
        label={settings.address}
        name="url"
        type="password"
        description={settings.addressWhy}
        {...address.field}
      />
      <Button variant="primary" disabled={isRunning || address.isEmpty} onClick={() => run(save, words.done)}>
        {settings.save}
      </Button>
    </>
  );
}
