// What a rep does, done in HubSpot as a person does it: answers on the record, calls and e-mails on the timeline, words to Accord
// on the card.

import { askAsUser } from '#demo/as-user.ts';
import type { Calendar } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { ANSWER_PROPERTY, OWNER_PROPERTY, REJECT_REASON_PROPERTY } from '#domain/names.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import type { Portal } from '#sandbox/model.ts';
import { MANAGER, type Rep } from './cast.ts';
import type { Ground } from './ground.ts';
import type { Deed, RejectReason } from './habits.ts';

/** HubSpot's call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const LATE_REASON: RejectReason = 'no-project';
const TRADE_FAIR = { en: 'Trade fair', fr: 'Salon professionnel' } as const;

export interface Task {
  readonly rep: Rep;
  readonly contactId: string;
  readonly deed: Deed;
}

type ActOf = (task: Task) => Promise<void> | void;

export class Hands {
  readonly #ground: Ground;
  readonly #calendar: Calendar;
  readonly #portal: Portal;
  /** Ids of logged calls, by contact and rep. */
  readonly #calls = new Map<string, string>();

  constructor(ground: Ground, calendar: Calendar) {
    this.#ground = ground;
    this.#calendar = calendar;
    this.#portal = ground.sandbox.requirePortal(ground.portalNumber);
  }

  async carryOut(task: Task): Promise<void> {
    await this.#acts[task.deed.kind](task);
  }

  readonly #acts: Readonly<Record<Deed['kind'], ActOf>> = {
    accept: ({ rep, contactId }) => {
      const answer = this.#portal.objects.contacts.live.get(contactId)?.values[ANSWER_PROPERTY] ?? '';
      if (answer === '') this.apply({ type: 'answer', id: contactId, by: rep.userId, answer: 'accept' });
    },
    reject: ({ rep, contactId, deed }) => {
      const reason = (deed.kind === 'reject' && deed.reason) || '';
      this.apply({ type: 'answer', id: contactId, by: rep.userId, answer: 'reject', reason });
    },
    giveReason: ({ rep, contactId }) => {
      const properties = { [REJECT_REASON_PROPERTY]: LATE_REASON };
      this.apply({ type: 'set', id: contactId, by: rep.userId, properties });
    },
    call: (task) => this.#logCall(task, 0),
    enterCall: (task) => this.#logCall(task, task.deed.kind === 'enterCall' ? task.deed.minutesAgo : 0),
    email: ({ rep, contactId }) => {
      const properties = { hs_email_direction: 'EMAIL', [OWNER_PROPERTY]: rep.ownerId };
      this.apply({ type: 'logActivity', objectType: 'emails', id: contactId, by: rep.userId, properties });
    },
    deleteCall: (task) => {
      const id = this.#calls.get(callKey(task)) ?? '';
      this.apply({ type: 'delete', objectType: 'calls', id, by: task.rep.userId });
      this.#calls.delete(callKey(task));
    },
    pause: (task) => this.#tell(task, 'pause', { reason: 'prospect-away' }),
    resume: (task) => this.#tell(task, 'resume', {}),
    excuse: async ({ contactId, deed }) => {
      const clause = deed.kind === 'excuse' ? deed.clause : '';
      const body = { clause, text: TRADE_FAIR[this.#ground.language] };
      await askAsUser(this.#ground, MANAGER, { path: `leads/${contactId}/excuse`, body });
    },
  };

  /** Answers the id of what was made. */
  apply(action: ActionInput): string {
    const [result] = this.#ground.sandbox.apply(this.#ground.portalNumber, [action]);
    if (result?.ok !== true) throw new Error(`${action.type}: ${result?.error ?? 'no answer'}`);
    return result.id ?? '';
  }

  async #tell({ rep, contactId }: Task, what: 'pause' | 'resume', body: object): Promise<void> {
    await askAsUser(this.#ground, rep, { path: `leads/${contactId}/${what}`, body });
  }

  /** Who comes back from an absence does not call again whom he has called. */
  #logCall(task: Task, minutesAgo: number): void {
    if (this.#calls.has(callKey(task))) return;
    const properties = {
      hs_timestamp: fromEpochMs(this.#workedAgo(minutesAgo)),
      hs_call_direction: 'OUTBOUND',
      hs_call_status: 'COMPLETED',
      hs_call_disposition: CONNECTED,
      [OWNER_PROPERTY]: task.rep.ownerId,
    };
    const { contactId, rep } = task;
    const id = this.apply({
      type: 'logActivity',
      objectType: 'calls',
      id: contactId,
      by: rep.userId,
      properties,
    });
    this.#calls.set(callKey(task), id);
  }

  /** The instant since which so many working minutes have passed by now, to the minute. */
  #workedAgo(minutes: number): number {
    const nowMs = this.#ground.clock.nowMs();
    const duration = { unit: 'workingHours', amount: minutes / 60 } as const;
    for (let atMs = nowMs - minutes * MINUTE_MS; atMs > nowMs - 7 * DAY_MS; atMs -= MINUTE_MS)
      if (toEpochMs(addDuration(this.#calendar, fromEpochMs(atMs), duration)) <= nowMs) return atMs;
    throw new Error(`a week has fewer than ${minutes} working minutes`);
  }
}

function callKey({ rep, contactId }: Task): string {
  return `${contactId}:${rep.ownerId}`;
}
