// How Accord stands in this account, what it may write, under which agreement, and where it tells people.
import { type Answers, ask, type Home, ShowLoaded, useHome, useLoaded } from '@accord/ui';
import { Alert, Flex, Tab, Tabs } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import { AgreementTab } from './agreement-tab.tsx';
import { BacklogTab } from './backlog-tab.tsx';
import { ChannelsTab } from './channels-tab.tsx';
import { ConnectionTab } from './connection-tab.tsx';
import { MappingTab } from './mapping-tab.tsx';
import { PrivacyTab } from './privacy-tab.tsx';
import { RolesTab } from './roles-tab.tsx';
import { WritingTab } from './writing-tab.tsx';

export interface TabProps {
  readonly settings: Answers['readSettings'];
  readonly home: Home;
  /** After something was changed. */
  readonly reload: () => void;
}

export function SettingsPage(): ReactNode {
  const home = useHome();
  const load = useCallback(() => ask(home.server, 'readSettings'), [home]);
  const { loaded, reload } = useLoaded(load);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reload}>
      {(settings) => <Page settings={settings} home={home} reload={reload} />}
    </ShowLoaded>
  );
}

function Page(props: TabProps): ReactNode {
  const { settings, home } = props;
  const { tabs, readOnly, readOnlyWhy } = home.words.settings;
  return (
    <Flex direction="column" gap="small">
      {settings.isAdmin ? null : (
        <Alert title={readOnly} variant="info">
          {readOnlyWhy}
        </Alert>
      )}
      <Tabs defaultSelected="connection">
        <Tab tabId="connection" title={tabs.connection}>
          <ConnectionTab {...props} />
        </Tab>
        <Tab tabId="writing" title={tabs.writing}>
          <WritingTab {...props} />
        </Tab>
        <Tab tabId="backlog" title={home.words.account.tabs.backlog}>
          <BacklogTab {...props} />
        </Tab>
        <Tab tabId="agreement" title={tabs.agreement}>
          <AgreementTab {...props} />
        </Tab>
        <Tab tabId="mapping" title={home.words.account.tabs.mapping}>
          <MappingTab {...props} />
        </Tab>
        {settings.channels === null ? null : (
          <Tab tabId="channels" title={tabs.channels}>
            <ChannelsTab {...props} channels={settings.channels} />
          </Tab>
        )}
        {settings.isAdmin ? (
          <Tab tabId="privacy" title={home.words.account.tabs.privacy}>
            <PrivacyTab {...props} />
          </Tab>
        ) : null}
        {settings.isAdmin ? (
          <Tab tabId="roles" title={home.words.account.tabs.roles}>
            <RolesTab {...props} />
          </Tab>
        ) : null}
      </Tabs>
    </Flex>
  );
}
