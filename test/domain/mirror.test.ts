// What events and reads of one record add up to, one step at a time, and what they show of a contact's behaviour.
import { describe, expect, it } from 'vitest';
import {
  cellsOf,
  emptyMirror,
  foldAside,
  foldEvents,
  foldMissing,
  foldRead,
  isGone,
  type Mirror,
  type MirrorEvent,
  type MirrorRead,
  valueOf,
} from '#domain/mirror.ts';
import { shownUntil, sightingsOfEvents, sightingsOfMirror } from '#domain/mirror-sightings.ts';

const at = (minute: number): string => `2026-11-02T09:${String(minute).padStart(2, '0')}:00.000Z`;
const BORN = at(0);
const NEW = emptyMirror(BORN);

function changed(value: string | null, minute: number, more: Partial<MirrorEvent> = {}): MirrorEvent {
  return {
    key: 'k1',
    action: 'propertyChange',
    propertyName: 'city',
    propertyValue: value,
    occurredAt: at(minute),
    ...more,
  };
}
function happened(action: MirrorEvent['action'], minute: number): MirrorEvent {
  return changed(null, minute, { action, propertyName: null });
}
type Reading = Pick<MirrorRead, 'properties'> & { readonly createdAt?: string };

function read(properties: Reading['properties'], minute: number, mirror: Mirror = NEW): Mirror {
  return readOf({ properties }, minute, mirror);
}
function readOf({ properties, createdAt = BORN }: Reading, minute: number, mirror: Mirror): Mirror {
  return foldRead(mirror, { properties, createdAt, updatedAt: at(minute), readSet: 's1' });
}

describe('an event', () => {
  const lyon = read({ city: 'Lyon' }, 5);

  it.each<[string, Mirror, MirrorEvent, string]>([
    ['tells a value', NEW, changed('Paris', 1), 'Paris'],
    ['of a value that is not told says nothing', NEW, changed(null, 1), ''],
    ['of a property that is not named says nothing', NEW, changed('Paris', 1, { propertyName: null }), ''],
    ['of another record’s tie says nothing', NEW, changed('Paris', 1, { action: 'associationChange' }), ''],
    ['after a read is news', lyon, changed('Paris', 6), 'Paris'],
    ['of the instant of a read is no news', lyon, changed('Paris', 5), 'Lyon'],
    ['before a read is no news', lyon, changed('Paris', 4), 'Lyon'],
    ['of an earlier instant loses', foldEvents(NEW, [changed('Lyon', 2)]), changed('Paris', 1), 'Lyon'],
    ['of a later instant wins', foldEvents(NEW, [changed('Lyon', 2)]), changed('Paris', 3), 'Paris'],
    [
      'of the same instant wins by its key',
      foldEvents(NEW, [changed('Lyon', 2)]),
      changed('Paris', 2, { key: 'k2' }),
      'Paris',
    ],
    [
      'of the same instant loses by its key',
      foldEvents(NEW, [changed('Lyon', 2)]),
      changed('Paris', 2, { key: 'k0' }),
      'Lyon',
    ],
    ['delivered twice is one', foldEvents(NEW, [changed('Lyon', 2)]), changed('Paris', 2), 'Lyon'],
  ])('%s', (...[, mirror, event, value]) => {
    expect(valueOf(foldEvents(mirror, [event]), 'city')).toBe(value);
  });

  it.each([
    ['a value that is not told', changed(null, 1)],
    ['a property that is not named', changed('Paris', 1, { propertyName: null })],
  ])('of %s leaves no trace', (_, event) => {
    expect(foldEvents(NEW, [event]).cells).toEqual({});
  });

  it('before all that was known is when the record was created, at the latest', () => {
    const later = emptyMirror(at(30));

    expect(foldEvents(later, [changed('Paris', 10), changed('Lyon', 20)]).createdAt).toBe(at(10));
    expect(foldEvents(later, [changed('Paris', 40)]).createdAt).toBe(at(30));
  });
});

