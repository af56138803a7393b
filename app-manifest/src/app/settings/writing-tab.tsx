// What Accord writes, switched on one by one, and what it would have written until then.
import { ask, instantIn, labelFor, numberIn, useAction } from '@accord/ui';
import { Alert, Flex, Heading, Text, Toggle } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { ObservePart, writerIn } from './observe-part.tsx';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

const EFFECTS = ['scores', 'stage', 'owner', 'tasks', 'consequences'] as const;
type Effect = (typeof EFFECTS)[number];

export function WritingTab(props: TabProps): ReactNode {
  const { settings } = props.home.words;
  return (
    <Flex direction="column" gap="medium">
      <Text>{settings.effectsWhy}</Text>
      {EFFECTS.map((effect) => (
        <Switch key={effect} effect={effect} {...props} />
      ))}
      <Withheld {...props} />
      <ObservePart {...props} />
      <Others {...props} />
      <Grades {...props} />
    </Flex>
  );
}

function Switch({
  effect,
  settings: { portal, isAdmin },
  home,
  reload,
}: TabProps & { readonly effect: Effect }): ReactNode {
  const { words, server } = home;
  const { isRunning, run } = useAction(words, reload);
  const { enabled, since } = portal.effects[effect] ?? { enabled: false, since: null };
  const from =
    since === null || !enabled
      ? ''
      : ` (${words.settings.since(instantIn(server.language, since, home.timeZone))})`;
  return (
    <Toggle
      name={effect}
      label={`${words.settings.effects[effect]}${from}`}
      labelDisplay="inline"
      checked={enabled}
      readonly={!isAdmin || isRunning}
      textChecked={words.settings.on}
      textUnchecked={words.settings.off}
      onChange={(on) =>
        run(() => ask(server, 'switchEffect', { params: { effect }, body: { enabled: on } }), words.done)
      }
    />
  );
}

function Withheld({ settings: { withheld }, home }: TabProps): ReactNode {
  const { settings } = home.words;
  const count = (value: number): string => numberIn(home.server.language, value);
  return (
    <>
      <Heading>{settings.wouldWrite}</Heading>
      <Text variant="microcopy">{settings.wouldWriteWhy}</Text>
      {withheld.length === 0 ? (
        <Text>{settings.nothingWithheld}</Text>
      ) : (
        <Rows
          head={[settings.what, settings.changes, settings.overwriting]}
          rows={withheld.map(({ target, changes, overwriting }) => [
            labelFor(home.server.language, target),
            count(changes),
            count(overwriting),
          ])}
        />
      )}
    </>
  );
}

/** Workflows and other apps that write over our values. */
function Others({ settings: { portal }, home }: TabProps): ReactNode {
  const { settings } = home.words;
  if (portal.setBacks.length === 0) return null;
  const nameOf = (source: string): string => {
    const [kind = '', id = ''] = source.split(' ');
    return writerIn(home.words, kind, id);
  };
  const sources = portal.setBacks.map(({ property, source, times }): [string, string] => [
    home.words.labelled(labelFor(home.server.language, property), nameOf(source)),
    numberIn(home.server.language, times),
  ]);
  return (
    <Alert title={settings.othersWrite} variant="warning">
      <Rows head={[settings.source, settings.times]} rows={sources} />
    </Alert>
  );
}

function Grades({ settings: { portal }, home }: TabProps): ReactNode {
  const { settings, card } = home.words;
  const grades = Object.entries(portal.leads.byGrade)
    .filter(([grade]) => grade !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (grades.length === 0) return null;
  return (
    <>
      <Heading>{settings.byGrade}</Heading>
      <Rows
        head={[card.grade, settings.leadCount]}
        rows={grades.map(([grade, leads]) => [grade, numberIn(home.server.language, leads)])}
      />
    </>
  );
}
