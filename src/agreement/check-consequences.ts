// What a consequence names: persons by their address, and of marketing's only what can follow a month. Not by shape, so that
// versions that were signed with a mistake can still be read.
import { SIDES } from '#domain/agreement-data.ts';
import { itemsAt, textAt, valueAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import type { AgreementDocument } from './schema.ts';
import { Email } from './value-schema.ts';

interface Placed {
  readonly path: Path;
  readonly value: unknown;
}

export function checkConsequences(raw: unknown): readonly Issue[] {
  const ofMarketing = consequencesAt(raw, 'promises.marketing');
  return [
    ...ofMarketing.flatMap(checkOfMarketing),
    ...[...ofMarketing, ...consequencesOfSales(raw)].flatMap(checkAddress),
  ];
}

function consequencesAt(raw: unknown, place: string): readonly Placed[] {
  return itemsAt(raw, `${place}.consequences`);
}

/** Of a document, raw or read: those of all promises of sales, of each of them, and of each clause of its own. */
export function consequencesOfSales(raw: unknown): readonly Placed[] {
  const promises = keysOf(valueAt(raw, 'promises.sales')).map((key) => `promises.sales.${key}`);
  const own = itemsAt(raw, 'promises.sales.clauses').flatMap((clause) =>
    itemsAt(clause.value, 'consequences').map(({ path, value }) => ({
      path: [...clause.path, ...path],
      value,
    })),
  );
  return ['promises.sales', ...promises].flatMap((place) => consequencesAt(raw, place)).concat(own);
}

/** Words are the writers' own (`sales lead`); what is written like an address is one. */
function checkAddress({ path, value }: Placed): readonly Issue[] {
  const to = textAt(value, 'to') ?? '';
  if (!to.includes('@') || Email.safeParse(to).success) return [];
  return [{ path: [...path, 'to'], code: 'badEmail', params: { value: to } }];
}

/** In person a named one is told by task or e-mail alone. */
export function noteUnreached(document: AgreementDocument): readonly Issue[] {
  return SIDES.flatMap((side) => {
    const channels = document.notify[side];
    if (channels.some(({ channel }) => channel === 'task' || channel === 'email')) return [];
    return (side === 'sales' ? consequencesOfSales(document) : consequencesAt(document, 'promises.marketing'))
      .map(({ path, value }) => ({ path: [...path, 'to'], to: textAt(value, 'to') ?? '' }))
      .filter(({ to }) => to.includes('@'))
      .map(({ path, to }) => ({ path, code: 'unreachedPerson', params: { to, side } }));
  });
}

/** Of one lead and its rep: nothing of what marketing promises. */
const OF_SALES_ALONE = ['reassign', 'return'];
/** What is said of a clause of marketing's is worked out from its month: once for a clause and month, however often anybody looks. */
const IDLE: ReadonlyMap<string, readonly string[]> = new Map([
  ['agenda', ['to', 'maxPerHour', 'coolDown']],
  ['suspend', ['to']],
  ['warn', ['maxPerHour', 'coolDown']],
  ['escalate', ['maxPerHour', 'coolDown']],
]);

function checkOfMarketing({ path, value }: Placed): readonly Issue[] {
  const what = textAt(value, 'do') ?? '';
  if (OF_SALES_ALONE.includes(what))
    return [{ path: [...path, 'do'], code: 'ofSalesAlone', params: { value: what }, suggestion: 'agenda' }];
  const idle = IDLE.get(what) ?? [];
  return keysOf(value)
    .filter((key) => idle.includes(key))
    .map((key) => ({
      path: [...path, key],
      code: key === 'to' ? 'toldToBoth' : 'onceAMonth',
      params: { key, value: what },
    }));
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
