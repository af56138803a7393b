// The reps: each sees in HubSpot that a lead has become his, plans what he does about it, and does it there when its time has
// come, if he is still there and the lead is still his.
import type { Calendar } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { OWNER_PROPERTY, STAGE_PROPERTY } from '#domain/names.ts';
import type { Portal } from '#sandbox/model.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { forgetOwners } from '#store/story.ts';
import type { Agenda } from './agenda.ts';
import { dayOf } from './arrivals.ts';
import { FAREWELL, ILLNESS, instantOf, isAway, type Rep, repWith, STAFF } from './cast.ts';
import { Hands, type Task } from './deeds.ts';
import type { Ground } from './ground.ts';
import { type Plan, planAgain, planFor } from './habits.ts';

const HANDED_OVER = ['marketingqualifiedlead', 'salesqualifiedlead'];

export class RepsAtWork {
  readonly #ground: Ground;
  readonly #agenda: Agenda;
  readonly #calendar: Calendar;
  readonly #portal: Portal;
  readonly #hands: Hands;
  readonly #random: Random;
  /** Owner id by contact id, as last looked at. */
  readonly #seen = new Map<string, string>();
  /** How many leads each rep has been given. */
  readonly #given = new Map<string, number>();
  /** Contact and owner id of each lead that a rep has planned for. */
  readonly #known = new Set<string>();

  constructor(ground: Ground, agenda: Agenda, calendar: Calendar) {
    this.#ground = ground;
    this.#agenda = agenda;
    this.#calendar = calendar;
    this.#portal = ground.sandbox.requirePortal(ground.portalNumber);
    this.#hands = new Hands(ground, calendar);
    this.#random = createRandom(ground.seed, 'habits');
    const { timeZone } = ground;
    const back = fromEpochMs(Date.parse(ILLNESS.until) + DAY_MS).slice(0, 10);
    agenda.note({ atMs: instantOf(timeZone, FAREWELL, '12:00'), happen: () => this.#leave() });
    agenda.note({ atMs: instantOf(timeZone, back, '09:00'), happen: () => this.#comeBack() });
  }

  /** Plans for the leads that have become somebody's since the last look. */
  look(): void {
    for (const contact of this.#portal.objects.contacts.live.values()) {
      const ownerId = contact.values[OWNER_PROPERTY] ?? '';
      if (!HANDED_OVER.includes(contact.values[STAGE_PROPERTY] ?? '')) continue;
      if (this.#seen.get(contact.id) === ownerId) continue;
      this.#seen.set(contact.id, ownerId);
      const rep = STAFF.find((one) => one.ownerId === ownerId);
      if (rep !== undefined) this.#plan(rep, contact.id);
    }
  }

  #plan(rep: Rep, contactId: string): void {
    const now = fromEpochMs(this.#ground.clock.nowMs());
    for (const { after, deed } of this.#planOf(rep, contactId)) {
      const at = addDuration(this.#calendar, now, { unit: 'workingHours', amount: after / 60 });
      this.#agenda.note({ atMs: toEpochMs(at), happen: () => this.#do({ rep, contactId, deed }) });
    }
  }

  #planOf(rep: Rep, contactId: string): readonly Plan[] {
    const key = `${contactId}:${rep.ownerId}`;
    if (this.#known.has(key)) return planAgain();
    this.#known.add(key);
    const nth = this.#given.get(rep.ownerId) ?? 0;
    this.#given.set(rep.ownerId, nth + 1);
    return planFor(rep, nth, this.#random);
  }

  async #do(task: Task): Promise<void> {
    const { rep, contactId, deed } = task;
    const { timeZone, clock } = this.#ground;
    const contact = this.#portal.objects.contacts.live.get(contactId);
    if (contact === undefined || isAway(rep, dayOf(timeZone, clock.nowMs()))) return;
    const isHis = contact.values[OWNER_PROPERTY] === rep.ownerId;
    // Who called says so, also when the lead is somebody else's by now.
    if (isHis || deed.kind === 'enterCall') await this.#hands.carryOut(task);
  }

  async #leave(): Promise<void> {
    this.#hands.apply({ type: 'archiveOwner', ownerId: repWith('leaving').ownerId });
    await forgetOwners(this.#ground.database, this.#ground.portalId);
  }

  /** Back at the desk: what is still his is looked at anew. */
  #comeBack(): void {
    const { ownerId } = repWith('ill');
    for (const [contactId, owner] of this.#seen) if (owner === ownerId) this.#seen.delete(contactId);
  }
}
