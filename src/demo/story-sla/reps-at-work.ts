// The reps: each sees in HubSpot that a lead has become his, plans what he does about it, and does it there when its time has
// come, if he is still there and the lead is still his.

import type { Calendar } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { ANSWER_PROPERTY, OWNER_PROPERTY, REJECT_REASON_PROPERTY, STAGE_PROPERTY } from '#domain/names.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import type { CrmRecord } from '#sandbox/model.ts';
import { createRandom } from '#sandbox/random.ts';
import { forgetOwners } from '#store/story.ts';
import { askAsUser } from '../as-user.ts';
import type { Agenda } from './agenda.ts';
import { dayOf } from './arrivals.ts';
import { FAREWELL, ILLNESS, instantOf, isAway, MANAGER, REPS, type Rep, repWith } from './cast.ts';
import type { Ground } from './ground.ts';
import { type Deed, planFor } from './habits.ts';

/** HubSpot's call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const TRADE_FAIR = { en: 'Trade fair', fr: 'Salon professionnel' } as const;
const HANDED_OVER = ['marketingqualifiedlead', 'salesqualifiedlead'];

export interface RepsAtWork {
  /** Plans for the leads that have become somebody's since the last look. */
  look(): void;
}

function callKey({ rep, contactId }: Task): string {
  return `${contactId}:${rep.ownerId}`;
}

interface Task {
  readonly rep: Rep;
  readonly contactId: string;
  readonly deed: Deed;
}

export function putRepsToWork(ground: Ground, agenda: Agenda, calendar: Calendar): RepsAtWork {
  const { sandbox, portalNumber, clock, timeZone, seed } = ground;
  const portal = sandbox.requirePortal(portalNumber);
  const random = createRandom(seed, 'habits');
  const seen = new Map<string, string>();
  const taken = new Map<string, number>();
  const calls = new Map<string, string>();

  const plan = (rep: Rep, contactId: string): void => {
    const nth = taken.get(rep.ownerId) ?? 0;
    taken.set(rep.ownerId, nth + 1);
    const now = fromEpochMs(clock.nowMs());
    for (const { after, deed } of planFor(rep, nth, random)) {
      // Minutes as hours: whole milliseconds again in the calendar.
      const at = addDuration(calendar, now, { unit: 'workingHours', amount: after / 60 });
      agenda.note({ atMs: toEpochMs(at), happen: () => carryOut(rep, contactId, deed) });
    }
  };

  const carryOut = async (rep: Rep, contactId: string, deed: Deed): Promise<void> => {
    const contact = portal.objects.contacts.live.get(contactId);
    if (contact === undefined || isAway(rep, dayOf(timeZone, clock.nowMs()))) return;
    const isHis = contact.values[OWNER_PROPERTY] === rep.ownerId;
    // Who called says so, also when the lead is somebody else's by now.
    if (!isHis && deed.kind !== 'enterCall') return;
    await doIt({ rep, contactId, deed }, contact);
  };

  const doIt = async (task: Task, contact: CrmRecord): Promise<void> => {
    const { rep, contactId, deed } = task;
    switch (deed.kind) {
      case 'accept':
        if ((contact.values[ANSWER_PROPERTY] ?? '') === '')
          apply({ type: 'answer', id: contactId, by: rep.userId, answer: 'accept' });
        return;
      case 'reject':
        apply({ type: 'answer', id: contactId, by: rep.userId, answer: 'reject', ...reason() });
        return;
      case 'call':
      case 'enterCall':
        // Who comes back from an absence does not call again whom he has called.
        if (!calls.has(callKey(task)))
          calls.set(callKey(task), apply(call(task, deed.kind === 'call' ? 0 : deed.minutesAgo)) ?? '');
        return;
      case 'email':
        apply(email(task));
        return;
      case 'deleteCall':
        apply({ type: 'delete', objectType: 'calls', id: calls.get(callKey(task)) ?? '', by: rep.userId });
        calls.delete(callKey(task));
        return;
      case 'pause':
        await say(task, 'pause', { reason: 'prospect-away' });
        return;
      case 'resume':
        await say(task, 'resume', {});
        return;
      case 'excuse':
        await askAsUser(ground, MANAGER, {
          path: `leads/${contactId}/excuse`,
          body: { clause: deed.clause, text: TRADE_FAIR[ground.language] },
        });
    }
  };

  const say = (task: Task, what: 'pause' | 'resume', body: object): Promise<unknown> =>
    askAsUser(ground, task.rep, { path: `leads/${task.contactId}/${what}`, body });

  const apply = (action: ActionInput): string | null => {
    const [result] = sandbox.apply(portalNumber, [action]);
    if (result?.ok !== true) throw new Error(`${action.type}: ${result?.error ?? 'no answer'}`);
    return result.id;
  };

  /** The second of the agreement's reasons: no project now. */
  const reason = (): { reason: string } => ({
    reason: portal.properties.contacts.get(REJECT_REASON_PROPERTY)?.options[1]?.value ?? '',
  });

  const call = ({ rep, contactId }: Task, minutesAgo: number): ActionInput => ({
    type: 'logActivity',
    objectType: 'calls',
    id: contactId,
    by: rep.userId,
    properties: {
      hs_timestamp: fromEpochMs(workedAgo(minutesAgo)),
      hs_call_direction: 'OUTBOUND',
      hs_call_status: 'COMPLETED',
      hs_call_disposition: CONNECTED,
      [OWNER_PROPERTY]: rep.ownerId,
    },
  });

  const email = ({ rep, contactId }: Task): ActionInput => ({
    type: 'logActivity',
    objectType: 'emails',
    id: contactId,
    by: rep.userId,
    properties: { hs_email_direction: 'EMAIL', [OWNER_PROPERTY]: rep.ownerId },
  });

  /** The instant from which on so many working minutes have passed by now, to the minute. */
  const workedAgo = (minutes: number): number => {
    const nowMs = clock.nowMs();
    for (let atMs = nowMs - minutes * MINUTE_MS; atMs > nowMs - 7 * DAY_MS; atMs -= MINUTE_MS) {
      const end = addDuration(calendar, fromEpochMs(atMs), { unit: 'workingHours', amount: minutes / 60 });
      if (toEpochMs(end) <= nowMs) return atMs;
    }
    return nowMs - minutes * MINUTE_MS;
  };

  const look = (): void => {
    for (const contact of portal.objects.contacts.live.values()) {
      const ownerId = contact.values[OWNER_PROPERTY] ?? '';
      if (!HANDED_OVER.includes(contact.values[STAGE_PROPERTY] ?? '')) continue;
      if (seen.get(contact.id) === ownerId) continue;
      seen.set(contact.id, ownerId);
      const rep = REPS.find((one) => one.ownerId === ownerId);
      if (rep !== undefined) plan(rep, contact.id);
    }
  };

  const leave = async (): Promise<void> => {
    apply({ type: 'archiveOwner', ownerId: repWith('leaving').ownerId });
    await forgetOwners(ground.database, ground.portalId);
  };
  /** Back at the desk: what is still his is looked at anew. */
  const comeBack = (): void => {
    const { ownerId } = repWith('ill');
    for (const [contactId, owner] of seen) if (owner === ownerId) seen.delete(contactId);
  };
  const dayAfter = fromEpochMs(Date.parse(ILLNESS.until) + DAY_MS).slice(0, 10);
  agenda.note({ atMs: instantOf(timeZone, FAREWELL, '12:00'), happen: leave });
  agenda.note({ atMs: instantOf(timeZone, dayAfter, '09:00'), happen: comeBack });
  return { look };
}
