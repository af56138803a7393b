// Moving the lead by hand: to sales whatever its score, or back into a track of nurture.
import { ask, useAction } from '@accord/ui';
import { Button, Divider, Select, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PartProps } from './lead-card.tsx';

export function RequestPart(part: PartProps): ReactNode {
  const { may } = part.lead;
  if (may.handOver) return <HandOver {...part} />;
  return may.recycle ? <Recycle {...part} /> : null;
}

function HandOver({ lead, home, reload, follow }: PartProps): ReactNode {
  const { card } = home.words;
  const { isRunning, run } = useAction(home.words, reload);
  const params = { contactId: lead.contactId };
  const handOver = async (): Promise<void> => {
    await ask(home.server, 'askHandOver', { params });
    follow();
  };
  return (
    <>
      <Divider />
      <Text variant="microcopy">{card.handOverWhy}</Text>
      <Button disabled={isRunning} onClick={() => run(handOver, card.handedOver)}>
        {card.handOver}
      </Button>
    </>
  );
}

function Recycle({ lead, home, reload, follow }: PartProps): ReactNode {
  const { card } = home.words;
  const [track, setTrack] = useState('');
  const { isRunning, run } = useAction(home.words, reload);
  const params = { contactId: lead.contactId };
  const body = track === '' ? {} : { track };
  const recycle = async (): Promise<void> => {
    await ask(home.server, 'askRecycle', { params, body });
    follow();
  };
  return (
    <>
      <Divider />
      <Text variant="microcopy">{card.recycleWhy}</Text>
      <Select
        label={card.track}
        name="track"
        value={track}
        options={[
          { value: '', label: card.anyTrack },
          ...lead.tracks.map(({ id, label }) => ({ value: id, label })),
        ]}
        onChange={(chosen) => setTrack(String(chosen))}
      />
      <Button disabled={isRunning} onClick={() => run(recycle, card.recycled)}>
        {card.recycle}
      </Button>
    </>
  );
}
