// Who is absent, and how long: written from "Absent" of the domain's README.
import type { Absence } from './routing-shapes.ts';
import { ms } from './shapes.ts';
import type { Work } from './work.ts';

interface Spell {
  from: number;
  until: number;
  by: Absence['by'];
}

/** Absences that touch or overlap, as one around now. */
export function whoIsAbsent({ context, now }: Pick<Work, 'context' | 'now'>, ownerId: string): Spell | null {
  const all = (context.pool.absences?.[ownerId] ?? []).map((absence) => ({
    from: ms(absence.from),
    until: ms(absence.until),
    by: absence.by,
  }));
  const first = all.find(({ from, until }) => from <= now && now < until);
  if (first === undefined) return null;
  const spell = { ...first };
  for (let round = 0; round <= all.length; round++) {
    for (const { from, until } of all) {
      if (from > spell.until || until < spell.from) continue;
      spell.from = Math.min(spell.from, from);
      spell.until = Math.max(spell.until, until);
    }
  }
  return spell;
}
