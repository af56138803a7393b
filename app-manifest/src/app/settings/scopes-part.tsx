// What HubSpot has not granted: each scope with its use, and the way to grant it.
import { Alert, Link, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

export function ScopesPart({ settings: { scopes, isAdmin }, home }: TabProps): ReactNode {
  const { scopes: words } = home.words.account;
  const { missing, grantUrl } = scopes;
  if (missing.length === 0) return null;
  const lacksNeeded = missing.some(({ required }) => required);
  return (
    <>
      <Alert title={words.title} variant={lacksNeeded ? 'danger' : 'info'}>
        <Rows
          head={[words.scope, words.kind, words.use]}
          rows={missing.map(({ scope, required, use }) => [
            scope,
            required ? words.required : words.optional,
            use,
          ])}
        />
      </Alert>
      {isAdmin ? (
        <>
          <Text variant="microcopy">{words.grantWhy}</Text>
          <Link href={{ url: grantUrl, external: true }}>{words.grant}</Link>
        </>
      ) : null}
    </>
  );
}
