// No event tells of a note beside a no: it is seen by a read, which dates it by the record's last change. Where a hand-over lies between
// the read before and that date, only the note's own past says of which cycle it is.
import type { Mirror, MirrorCell } from '#domain/mirror.ts';
import { REJECT_NOTE_PROPERTY } from '#domain/names.ts';
import { isSameValue, toInstant } from '#domain/values.ts';
import { chunks, LIMIT_WITH_HISTORY } from './chunks.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { callFor, type Turn } from './turn.ts';

interface Version {
  readonly value: string;
  readonly at: string;
}

/** The same leads; HubSpot is asked of those alone of which it matters. */
export async function dateNotes(turn: Turn, leads: readonly ReadyLead[]): Promise<readonly ReadyLead[]> {
  const unsure = leads.filter(isUnsure).map(({ loaded }) => loaded.contactId);
  const typed = await readLast(turn, unsure);
  return leads.map((lead) => {
    const last = typed.get(lead.loaded.contactId);
    return last === undefined ? lead : { ...lead, mirror: dated(lead.mirror, last) };
  });
}

/** By contact. */
async function readLast(turn: Turn, contactIds: readonly string[]): Promise<ReadonlyMap<string, Version>> {
  const found = new Map<string, Version>();
  const properties = [REJECT_NOTE_PROPERTY];
  for (const ids of chunks(contactIds, LIMIT_WITH_HISTORY)) {
    const request = { objectType: 'contacts', ids, properties, history: properties } as const;
    const { records } = await turn.hubspot.batchRead(callFor(turn, turn.lane), request);
    for (const { id, history = {} } of records) {
      const [last] = history[REJECT_NOTE_PROPERTY] ?? [];
      if (last !== undefined) found.set(id, last);
    }
  }
  return found;
}

function isUnsure({ loaded: { live, shadow, mirror: before }, mirror }: ReadyLead): boolean {
  const is = mirror.cells[REJECT_NOTE_PROPERTY];
  const was = before.cells[REJECT_NOTE_PROPERTY];
  if (is === undefined || !isFirstRead(is, was)) return false;
  const since = was?.r ?? '';
  const handOvers = [live, ...(shadow === null ? [] : [shadow])].flatMap((state) => state.handOvers);
  return handOvers.some((at) => at >= since && at < is.at);
}

/** Such a cell is as old as its read. */
function isFirstRead(is: MirrorCell, was: MirrorCell | undefined): boolean {
  return is.v !== '' && is.v !== was?.v && is.at === is.r;
}

function dated(mirror: Mirror, { value, at }: Version): Mirror {
  const cell = mirror.cells[REJECT_NOTE_PROPERTY];
  const typedAt = toInstant(at);
  if (cell === undefined || typedAt === null || typedAt >= cell.at || !isSameValue(cell.v, value))
    return mirror;
  return { ...mirror, cells: { ...mirror.cells, [REJECT_NOTE_PROPERTY]: { ...cell, at: typedAt } } };
}
