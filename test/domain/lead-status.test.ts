// Where a lead stands, in the words of the card and of the reports.
import { describe, expect, it } from 'vitest';
import type { LeadStatus } from '#domain/lead.ts';
import { statusIn } from '#domain/lead-status.ts';

describe('the status of a lead', () => {
  it.each<[LeadStatus, string, string]>([
    ['none', 'with marketing', 'au marketing'],
    ['baseline', 'baseline', 'référence'],
    ['handedOver', 'handed over, to accept', 'transmis, à accepter'],
    ['accepted', 'accepted, to contact', 'accepté, à contacter'],
    ['working', 'working', 'en cours'],
    ['rejected', 'rejected, reason due', 'refusé, motif attendu'],
    ['recycled', 'recycled to nurture', 'recyclé en nurturing'],
    ['disqualified', 'disqualified', 'disqualifié'],
    ['won', 'won', 'gagné'],
  ])('%s is “%s” in English and “%s” in French', (status, english, french) => {
    expect([statusIn('en', status), statusIn('fr', status)]).toEqual([english, french]);
  });

  it.each(['archived', 'toString'])('that has no words is told as it is: %s', (status) => {
    expect([statusIn('en', status), statusIn('fr', status)]).toEqual([status, status]);
  });
});