describe('a record', () => {
  it.each<[string, () => Mirror, boolean]>([
    ['is there', () => NEW, false],
    ['was deleted', () => foldEvents(NEW, [happened('deletion', 1)]), true],
    ['was deleted for privacy', () => foldEvents(NEW, [happened('privacyDeletion', 1)]), true],
    [
      'was deleted and restored',
      () => foldEvents(NEW, [happened('deletion', 1), happened('restore', 2)]),
      false,
    ],
    [
      'was deleted after it was created',
      () => foldEvents(NEW, [happened('creation', 1), happened('deletion', 2)]),
      true,
    ],
    [
      'was deleted and created anew',
      () => foldEvents(NEW, [happened('deletion', 1), happened('creation', 2)]),
      false,
    ],
    ['was missing when it was looked for', () => foldMissing(NEW, at(5)), true],
    [
      'was missing, and restored in that instant',
      () => foldEvents(foldMissing(NEW, at(5)), [{ ...happened('restore', 5), key: '1' }]),
      false,
    ],
    ['was missing, then read', () => read({}, 6, foldMissing(NEW, at(5))), false],
    ['was missing, then read as of the same instant', () => read({}, 5, foldMissing(NEW, at(5))), false],
    ['was missing after an older read came late', () => read({}, 4, foldMissing(NEW, at(5))), true],
    ['was deleted, restored and read', () => read({}, 6, foldEvents(NEW, [happened('restore', 1)])), false],
  ])('%s', (_, make, gone) => {
    expect(isGone(make())).toBe(gone);
  });

  it('that is missing keeps what was known of it', () => {
    const missing = foldMissing(read({ city: 'Lyon' }, 5), at(7));

    expect(valueOf(missing, 'city')).toBe('Lyon');
    expect(missing).toMatchObject({ readAt: at(7), readSet: 's1' });
    expect(foldMissing(missing, at(6)).readAt).toBe(at(7));
  });

  it('that is read again is as old as its bookkeeping says', () => {
    const back = read({}, 6, foldMissing(NEW, at(5)));

    expect(back.cells['$gone']).toEqual({ v: '', at: at(6), k: '' });
    expect(read({}, 7, back).cells['$gone']).toEqual({ v: '', at: at(6), k: '' });
  });
});

describe('a read', () => {
  it('shows values, empty ones too, and since when they are so', () => {
    const first = read({ city: 'Lyon', zip: null }, 5);
    const again = read({ city: 'Lyon', zip: '69' }, 8, first);

    expect(cellsOf(first, ['city', 'zip', 'phone'])).toEqual({
      city: { value: 'Lyon', at: at(5) },
      zip: { value: '', at: at(5) },
    });
    expect(cellsOf(again, ['city', 'zip'])).toEqual({
      city: { value: 'Lyon', at: at(5) },
      zip: { value: '69', at: at(8) },
    });
    expect(again.cells['city']).toEqual({ v: 'Lyon', at: at(5), k: '', r: at(8) });
  });

  it('that comes late changes nothing that is newer', () => {
    const told = foldEvents(NEW, [changed('Paris', 6)]);

    expect(valueOf(read({ city: 'Lyon' }, 5, told), 'city')).toBe('Paris');
    expect(valueOf(read({ city: 'Lyon' }, 6, told), 'city')).toBe('Lyon');
    expect(valueOf(read({ city: 'Lyon' }, 4, read({ city: 'Paris' }, 5)), 'city')).toBe('Paris');
    expect(read({}, 4, read({}, 5)).readAt).toBe(at(5));
  });

  it('knows best when the record was created, unless an event is older', () => {
    expect(readOf({ properties: {}, createdAt: at(2) }, 5, emptyMirror(at(3))).createdAt).toBe(at(2));
    expect(readOf({ properties: {}, createdAt: at(2) }, 5, emptyMirror(at(1))).createdAt).toBe(at(1));
  });
});

