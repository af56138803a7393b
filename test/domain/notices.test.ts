// What is told: its sentences in both languages, how notices become points of one message, and where they go.
import { describe, expect, it } from 'vitest';
import { type NoticeChannel, routesOf, type Signatories } from '#domain/notices/channels.ts';
import { groupNotices, shownLeads, writeMessage } from '#domain/notices/message.ts';
import type { NoticeContent } from '#domain/notices/notice.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import { makeNotice } from '#test/support/notices.ts';

const CONTENTS: readonly (readonly [NoticeContent, number])[] = [
  [{ kind: 'handedOver', params: {} }, 1],
  [{ kind: 'handedOver', params: {} }, 2_000],
  [{ kind: 'clockWarned', params: {} }, 1],
  [{ kind: 'clockWarned', params: {} }, 2_000],
  [{ kind: 'clockBreached', params: {} }, 1_500],
  [{ kind: 'slowHandling', params: { reached: 12, total: 50, target: 900_000 } }, 38],
  [{ kind: 'qualityLow', params: { reached: 1_480, total: 5_000, target: 300_000 } }, 0],
  [{ kind: 'completenessLow', params: { reached: 9, total: 10, target: 950_000 } }, 1],
  [{ kind: 'fewMeetings', params: { reached: 0, total: 0, target: 125_000 } }, 0],
  [{ kind: 'volumeBehind', params: { reached: 1, expected: 1, promised: 1_200 } }, 0],
  [{ kind: 'volumeBehind', params: { reached: 1_100, expected: 1_150, promised: 1_200 } }, 0],
  [{ kind: 'sourcePaused', params: { reached: 1, total: 40, target: 100_000 } }, 39],
  [{ kind: 'sourceResumed', params: { reached: 20, total: 40, target: 100_000 } }, 0],
  [{ kind: 'agendaPoint', params: {} }, 0],
  [{ kind: 'agendaPoint', params: {} }, 2],
  [{ kind: 'consequenceDone', params: { consequence: 'reassign' } }, 3],
  [{ kind: 'consequenceDone', params: { consequence: 'suspend' } }, 0],
  [{ kind: 'consequenceUndone', params: { consequence: 'return' } }, 1],
  [{ kind: 'consequenceUndone', params: { consequence: 'suspend' } }, 0],
];

describe('the sentence of a notice', () => {
  it('in English', () => {
    const words = noticeWords('en');
    expect(
      CONTENTS.map(([content, leads]) => words.sentence(content, { label: 'First touch', leads })),
    ).toEqual([
      '1 lead handed over (“First touch”).',
      '2,000 leads handed over (“First touch”).',
      '“First touch”: 1 lead close to the due time.',
      '“First touch”: 2,000 leads close to the due time.',
      '“First touch”: 1,500 leads past the due time.',
      '“First touch”: kept for 12 of 50 leads (24%), 90% promised.',
      '“First touch”: quality is at 1,480 of 5,000 leads (29.6%), 30% promised.',
      '“First touch”: complete for 9 of 10 leads (90%), 95% promised.',
      '“First touch”: meetings with 0 of 0 leads (0%), 12.5% promised.',
      '“First touch”: 1 delivered, 1 expected by now, 1,200 promised.',
      '“First touch”: 1,100 delivered, 1,150 expected by now, 1,200 promised.',
      '“First touch”: hand-overs from this source are paused, at 1 of 40 leads (2.5%), below the floor of 10%.',
      '“First touch”: hand-overs from this source go on again.',
      '“First touch”: a point for the next meeting.',
      '“First touch”: a point for the next meeting, with 2 leads.',
      '“First touch”: given to another rep (3 leads).',
      '“First touch”: the rep gets no further leads.',
      '“First touch”: taken back that the lead was taken back to marketing (1 lead).',
      '“First touch”: taken back that the rep got no further leads.',
    ]);
  });

  it('in French, with its spaces', () => {
    const words = noticeWords('fr');
    expect(CONTENTS.map(([content, leads]) => words.sentence(content, { label: 'Contact', leads }))).toEqual([
      '1 lead transmis («\u00a0Contact\u00a0»).',
      '2\u202f000 leads transmis («\u00a0Contact\u00a0»).',
      '«\u00a0Contact\u00a0»\u00a0: 1 lead proche de l’échéance.',
      '«\u00a0Contact\u00a0»\u00a0: 2\u202f000 leads proches de l’échéance.',
      '«\u00a0Contact\u00a0»\u00a0: échéance dépassée pour 1\u202f500 leads.',
      '«\u00a0Contact\u00a0»\u00a0: tenu pour 12 leads sur 50 (24\u00a0%), 90\u00a0% promis.',
      '«\u00a0Contact\u00a0»\u00a0: la qualité est de 1\u202f480 leads sur 5\u202f000 (29,6\u00a0%), 30\u00a0% promis.',
      '«\u00a0Contact\u00a0»\u00a0: complet pour 9 leads sur 10 (90\u00a0%), 95\u00a0% promis.',
      '«\u00a0Contact\u00a0»\u00a0: rendez-vous avec 0 lead sur 0 (0\u00a0%), 12,5\u00a0% promis.',
      '«\u00a0Contact\u00a0»\u00a0: 1 livré, 1 attendu à ce jour, 1\u202f200 promis.',
      '«\u00a0Contact\u00a0»\u00a0: 1\u202f100 livrés, 1\u202f150 attendus à ce jour, 1\u202f200 promis.',
      '«\u00a0Contact\u00a0»\u00a0: les transmissions de cette source sont suspendues, à 1 lead sur 40 (2,5\u00a0%), sous le plancher de 10\u00a0%.',
      '«\u00a0Contact\u00a0»\u00a0: les transmissions de cette source reprennent.',
      '«\u00a0Contact\u00a0»\u00a0: un point pour la prochaine réunion.',
      '«\u00a0Contact\u00a0»\u00a0: un point pour la prochaine réunion, avec 2 leads.',
      '«\u00a0Contact\u00a0»\u00a0: confié à un autre commercial (3 leads).',
      '«\u00a0Contact\u00a0»\u00a0: le commercial ne reçoit plus de leads.',
      '«\u00a0Contact\u00a0»\u00a0: annulé, le retour au marketing (1 lead).',
      '«\u00a0Contact\u00a0»\u00a0: annulé, l’arrêt des leads du commercial.',
    ]);
  });
});

