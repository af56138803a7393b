// No event tells of a note beside a no: it is seen by a read, which dates it by the record's last change. Where a hand-over lies between
// the read before and that date, only the note's own past says of which cycle it is.

import { REJECT_NOTE_PROPERTY } from '#domain/names.ts';
import { isSameValue, toInstant } from '#domain/values.ts';
import { chunks, LIMIT_WITH_HISTORY } from './chunks.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { callFor, type Turn } from './turn.ts';

/** The same leads; HubSpot is asked of those alone of which it matters. */
export async function dateNotes(turn: Turn, leads: readonly ReadyLead[]): Promise<readonly ReadyLead[]> {
  const unsure = leads.filter(isUnsure).map(({ loaded }) => loaded.contactId);
  const typedAt = new Map<string, string>();
  const properties = [REJECT_NOTE_PROPERTY];
  for (const ids of chunks(unsure, LIMIT_WITH_HISTORY)) {
    const request = { objectType: 'contacts', ids, properties, history: properties } as const;
    const { records } = await turn.hubspot.batchRead(callFor(turn, turn.lane), request);
    for (const { id, history = {} } of records) {
      const [last] = history[REJECT_NOTE_PROPERTY] ?? [];
      const lead = leads.find(({ loaded }) => loaded.contactId === id);
      const at = toInstant(last?.at ?? '');
      const isShown = isSameValue(last?.value ?? '', lead?.mirror.cells[REJECT_NOTE_PROPERTY]?.v ?? '');
      if (at !== null && isShown) typedAt.set(id, at);
    }
  }
  return leads.map((lead) => {
    const at = typedAt.get(lead.loaded.contactId);
    return at === undefined ? lead : dated(lead, at);
  });
}

function isUnsure({ loaded: { live, shadow, mirror: before }, mirror }: ReadyLead): boolean {
  const [was, is] = [before, mirror].map(({ cells }) => cells[REJECT_NOTE_PROPERTY]);
  if (is === undefined || is.v === '' || is.v === was?.v || is.at !== is.r) return false;
  const since = was?.r ?? was?.at ?? '';
  const handOvers = [...live.handOvers, ...(shadow?.handOvers ?? [])];
  return handOvers.some((at) => at >= since && at < is.at);
}

function dated(lead: ReadyLead, at: string): ReadyLead {
  const { mirror } = lead;
  const cell = mirror.cells[REJECT_NOTE_PROPERTY];
  if (cell === undefined || at >= cell.at) return lead;
  return {
    ...lead,
    mirror: { ...mirror, cells: { ...mirror.cells, [REJECT_NOTE_PROPERTY]: { ...cell, at } } },
  };
}
