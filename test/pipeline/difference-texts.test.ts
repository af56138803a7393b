import { describe, expect, it } from 'vitest';
import { differenceText } from '#pipeline/reconcile/difference-texts.ts';
import { DIFFERENCE_KINDS } from '#pipeline/reconcile/reconciliation.ts';

const EN = { language: 'en', portalId: '123' } as const;
const FR = { language: 'fr', portalId: '123' } as const;

describe('what a comparison found', () => {
  it.each(DIFFERENCE_KINDS)('is said in both languages, with what was done or is to do: %s', (kind) => {
    for (const isMended of [false, true]) {
      const difference = { kind, detail: 'jobtitle', subject: '55001', isMended };
      const english = differenceText(difference, EN);
      const french = differenceText(difference, FR);
      for (const text of [english.what, english.done, french.what, french.done]) {
        expect(text).not.toBe('');
        expect(text).not.toContain('PORTAL');
      }
      expect(french.what).not.toBe(english.what);
      expect(`${french.what}${french.done}`).not.toMatch(/ [:;?!»%]|« /);
    }
  });

  it('tells a property that HubSpot does not take back from one that is there again', () => {
    const said = (isMended: boolean): string =>
      differenceText({ kind: 'propertyDeleted', detail: '', subject: 'accord_grade', isMended }, EN).done;

    expect(said(true)).toBe('It was created; its values follow.');
    expect(said(false)).toBe('See to what HubSpot names, then npm run accord -- provision 123.');
  });
});
