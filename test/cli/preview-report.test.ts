// Who would move under another version: what a RevOps person reads, in both languages.
import { describe, expect, it } from 'vitest';
import { renderPreview } from '#cli/preview-report.ts';
import type { Preview } from '#pipeline/versions/preview.ts';

const none = { status: 'none', stage: 'lead', grade: 'B2', owner: '' };
const handedOver = { status: 'handedOver', stage: 'marketingqualifiedlead', grade: 'B2', owner: '7' };
const FOUND: Preview = {
  agreementId: 'main',
  against: 2,
  previewHash: 'h',
  token: 'abc',
  at: '2026-03-02T09:00:00Z',
  leads: 40,
  inScope: 30,
  changed: 3,
  changedShare: 100_000,
  blastLimit: 50_000,
  overLimit: true,
  enterScope: 0,
  leaveScope: 1,
  baseline: 4,
  qualify: { before: 5, after: 8 },
  byGrade: { before: { B2: 30 }, after: { B2: 29 } },
  byStatus: { before: { none: 30 }, after: { none: 27, handedOver: 2 } },
  handOvers: [{ ownerId: '7', day: '2026-03-02', count: 2 }],
  tasks: [{ ownerId: '', day: '2026-03-03', count: 2 }],
  moves: [
    { contactId: '1', from: none, to: { ...none, grade: 'C2' }, reason: 'Too old.' },
    { contactId: '2', from: none, to: handedOver, reason: 'Fits.' },
    { contactId: '3', from: none, to: handedOver, reason: 'Fits, too.' },
  ],
  movesLeftOut: 0,
  notRead: ['budget'],
};

describe('renderPreview', () => {
  it('names who goes the same way together, with the reason, and leaves out what stays', () => {
    const text = renderPreview(FOUND, {
      language: 'en',
      most: 1,
      contactName: (id) => `Lead ${id}`,
      ownerName: () => 'Ada',
    });
    expect(text).toContain(
      [
        '2 × with marketing, lead, no owner → handed over, to accept, marketingqualifiedlead, Ada',
        '  Lead 2: Fits.',
        '  … and 1 more.',
      ].join('\n'),
    );
    expect(text).toContain('1 × B2 → C2\n  Lead 1: Too old.');
  });

  it('says the numbers that decide whether to activate', () => {
    const text = renderPreview(FOUND, { language: 'en', most: 9 });
    expect(text).toContain(
      'Against version 2 in force: 40 leads, 30 in scope, 3 would change (10.0 %).\n\n' +
        'By the rules alone 8 leads would be handed over (now 5). 4 would be over the line and wait for a sign of interest after the activation (baseline). Into scope 0, out of scope 1.',
    );
    expect(text).toMatch(/2026-03-02 {2}7 +2/);
    expect(text).toMatch(/2026-03-03 {2}no owner +2/);
    expect(text).toContain('Not read from HubSpot yet, judged as empty: budget.');
    expect(text).toContain('More than the blast limit of 5 %: the activation needs the token abc');
  });

  it('is said in French', () => {
    const text = renderPreview({ ...FOUND, against: null, overLimit: false }, { language: 'fr', most: 9 });
    expect(text).toContain(
      'Sans version en vigueur : 40 leads, 30 dans le périmètre, 3 changeraient (10,0 %).',
    );
    expect(text).toContain(
      '2 × au marketing, lead, sans propriétaire → transmis, à accepter, marketingqualifiedlead, 7',
    );
    expect(text).toContain('Dans la limite de 5 % : l’activation ne demande rien de plus.');
    expect(text).not.toContain('would');
  });
});
