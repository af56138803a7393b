// Yes or no by sales, for those who may give it. A no names its reason, one of the agreement's, and may have a note beside it.
import { answerLead, useAction, useWritten } from '@accord/ui';
import { Button, ButtonRow, Select, TextArea } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PartProps } from './lead-card.tsx';

/** As the server takes it. */
const MAX_NOTE = 1_000;
/** Accepting again says nothing; a no may still come later. */
const ACCEPTABLE: readonly string[] = ['handedOver', 'rejected'];

export function AnswerPart({ lead, home, reload, follow }: PartProps): ReactNode {
  const { words, server } = home;
  const [reason, setReason] = useState('');
  const note = useWritten();
  const { isRunning, run } = useAction(words, reload);
  if (!lead.may.answer) return null;
  const { contactId } = lead;
  const accept = async (): Promise<void> => {
    await answerLead(server, { contactId, answer: 'accept' });
    follow();
  };
  const reject = async (): Promise<void> => {
    await answerLead(server, { contactId, answer: 'reject', reason, note: note.read() });
    follow();
  };
  return (
    <>
      <Select
        label={words.card.reason}
        name="reason"
        value={reason}
        placeholder={words.card.chooseReason}
        options={lead.rejectReasons.map(({ id, label }) => ({ value: id, label }))}
        onChange={(chosen) => setReason(String(chosen))}
      />
      {reason === '' ? null : <NoteField words={words} written={note} />}
      <ButtonRow>
        {ACCEPTABLE.includes(lead.status) ? (
          <Button variant="primary" disabled={isRunning} onClick={() => run(accept, words.card.accepted)}>
            {words.card.accept}
          </Button>
        ) : null}
        <Button
          variant="secondary"
          disabled={isRunning || reason === ''}
          onClick={() => run(reject, words.card.rejected)}
        >
          {words.card.reject}
        </Button>
      </ButtonRow>
    </>
  );
}

function NoteField({
  words: { card },
  written,
}: {
  readonly words: PartProps['home']['words'];
  readonly written: ReturnType<typeof useWritten>;
}): ReactNode {
  return (
    <TextArea
      label={card.note}
      name="note"
      rows={3}
      maxLength={MAX_NOTE}
      description={card.aboutNote}
      {...written.field}
    />
  );
}
