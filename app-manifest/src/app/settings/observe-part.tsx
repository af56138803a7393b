// What the rehearsal has come to, and who else writes what Accord would write: to be read before anything is switched on.
import { type Answers, ask, dayIn, type Home, instantIn, numberIn, ShowLoaded, useLoaded } from '@accord/ui';
import { Heading, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Report = Answers['readObserveReport'];

interface ReportProps {
  readonly report: Report;
  readonly home: Home;
}

/** Days with a column of their own, the newest ones on which something would have been handed over. */
const SHOWN_DAYS = 7;
const SHOWN_REPS = 50;

export function ObservePart({ settings: { portal }, home }: TabProps): ReactNode {
  const { server, words } = home;
  const load = useCallback(() => ask(server, 'readObserveReport'), [server]);
  const { loaded, reload } = useLoaded(load);
  return (
    <ShowLoaded loaded={loaded} words={words} reload={reload}>
      {(report) => (
        <>
          {portal.mode === 'live' ? null : <Rehearsed report={report} home={home} />}
          <Writers report={report} home={home} />
        </>
      )}
    </ShowLoaded>
  );
}

function Rehearsed(props: ReportProps): ReactNode {
  const { report, home } = props;
  const { language } = home.server;
  const { observe } = home.words;
  const rows = report.stages.map(({ from, to, leads }): [string, string, string] => [
    from.text,
    to.text,
    numberIn(language, leads),
  ]);
  return (
    <>
      <Heading>{observe.handOvers}</Heading>
      <Text variant="microcopy">
        {observe.handOversWhy(
          instantIn(language, report.since, home.timeZone),
          numberIn(language, report.days),
        )}
      </Text>
      {report.handOvers.length === 0 ? <Text>{observe.noHandOvers}</Text> : <HandOvers {...props} />}
      <Heading>{observe.stages}</Heading>
      {rows.length === 0 ? (
        <Text>{observe.noStages}</Text>
      ) : (
        <Rows head={[observe.from, observe.to, observe.leads]} rows={rows} />
      )}
    </>
  );
}

function HandOvers({ report: { handOvers }, home }: ReportProps): ReactNode {
  const { observe } = home.words;
  const { language } = home.server;
  const count = (value: number): string => (value === 0 ? '' : numberIn(language, value));
  const days = [...new Set(handOvers.map(({ day }) => day))].toSorted().toReversed().slice(0, SHOWN_DAYS);
  const reps = [...Map.groupBy(handOvers, ({ ownerId }) => ownerId)]
    .map(([ownerId, slots]) => ({ ownerId, slots, total: sum(slots) }))
    .toSorted((a, b) => b.total - a.total);
  const rows = reps
    .slice(0, SHOWN_REPS)
    .map(({ ownerId, slots, total }): [string, ...string[]] => [
      repName(observe, ownerId, slots[0]?.name ?? ''),
      count(total),
      count(Math.max(...slots.map((slot) => slot.count))),
      ...days.map((day) => count(sum(slots.filter((slot) => slot.day === day)))),
    ]);
  const head = [
    observe.rep,
    observe.total,
    observe.mostInADay,
    ...days.map((shown) => dayIn(language, shown)),
  ];
  return (
    <>
      <Rows head={head} rows={rows} />
      {reps.length > SHOWN_REPS ? <Text>{observe.more(count(reps.length - SHOWN_REPS))}</Text> : null}
    </>
  );
}

function sum(slots: readonly { readonly count: number }[]): number {
  return slots.reduce((total, slot) => total + slot.count, 0);
}

function repName(observe: Home['words']['observe'], ownerId: string, name: string): string {
  if (ownerId === '') return observe.nobody;
  return name === '' ? observe.owner(ownerId) : name;
}

function Writers({ report: { writers, days }, home }: ReportProps): ReactNode {
  const { words, server } = home;
  const { observe } = words;
  const count = (value: number): string => numberIn(server.language, value);
  const others = writers.filter(({ own }) => !own);
  const rows = [
    ...Map.groupBy(others, ({ source, sourceId, name }) => writerIn(words, source, name || sourceId)),
  ].map(([who, changes]): [string, ...string[]] => [
    who,
    count(changesOf(changes, 'lifecyclestage')),
    count(changesOf(changes, 'hubspot_owner_id')),
    instantIn(
      server.language,
      changes
        .map(({ lastAt }) => lastAt)
        .toSorted()
        .at(-1) ?? '',
      home.timeZone,
    ),
  ]);
  const own = writers.filter((writer) => writer.own);
  return (
    <>
      <Heading>{observe.writers}</Heading>
      <Text variant="microcopy">{observe.writersWhy(count(days))}</Text>
      {rows.length === 0 ? (
        <Text>{observe.noWriters}</Text>
      ) : (
        <Rows head={[observe.who, observe.stage, observe.ownerChanges, observe.last]} rows={rows} />
      )}
      {own.length === 0 ? null : (
        <Text>
          {observe.own(count(changesOf(own, 'lifecyclestage')), count(changesOf(own, 'hubspot_owner_id')))}
        </Text>
      )}
    </>
  );
}

function changesOf(writers: Report['writers'], property: string): number {
  return writers.reduce((total, writer) => total + (writer.property === property ? writer.changes : 0), 0);
}

/** HubSpot's changeSource in words and, where it names one, the person, the app or the form. */
export function writerIn({ observe }: Home['words'], source: string, id: string): string {
  if (source === '') return observe.unknownSource;
  const known = new Map<string, string>(Object.entries(observe.sources)).get(source) ?? source;
  return id === '' ? known : `${known} (${id})`;
}
