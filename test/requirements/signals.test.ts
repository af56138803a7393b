// What counts as a signal of the lead and what as a touch by sales, as tables for people of marketing and sales (R31,
// design 5a.8), and how soon each is known. Each row says what happened in English and in French.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Engagement, type EngagementType, sightingsOfEngagement } from '#domain/engagements.ts';
import { KNOWN_WITHIN, knownWithinTable } from '#domain/known-within.ts';
import { type Sighting, signalsOf } from '#domain/sightings.ts';

const HAPPENED = '2026-11-02T09:00:00.000Z';
const ENTERED = '2026-11-02T09:30:00.000Z';
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const NO_ANSWER = '73a0d17f-1163-4015-bdd5-ec830791da20';

function activity(type: EngagementType, properties: Readonly<Record<string, string>>): Engagement {
  return {
    type,
    id: '88001',
    properties: { hs_timestamp: HAPPENED, hubspot_owner_id: '71', ...properties },
    createdAt: ENTERED,
    readAt: ENTERED,
  };
}

/** `touch (contact)`, `meeting held`; '' for nothing. */
function says(engagement: Engagement): string {
  return signalsOf(sightingsOfEngagement(engagement))
    .map(({ kind, detail, outcome }) => [kind, detail, outcome && `(${outcome})`].filter(Boolean).join(' '))
    .toSorted()
    .join(', ');
}

