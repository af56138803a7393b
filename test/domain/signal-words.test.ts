// What a task says of what a lead did, in both languages, and what it never repeats: addresses, tokens, queries.
import { describe, expect, it } from 'vitest';
import { isTold, shorten, signalWords } from '#domain/call-context/signal-words.ts';
import type { Signal } from '#domain/lead.ts';
import { visible } from '#test/support/lead-stories.ts';

const said = (kind: Signal['kind'], detail: string, language: 'en' | 'fr' = 'en'): string =>
  visible(signalWords({ kind, detail }, language));

describe('a signal in words', () => {
  it.each<[Signal['kind'], string, string, string]>([
    ['form', 'Demo request', 'Form “Demo request”', 'Formulaire «~Demo request~»'],
    ['form', '', 'Form', 'Formulaire'],
    ['form', ' \n ', 'Form', 'Formulaire'],
    ['pageView', 'https://acme.example/pricing', 'Page acme.example/pricing', 'Page acme.example/pricing'],
    ['pageView', '', 'Page', 'Page'],
    ['emailClick', 'Newsletter', 'Click in a marketing e-mail', 'Clic dans un e-mail marketing'],
    ['emailReply', '', 'Reply by e-mail', 'Réponse par e-mail'],
    ['meeting', 'held', 'Meeting held', 'Rendez-vous tenu'],
    ['meeting', 'no show', 'Meeting missed by the lead', 'Rendez-vous manqué par le lead'],
    ['meeting', 'booked', 'Meeting booked', 'Rendez-vous pris'],
    ['meeting', '', 'Meeting booked', 'Rendez-vous pris'],
    ['call', 'inbound', 'Call from the lead', 'Appel du lead'],
    ['touch', 'call', '', ''],
    ['emailOpen', 'Newsletter', '', ''],
  ])('%s “%s” is “%s”', (kind, detail, ...[english, french]) => {
    expect([said(kind, detail), said(kind, detail, 'fr')]).toEqual([english, french]);
    expect(isTold({ id: 'x', at: '2026-11-02T09:00:00.000Z', kind, detail })).toBe(english !== '');
  });
});

describe('the address of a page', () => {
  it.each([
    ['HTTPS://www.acme.example/Pricing/', 'acme.example/Pricing'],
    ['acme.example', 'acme.example'],
    [' https://www.acme.example/pricing// ', 'acme.example/pricing'],
    ['acme.example/to/http://other.example/x', 'acme.example/to/http://other.example/x'],
    ['https://acme.example/www.old', 'acme.example/www.old'],
    ['https://ann:secret@acme.example/a', 'acme.example/a'],
    ['https://acme.example/a?email=ann@acme.example', 'acme.example/a'],
    ['https://acme.example/a#token', 'acme.example/a'],
    ['https://acme.example/a;jsessionid=1', 'acme.example/a'],
    ['https://acme.example/u/ann@acme.example/x', 'acme.example/u/…/x'],
    ['https://acme.example/u/ann%40acme.example', 'acme.example/u/…'],
    ['https://acme.example/t/eyJhbGciOi', 'acme.example/t/…'],
    ['https://acme.example/t/abcdefghij0123456789', 'acme.example/t/…'],
    ['https://acme.example/t/abcdefghijklmnopqrst', 'acme.example/t/abcdefghijklmnopqrst'],
    ['https://acme.example/t/0f8fad5b-d9cb-469f-a165-70867728950e', 'acme.example/t/…'],
    [
      'https://acme.example/blog/how-we-doubled-our-leads-in-2026',
      'acme.example/blog/how-we-doubled-our-leads-in-2026',
    ],
    ['?only=query', ''],
  ])('%s is %s', (detail, address) => {
    expect(said('pageView', detail)).toBe(address === '' ? 'Page' : `Page ${address}`);
  });
});

describe('a long detail', () => {
  it('is one line, and cut by letters and not by halves of them', () => {
    expect(shorten('a\n\tb   c')).toBe('a b c');
    expect(shorten('x'.repeat(80))).toBe('x'.repeat(80));
    expect(shorten('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(shorten('ab cd', 4)).toBe('ab…');
    expect(shorten('😀😀😀', 2)).toBe('😀…');
  });
});
