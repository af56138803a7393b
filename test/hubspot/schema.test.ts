// What is read from HubSpot's webhooks. The events follow the shapes of HubSpot's webhooks guide; ids are invented.
import { describe, expect, it } from 'vitest';
import { eventKey, parseWebhookBatch, parseWebhookBody, type WebhookBatch } from '#hubspot/schema.ts';

const BASE = {
  eventId: 910_001,
  subscriptionId: 3_301,
  portalId: 44_001_234,
  appId: 7_788_991,
  occurredAt: 1_795_309_200_123,
  attemptNumber: 0,
};

function event(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...BASE, ...fields };
}

function parse(...events: readonly unknown[]): WebhookBatch {
  const result = parseWebhookBatch(events);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const propertyChange = event({
  subscriptionType: 'contact.propertyChange',
  objectId: 55_001,
  propertyName: 'lifecyclestage',
  propertyValue: 'marketingqualifiedlead',
  changeSource: 'CRM_UI',
  sourceId: 'userId:9001',
});
const merge = event({
  subscriptionType: 'contact.merge',
  objectId: 55_010,
  primaryObjectId: 55_001,
  mergedObjectIds: [55_003],
  newObjectId: 55_010,
  numberOfPropertiesMoved: 14,
});
const association = event({
  subscriptionType: 'contact.associationChange',
  changeSource: 'USER',
  associationType: 'CONTACT_TO_COMPANY',
  fromObjectId: 55_001,
  toObjectId: 66_001,
  associationRemoved: false,
  isPrimaryAssociation: true,
});

describe('a webhook event', () => {
  it('is read with its ids as text and its raw form kept', () => {
    expect(parse(propertyChange)).toEqual({
      events: [
        {
          portalId: '44001234',
          appId: '7788991',
          eventId: '910001',
          subscriptionId: '3301',
          subscriptionType: 'contact.propertyChange',
          objectType: 'contact',
          action: 'propertyChange',
          objectId: '55001',
          occurredAtMs: 1_795_309_200_123,
          propertyName: 'lifecyclestage',
          propertyValue: 'marketingqualifiedlead',
          changeSource: 'CRM_UI',
          sourceId: 'userId:9001',
          raw: propertyChange,
        },
      ],
      setAside: [],
    });
  });

  it.each([
    ['contact.creation', {}, { objectType: 'contact', action: 'creation' }],
    ['contact.deletion', {}, { objectType: 'contact', action: 'deletion' }],
    ['contact.privacyDeletion', {}, { objectType: 'contact', action: 'privacyDeletion' }],
    ['contact.restore', {}, { objectType: 'contact', action: 'restore' }],
    ['company.creation', {}, { objectType: 'company', action: 'creation' }],
    ['deal.creation', {}, { objectType: 'deal', action: 'creation' }],
    ['line_item.creation', {}, { objectType: 'line_item', action: 'creation' }],
    ['object.creation', { objectTypeId: '0-48' }, { objectType: 'call', action: 'creation' }],
    ['object.deletion', { objectTypeId: '0-47' }, { objectType: 'meeting', action: 'deletion' }],
    ['object.restore', { objectTypeId: '0-1' }, { objectType: 'contact', action: 'restore' }],
    ['object.creation', { objectTypeId: '0-136' }, { objectType: 'lead', action: 'creation' }],
  ])('%s with %j is read as %j', (subscriptionType, fields, expected) => {
    const [read] = parse(event({ subscriptionType, objectId: 1, ...fields })).events;

    expect(read).toMatchObject({ ...expected, objectId: '1' });
    expect(read).not.toHaveProperty('propertyName');
  });

  it('is the same event in the generic notation', () => {
    const generic = event({
      ...propertyChange,
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-1',
    });

    const [read] = parse(generic).events;

    expect(read).toMatchObject({
      objectType: 'contact',
      action: 'propertyChange',
      propertyName: 'lifecyclestage',
    });
  });

  it.each([
    ['empty text', { propertyValue: '' }, ''],
    ['null', { propertyValue: null }, ''],
    ['a number', { propertyValue: 12 }, '12'],
    ['a bool', { propertyValue: true }, 'true'],
  ])('has the value %s as text', (_name, fields, expected) => {
    expect(parse({ ...propertyChange, ...fields }).events[0]?.propertyValue).toBe(expected);
  });

  it('has no value where HubSpot hides a sensitive one behind a placeholder', () => {
    const hidden = { ...propertyChange, propertyValue: 'REDACTED', isSensitive: true };

    expect(parse(hidden).events[0]).not.toHaveProperty('propertyValue');
  });

  it('of a merge names what went in and what came out', () => {
    expect(parse(merge).events[0]).toMatchObject({
      action: 'merge',
      objectId: '55010',
      merge: { primaryId: '55001', mergedIds: ['55003'], newId: '55010' },
    });
  });

  it('of an association names both ends and no subject, in both notations', () => {
    const generic = event({
      subscriptionType: 'object.associationChange',
      fromObjectTypeId: '0-48',
      fromObjectId: 88_001,
      toObjectTypeId: '0-1',
      toObjectId: 55_001,
      associationTypeId: 194,
      associationCategory: 'HUBSPOT_DEFINED',
      associationRemoved: true,
      isPrimaryAssociation: false,
    });

    const [classic, other] = parse(association, generic).events;

    expect(classic).toMatchObject({
      objectType: 'contact',
      objectId: null,
      association: {
        fromType: 'contact',
        fromId: '55001',
        toType: 'company',
        toId: '66001',
        removed: false,
        primary: true,
      },
    });
    expect(other).toMatchObject({
      objectType: 'call',
      association: { fromType: 'call', fromId: '88001', toType: 'contact', toId: '55001', removed: true },
    });
  });

  it('keeps all digits of an id beyond 2^53', () => {
    const text = JSON.stringify([propertyChange]).replace('55001', '9007199254740993');

    const result = parseWebhookBody(Buffer.from(text));

    expect(result.ok && result.value.events[0]?.objectId).toBe('9007199254740993');
  });
});

describe('a webhook batch', () => {
  it.each([
    [
      'an unknown subscription type',
      { subscriptionType: 'conversation.newMessage' },
      'unknown subscription type',
    ],
    ['an unknown action', { subscriptionType: 'contact.exploded' }, 'unknown subscription type'],
    ['a longer subscription type', { subscriptionType: 'contact.creation.x' }, 'unknown subscription type'],
    [
      'an unknown object type',
      { subscriptionType: 'object.creation', objectTypeId: '2-77' },
      'unknown object type',
    ],
    ['no portal', { portalId: undefined }, 'unreadable: portalId'],
    ['a portal that is no id', { portalId: 'x' }, 'unreadable: portalId'],
    ['an id that lost digits', { objectId: 2 ** 53 + 2 }, 'unreadable: objectId'],
    ['no instant', { occurredAt: 'yesterday' }, 'unreadable: occurredAt'],
    ['no object', { objectId: undefined }, 'unreadable: objectId'],
    ['no property name', { propertyName: undefined }, 'unreadable: propertyName'],
  ])('sets aside an event with %s and keeps its neighbours', (_name, fields, reason) => {
    const broken = { ...propertyChange, ...fields };

    const batch = parse(merge, broken, association);

    expect(batch.events.map(({ action }) => action)).toEqual(['merge', 'associationChange']);
    expect(batch.setAside).toEqual([{ index: 1, reason, raw: broken }]);
  });

  it.each([
    ['a merge without its inputs', { ...merge, mergedObjectIds: [] }, 'unreadable: mergedObjectIds'],
    ['a merge without its primary', { ...merge, primaryObjectId: null }, 'unreadable: primaryObjectId'],
    [
      'an association of nameless kinds',
      { ...association, associationType: 'A_TO_B' },
      'unreadable: association types',
    ],
    [
      'an association without an end',
      { ...association, toObjectId: null },
      'unreadable: fromObjectId, toObjectId',
    ],
    [
      'an association that says not what happened',
      { ...association, associationRemoved: null },
      'unreadable: associationRemoved',
    ],
    ['something that is no event', 'x', 'unreadable: event'],
    ['null', null, 'unreadable: event'],
  ])('sets aside %s', (_name, raw, reason) => {
    expect(parse(raw).setAside).toEqual([{ index: 0, reason, raw }]);
  });

  it('names fields but never values in its reasons', () => {
    const batch = parse({ ...propertyChange, objectId: 'jane@example.test' });

    expect(batch.setAside[0]?.reason).not.toContain('jane');
  });

  it.each([
    ['no array', { events: [] }, 'not-an-array'],
    ['empty', [], 'empty'],
    ['over 100 events', Array.from({ length: 101 }, () => propertyChange), 'too-many'],
    ['nested too deep', JSON.parse('['.repeat(40) + ']'.repeat(40)), 'too-deep'],
  ])('is refused when it is %s', (_name, body, kind) => {
    expect(parseWebhookBatch(body)).toMatchObject({ ok: false, error: { kind } });
  });

  it('of exactly 100 events is read', () => {
    expect(parse(...Array.from({ length: 100 }, () => propertyChange)).events).toHaveLength(100);
  });

  it('is refused without quoting it when it is not JSON', () => {
    const result = parseWebhookBody(Buffer.from('secret-text'));

    expect(result).toMatchObject({ ok: false, error: { kind: 'not-json' } });
    expect(JSON.stringify(result)).not.toContain('secret-text');
  });
});

describe('the key of an event', () => {
  it('is the same for every attempt and every order of fields', () => {
    const reversed = Object.fromEntries(Object.entries({ ...propertyChange, attemptNumber: 7 }).toReversed());

    expect(eventKey(propertyChange)).toMatch(/^[0-9a-f]{64}$/);
    expect(eventKey(reversed)).toBe(eventKey(propertyChange));
  });

  it.each(Object.keys(propertyChange).filter((field) => field !== 'attemptNumber'))(
    'differs when %s differs',
    (field) => {
      expect(eventKey({ ...propertyChange, [field]: 'other' })).not.toBe(eventKey(propertyChange));
    },
  );

  it('looks into lists and nested objects', () => {
    expect(eventKey({ ...merge, mergedObjectIds: [55_003, 55_004] })).not.toBe(eventKey(merge));
    expect(eventKey({ a: { x: 1, y: [1, { b: 2, c: 3 }] } })).toBe(
      eventKey({ a: { y: [1, { c: 3, b: 2 }], x: 1 } }),
    );
  });
});
