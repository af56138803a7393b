// A rep's work queue as the API answers it: open leads in the domain's order, each with the sentence that says why there.
import type { z } from 'zod';
import type { Agreement } from '#domain/agreement.ts';
import { tellPause } from '#domain/explain/source-pause-sentences.ts';
import { explainPlace, orderQueue, priorityOf, type QueueLead } from '#domain/priority.ts';
import type { Language } from '#domain/wording.ts';
import type { PauseRecord } from '#pipeline/consequences/source-pauses.ts';
import type { OpenLead, OpenLeads } from '#pipeline/reports.ts';
import type { ROUTES } from './contract.ts';

type Queue = z.output<(typeof ROUTES)['listQueue']['answer']>;

export function answerQueue(
  open: OpenLeads,
  wish: {
    readonly agreement: Agreement;
    readonly language: Language;
    readonly limit: number;
    readonly pauses: readonly PauseRecord[];
  },
): Queue {
  const { agreement, language, limit, pauses } = wish;
  const ordered = orderQueue(
    agreement,
    open.leads.map((lead) => ({ ...lead, ...toQueueLead(agreement, lead) })),
  );
  return {
    at: open.now,
    total: ordered.length,
    items: ordered.slice(0, limit).map((lead, index) => ({
      place: index + 1,
      leadId: lead.leadId,
      contactId: lead.contactId,
      ownerId: lead.ownerId,
      rehearsed: lead.rehearsed,
      status: lead.state.status,
      priority: lead.priority,
      grade: lead.grade,
      score: lead.score,
      clause: lead.due?.clause ?? null,
      dueAt: lead.due?.at ?? null,
      overdue: lead.due !== null && lead.due.at < open.now,
      reason: explainPlace(lead, { agreement, language, now: open.now }),
    })),
    held: pauses.map(({ id, source, held, ...pause }) => ({
      pauseId: id,
      source,
      leads: held,
      sentence: tellPause({ source, ...pause }, language),
    })),
  };
}

function toQueueLead(agreement: Agreement, { leadId, state, decision }: OpenLead): QueueLead {
  const { task, verdict } = decision;
  return {
    leadId,
    ownerId: state.owner.value,
    priority: priorityOf(agreement, state, verdict),
    due: task === null ? null : { clause: task.clause, at: task.dueAt },
    grade: state.scored?.grade ?? verdict.grade,
    score: state.scored?.total ?? 0,
  };
}
