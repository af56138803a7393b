// One version: who signs it, reading and comparing it, who would move, and the steps of its life that it may take now.
import { type Answers, ask, instantIn, ShowLoaded, useLoaded } from '@accord/ui';
import { Alert, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';
import { VersionLooks } from './version-looks.tsx';
import { VersionSteps } from './version-steps.tsx';

type Version = Answers['readVersion'];

export interface VersionProps extends TabProps {
  readonly agreement: string;
  readonly version: number;
}

export interface KnownVersionProps extends VersionProps {
  readonly known: Version;
}

export function VersionPart(props: VersionProps): ReactNode {
  const { home, agreement, version, reload } = props;
  const load = useCallback(
    () => ask(home.server, 'readVersion', { params: { version }, query: { agreement } }),
    [home, agreement, version],
  );
  const { loaded, reload: reloadVersion } = useLoaded(load);
  const afterwards = useCallback(() => {
    reloadVersion();
    reload();
  }, [reloadVersion, reload]);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reloadVersion}>
      {(known) => <Known {...props} reload={afterwards} known={known} />}
    </ShowLoaded>
  );
}

function Known(props: KnownVersionProps): ReactNode {
  const { known, home } = props;
  const { settings, labelled } = home.words;
  return (
    <Flex direction="column" gap="small">
      <Heading>{labelled(`${settings.version} ${known.version}`, settings.statuses[known.status])}</Heading>
      {known.fault === null ? null : (
        <Alert title={settings.fault} variant="danger">
          {known.fault}
        </Alert>
      )}
      <Signatories {...props} />
      <VersionLooks {...props} />
      <VersionSteps {...props} />
    </Flex>
  );
}

function Signatories({ known, home }: KnownVersionProps): ReactNode {
  const { settings, labelled } = home.words;
  if (known.signatories.length === 0) return null;
  const rows = known.signatories.map(({ side, name, email, delegate }): [string, string] => {
    const signature = known.signatures.find((one) => one.side === side);
    const isHis = signature !== undefined && !delegate;
    return [
      labelled(settings.sides[side], name ?? email ?? ''),
      isHis
        ? settings.signedBy(instantIn(home.server.language, signature.signedAt, home.timeZone))
        : settings.notSigned,
    ];
  });
  return (
    <>
      <Rows head={[settings.signatories, settings.state]} rows={rows} />
      <Text variant="microcopy">{known.contentHash}</Text>
    </>
  );
}