describe('notices of one place', () => {
  it('are one point per kind and clause, each lead once', () => {
    const points = groupNotices([
      makeNotice({ leads: ['b'], at: '2026-11-26T10:00:00.000Z' }),
      makeNotice({ leads: ['a'], at: '2026-11-26T09:00:00.000Z' }),
      makeNotice({ leads: ['b', 'c'], at: '2026-11-26T11:00:00.000Z' }),
      makeNotice({ kind: 'clockWarned', leads: ['d'], at: '2026-11-26T08:00:00.000Z' }),
      makeNotice({ clause: { id: 'accept', label: 'Accept' }, leads: ['e'], at: '2026-11-26T12:00:00.000Z' }),
    ]);

    expect(points.map(({ content, clause, leads }) => [content.kind, clause.id, leads])).toEqual([
      ['clockWarned', 'firstTouch', ['d']],
      ['clockBreached', 'firstTouch', ['a', 'b', 'c']],
      ['clockBreached', 'accept', ['e']],
    ]);
  });

  it('of a rate say its latest numbers only', () => {
    const [point, ...others] = groupNotices([
      makeNotice({
        kind: 'qualityLow',
        params: { reached: 9, total: 50, target: 300_000 },
        leads: ['b'],
        at: '2026-11-26T10:00:00.000Z',
      }),
      makeNotice({
        kind: 'qualityLow',
        params: { reached: 8, total: 40, target: 300_000 },
        leads: ['a'],
        at: '2026-11-26T09:00:00.000Z',
      }),
    ]);

    expect(point).toMatchObject({ content: { params: { reached: 9, total: 50 } }, leads: ['b'] });
    expect(others).toEqual([]);
  });

  it('of a rate in two months are two points', () => {
    const about = (month: string) =>
      makeNotice({
        kind: 'qualityLow',
        params: { reached: 8, total: 40, target: 300_000 },
        clause: { id: 'quality', label: `Quality in ${month}` },
      });

    expect(groupNotices([about('October'), about('November')])).toHaveLength(2);
  });

  it('become a message that names five leads a point and fifteen points, and counts the rest', () => {
    const ids = Array.from({ length: 20 }, (_none, index) => `lead-${index}`);
    const notices = ids.map((id) => makeNotice({ clause: { id, label: id }, leads: ids }));
    const points = groupNotices(notices);
    const message = writeMessage({
      points,
      language: 'fr',
      portalId: '44',
      // The second is no more.
      leads: new Map(
        ids.filter((id) => id !== 'lead-1').map((id) => [id, { contactId: id.slice(5), name: '' }]),
      ),
      allUrl: 'https://accord.example/all',
      mark: 'abcd1234',
    });

    expect(shownLeads(points)).toHaveLength(75);
    expect(message.subject).toBe('Accord\u00a0: 20 points de l’accord vous attendent');
    expect(message.lines).toHaveLength(15);
    expect(message.lines[0]).toEqual({
      sentence: '«\u00a0lead-0\u00a0»\u00a0: échéance dépassée pour 20 leads.',
      leads: ['0', '2', '3', '4'].map((id) => ({
        label: `contact ${id}`,
        url: `https://app.hubspot.com/contacts/44/record/0-1/${id}`,
      })),
      more: 'et 16 autres leads',
    });
    expect(message.morePoints).toBe('et 5 autres points');
    expect(message.footer).toContain('Référence abcd1234.');
  });
});

