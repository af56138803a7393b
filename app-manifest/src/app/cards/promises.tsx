// What sales has promised for this lead, with the time that is left.
import { instantIn, lengthIn } from '@accord/ui';
import { Flex, Heading, StatusTag, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { Lead, PartProps } from './lead-card.tsx';

type Clock = Lead['clocks'][number];

export function Promises({ lead, home }: PartProps): ReactNode {
  const { clocks } = lead;
  if (clocks.length === 0) return null;
  return (
    <>
      <Heading>{home.words.card.promises}</Heading>
      {clocks.map((clock) => (
        <Flex key={clock.clause} direction="column" gap="flush">
          <StatusTag variant={toneOf(clock)}>
            {home.words.labelled(clock.label, timeOf(clock, home))}
          </StatusTag>
          {clock.dueAt === null ? null : (
            <Text variant="microcopy">
              {home.words.card.due(instantIn(home.server.language, clock.dueAt, home.timeZone))}
            </Text>
          )}
        </Flex>
      ))}
    </>
  );
}

/** Time goes on since the decision that told the status. */
function toneOf({ status, minutesLeft }: Clock): 'danger' | 'warning' | 'info' | 'default' {
  if (status === 'paused') return 'default';
  if (status === 'breached' || (minutesLeft !== null && minutesLeft < 0)) return 'danger';
  return status === 'warned' ? 'warning' : 'info';
}

function timeOf({ minutesLeft, status }: Clock, { words }: PartProps['home']): string {
  if (minutesLeft === null || status === 'paused') return words.card.standsStill;
  const length = lengthIn(words, minutesLeft);
  return minutesLeft < 0 ? words.card.overdue(length) : words.card.left(length);
}
