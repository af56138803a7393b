// Whether the account is connected, whether Accord acts in it, and the first steps.
import { ask, instantIn, numberIn, useAction } from '@accord/ui';
import {
  Alert,
  Button,
  ButtonRow,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Link,
  Select,
  Text,
} from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { DisconnectPart } from './disconnect-part.tsx';
import { ScopesPart } from './scopes-part.tsx';
import type { TabProps } from './settings-page.tsx';

export function ConnectionTab(props: TabProps): ReactNode {
  const { settings, home } = props;
  const { portal } = settings;
  const { words } = home;
  return (
    <Flex direction="column" gap="medium">
      <Facts {...props} />
      {portal.unwritten.map(({ object, note }) => (
        <Alert
          key={object}
          title={words.labelled(words.settings.unwritten, words.settings.objects[object])}
          variant="danger"
        >
          {note}
        </Alert>
      ))}
      {portal.unread.map(({ object, note }) => (
        <Alert
          key={object}
          title={words.labelled(words.settings.unread, words.settings.objects[object])}
          variant="warning"
        >
          {note}
        </Alert>
      ))}
      {portal.uncalled.map(({ because, note }) => (
        <Alert key={because} title={words.settings.uncalled} variant="warning">
          {note}
        </Alert>
      ))}
      <ScopesPart {...props} />
      {settings.isAdmin ? <Steps {...props} /> : null}
      <Link href={settings.console}>{words.settings.console}</Link>
      {settings.isAdmin ? <DisconnectPart {...props} /> : null}
    </Flex>
  );
}

function Facts({ settings: { portal }, home }: TabProps): ReactNode {
  const { settings } = home.words;
  const { language } = home.server;
  const count = (value: number): string => numberIn(language, value);
  const { leads, toJudge } = portal.backfill;
  const rows: readonly (readonly [string, string])[] = [
    [settings.account, portal.portalId],
    [settings.state, `${settings.states[portal.status]} ${portal.statusReason}`.trim()],
    [settings.mode, settings.modes[portal.mode]],
    [settings.installed, instantIn(language, portal.installedAt, home.timeZone)],
    [settings.leads, toJudge > 0 ? `${count(leads)}, ${settings.toJudge(count(toJudge))}` : count(leads)],
    [settings.openTasks, count(portal.openTasks)],
    [settings.parked, count(portal.parked)],
  ];
  return (
    <DescriptionList direction="row">
      {rows.map(([label, value]) => (
        <DescriptionListItem key={label} label={label}>
          <Text>{value}</Text>
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
}

function Steps({ settings: { portal }, home, reload }: TabProps): ReactNode {
  const { words, server } = home;
  const { isRunning, run } = useAction(words, reload);
  const isPaused = portal.mode === 'paused';
  return (
    <>
      <Provision home={home} reload={reload} />
      <Text variant="microcopy">{words.settings.pauseWhy}</Text>
      <ButtonRow>
        <Button
          variant={isPaused ? 'primary' : 'destructive'}
          disabled={isRunning}
          onClick={() => run(() => ask(server, isPaused ? 'resumePortal' : 'pausePortal'), words.done)}
        >
          {isPaused ? words.settings.resume : words.settings.pause}
        </Button>
      </ButtonRow>
      <Select
        label={words.settings.language}
        name="language"
        value={portal.language}
        readOnly={isRunning}
        options={(['en', 'fr'] as const).map((value) => ({ value, label: words.settings.languages[value] }))}
        onChange={(chosen) => {
          const body = { language: chosen === 'fr' ? ('fr' as const) : ('en' as const) };
          run(() => ask(server, 'setLanguage', { body }), words.done);
        }}
      />
    </>
  );
}

/** Names what stands in the way; it may be repeated. */
function Provision({ home, reload }: Pick<TabProps, 'home' | 'reload'>): ReactNode {
  const { words, server } = home;
  const { isRunning, run } = useAction(words, reload);
  const [conflicts, setConflicts] = useState<readonly string[]>([]);
  const provision = async (): Promise<void> => {
    const answer = await ask(server, 'provisionPortal');
    setConflicts(answer.conflicts.map(({ name, message }) => `${name}: ${message}`));
  };
  return (
    <>
      <Text variant="microcopy">{words.settings.provisionWhy}</Text>
      <Button disabled={isRunning} onClick={() => run(provision, words.settings.provisioned)}>
        {words.settings.provision}
      </Button>
      {conflicts.length === 0 ? null : (
        <Alert title={words.settings.conflicts} variant="warning">
          {conflicts.join(' ')}
        </Alert>
      )}
    </>
  );
}
