// Every refusal that is explained is explained in both languages, with the property it is about.
import { describe, expect, it } from 'vitest';
import { listParkedCodes, parkedText } from '#pipeline/parked-text.ts';
import { readReason, writeReason } from '#pipeline/refusal-reason.ts';

const refused = {
  kind: 'refused',
  traceId: 't',
  code: 'INVALID_OPTION',
  message: 'no',
  properties: [],
} as const;

describe('a stored reason', () => {
  it('keeps code, properties and HubSpot’s correlation id', () => {
    const reason = writeReason({ ...refused, properties: ['a', 'b'], correlationId: 'c-1' });

    expect(reason).toBe('INVALID_OPTION (a, b): no [c-1]');
    expect(readReason(reason)).toMatchObject({ code: 'INVALID_OPTION', properties: ['a', 'b'] });
  });

  it('stays short without losing the id', () => {
    const reason = writeReason({ ...refused, message: 'x'.repeat(9_000), correlationId: 'c-1' });

    expect(reason).toHaveLength(500);
    expect(reason.endsWith('[c-1]')).toBe(true);
  });

  it.each(['SET_BACK: workflow 7 also writes this property: lead', 'OBJECT_NOT_FOUND', ''])(
    'is read from %j too',
    (reason) => {
      expect(readReason(reason).code).toBe(/^\w*/.exec(reason)?.[0]);
    },
  );
});

describe('the explanation of a parked change', () => {
  it('exists for the same codes in both languages', () => {
    expect(listParkedCodes('fr')).toEqual(listParkedCodes('en'));
  });

  it.each(listParkedCodes('en'))('of %s is a sentence of its own in each', (code) => {
    const parked = {
      kind: 'property',
      target: 'accord_grade',
      reason: `${code} (hs_persona): said HubSpot`,
    } as const;
    const [english, french] = [parkedText(parked, 'en'), parkedText(parked, 'fr')];

    expect(english).not.toBe(french);
    for (const text of [english, french]) expect(text).toMatch(/^\p{L}.*\.$/u);
    expect(french).not.toMatch(/ [:;?!]/);
  });

  it('is what HubSpot said where nobody knows better', () => {
    const parked = { kind: 'property', target: 'x', reason: 'NEW_CODE: something odd' } as const;

    expect(parkedText(parked, 'en')).toBe('HubSpot said: something odd');
  });
});
