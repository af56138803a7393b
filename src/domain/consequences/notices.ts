// Who is told what of a consequence (R32): whoever it is about, and whoever answers for it. Told once, as it was carried out
// or taken back.
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { Consequence, ConsequenceKind } from '#domain/agreement-sales.ts';
import type { ConsequenceEvent } from '#domain/decision.ts';
import type { Notice, NoticeAudience, NoticeContent } from '#domain/notices/notice.ts';
import { podOf } from '#domain/routing/pods.ts';
import { makeWords } from '#domain/wording.ts';

/** An owner as HubSpot names him. */
export interface NoticeOwner {
  readonly id: string;
  /** Null where HubSpot shows none. */
  readonly email: string | null;
  readonly teams: readonly string[];
}

interface Told {
  readonly agreement: Agreement;
  readonly leadId: string;
  readonly owners: readonly NoticeOwner[];
  readonly now: Instant;
}

const AUDIENCES: Readonly<Record<ConsequenceKind, readonly NoticeAudience[]>> = {
  warn: ['owner'],
  escalate: ['manager'],
  reassign: ['owner', 'manager'],
  return: ['owner', 'marketing'],
  suspend: ['owner', 'manager'],
  agenda: ['sales', 'marketing'],
};

export function noticesOf(told: Told, events: readonly ConsequenceEvent[]): readonly Notice[] {
  return events.flatMap((event) => [
    ...audiencesOf(told, event).map((audience) => noticeTo(audience, told, event)),
    ...noticesToPod(told, event),
  ]);
}

/** A step that names an address tells that person, whomever such a step tells besides. */
function audiencesOf({ agreement }: Told, event: ConsequenceEvent): readonly NoticeAudience[] {
  const usual = AUDIENCES[event.do];
  const isNamed = stepOf(agreement, event)?.to?.includes('@') === true;
  return isNamed && !usual.includes('manager') ? [...usual, 'salesPerson'] : usual;
}

function stepOf({ sales }: Agreement, { clause, step }: ConsequenceEvent): Consequence | undefined {
  return sales.clauses.find(({ id }) => id === clause)?.consequences[step];
}

/** Whoever works with the rep from marketing's side hears of it, too (R18). */
function noticesToPod(told: Told, event: ConsequenceEvent): readonly Notice[] {
  const { agreement, owners } = told;
  const email = owners.find(({ id }) => id === event.ownerId)?.email ?? '';
  const marketer = podOf(agreement.routing.pools, email)?.marketer;
  if (marketer === undefined) return [];
  const notice = noticeTo('marketing', told, event);
  return [{ ...notice, key: `${notice.key} pod`, audience: 'marketingPerson', recipient: marketer }];
}

function noticeTo(
  audience: NoticeAudience,
  { agreement, leadId, owners, now }: Told,
  event: ConsequenceEvent,
): Notice {
  const { language } = agreement;
  const { clause, cycle, run, step } = event;
  const owner = owners.find(({ id }) => id === event.ownerId);
  return {
    key: ['consequence', event.event, agreement.id, leadId, cycle, clause, run, step, audience].join(' '),
    agreementId: agreement.id,
    audience,
    recipient: recipientOf(audience, { owner, step: stepOf(agreement, event) }),
    teams: owner?.teams ?? [],
    clause: { id: clause, label: makeWords(language, agreement).clause(clause) },
    leads: [leadId],
    language,
    at: now,
    ...contentOf(event),
  };
}

function contentOf(event: ConsequenceEvent): NoticeContent {
  if (event.event === 'undone') return { kind: 'consequenceUndone', params: { consequence: event.do } };
  if (event.do === 'agenda') return { kind: 'agendaPoint', params: {} };
  return { kind: 'consequenceDone', params: { consequence: event.do } };
}

/** Words for a manager (`sales lead`) mean the side's signatory. */
function recipientOf(
  audience: NoticeAudience,
  { owner, step }: { readonly owner: NoticeOwner | undefined; readonly step: Consequence | undefined },
): string {
  if (audience === 'owner') return owner?.email ?? '';
  const to = step?.to ?? '';
  const isPerson = audience === 'manager' || audience === 'salesPerson';
  return isPerson && to.includes('@') ? to : '';
}
