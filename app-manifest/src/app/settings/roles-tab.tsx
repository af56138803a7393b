// Who may do what: everybody's roles as they are, and those that are granted here.
import { type Answers, ask, onTyping, ShowLoaded, useAction, useLoaded } from '@accord/ui';
import { Button, Flex, Heading, Input, Select, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Roles = Answers['readRoles'];
type Grant = Roles['grants'][number];
type PartProps = Pick<TabProps, 'home' | 'reload'> & { readonly roles: Roles };

const GRANTED = ['admin', 'marketing', 'sales', 'reader'] as const;

export function RolesTab({ home, reload: reloadPage }: TabProps): ReactNode {
  const load = useCallback(() => ask(home.server, 'readRoles'), [home]);
  const { loaded, reload: reloadRoles } = useLoaded(load);
  // A role that the admin gives himself, or takes from himself, changes the page.
  const reload = useCallback(() => {
    reloadRoles();
    reloadPage();
  }, [reloadRoles, reloadPage]);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reloadRoles}>
      {(roles) => (
        <Flex direction="column" gap="medium">
          <People roles={roles} home={home} />
          <Grants roles={roles} home={home} reload={reload} />
          <NewGrant roles={roles} home={home} reload={reload} />
        </Flex>
      )}
    </ShowLoaded>
  );
}

function People({ roles: { people }, home }: Pick<PartProps, 'roles' | 'home'>): ReactNode {
  const { roles: words } = home.words.account;
  return (
    <>
      <Heading>{words.title}</Heading>
      <Text variant="microcopy">{words.why}</Text>
      <Rows
        head={[words.person, words.has]}
        rows={people.map(({ userId, name, email, roles }) => [
          nameOf({ userId, name, email }),
          roles.length === 0 ? words.none : roles.map((role) => words.names[role]).join(', '),
        ])}
      />
    </>
  );
}

function nameOf({ userId, name, email }: { userId: string; name: string; email: string }): string {
  return [name, email].filter((part) => part !== '').join(' · ') || userId;
}

function subjectOf(grant: Grant, { people }: Roles, words: TabProps['home']['words']): string {
  const { roles } = words.account;
  if (grant.subjectKind === 'team') return roles.team(grant.subject);
  const person = people.find(({ userId }) => userId === grant.subject);
  return person === undefined ? roles.user(grant.subject) : nameOf(person);
}

function isSame(a: Grant, b: Grant): boolean {
  return a.subjectKind === b.subjectKind && a.subject === b.subject && a.role === b.role;
}

function Grants({ roles, home, reload }: PartProps): ReactNode {
  const { words, server } = home;
  const { roles: texts } = words.account;
  const { isRunning, run } = useAction(words, reload);
  if (roles.grants.length === 0) return <Text>{texts.noGrants}</Text>;
  const take = (grant: Grant): void => {
    const grants = roles.grants.filter((other) => !isSame(other, grant));
    run(() => ask(server, 'setRoles', { body: { grants } }), words.done);
  };
  return (
    <>
      <Heading>{texts.granted}</Heading>
      <Rows
        head={[texts.to, texts.role, '']}
        rows={roles.grants.map((grant) => [
          subjectOf(grant, roles, words),
          texts.names[grant.role],
          <Button key="take" size="xs" disabled={isRunning} onClick={() => take(grant)}>
            {texts.take}
          </Button>,
        ])}
      />
    </>
  );
}

const OTHER = 'other:';

function NewGrant({ roles, home, reload }: PartProps): ReactNode {
  const { words, server } = home;
  const { roles: texts } = words.account;
  const [chosen, setChosen] = useState('');
  const [userId, setUserId] = useState('');
  const [role, setRole] = useState<Grant['role']>('reader');
  const { isRunning, run } = useAction(words, reload);
  const grant = grantOf(chosen === OTHER ? `user:${userId}` : chosen, role);
  const give = async (): Promise<void> => {
    if (grant === null) return;
    const others = roles.grants.filter((other) => !isSame(other, grant));
    await ask(server, 'setRoles', { body: { grants: [...others, grant] } });
    setChosen('');
    setUserId('');
  };
  return (
    <>
      <Select
        label={texts.choose}
        name="subject"
        value={chosen}
        options={choicesOf(roles, words)}
        onChange={(value) => setChosen(String(value))}
      />
      {chosen === OTHER ? (
        <Input label={texts.userId} name="userId" value={userId} {...onTyping(setUserId)} />
      ) : null}
      <Select
        label={texts.role}
        name="role"
        value={role}
        options={GRANTED.map((value) => ({ value, label: texts.names[value] }))}
        onChange={(value) => setRole(GRANTED.find((one) => one === value) ?? 'reader')}
      />
      <Button variant="primary" disabled={isRunning || grant === null} onClick={() => run(give, words.done)}>
        {texts.grant}
      </Button>
    </>
  );
}

function choicesOf({ people, teams }: Roles, words: TabProps['home']['words']) {
  const { roles } = words.account;
  return [
    ...people.map((person) => ({ value: `user:${person.userId}`, label: nameOf(person) })),
    ...teams.map((team) => ({ value: `team:${team}`, label: roles.team(team) })),
    { value: OTHER, label: roles.other },
  ];
}

/** Null while it is not clear whom. */
function grantOf(chosen: string, role: Grant['role']): Grant | null {
  const [, kind = '', subject = ''] = /^(user|team):(.+)$/.exec(chosen.trim()) ?? [];
  if (kind === 'team') return { subjectKind: 'team', subject, role };
  return kind === 'user' && /^\d{1,20}$/.test(subject) ? { subjectKind: 'user', subject, role } : null;
}
