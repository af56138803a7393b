// Leaving: what becomes of tasks, properties and data, and a confirmation that nobody gives by accident. Afterwards nothing
// can be loaded any more, so that what was done stays on the page.
import { type Answers, ask, onTyping, useAction } from '@accord/ui';
import { Alert, Button, Heading, Input, List, Select, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { TabProps } from './settings-page.tsx';

type Done = Answers['disconnectPortal'];

interface Wish {
  readonly tasks: 'close' | 'keep';
  readonly properties: 'clear' | 'keep';
  readonly data: 'keep' | 'erase';
}

const GENTLE: Wish = { tasks: 'close', properties: 'keep', data: 'keep' };

export function DisconnectPart({ settings: { portal }, home }: TabProps): ReactNode {
  const { words, server } = home;
  const { leave } = words.account;
  const [wish, setWish] = useState(GENTLE);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<Done | null>(null);
  const { isRunning, run } = useAction(words, stay);
  if (done !== null) return <Left done={done} words={words} />;
  const disconnect = async (): Promise<void> => {
    setDone(await ask(server, 'disconnectPortal', { body: { ...wish, confirm: typed } }));
  };
  return (
    <>
      <Heading>{leave.title}</Heading>
      <Text>{leave.why}</Text>
      <Choices wish={wish} setWish={setWish} words={words} />
      <Input
        label={leave.confirm(portal.portalId)}
        name="confirmDisconnect"
        value={typed}
        {...onTyping((value) => setTyped(value.trim()))}
      />
      <Button
        variant="destructive"
        disabled={isRunning || typed !== portal.portalId}
        onClick={() => run(disconnect, leave.done)}
      >
        {leave.disconnect}
      </Button>
    </>
  );
}

/** Nothing is loaded again. */
function stay(): void {}

function Choices({
  wish,
  setWish,
  words,
}: {
  readonly wish: Wish;
  readonly setWish: (wish: Wish) => void;
  readonly words: TabProps['home']['words'];
}): ReactNode {
  const { leave } = words.account;
  return (
    <>
      <Select
        label={leave.tasks}
        name="tasks"
        value={wish.tasks}
        options={(['close', 'keep'] as const).map((value) => ({ value, label: leave.taskChoices[value] }))}
        onChange={(tasks) => setWish({ ...wish, tasks: tasks === 'keep' ? 'keep' : 'close' })}
      />
      <Select
        label={leave.properties}
        name="properties"
        value={wish.properties}
        options={(['keep', 'clear'] as const).map((value) => ({
          value,
          label: leave.propertyChoices[value],
        }))}
        onChange={(properties) => setWish({ ...wish, properties: properties === 'clear' ? 'clear' : 'keep' })}
      />
      <Select
        label={leave.data}
        name="data"
        value={wish.data}
        options={(['keep', 'erase'] as const).map((value) => ({ value, label: leave.dataChoices[value] }))}
        onChange={(data) => setWish({ ...wish, data: data === 'erase' ? 'erase' : 'keep' })}
      />
    </>
  );
}

function Left({
  done,
  words,
}: {
  readonly done: Done;
  readonly words: TabProps['home']['words'];
}): ReactNode {
  const { leave } = words.account;
  return (
    <Alert title={leave.done} variant="success">
      <Text>{done.summary}</Text>
      {done.propertiesKept.length === 0 ? null : (
        <>
          <Text>{leave.kept}</Text>
          <List variant="unordered-styled">
            {done.propertiesKept.map(({ name, message }) => (
              <Text key={name}>{`${name}: ${message}`}</Text>
            ))}
          </List>
        </>
      )}
    </Alert>
  );
}
