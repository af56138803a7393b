// Yes or no by sales, for those who may give it. A no names its reason, one of the agreement's.
import { answerLead, useAction } from '@accord/ui';
import { Button, ButtonRow, Select } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PartProps } from './lead-card.tsx';

/** Accepting again says nothing; a no may still come later. */
const ACCEPTABLE: readonly string[] = ['handedOver', 'rejected'];

export function AnswerPart({ lead, home, reload, follow }: PartProps): ReactNode {
  const { words, server } = home;
  const [reason, setReason] = useState('');
  const { isRunning, run } = useAction(words, reload);
  if (!lead.may.answer) return null;
  const { contactId } = lead;
  const give = async (answer: { answer: 'accept' } | { answer: 'reject'; reason: string }): Promise<void> => {
    await answerLead(server, { contactId, ...answer });
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
      <ButtonRow>
        {ACCEPTABLE.includes(lead.status) ? (
          <Button
            variant="primary"
            disabled={isRunning}
            onClick={() => run(() => give({ answer: 'accept' }), words.card.accepted)}
          >
            {words.card.accept}
          </Button>
        ) : null}
        <Button
          variant="secondary"
          disabled={isRunning || reason === ''}
          onClick={() => run(() => give({ answer: 'reject', reason }), words.card.rejected)}
        >
          {words.card.reject}
        </Button>
      </ButtonRow>
    </>
  );
}