describe('a message of little', () => {
  const lead = { contactId: '7', name: 'Claire Moreau' };
  const write = (points: Parameters<typeof writeMessage>[0]['points'], language: 'en' | 'fr') =>
    writeMessage({
      points,
      language,
      portalId: '44',
      leads: new Map([
        ['lead-1', lead],
        ['lead-2', { contactId: '8', name: '' }],
      ]),
      allUrl: 'https://accord.example/all',
      mark: 'abcd1234',
    });

  it('has its one point as its subject, and nothing left over', () => {
    const [first, ...others] = groupNotices([makeNotice({ leads: ['lead-1', 'lead-2'] })]);
    const sentence = '“First touch within 1 working day”: 2 leads past the due time.';

    expect(write([first!], 'en')).toEqual({
      language: 'en',
      subject: `Accord: ${sentence}`,
      lines: [
        {
          sentence,
          leads: [
            { label: 'Claire Moreau', url: 'https://app.hubspot.com/contacts/44/record/0-1/7' },
            { label: 'contact 8', url: 'https://app.hubspot.com/contacts/44/record/0-1/8' },
          ],
          more: null,
        },
      ],
      morePoints: null,
      link: { label: 'See all of them', url: 'https://accord.example/all' },
      footer: 'Sent by Accord because the agreement between marketing and sales says so. Reference abcd1234.',
    });
    expect(others).toEqual([]);
  });

  it('says in its language that there is more', () => {
    const points = Array.from({ length: 16 }, (_none, index) =>
      makeNotice({ clause: { id: `clause-${index}`, label: 'Touch' }, leads: ['lead-1', 'gone'] }),
    );
    const [english, french] = [write(groupNotices(points), 'en'), write(groupNotices(points), 'fr')];

    expect([english.subject, english.morePoints, english.lines[0]?.more]).toEqual([
      'Accord: 16 points of the agreement need you',
      'and 1 more point',
      'and 1 more lead',
    ]);
    expect([french.link.label, french.morePoints, french.lines[0]?.more, french.footer]).toEqual([
      'Tout voir',
      'et 1 autre point',
      'et 1 autre lead',
      'Envoyé par Accord, comme le prévoit l’accord entre marketing et ventes. Référence abcd1234.',
    ]);
    const [only] = groupNotices(points);
    const leads = Array.from({ length: 2_000 }, (_none, index) => `gone-${index}`);
    const many = leads.map(() => ({ ...only!, leads }));
    const counted = (['en', 'fr'] as const).map((language) => {
      const { subject, morePoints, lines } = write(many, language);
      return [subject, morePoints, lines[0]?.more];
    });
    expect(counted).toEqual([
      ['Accord: 2,000 points of the agreement need you', 'and 1,985 more points', 'and 2,000 more leads'],
      [
        'Accord\u00a0: 2\u202f000 points de l’accord vous attendent',
        'et 1\u202f985 autres points',
        'et 2\u202f000 autres leads',
      ],
    ]);
    expect(write([only!], 'fr').subject).toBe(
      'Accord\u00a0: «\u00a0Touch\u00a0»\u00a0: échéance dépassée pour 2 leads.',
    );
  });
});

