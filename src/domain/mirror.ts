// What we know of one HubSpot record, folded from events and reads so that their order does not matter (I2, 10.7).
// Instants are HubSpot's clock throughout: an event's occurredAt, a read's updatedAt.
import type { Instant } from './agreement.ts';
import { automationOf } from './change-source.ts';
import type { Cell } from './lead.ts';
import { STAGE_PROPERTY } from './names.ts';

/**
 * `v` the value, `at` when it became so, `k` the key of the event that said so ('' for a read), `r` the newest read,
 * `s` the changeSource of a stage that no person set.
 */
export interface MirrorCell {
  readonly v: string;
  readonly at: Instant;
  readonly k: string;
  readonly r?: Instant;
  readonly s?: string;
}

export interface Mirror {
  readonly cells: Readonly<Record<string, MirrorCell>>;
  readonly createdAt: Instant;
  /** HubSpot's clock at the newest read; null when never read. */
  readonly readAt: Instant | null;
  /** Which list of properties the newest read asked for. */
  readonly readSet: string;
}

export interface MirrorEvent {
  readonly key: string;
  readonly action:
    | 'creation'
    | 'propertyChange'
    | 'deletion'
    | 'privacyDeletion'
    | 'merge'
    | 'restore'
    | 'associationChange';
  readonly propertyName: string | null;
  readonly propertyValue: string | null;
  readonly occurredAt: Instant;
  /** Null or absent: HubSpot did not say. */
  readonly changeSource?: string | null;
}

export interface MirrorRead {
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly readSet: string;
}

/** The pseudo-property that says whether the record exists; '' or absent: it does. */
const GONE = '$gone';

export function emptyMirror(createdAt: Instant): Mirror {
  return { cells: {}, createdAt, readAt: null, readSet: '' };
}

export function isGone(mirror: Mirror): boolean {
  return (mirror.cells[GONE]?.v ?? '') !== '';
}

/** Events in any order, any number of times, give the same mirror. */
export function foldEvents(mirror: Mirror, events: readonly MirrorEvent[]): Mirror {
  const cells = { ...mirror.cells };
  let { createdAt } = mirror;
  for (const event of events) {
    if (event.occurredAt < createdAt) createdAt = event.occurredAt;
    const change = changeOf(event);
    if (change === null) continue;
    const cell = cells[change.name];
    if (isNewer(event, cell)) {
      const { s: _, ...kept } = cell ?? {};
      cells[change.name] = {
        ...kept,
        v: change.value,
        at: event.occurredAt,
        k: event.key,
        ...sourceOf(event),
      };
    }
  }
  return { ...mirror, cells, createdAt };
}

/**
 * A read shows the state after every change up to `updatedAt`: older events no longer count, newer ones stay.
 * A value that is the same keeps the instant since when it is so.
 */
export function foldRead(mirror: Mirror, read: MirrorRead): Mirror {
  const cells = { ...mirror.cells };
  for (const [name, raw] of Object.entries(read.properties)) {
    const cell = foldValue(cells[name], raw ?? '', read.updatedAt);
    if (cell !== null) cells[name] = cell;
  }
  const gone = cells[GONE];
  if (gone !== undefined && gone.v !== '' && gone.at <= read.updatedAt)
    cells[GONE] = { v: '', at: read.updatedAt, k: '' };
  return {
    cells,
    createdAt: read.createdAt < mirror.createdAt ? read.createdAt : mirror.createdAt,
    readAt: laterOf(mirror.readAt ?? undefined, read.updatedAt),
    readSet: read.readSet,
  };
}

/** Null: what is known is newer than this read. */
function foldValue(cell: MirrorCell | undefined, value: string, updatedAt: Instant): MirrorCell | null {
  if (cell === undefined) return { v: value, at: updatedAt, k: '', r: updatedAt };
  if (laterOf(cell.r, cell.at) > updatedAt) return null;
  return cell.v === value ? { ...cell, r: updatedAt } : { v: value, at: updatedAt, k: '', r: updatedAt };
}

/** What was read beside the record, whose own dates say nothing of it: dated by the read. */
export function foldAside(
  mirror: Mirror,
  name: string,
  { value, at }: { readonly value: string; readonly at: Instant },
): Mirror {
  const cell = foldValue(mirror.cells[name], value, at);
  return cell === null ? mirror : { ...mirror, cells: { ...mirror.cells, [name]: cell } };
}

/** HubSpot says that the record does not exist (any more). */
export function foldMissing(mirror: Mirror, at: Instant): Mirror {
  return {
    ...mirror,
    readAt: laterOf(mirror.readAt ?? undefined, at),
    cells: { ...mirror.cells, [GONE]: { v: 'missing', at, k: '' } },
  };
}

/** The values as rules see them; empty ones are left out. */
export function cellsOf(mirror: Mirror, names: readonly string[]): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const name of names) {
    const cell = mirror.cells[name];
    if (cell === undefined) continue;
    cells[name] = { value: cell.v, at: cell.at, ...(cell.s === undefined ? {} : { source: cell.s }) };
  }
  return cells;
}

export function valueOf(mirror: Mirror, name: string): string {
  return mirror.cells[name]?.v ?? '';
}

function changeOf(event: MirrorEvent): { readonly name: string; readonly value: string } | null {
  switch (event.action) {
    case 'propertyChange':
      return event.propertyName === null || event.propertyValue === null
        ? null
        : { name: event.propertyName, value: event.propertyValue };
    case 'deletion':
    case 'privacyDeletion':
      return { name: GONE, value: event.action };
    case 'restore':
    case 'creation':
      return { name: GONE, value: '' };
    default:
      return null;
  }
}

/** The stage is the one value of which it matters whether a person set it. */
function sourceOf({ propertyName, changeSource }: MirrorEvent): Pick<MirrorCell, 's'> {
  const isKept = propertyName === STAGE_PROPERTY && automationOf(changeSource) !== null;
  return isKept && typeof changeSource === 'string' ? { s: changeSource } : {};
}

/** By occurredAt, then by event key; what a read has already shown is not news. */
function isNewer(event: MirrorEvent, cell: MirrorCell | undefined): boolean {
  if (cell === undefined) return true;
  if (cell.r !== undefined && event.occurredAt <= cell.r) return false;
  return event.occurredAt > cell.at || (event.occurredAt === cell.at && event.key > cell.k);
}

function laterOf(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && a > b ? a : b;
}
