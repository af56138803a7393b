// What is kept of people: for how long, and how somebody is erased, with the proof.
import {
  type Answers,
  ask,
  instantIn,
  numberIn,
  onTyping,
  ShowLoaded,
  useAction,
  useLoaded,
} from '@accord/ui';
import { Button, Flex, Heading, Input, NumberInput, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Retention = Answers['readRetention'];
type Erased = Answers['readErasure'];

export function PrivacyTab({ home }: TabProps): ReactNode {
  const load = useCallback(() => ask(home.server, 'readRetention'), [home]);
  const { loaded, reload } = useLoaded(load);
  return (
    <Flex direction="column" gap="medium">
      <ShowLoaded loaded={loaded} words={home.words} reload={reload}>
        {(retention) => <RetentionPart retention={retention} home={home} reload={reload} />}
      </ShowLoaded>
      <ErasurePart home={home} />
    </Flex>
  );
}

function RetentionPart({
  retention,
  home: { words, server },
  reload,
}: { readonly retention: Retention } & Pick<TabProps, 'home' | 'reload'>): ReactNode {
  const { retention: texts } = words.account;
  const [wish, setWish] = useState(retention);
  const { isRunning, run } = useAction(words, reload);
  return (
    <>
      <Heading>{texts.title}</Heading>
      <Text variant="microcopy">{texts.why}</Text>
      <NumberInput
        label={texts.events}
        name="eventsKeepDays"
        min={7}
        max={400}
        value={wish.eventsKeepDays}
        onChange={(eventsKeepDays) => setWish({ ...wish, eventsKeepDays })}
      />
      <NumberInput
        label={texts.decisions}
        name="decisionsKeepDays"
        min={30}
        max={3650}
        value={wish.decisionsKeepDays}
        onChange={(decisionsKeepDays) => setWish({ ...wish, decisionsKeepDays })}
      />
      <Button
        disabled={isRunning}
        onClick={() => run(() => ask(server, 'setRetention', { body: { ...wish } }), words.done)}
      >
        {texts.save}
      </Button>
    </>
  );
}

/** The address is typed twice: there is no way back. It leaves the page with the request's body only. */
function ErasurePart({ home }: Pick<TabProps, 'home'>): ReactNode {
  const { words, server } = home;
  const { erasure } = words.account;
  const [person, setPerson] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState<readonly Erased[]>([]);
  const look = async (hashes: readonly string[]): Promise<void> =>
    setAsked(await Promise.all(hashes.map((hash) => ask(server, 'readErasure', { params: { hash } }))));
  const { isRunning, run } = useAction(words, stay);
  const erase = async (): Promise<void> => {
    const body = person.includes('@') ? { email: person } : { contactId: person };
    const { hashes } = await ask(server, 'eraseContact', { body });
    setPerson('');
    setAgain('');
    await look(hashes);
  };
  return (
    <>
      <Heading>{erasure.title}</Heading>
      <Text>{erasure.why}</Text>
      <Input
        label={erasure.person}
        name="person"
        value={person}
        {...onTyping((value) => setPerson(value.trim()))}
      />
      <Input
        label={erasure.again}
        name="personAgain"
        value={again}
        {...onTyping((value) => setAgain(value.trim()))}
      />
      <Button
        variant="destructive"
        disabled={isRunning || person === '' || person !== again}
        onClick={() => run(erase, erasure.asked)}
      >
        {erasure.erase}
      </Button>
      <Proof
        asked={asked}
        home={home}
        look={() => run(() => look(asked.map(({ hash }) => hash)), words.done)}
      />
    </>
  );
}

/** The rest of the page is about no person. */
function stay(): void {}

function Proof({
  asked,
  home: { words, server, timeZone },
  look,
}: { readonly asked: readonly Erased[]; readonly look: () => void } & Pick<TabProps, 'home'>): ReactNode {
  const { erasure } = words.account;
  if (asked.length === 0) return null;
  const instant = (at: string): string => instantIn(server.language, at, timeZone);
  return (
    <>
      <Rows
        head={[erasure.proof, erasure.asOf, erasure.state, erasure.dropped]}
        rows={asked.map(({ hash, requestedAt, erasedAt, dropped }) => [
          hash,
          instant(requestedAt),
          erasedAt === null ? erasure.underWay : erasure.erased(instant(erasedAt)),
          numberIn(server.language, dropped),
        ])}
      />
      <Button onClick={look}>{erasure.look}</Button>
    </>
  );
}
