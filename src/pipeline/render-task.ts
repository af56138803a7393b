// The text of a task, in the words of whoever gets it.

import type { Agreement } from '#domain/agreement.ts';
import type { DecisionContext } from '#domain/decision.ts';
import type { LeadFacts } from '#domain/lead.ts';
import { valueOf } from '#domain/mirror.ts';
import { agreementForLead, agreementForOwner } from '#domain/overlays.ts';
import { ownName } from '#domain/own-fields.ts';
import { taskText } from '#domain/task-text.ts';
import type { ReadyLead } from './lead-inputs.ts';

interface Room {
  readonly agreement: Agreement;
  readonly turn: { readonly portal: { readonly language: 'en' | 'fr' } };
}

type TaskToRender = Pick<Parameters<typeof taskText>[0], 'decision' | 'task'> & {
  readonly facts: LeadFacts;
  readonly context: DecisionContext;
};

/** Under the overlays of the lead and its owner; in the portal's language unless one of them says otherwise. */
export function renderTask(
  room: Room,
  lead: Pick<ReadyLead, 'mirror'>,
  wanted: TaskToRender,
): ReturnType<typeof taskText> {
  const { facts, context, decision, task } = wanted;
  const told = (field: string): string => valueOf(lead.mirror, ownName(room.agreement, 'contact', field));
  const name = ['firstname', 'lastname'].map(told).join(' ').trim();
  const company = told('company');
  const forLead = agreementForLead(room.agreement, facts);
  const agreement = agreementForOwner(forLead, context.pool, task.ownerId);
  const isOwnLanguage = agreement.language !== room.agreement.language;
  return taskText({
    agreement,
    decision,
    task,
    language: isOwnLanguage ? agreement.language : room.turn.portal.language,
    facts,
    now: context.now,
    lead: { ...(name === '' ? {} : { name }), ...(company === '' ? {} : { company }) },
  });
}
