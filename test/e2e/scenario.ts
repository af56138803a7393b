// A busy portal for the whole-app tests: people and forms change 2,000 contacts 20,000 times, seeded.
import { sleep } from '#platform/clock.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import type { World } from './world.ts';

const PORTAL = 44001234;
export const PORTAL_TEXT = String(PORTAL);
const FORMS = ['Request a demo', 'Contact us', 'Newsletter', 'Demande de démo', 'Webinar registration'];
const TITLES = [
  'CEO',
  'Directrice marketing',
  'Assistante de direction',
  'Student',
  'Head of Sales',
  'Responsable achats',
];
const COUNTRIES = ['France', 'Germany', 'Brazil', 'Belgique', ''];
const STAGES = ['lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];

/** A small generator of its own (mulberry32): the scenario must not share randomness with what it tests. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function fillPortal(world: World, contacts: number): void {
  generatePortal(world.sandbox.requirePortal(PORTAL), {
    seed: 11,
    contacts,
    companies: Math.ceil(contacts / 7),
    reps: 8,
  });
}

export interface Player {
  /** One person does one thing. */
  act(pauseMs: number): Promise<void>;
  /** Acts until the sandbox has emitted this many events in all. */
  playUntil(events: number, pauseMs: number): Promise<void>;
}

export function createPlayer(world: World, seed: number): Player {
  const random = createRandom(seed);
  const portal = world.sandbox.requirePortal(PORTAL);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const act = (id: string): ActionInput => {
    const dice = random();
    const chosen = LIFE.find(([below]) => dice < below);
    return (chosen?.[1] ?? move)({ id, random, pick, portal });
  };
  // Nobody twice at once: of two changes in one millisecond only HubSpot would know which came last.
  const pickSome = (): Set<string> => {
    const ids = [...portal.objects.contacts.live.keys()];
    return new Set(Array.from({ length: 100 }, () => pick(ids)));
  };
  return {
    act: async (pauseMs) => {
      world.sandbox.apply(PORTAL, [act(pick([...portal.objects.contacts.live.keys()]))]);
      await sleep(pauseMs);
    },
    playUntil: async (events, pauseMs) => {
      while (emitted(world) < events) {
        // Some actions are refused (an archived owner, a property of a rep that is not there yet): like in life.
        world.sandbox.apply(PORTAL, [...pickSome()].map(act));
        await sleep(Math.max(pauseMs, 2));
      }
    },
  };
}

interface Person {
  readonly id: string;
  readonly random: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly portal: ReturnType<World['sandbox']['requirePortal']>;
}

/** What people do, by how often: each row up to its share of all actions. */
const LIFE: readonly (readonly [number, (person: Person) => ActionInput])[] = [
  [
    0.3,
    ({ id, pick, portal }) => ({
      type: 'submitForm',
      email: portal.objects.contacts.live.get(id)?.values['email'] ?? '',
      form: pick(FORMS),
    }),
  ],
  [
    0.45,
    ({ id, pick }) => ({ type: 'set', id, properties: { jobtitle: pick(TITLES), country: pick(COUNTRIES) } }),
  ],
  [
    0.6,
    ({ id, pick }) => ({
      type: 'pageView',
      id,
      url: `https://www.site.example/${pick(['pricing', 'tarifs', 'blog'])}`,
    }),
  ],
  [0.7, ({ id }) => ({ type: 'emailClick', id })],
  [0.75, ({ id }) => ({ type: 'bookMeeting', id })],
  [0.8, ({ id }) => ({ type: 'logTouch', id })],
  [0.85, ({ id, random }) => answer(id, random())],
  [0.88, ({ id, pick }) => ({ type: 'set', id, properties: { lifecyclestage: pick(STAGES) } })],
  [
    0.91,
    ({ id, pick, portal }) => ({
      type: 'set',
      id,
      properties: { hubspot_owner_id: pick([...portal.owners.keys()]) },
    }),
  ],
  [0.93, ({ id, pick }) => ({ type: 'set', id, properties: { hs_email_optout: pick(['true', 'false']) } })],
];

function move({ id, random }: Person): ActionInput {
  const city = `City ${Math.floor(random() * 1e6)}`;
  return { type: 'set', id, properties: { city, phone: `+33 1 ${Math.floor(random() * 1e8)}` } };
}

function answer(id: string, chance: number): ActionInput {
  const properties = { property: 'accord_answer', reasonProperty: 'accord_reject_reason' };
  if (chance < 0.5) return { type: 'answer', id, answer: 'accept', ...properties };
  if (chance < 0.75) return { type: 'answer', id, answer: 'reject', ...properties };
  return { type: 'answer', id, answer: 'reject', reason: 'No budget', ...properties };
}

export function emitted(world: World): number {
  return world.sandbox.state.events.events.length;
}