describe('what a contact’s events show', () => {
  it('is the date that one tells, and a merge', () => {
    const tells = (name: string, value: string | null) => changed(value, 9, { propertyName: name });
    const seen = sightingsOfEvents('7', [
      tells('recent_conversion_date', at(3)),
      tells('recent_conversion_date', null),
      tells('recent_conversion_date', 'soon'),
      tells('city', at(3)),
      happened('merge', 8),
    ]);

    expect(seen).toEqual([
      { id: `form:${at(3)}`, source: 'property', kind: 'form', at: at(3), detail: '', seenAt: at(3) },
      { id: `merge#7:${at(8)}`, source: 'merge', kind: 'none', at: at(8), detail: '', seenAt: at(8) },
    ]);
  });
});

describe('what a contact’s mirror shows', () => {
  const seen = (before: Mirror, mirror: Mirror) =>
    sightingsOfMirror('7', before, mirror).map(({ id, at, detail, count }) => [id, at, detail, count]);
  const views = (count: string | null, more: Record<string, string> = {}) => ({
    hs_analytics_num_page_views: count,
    ...more,
  });
  /** What a first read leaves, and a second one a minute later. */
  const readTwice = (first: Reading['properties'], second: Reading['properties']) => {
    const before = read(first, 5);
    return [before, read(second, 6, before)] as const;
  };
  const VISIT = { hs_analytics_last_timestamp: at(4), hs_analytics_last_url: '/pricing' };
  const visited = [`pageView:${at(4)}`, at(4), '/pricing', undefined];

  it('is the newest date of each kind with its detail, and no detail where HubSpot keeps none', () => {
    expect(seen(NEW, read(VISIT, 5))).toEqual([visited]);
    expect(seen(NEW, read({ hs_analytics_last_timestamp: at(4) }, 5))).toEqual([
      [`pageView:${at(4)}`, at(4), '', undefined],
    ]);
    expect(seen(NEW, read({ hs_email_last_click_date: at(4) }, 5))).toEqual([
      [`emailClick:${at(4)}`, at(4), '', undefined],
    ]);
    expect(seen(NEW, read({ hs_analytics_last_timestamp: 'soon' }, 5))).toEqual([]);
  });

  it('is not the date that an event told, which has its own detail beside it later', () => {
    const told = foldEvents(read(VISIT, 5), [
      changed(at(7), 7, { propertyName: 'hs_analytics_last_timestamp' }),
    ]);

    expect(seen(NEW, told)).toEqual([]);
  });

  it.each<[string, () => readonly [before: Mirror, after: Mirror], unknown[]]>([
    ['nothing at first sight', () => [NEW, read(views('3'), 5)], []],
    [
      'a total that rose, from where it was',
      () => readTwice(views('3'), views('5')),
      [
        ['pageView#7:3', at(5), '', 3],
        ['pageView#7:5', at(6), '', 5],
      ],
    ],
    [
      'the first of all, from nothing, long ago',
      () => readTwice(views(null), views('1', VISIT)),
      [visited, ['pageView#7:0', '1970-01-01T00:00:00.000Z', '', 0], ['pageView#7:1', at(4), '/pricing', 1]],
    ],
    ['nothing where it stayed', () => readTwice(views('3'), views('3')), []],
    [
      'nothing where an event told it after the read',
      () => {
        const before = read(views('3'), 5);
        const told = changed('5', 6, { propertyName: 'hs_analytics_num_page_views' });
        return [before, foldEvents(before, [told])];
      },
      [],
    ],
    [
      'nothing where a read shows what an event told before it',
      () => {
        const told = changed('5', 6, { propertyName: 'hs_analytics_num_page_views' });
        const before = foldEvents(read(views('3'), 5), [told]);
        return [before, read(views('5'), 7, before)];
      },
      [],
    ],
    ['nothing where it fell', () => readTwice(views('3'), views('2')), []],
    ['nothing where it is no count', () => readTwice(views('3'), views('many')), []],
    ['nothing where it was none', () => readTwice(views('-3'), views('2')), []],
    ['nothing where it is no whole number', () => readTwice(views('3'), views('4.5')), []],
  ])('of a counter: %s', (...[, make, expected]) => {
    expect(seen(...make())).toEqual(expected);
  });
});

