// The leads that were over the line before the switch-on, and letting them go: how long it would take, what has gone already.
import { type Answers, ask, type Bodies, numberIn, ShowLoaded, useAction, useLoaded } from '@accord/ui';
import { Button, Flex, Heading, Link, NumberInput, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useRef, useState } from 'react';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Backlog = Answers['readBacklog'];
type Release = Answers['listReleases']['items'][number];

/** The server's own bounds (contract-backlog.ts). */
const MAX_SHARE = 100;
const MAX_LIMIT = 10_000_000;
const SHOWN_LEADS = 10;
const SHOWN_RELEASES = 5;

interface PartProps extends TabProps {
  /** An administrator or a lead of sales. */
  readonly mayRelease: boolean;
}

export function BacklogTab(props: TabProps): ReactNode {
  const { settings, home } = props;
  const { backlog } = home.words.account;
  const mayRelease = settings.isAdmin || settings.sides.includes('sales');
  return (
    <Flex direction="column" gap="medium">
      <Text>{backlog.why}</Text>
      {mayRelease ? null : <Text variant="microcopy">{backlog.onlySales}</Text>}
      <Parts {...props} mayRelease={mayRelease} />
    </Flex>
  );
}

function Parts(props: PartProps): ReactNode {
  const { home } = props;
  const { words, server } = home;
  // Null: what the server proposes.
  const [share, setShare] = useState<number | null>(null);
  const load = useCallback(async () => {
    const terms = share === null ? {} : { perRepAndDay: share };
    const [backlog, releases] = await Promise.all([
      ask(server, 'readBacklog', { query: { ...terms, limit: SHOWN_LEADS } }),
      ask(server, 'listReleases', { query: { limit: SHOWN_RELEASES } }),
    ]);
    return { backlog, releases: releases.items };
  }, [server, share]);
  const { loaded, reload } = useLoaded(load);
  return (
    <ShowLoaded loaded={loaded} words={words} reload={reload}>
      {({ backlog, releases }) => (
        <>
          <Waiting {...props} backlog={backlog} setShare={setShare} reload={reload} />
          <Releases {...props} releases={releases} reload={reload} />
        </>
      )}
    </ShowLoaded>
  );
}

function Waiting(
  props: PartProps & { readonly backlog: Backlog; readonly setShare: (share: number) => void },
): ReactNode {
  const { backlog, home, settings } = props;
  const { language } = home.server;
  const texts = home.words.account.backlog;
  if (backlog.total === 0) return <Text>{texts.nothing}</Text>;
  const rest = backlog.total - backlog.items.length;
  return (
    <>
      <Text>{backlog.plan.sentence}</Text>
      {props.mayRelease ? <Terms {...props} /> : null}
      <Heading>{texts.best}</Heading>
      <Rows
        head={[texts.place, texts.lead, texts.worth]}
        rows={backlog.items.map(({ place, contactId, reason }) => [
          numberIn(language, place),
          <Link key={contactId} href={recordOf(settings.portal.portalId, contactId)}>
            {contactId}
          </Link>,
          reason,
        ])}
      />
      {rest === 0 ? null : <Text>{texts.more(numberIn(language, rest))}</Text>}
    </>
  );
}

/** HubSpot leads from here to the account's own region. */
function recordOf(portalId: string, contactId: string): string {
  return `https://app.hubspot.com/contacts/${portalId}/record/0-1/${contactId}`;
}

function Terms({
  backlog,
  setShare,
  home: { words, server },
  reload,
}: PartProps & { readonly backlog: Backlog; readonly setShare: (share: number) => void }): ReactNode {
  const texts = words.account.backlog;
  const { perRepAndDay } = backlog.plan;
  const [limit, setLimit] = useState<number | undefined>(undefined);
  // What stands in the fields now, also for the click that left one of them: HubSpot tells of both at once.
  const terms = useRef<Bodies['startRelease']>({ perRepAndDay });
  const { isRunning, run } = useAction(words, reload);
  const takeShare = (share: number | undefined): void => {
    if (!isCount(share, MAX_SHARE)) return;
    terms.current = { ...terms.current, perRepAndDay: share };
    setShare(share);
  };
  const takeLimit = (all: number | undefined): void => {
    const { limit: _before, ...rest } = terms.current;
    terms.current = isCount(all, MAX_LIMIT) ? { ...rest, limit: all } : rest;
    setLimit(terms.current.limit);
  };
  const all = limit === undefined ? {} : { value: limit };
  return (
    <>
      <NumberInput
        label={texts.share}
        name="perRepAndDay"
        min={1}
        max={MAX_SHARE}
        value={perRepAndDay}
        onChange={takeShare}
      />
      <NumberInput label={texts.limit} name="limit" min={1} max={MAX_LIMIT} {...all} onChange={takeLimit} />
      <Text variant="microcopy">{texts.releaseWhy}</Text>
      <Button
        disabled={isRunning}
        onClick={() => run(() => ask(server, 'startRelease', { body: terms.current }), texts.released)}
      >
        {texts.release}
      </Button>
    </>
  );
}

/** An empty field gives no number. */
function isCount(value: number | undefined, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

function Releases({
  releases,
  home,
  ...rest
}: PartProps & { readonly releases: readonly Release[] }): ReactNode {
  const texts = home.words.account.backlog;
  return (
    <>
      <Heading>{texts.releases}</Heading>
      {releases.length === 0 ? <Text>{texts.noReleases}</Text> : null}
      {releases.map((release) => (
        <ReleaseLine key={release.id} release={release} home={home} {...rest} />
      ))}
    </>
  );
}

function ReleaseLine({
  release: { id, state, sentence },
  home: { words, server },
  reload,
  mayRelease,
}: PartProps & { readonly release: Release }): ReactNode {
  const texts = words.account.backlog;
  const { isRunning, run } = useAction(words, reload);
  const isOver = state === 'stopped' || state === 'done';
  return (
    <>
      <Text>{sentence}</Text>
      {isOver || !mayRelease ? null : (
        <Button
          variant="destructive"
          disabled={isRunning}
          onClick={() => run(() => ask(server, 'stopRelease', { params: { id } }), texts.stopped)}
        >
          {texts.stop}
        </Button>
      )}
    </>
  );
}
