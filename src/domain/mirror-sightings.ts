// What the events and reads of a contact show of its behaviour, as sightings.
import type { Instant } from './agreement.ts';
import type { Mirror, MirrorCell, MirrorEvent, MirrorRead } from './mirror.ts';
import type { Sighting } from './sightings.ts';
import { SIGNAL_COUNTERS, SIGNAL_SOURCES, type SignalCounter, type SignalSource } from './signal-sources.ts';
import { toInstant } from './values.ts';

/** Dates that events tell (their detail is not known from the event alone), and merges. */
export function sightingsOfEvents(contactId: string, events: readonly MirrorEvent[]): Sighting[] {
  return events.flatMap((event) => {
    if (event.action === 'merge') return [mergeSighting(contactId, event.occurredAt)];
    return SIGNAL_SOURCES.filter((source) => source.dateProperty === event.propertyName).flatMap((source) =>
      datedSighting(source, { text: event.propertyValue ?? '', detail: '' }),
    );
  });
}

/**
 * What a mirror shows: the newest date of each kind, with its detail, which HubSpot changes together with the date, and
 * totals that rose since the mirror was as `before`. A total at first sight is no behaviour (5a.8).
 */
export function sightingsOfMirror(contactId: string, before: Mirror, mirror: Mirror): Sighting[] {
  const dated = SIGNAL_SOURCES.flatMap((source) => {
    const text = shownValue(mirror, source.dateProperty);
    return text === null ? [] : datedSighting(source, { text, detail: detailOf(mirror, source) });
  });
  const counted = SIGNAL_COUNTERS.flatMap((counter) => {
    const [from, to] = [totalIn(contactId, before, counter), totalIn(contactId, mirror, counter)];
    return from === null || to === null || (to.count ?? 0) <= (from.count ?? 0) ? [] : [from, to];
  });
  return [...dated, ...counted];
}

/**
 * HubSpot need not move a record's date of change for what it calculates: a record that shows a visit at 10:00 was read
 * after 10:00, whatever that date says.
 */
export function shownUntil(
  record: { readonly properties: MirrorRead['properties']; readonly updatedAt: Instant },
  now: Instant,
): Instant {
  const dates = SIGNAL_COUNTERS.map(({ dateProperty }) => toInstant(record.properties[dateProperty] ?? ''));
  return dates.reduce<Instant>(
    (latest, at) => (at !== null && at <= now && at > latest ? at : latest),
    record.updatedAt,
  );
}

/** The date is also when it was seen, so that the same one is the same bytes whenever it is read. */
function datedSighting(
  source: SignalSource,
  shown: { readonly text: string; readonly detail: string },
): Sighting[] {
  const at = toInstant(shown.text);
  if (at === null) return [];
  const { kind } = source;
  return [{ id: `${kind}:${at}`, source: 'property', kind, at, detail: shown.detail, seenAt: at }];
}

function mergeSighting(contactId: string, at: Instant): Sighting {
  return { id: `merge#${contactId}:${at}`, source: 'merge', kind: 'none', at, detail: '', seenAt: at };
}

/** Null: never read. An empty one was read as none so far. */
function totalIn(contactId: string, mirror: Mirror, counter: SignalCounter): Sighting | null {
  const cell = mirror.cells[counter.property];
  const text = shownValue(mirror, counter.property);
  if (cell?.r === undefined || text === null) return null;
  const count = text === '' ? 0 : Number(text);
  if (!Number.isSafeInteger(count) || count < 0) return null;
  const { kind } = counter;
  return {
    id: `${kind}#${contactId}:${count}`,
    source: 'counter',
    kind,
    // Without a date of its own it is as old as its read.
    at: toInstant(shownValue(mirror, counter.dateProperty) ?? '') ?? (count === 0 ? NEVER : cell.r),
    detail: detailOf(mirror, counter),
    seenAt: cell.r,
    count,
  };
}

/** Before any behaviour. */
const NEVER = '1970-01-01T00:00:00.000Z';

function detailOf(mirror: Mirror, source: Pick<SignalSource, 'detailProperty'>): string {
  return source.detailProperty === null ? '' : (mirror.cells[source.detailProperty]?.v ?? '');
}

/** Only what HubSpot's record itself showed: then what stands beside it belongs to it. */
function shownValue(mirror: Mirror, name: string): string | null {
  const cell: MirrorCell | undefined = mirror.cells[name];
  return cell?.r === undefined || cell.r < cell.at ? null : cell.v;
}
