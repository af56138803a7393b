// The agreement as both sides read it: its Markdown, with HubSpot's headings, lists and tables.
import { Heading, List, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { Rows } from './rows.tsx';

type Block =
  | { readonly kind: 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

export function AgreementText({ markdown }: { readonly markdown: string }): ReactNode {
  return (
    <>
      {readBlocks(markdown).map((block, place) => (
        // Blocks may repeat.
        // oxlint-disable-next-line react/no-array-index-key
        <Shown key={place} block={block} />
      ))}
    </>
  );
}

function Shown({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <Heading>{block.text}</Heading>;
    case 'text':
      return <Text>{block.text}</Text>;
    case 'list':
      return (
        <List variant="unordered-styled">
          {block.items.map((item) => (
            <Text key={item}>{item}</Text>
          ))}
        </List>
      );
    case 'table': {
      const [head = [], ...rows] = block.rows;
      return <Rows head={head} rows={rows.map(([first = '', ...others]) => [first, ...others])} />;
    }
  }
}

function readBlocks(markdown: string): readonly Block[] {
  const lines = markdown.split('\n').map((line) => line.trim());
  // The line below a table's head says nothing.
  const told = lines.filter((line) => line !== '' && !/^\|[\s|:-]+\|$/.test(line));
  return told.map(readLine).reduce<readonly Block[]>((blocks, next) => {
    const joined = join(blocks.at(-1), next);
    return joined === null ? [...blocks, next] : [...blocks.slice(0, -1), joined];
  }, []);
}

function readLine(line: string): Block {
  if (line.startsWith('|'))
    return {
      kind: 'table',
      rows: [
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map(plain),
      ],
    };
  if (line.startsWith('- ')) return { kind: 'list', items: [plain(line.slice(2))] };
  if (line.startsWith('#')) return { kind: 'heading', text: plain(line.replace(/^#+/, '')) };
  return { kind: 'text', text: plain(line) };
}

/** Items of one list and rows of one table stand on lines of their own. */
function join(last: Block | undefined, next: Block): Block | null {
  if (last?.kind === 'list' && next.kind === 'list')
    return { kind: 'list', items: [...last.items, ...next.items] };
  if (last?.kind === 'table' && next.kind === 'table')
    return { kind: 'table', rows: [...last.rows, ...next.rows] };
  return null;
}

function plain(text: string): string {
  return text
    .replaceAll(/`([^`]*)`/g, '[$1]')
    .replaceAll('**', '')
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/\\_/g, '_')
    .trim();
}