describe('a record that was changed at 9:10', () => {
  it.each([
    ['no visit', {}, at(10)],
    ['an older visit', { hs_analytics_last_timestamp: at(5) }, at(10)],
    ['a newer visit', { hs_analytics_last_timestamp: at(15) }, at(15)],
    [
      'a newer visit and a newer form',
      { hs_analytics_last_timestamp: at(15), recent_conversion_date: at(12) },
      at(15),
    ],
    ['a visit at this instant', { hs_analytics_last_timestamp: at(20) }, at(20)],
    ['a visit that is still to come', { hs_analytics_last_timestamp: at(25) }, at(10)],
    ['a visit without a date', { hs_analytics_last_timestamp: null }, at(10)],
    ['a visit whose date is none', { hs_analytics_last_timestamp: 'soon' }, at(10)],
  ])('and shows %s was read as of %s', (_, properties: Record<string, string | null>, until) => {
    expect(shownUntil({ properties, updatedAt: at(10) }, at(20))).toBe(until);
  });
});

describe('who changed the stage', () => {
  const stage = (value: string, minute: number, changeSource?: string): MirrorEvent =>
    changed(value, minute, {
      key: `k${minute}`,
      propertyName: 'lifecyclestage',
      ...(changeSource === undefined ? {} : { changeSource }),
    });
  const byWorkflow = (...later: MirrorEvent[]): Mirror =>
    foldEvents(foldEvents(NEW, [stage('lead', 1, 'AUTOMATION_PLATFORM')]), later);

  it.each<[string, () => Mirror, string | undefined]>([
    ['a workflow is kept', () => byWorkflow(), 'AUTOMATION_PLATFORM'],
    ['an import is kept', () => foldEvents(NEW, [stage('lead', 1, 'IMPORT')]), 'IMPORT'],
    ['a person is not', () => foldEvents(NEW, [stage('lead', 1, 'CRM_UI')]), undefined],
    ['nobody named is not', () => foldEvents(NEW, [stage('lead', 1)]), undefined],
    ['a person after the workflow', () => byWorkflow(stage('customer', 2, 'CRM_UI')), undefined],
    [
      'a person before the workflow, told late',
      () => byWorkflow(stage('customer', 0, 'CRM_UI')),
      'AUTOMATION_PLATFORM',
    ],
    [
      'a read of the same value keeps it',
      () => read({ lifecyclestage: 'lead' }, 3, byWorkflow()),
      'AUTOMATION_PLATFORM',
    ],
    [
      'a read of another value does not',
      () => read({ lifecyclestage: 'customer' }, 3, byWorkflow()),
      undefined,
    ],
  ])('%s', (...[, make, source]) => {
    expect(cellsOf(make(), ['lifecyclestage'])['lifecyclestage']?.source).toBe(source);
  });

  it('is kept of the stage alone, and takes no room where a person set it', () => {
    const mirror = foldEvents(NEW, [
      changed('Lyon', 1, { changeSource: 'AUTOMATION_PLATFORM' }),
      stage('lead', 1, 'CRM_UI'),
    ]);

    expect(mirror.cells).toEqual({
      city: { v: 'Lyon', at: at(1), k: 'k1' },
      lifecyclestage: { v: 'lead', at: at(1), k: 'k1' },
    });
  });
});

describe('what is read beside the record', () => {
  it('is dated by its own reads, of which an older one says nothing', () => {
    const fold = (mirror: Mirror, value: string, minute: number): Mirror =>
      foldAside(mirror, '$lists', { value, at: at(minute) });
    const told = fold(fold(read({ city: 'Lyon' }, 9), '-a', 3), '+a', 5);

    expect(told.cells['$lists']).toEqual({ v: '+a', at: at(5), k: '', r: at(5) });
    expect(fold(told, '-a', 4)).toBe(told);
    expect(fold(told, '+a', 7).cells['$lists']).toEqual({ v: '+a', at: at(5), k: '', r: at(7) });
    expect(told.readAt).toBe(at(9));
  });
});