describe('R31: what an activity is', () => {
  it.each<[string, string, EngagementType, Record<string, string>, string]>([
    [
      'the rep calls and talks to the lead',
      'le commercial appelle et parle au lead',
      'call',
      { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED', hs_call_disposition: CONNECTED },
      'touch (contact)',
    ],
    [
      'the rep calls, nobody answers',
      'le commercial appelle, personne ne répond',
      'call',
      { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED', hs_call_disposition: NO_ANSWER },
      'touch (attempt)',
    ],
    [
      'the rep calls, the line is busy',
      'le commercial appelle, la ligne est occupée',
      'call',
      { hs_call_direction: 'OUTBOUND', hs_call_status: 'BUSY' },
      'touch (attempt)',
    ],
    [
      'the rep logs a call without saying how it went',
      'le commercial consigne un appel sans dire l’issue',
      'call',
      {},
      'touch',
    ],
    [
      'an outcome that the portal added',
      'une issue ajoutée par le portail',
      'call',
      { hs_call_disposition: 'ours' },
      'touch',
    ],
    [
      'the call failed before it rang',
      'l’appel a échoué avant de sonner',
      'call',
      { hs_call_direction: 'OUTBOUND', hs_call_status: 'FAILED' },
      '',
    ],
    [
      'the call is still ringing',
      'l’appel sonne encore',
      'call',
      { hs_call_direction: 'OUTBOUND', hs_call_status: 'RINGING' },
      '',
    ],
    [
      'the lead calls',
      'le lead appelle',
      'call',
      { hs_call_direction: 'INBOUND', hs_call_status: 'COMPLETED' },
      'call',
    ],
    [
      'the lead calls, nobody picks up',
      'le lead appelle, personne ne décroche',
      'call',
      { hs_call_direction: 'INBOUND', hs_call_status: 'MISSED' },
      'call',
    ],
    [
      'the rep writes to the lead',
      'le commercial écrit au lead',
      'email',
      { hs_email_direction: 'EMAIL', hs_email_status: 'SENT' },
      'touch (attempt)',
    ],
    [
      'a sequence writes by itself',
      'une séquence écrit toute seule',
      'email',
      { hs_email_direction: 'EMAIL', hs_sequence_id: '12' },
      '',
    ],
    [
      'the mail bounces',
      'le message revient en erreur',
      'email',
      { hs_email_direction: 'EMAIL', hs_email_status: 'BOUNCED' },
      '',
    ],
    [
      'the lead answers by mail',
      'le lead répond par e-mail',
      'email',
      { hs_email_direction: 'INCOMING_EMAIL' },
      'emailReply',
    ],
    [
      'the rep forwards a mail to the CRM',
      'le commercial transfère un message au CRM',
      'email',
      { hs_email_direction: 'FORWARDED_EMAIL' },
      '',
    ],
    [
      'the rep sends a message on WhatsApp',
      'le commercial envoie un message WhatsApp',
      'communication',
      { hs_communication_channel_type: 'WHATS_APP' },
      'touch (attempt)',
    ],
    [
      'a meeting is booked',
      'un rendez-vous est pris',
      'meeting',
      { hs_meeting_outcome: 'SCHEDULED' },
      'meeting booked',
    ],
    [
      'a meeting was held',
      'un rendez-vous a eu lieu',
      'meeting',
      { hs_meeting_outcome: 'COMPLETED' },
      'meeting held, touch (contact)',
    ],
    [
      'the lead did not come',
      'le lead n’est pas venu',
      'meeting',
      { hs_meeting_outcome: 'NO_SHOW' },
      'meeting no show',
    ],
    [
      'the meeting is called off',
      'le rendez-vous est annulé',
      'meeting',
      { hs_meeting_outcome: 'CANCELED' },
      '',
    ],
    [
      'the meeting is moved',
      'le rendez-vous est déplacé',
      'meeting',
      { hs_meeting_outcome: 'RESCHEDULED' },
      'meeting booked',
    ],
  ])('%s / %s', (...[, , type, properties, expected]) => {
    expect(says(activity(type, properties))).toBe(expected);
  });

  it('says who, when it happened and when it was entered / dit qui, quand, et quand ce fut saisi', () => {
    const [touch] = signalsOf(sightingsOfEngagement(activity('call', { hs_createdate: ENTERED })));

    expect(touch).toEqual({
      id: 'call:88001',
      kind: 'touch',
      at: HAPPENED,
      detail: '',
      ownerId: '71',
      loggedAt: ENTERED,
    });
  });
});

const date = (kind: 'touch' | 'meeting' | 'emailReply' | 'form', minutes: number): Sighting => {
  const at = `2026-11-02T09:${String(minutes).padStart(2, '0')}:00.000Z`;
  return { id: `${kind}:${at}`, source: 'property', kind, at, detail: '', seenAt: at };
};
const seen = (type: EngagementType, properties: Record<string, string> = {}): readonly Sighting[] =>
  sightingsOfEngagement(activity(type, properties));
const deleted = (sightings: readonly Sighting[]): Sighting[] =>
  sightings.map((sighting) => ({ ...sighting, kind: 'none' as const }));

describe('5a.8: one behaviour seen several ways counts once', () => {
  it.each<[string, string, readonly Sighting[], readonly string[]]>([
    [
      'a call, and "last contacted" at its time',
      'un appel, et « dernier contact » à la même heure',
      [...seen('call'), date('touch', 0)],
      ['call:88001'],
    ],
    [
      'a call, and "last contacted" two minutes later',
      'un appel, et « dernier contact » deux minutes après',
      [...seen('call'), date('touch', 2)],
      ['call:88001'],
    ],
    [
      'a call, and "last contacted" three minutes later',
      'un appel, et « dernier contact » trois minutes après',
      [...seen('call'), date('touch', 3)],
      ['call:88001', 'touch:2026-11-02T09:03:00.000Z'],
    ],
    [
      'an incoming call that moved "last contacted" is no touch',
      'un appel reçu qui a déplacé « dernier contact » n’est pas une prise de contact',
      [...seen('call', { hs_call_direction: 'INBOUND' }), date('touch', 0)],
      ['call:88001'],
    ],
    [
      'a deleted call takes the date it had moved with it',
      'un appel supprimé emporte la date qu’il avait déplacée',
      [...deleted(seen('call')), date('touch', 0)],
      [],
    ],
    [
      'a meeting, and "last meeting booked" when it was entered',
      'un rendez-vous, et « dernier rendez-vous pris » à sa saisie',
      [...seen('meeting'), date('meeting', 30)],
      ['meeting:88001'],
    ],
    [
      'an answer, and "last replied" at its time',
      'une réponse, et « dernière réponse » à la même heure',
      [...seen('email', { hs_email_direction: 'INCOMING_EMAIL' }), date('emailReply', 1)],
      ['email:88001'],
    ],
    [
      'a form beside a call is another thing',
      'un formulaire à côté d’un appel est autre chose',
      [...seen('call'), date('form', 0)],
      ['call:88001', 'form:2026-11-02T09:00:00.000Z'],
    ],
  ])('%s / %s', (...[, , sightings, expected]) => {
    expect(signalsOf(sightings).map(({ id }) => id)).toEqual(expected);
    expect(signalsOf(sightings.toReversed()).map(({ id }) => id)).toEqual(expected);
  });
});

describe('known within', () => {
  it('stands in the README as it is measured', async () => {
    const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    const table = /<!-- known-within:start -->\n([\s\S]*?)\n<!-- known-within:end -->/.exec(readme)?.[1];

    expect(table?.trim()).toBe(knownWithinTable());
  });

  it('promises a form within a minute and an activity within five seconds of its webhook', () => {
    expect(KNOWN_WITHIN.form).toMatchObject({ by: 'poll', seconds: 60 });
    expect(KNOWN_WITHIN.touch).toMatchObject({ by: 'webhook', seconds: 5 });
  });
});
