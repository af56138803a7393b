import { describe, expect, it } from 'vitest';
import { MENDS, ORPHAN_KINDS } from '#pipeline/sweep/orphan.ts';
import { orphanText } from '#pipeline/sweep/orphan-texts.ts';

const EN = { language: 'en', portalId: '123' } as const;
const FR = { language: 'fr', portalId: '123' } as const;

describe('what an orphan is', () => {
  it.each(ORPHAN_KINDS)('is said in both languages, with what to do: %s', (kind) => {
    for (const isMended of [false, true]) {
      const english = orphanText({ kind, detail: 'x', isMended }, EN);
      const french = orphanText({ kind, detail: 'x', isMended }, FR);
      for (const text of [english.what, english.todo, french.what, french.todo]) {
        expect(text).not.toBe('');
        expect(text).not.toContain('PORTAL.');
        expect(text).not.toContain('PORTAL retry');
      }
      expect(french.what).not.toBe(english.what);
      expect(`${french.what}${french.todo}`).not.toMatch(/ [:;?!»%]|« /);
    }
    const [done, todo] = [true, false].map((isMended) => orphanText({ kind, detail: '', isMended }, EN).todo);
    expect(done === todo).toBe(MENDS[kind] === 'none');
  });

  it('tells an owner who left from one that there never was', () => {
    const said = (detail: string): string =>
      orphanText({ kind: 'ownerMissing', detail, isMended: false }, EN).what;

    expect(said('')).toBe('The lead is with sales and has no owner.');
    expect(said('71')).toBe('The lead belongs to HubSpot owner 71, who is no longer active.');
  });
});
