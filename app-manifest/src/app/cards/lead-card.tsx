// One lead on the record: where it stands, why, what is promised until when, and what this user may do about it.
import {
  type Answers,
  ask,
  type Home,
  ServerError,
  ShowLoaded,
  useFollowUps,
  useHome,
  useLoaded,
} from '@accord/ui';
import { Alert, Divider, EmptyState, Flex, Text, useExtensionContext } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useEffect, useState } from 'react';
import { AnswerPart } from './answer-part.tsx';
import { Promises } from './promises.tsx';
import { RequestPart } from './request-part.tsx';
import { ScorePart } from './score-part.tsx';
import { Sentences } from './sentences.tsx';

export type Lead = Answers['readCard'];

export interface PartProps {
  readonly lead: Lead;
  readonly home: Home;
  /** After something was asked of the server. */
  readonly reload: () => void;
  /** What the server took is done later: the card looks for it. */
  readonly follow: () => void;
}

export function LeadCard({ size }: { readonly size: 'small' | 'full' }): ReactNode {
  const home = useHome();
  const { crm } = useExtensionContext<'crm.record.tab' | 'crm.record.sidebar'>();
  const contactId = String(crm.objectId);
  const load = useCallback(() => readLead(home, contactId), [home, contactId]);
  const { loaded, reload } = useLoaded(load);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reload}>
      {(lead) =>
        lead === null ? (
          <Nothing title={home.words.card.noLead} text={home.words.card.noLeadWhy} />
        ) : (
          <KnownLead size={size} lead={lead} home={home} reload={reload} />
        )
      }
    </ShowLoaded>
  );
}

/** Null where the server has no such lead for this user. */
async function readLead({ server }: Home, contactId: string): Promise<Lead | null> {
  try {
    return await ask(server, 'readCard', { params: { contactId } });
  } catch (error) {
    if (error instanceof ServerError && error.status === 404 && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

function Nothing({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <EmptyState title={title} layout="vertical" imageName="leads">
      <Text>{text}</Text>
    </EmptyState>
  );
}

function KnownLead({
  size,
  ...given
}: Omit<PartProps, 'follow'> & { readonly size: 'small' | 'full' }): ReactNode {
  const { lead, home, reload } = given;
  const { card } = home.words;
  const { isFollowing, follow } = useOutcome(lead, reload);
  const part = { ...given, follow };
  if (!lead.judged) return <Nothing title={card.notJudged} text={card.notJudgedWhy} />;
  return (
    <Flex direction="column" gap="small">
      <Standing {...part} />
      <ScorePart {...part} showParts={size === 'full'} />
      <Promises {...part} />
      {isFollowing ? <Text>{card.following}</Text> : <AnswerPart {...part} />}
      <Divider />
      <Sentences title={card.why} lines={lead.why} max={size === 'full' ? Infinity : 2} />
      <Sentences title={card.whyNotYet} lines={lead.whyNotYet} max={size === 'full' ? Infinity : 3} />
      <Sentences title={card.ways} lines={lead.whatWouldItTake} max={size === 'full' ? Infinity : 2} />
      {isFollowing ? null : <RequestPart {...part} />}
    </Flex>
  );
}

/** Until the lead stands elsewhere than when it was asked for: what shows the new standing offers its buttons, too. */
function useOutcome(
  { status }: Lead,
  reload: () => void,
): { readonly isFollowing: boolean; readonly follow: () => void } {
  const { isFollowing, follow, stop } = useFollowUps(reload);
  const [askedAt, setAskedAt] = useState('');
  const stands = status === askedAt;
  useEffect(() => {
    if (isFollowing && !stands) stop();
  }, [isFollowing, stands, stop]);
  const ask = useCallback(() => {
    setAskedAt(status);
    follow();
  }, [status, follow]);
  return { isFollowing: isFollowing && stands, follow: ask };
}

/** Observing and paused must not be taken for acting. */
function Standing({ lead, home }: PartProps): ReactNode {
  const { card } = home.words;
  if (lead.mode === 'paused')
    return (
      <Alert title={card.paused} variant="warning">
        {card.pausedWhy}
      </Alert>
    );
  if (!lead.rehearsed) return null;
  return (
    <Alert title={card.rehearsed} variant="info">
      {card.rehearsedWhy}
    </Alert>
  );
}
