// The score and, where there is room, what it is made of.
import { numberIn, pointsIn } from '@accord/ui';
import {
  Heading,
  Statistics,
  StatisticsItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { Lead, PartProps } from './lead-card.tsx';

export function ScorePart({ lead, home, showParts }: PartProps & { readonly showParts: boolean }): ReactNode {
  const { score, statusText, stageText } = lead;
  const { card, labelled } = home.words;
  const { language } = home.server;
  if (score === null) return <Text format={{ fontWeight: 'bold' }}>{statusText}</Text>;
  return (
    <>
      <Statistics>
        <StatisticsItem label={card.score} number={numberIn(language, score.total)}>
          <Text>{`${card.fit} ${numberIn(language, score.fit)} · ${card.engagement} ${numberIn(language, score.engagement)}`}</Text>
        </StatisticsItem>
        <StatisticsItem label={card.grade} number={score.grade} />
      </Statistics>
      <Text>{`${labelled(card.status, statusText)} · ${labelled(card.stage, stageText)}`}</Text>
      {showParts ? <Parts parts={score.parts} home={home} /> : null}
    </>
  );
}

type Parts = NonNullable<Lead['score']>['parts'];

function Parts({ parts, home }: { readonly parts: Parts } & Pick<PartProps, 'home'>): ReactNode {
  const { card } = home.words;
  if (parts.length === 0) return <Text>{card.noParts}</Text>;
  return (
    <>
      <Heading>{card.parts}</Heading>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>{card.rule}</TableHeader>
            <TableHeader align="right">{card.points}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {parts.map(({ label, points }) => (
            <TableRow key={label}>
              <TableCell>{label}</TableCell>
              <TableCell align="right">{pointsIn(home.server.language, points)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