describe('where a notice goes', () => {
  const channel = (kind: NoticeChannel['channel'], more: Partial<NoticeChannel> = {}): NoticeChannel => ({
    channel: kind,
    to: null,
    team: null,
    about: null,
    personalData: false,
    ...more,
  });
  const EVERY = [channel('task'), channel('email'), channel('slack'), channel('teams')];
  const SIGNATORIES: Signatories = { marketing: 'M@x.example', sales: 'S@x.example' };
  const placesOf = (
    given: Parameters<typeof makeNotice>[0],
    { sales = EVERY, marketing = EVERY, signatories = SIGNATORIES } = {},
  ) =>
    routesOf(makeNotice(given), { sales, marketing }, signatories).map(
      (route) => `${route.channel} ${route.destination}`,
    );

  it('an owner by e-mail only: his task is the lead’s own, and a room of many is no place to name him', () => {
    expect(placesOf({ audience: 'owner', recipient: 'Rep@x.example' })).toEqual(['email rep@x.example']);
    expect(placesOf({ audience: 'owner', recipient: '' })).toEqual([]);
    // An address for the side is none of his, nor of a manager's who is known.
    const sales = [channel('email', { to: 'all@x.example' })];
    expect(placesOf({ audience: 'owner', recipient: '' }, { sales })).toEqual([]);
    expect(placesOf({ audience: 'manager', recipient: 'Boss@x.example' }, { sales })).toEqual([
      'email boss@x.example',
    ]);
    expect(placesOf({ audience: 'manager', recipient: '' }, { sales })).toEqual(['email s@x.example']);
  });

  it('a manager in person, and the rooms of sales', () => {
    expect(placesOf({ audience: 'manager', recipient: 'boss@x.example' })).toEqual([
      'task boss@x.example',
      'email boss@x.example',
      'slack sales',
      'teams sales',
    ]);
  });

  it.each([
    ['marketingPerson', 'm@x.example'],
    ['salesPerson', 's@x.example'],
  ] as const)('%s in person, else who signs for the side, and in no room', (audience, signatory) => {
    const side = [
      channel('email', { to: 'all@x.example' }),
      channel('task'),
      channel('slack'),
      channel('teams'),
    ];
    const told = (recipient: string) => placesOf({ audience, recipient }, { marketing: side, sales: side });

    expect(told('Head@x.example')).toEqual(['email head@x.example', 'task head@x.example']);
    expect(told('')).toEqual([`email ${signatory}`, `task ${signatory}`]);
  });

  it('a side at the address that the agreement names, else at its signatory’s', () => {
    const marketing = [
      channel('email'),
      channel('email', { to: 'all@x.example' }),
      channel('email', { to: 'm@x.example' }),
    ];
    expect(placesOf({ audience: 'marketing', recipient: '' }, { marketing })).toEqual([
      'email m@x.example',
      'email all@x.example',
    ]);
    expect(placesOf({ audience: 'sales', recipient: '' }, { sales: [channel('email')] })).toEqual([
      'email s@x.example',
    ]);
    const erased = { marketing: null, sales: null };
    expect(
      placesOf({ audience: 'sales', recipient: '' }, { sales: [channel('email')], signatories: erased }),
    ).toEqual([]);
  });

  it.each([
    ['clockWarned', 'warning'],
    ['clockBreached', 'breach'],
    ['qualityLow', 'quality'],
    ['agendaPoint', 'digest'],
    ['handedOver', 'handOver'],
  ] as const)('%s only where a channel is about %s', (kind, topic) => {
    const others = (['handOver', 'warning', 'breach', 'quality', 'digest'] as const).filter(
      (one) => one !== topic,
    );
    expect(placesOf({ kind }, { sales: [channel('slack', { about: [topic] })] })).toEqual(['slack sales']);
    expect(placesOf({ kind }, { sales: [channel('slack', { about: others })] })).toEqual([]);
  });

  it('the room of the team that it is about, and of every team where it is about all', () => {
    const sales = [channel('slack', { team: 'Berlin' }), channel('slack', { team: 'Paris' })];
    expect(placesOf({ teams: ['Berlin'] }, { sales })).toEqual(['slack sales:Berlin']);
    expect(placesOf({ teams: ['Berlin'] }, { sales: [channel('slack')] })).toEqual(['slack sales']);
    expect(placesOf({ teams: [] }, { sales })).toEqual(['slack sales:Berlin', 'slack sales:Paris']);
  });

  it('in one room once, as the first channel that names it says', () => {
    const sales = [
      channel('slack', { personalData: true }),
      channel('slack'),
      channel('teams'),
      channel('slack', { team: 'Berlin' }),
    ];

    expect(routesOf(makeNotice(), { sales, marketing: [] }, SIGNATORIES)).toEqual([
      { channel: 'slack', destination: 'sales', personalData: true },
      { channel: 'teams', destination: 'sales', personalData: false },
      { channel: 'slack', destination: 'sales:Berlin', personalData: false },
    ]);
  });

  it('nowhere under an agreement of before there were channels', () => {
    expect(routesOf(makeNotice(), undefined, SIGNATORIES)).toEqual([]);
  });
});
