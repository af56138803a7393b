// A titled list of the server's sentences; nothing where there is none.
import { Heading, List, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

export function Sentences({
  title,
  lines,
  max,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly max: number;
}): ReactNode {
  if (lines.length === 0) return null;
  return (
    <>
      <Heading>{title}</Heading>
      <List variant="unordered-styled">
        {lines.slice(0, max).map((line) => (
          <Text key={line}>{line}</Text>
        ))}
      </List>
    </>
  );
}
