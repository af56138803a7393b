// Uploading a document as the draft. Problems come back with their place and what to do.
import { type Answers, ask, useAction, useWritten } from '@accord/ui';
import { Alert, Button, Heading, List, Text, TextArea } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { TabProps } from './settings-page.tsx';

export type Problem = Answers['uploadDraft']['problems'][number];

export function DraftForm({
  home: { words, server },
  reload,
  agreement,
}: TabProps & { readonly agreement: string }): ReactNode {
  const { settings } = words;
  const written = useWritten();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const { isRunning, run } = useAction(words, reload);
  const upload = async (): Promise<void> => {
    const body = { document: written.read() };
    const answer = await ask(server, 'uploadDraft', { query: { agreement }, body });
    setProblems(answer.problems);
  };
  return (
    <>
      <Heading>{settings.newDraft}</Heading>
      <TextArea
        label={settings.document}
        name="document"
        rows={12}
        description={settings.documentWhy}
        {...written.field}
      />
      <Button
        variant="primary"
        disabled={isRunning || written.isEmpty}
        onClick={() => run(upload, settings.uploaded)}
      >
        {settings.upload}
      </Button>
      <Problems problems={problems} words={words} />
    </>
  );
}

export function Problems({
  problems,
  words,
}: {
  readonly problems: readonly Problem[];
  readonly words: TabProps['home']['words'];
}): ReactNode {
  const { settings } = words;
  if (problems.length === 0) return null;
  return (
    <Alert title={settings.problems} variant="warning">
      <List variant="unordered-styled">
        {problems.map(({ path, line, column, problem, suggestion = '' }) => (
          <Text key={`${path} ${line} ${problem}`}>
            {words.labelled(`${path} (${settings.place(line, column)})`, problem)}
            {suggestion === '' ? '' : ` ${settings.meant(suggestion)}`}
          </Text>
        ))}
      </List>
    </Alert>
  );
}
