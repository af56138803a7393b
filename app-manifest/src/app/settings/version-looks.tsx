// Looking before signing: the contract to read, what changes against what is in force, and who would move.
import { type Answers, ask, numberIn, useAction } from '@accord/ui';
import { Alert, Button, ButtonRow, List, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { AgreementText } from './agreement-text.tsx';
import { Judging, usePreview } from './use-preview.tsx';
import type { KnownVersionProps } from './version-part.tsx';

type Look =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'changes'; readonly changes: Answers['diffVersions']['changes'] }
  | { readonly kind: 'preview'; readonly preview: Answers['previewVersion'] };

export function VersionLooks(props: KnownVersionProps): ReactNode {
  const { home, agreement, version } = props;
  const { words, server } = home;
  const [look, setLook] = useState<Look | null>(null);
  const { isRunning, run } = useAction(words, nothing);
  const place = { params: { version }, query: { agreement } };
  const read = async (): Promise<void> => {
    const query = { agreement, format: 'markdown' };
    const { text } = await ask(server, 'renderVersion', { params: { version }, query });
    setLook({ kind: 'text', text });
  };
  const compare = async (): Promise<void> =>
    setLook({ kind: 'changes', changes: (await ask(server, 'diffVersions', place)).changes });
  const { isJudging, find } = usePreview(props);
  const preview = async (): Promise<void> => setLook({ kind: 'preview', preview: await find('new') });
  const looks = [
    [words.settings.readIt, read],
    [words.settings.compare, compare],
    [words.settings.preview, preview],
  ] as const;
  return (
    <>
      <ButtonRow>
        {looks.map(([label, work]) => (
          <Button key={label} size="sm" disabled={isRunning} onClick={() => run(work, words.done)}>
            {label}
          </Button>
        ))}
      </ButtonRow>
      {isJudging ? <Judging {...props} /> : null}
      {look === null ? null : <Seen look={look} {...props} />}
    </>
  );
}

function nothing(): void {
  // A look changes nothing that would have to be loaded again.
}

function Seen({ look, home }: KnownVersionProps & { readonly look: Look }): ReactNode {
  if (look.kind === 'preview') return <Preview preview={look.preview} home={home} />;
  if (look.kind === 'text') return <AgreementText markdown={look.text} />;
  const { settings } = home.words;
  if (look.changes.length === 0) return <Text>{settings.noChanges}</Text>;
  return (
    <List variant="unordered-styled">
      {look.changes.map(({ text }) => (
        <Text key={text}>{text}</Text>
      ))}
    </List>
  );
}

function Preview({
  preview,
  home,
}: { readonly preview: Answers['previewVersion'] } & Pick<KnownVersionProps, 'home'>): ReactNode {
  const { settings, labelled } = home.words;
  const count = (value: number): string => numberIn(home.server.language, value);
  const sum = (rows: readonly { count: number }[]): string =>
    count(rows.reduce((total, row) => total + row.count, 0));
  return (
    <>
      <Text>{settings.previewOf(count(preview.changed), count(preview.inScope))}</Text>
      <Text>
        {[
          labelled(settings.previewHandOvers, sum(preview.handOvers)),
          labelled(settings.previewTasks, sum(preview.tasks)),
        ].join(' · ')}
      </Text>
      <Text>{labelled(settings.previewBaseline, count(preview.baseline))}</Text>
      {preview.overLimit ? <Alert title={settings.overLimit} variant="warning" /> : null}
      <List variant="unordered-styled">
        {preview.moves.slice(0, 20).map(({ contactId, reason }) => (
          <Text key={contactId}>{labelled(`${settings.contact} ${contactId}`, reason)}</Text>
        ))}
      </List>
    </>
  );
}
