// Who manages sales: sees what has followed broken promises, and takes back what followed one of each kind, through HubSpot as a
// manager does it. The latest first, and each in a minute of its own, so that every one is told. And she lets go what is held back
// from a source, once she has reason to.
import { askAsUser } from '#demo/as-user.ts';
import { MINUTE_MS } from '#domain/instant.ts';
import { loadConsequences, type ToldConsequence } from '#store/story.ts';
import type { Agenda } from './agenda.ts';
import { instantOf, LIFT, MANAGER, repWith } from './cast.ts';
import type { Ground } from './ground.ts';

/** After what she hears last. */
const THINKS_MS = 10 * MINUTE_MS;
/** The promise, and what follows its breach last. */
const TAKES_BACK = [
  { clause: 'accept', kind: 'reassign' },
  { clause: 'feedback', kind: 'return' },
] as const;
const REASONS = { en: 'Agreed with me by phone', fr: 'Vu avec moi par téléphone' } as const;
const MENDED = {
  en: 'The ad is shown to other people now',
  fr: 'La publicité s’adresse désormais à d’autres',
} as const;

export class Manager {
  readonly #ground: Ground;
  readonly #agenda: Agenda;
  readonly #done = new Set<(typeof TAKES_BACK)[number]>();

  constructor(ground: Ground, agenda: Agenda) {
    this.#ground = ground;
    this.#agenda = agenda;
    agenda.note({ atMs: instantOf(ground.timeZone, LIFT.day, LIFT.time), happen: () => this.#letGo() });
  }

  /** Notes what she will do about what has followed since the last look. */
  async look(): Promise<void> {
    const followed = await loadConsequences(this.#ground.database, this.#ground.portalId);
    for (const one of TAKES_BACK) {
      if (this.#done.has(one)) continue;
      const last = followed.find((each) => isOf(each, one));
      if (last === undefined) continue;
      this.#done.add(one);
      // Also where the clock was ahead for a while.
      const fromMs = Math.max(this.#ground.clock.nowMs(), Date.parse(last.at)) + THINKS_MS;
      const all = followed.filter((each) => isSameBreach(each, last)).toReversed();
      for (const [index, { id }] of all.entries())
        this.#agenda.note({ atMs: fromMs + index * MINUTE_MS, happen: () => this.#takeBack(id) });
    }
  }

  async #letGo(): Promise<void> {
    const { language, portalId } = this.#ground;
    const path = `/api/v1/portals/${portalId}/source-pauses`;
    const list = { path: `${path}?standing=true`, method: 'GET' } as const;
    const { items } = await askAsUser<{ items: readonly { id: string }[] }>(this.#ground, MANAGER, list);
    for (const { id } of items)
      await askAsUser(this.#ground, MANAGER, {
        path: `${path}/${id}/lift`,
        body: { reason: MENDED[language] },
      });
  }

  async #takeBack(id: string): Promise<void> {
    const { language, portalId } = this.#ground;
    const path = `/api/v1/portals/${portalId}/consequences/${id}/undo`;
    await askAsUser(this.#ground, MANAGER, { path, body: { reason: REASONS[language] } });
  }
}

function isOf(
  { clause, kind, ownerId, undoneAt }: ToldConsequence,
  one: { readonly clause: string; readonly kind: string },
): boolean {
  const isHis = ownerId === repWith('forgetful').ownerId;
  return isHis && clause === one.clause && kind === one.kind && undoneAt === null;
}

function isSameBreach(a: ToldConsequence, b: ToldConsequence): boolean {
  return a.leadId === b.leadId && a.cycle === b.cycle && a.clause === b.clause && a.run === b.run;
}
