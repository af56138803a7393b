// The agreement and its versions: what is in force, what is drafted, and the life of each from draft to signature.
import { type Answers, ask, instantIn, ShowLoaded, useLoaded } from '@accord/ui';
import { Alert, Button, Flex, Heading, StatusTag, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import { DraftForm } from './draft-form.tsx';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';
import { VersionPart } from './version-part.tsx';

type Versions = Answers['listVersions'];

export function AgreementTab(props: TabProps): ReactNode {
  const { home } = props;
  const load = useCallback(() => ask(home.server, 'listVersions'), [home]);
  const { loaded, reload: reloadVersions } = useLoaded(load);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reloadVersions}>
      {(versions) => <VersionList {...props} versions={versions} reloadVersions={reloadVersions} />}
    </ShowLoaded>
  );
}

function VersionList({
  versions,
  reloadVersions,
  ...props
}: TabProps & { readonly versions: Versions; readonly reloadVersions: () => void }): ReactNode {
  const { home, settings } = props;
  const words = home.words.settings;
  // One agreement on the screens, the portal's first.
  const agreement = settings.portal.agreement?.id ?? 'main';
  const items = versions.items
    .filter(({ agreementId }) => agreementId === agreement)
    .toSorted((a, b) => b.version - a.version);
  const [chosen, setChosen] = useState<number | null>(null);
  const afterwards = useCallback(() => {
    reloadVersions();
    props.reload();
  }, [reloadVersions, props.reload]);
  return (
    <Flex direction="column" gap="medium">
      {versions.findings.map(({ version, problem }) => (
        <Alert key={`${version} ${problem}`} title={`${words.version} ${version}`} variant="danger">
          {problem}
        </Alert>
      ))}
      <Heading>{words.versions}</Heading>
      {items.length === 0 ? (
        <Text>{words.noVersions}</Text>
      ) : (
        <Rows
          head={[words.version, words.state, words.inForceSince, '']}
          rows={items.map((item) => rowOf(item, props, setChosen))}
        />
      )}
      {chosen === null ? null : (
        <VersionPart key={chosen} {...props} reload={afterwards} agreement={agreement} version={chosen} />
      )}
      <DraftForm {...props} reload={afterwards} agreement={agreement} />
    </Flex>
  );
}

function rowOf(
  { version, status, activeFrom }: Versions['items'][number],
  { home }: TabProps,
  choose: (version: number) => void,
): readonly [string, ...ReactNode[]] {
  const words = home.words.settings;
  return [
    String(version),
    <StatusTag key="status" variant={status === 'active' ? 'success' : 'default'}>
      {words.statuses[status]}
    </StatusTag>,
    activeFrom === null ? '' : instantIn(home.server.language, activeFrom, home.timeZone),
    <Button key="open" size="xs" onClick={() => choose(version)}>
      {words.open}
    </Button>,
  ];
}
