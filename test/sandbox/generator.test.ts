import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLife } from '#sandbox/generator/life.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';

const PORTAL_ID = 9;
const UNTIL = Date.parse('2026-11-22T12:00:00Z');

function build(seed: number, contacts = 400): Sandbox {
  const sandbox = createSandbox({
    portals: [{ portalId: PORTAL_ID, timeZone: 'Europe/Paris' }],
    clock: { nowMs: () => UNTIL },
  });
  generatePortal(sandbox.requirePortal(PORTAL_ID), { seed, contacts, companies: 60, reps: 4 });
  return sandbox;
}

function digest(sandbox: Sandbox): string {
  const portal = sandbox.requirePortal(PORTAL_ID);
  const records = Object.values(portal.objects).flatMap((store) => [...store.live.values()]);
  const bytes = JSON.stringify([
    ...records.map((record) => ({ ...record, history: [...(record.history ?? [])] })),
    ...portal.owners.values(),
  ]);
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the generated past', () => {
  it('is the same bytes for the same seed, and others for another', () => {
    expect(digest(build(1))).toBe(digest(build(1)));
    expect(digest(build(1))).not.toBe(digest(build(2)));
  });

  it('is believable: languages, stages, an archived rep with leads, addresses that lead nowhere', () => {
    const portal = build(3, 2_000).requirePortal(PORTAL_ID);
    const contacts = [...portal.objects.contacts.live.values()];

    const languages = new Set(contacts.map((one) => one.values['hs_language']));
    const stages = new Set(contacts.map((one) => one.values['lifecyclestage']));
    const archived = [...portal.owners.values()].filter((owner) => owner.archived);
    expect(languages).toEqual(new Set(['fr', 'en']));
    expect(stages.size).toBeGreaterThanOrEqual(7);
    expect(archived).toHaveLength(1);
    expect(contacts.some((one) => one.values['hubspot_owner_id'] === archived[0]!.id)).toBe(true);
    expect(contacts.every((one) => /\.(example|test)$/.test(one.values['email'] ?? ''))).toBe(true);
    expect(contacts.every((one) => one.createdAtMs <= UNTIL && one.updatedAtMs <= UNTIL)).toBe(true);
  });

  it('has more births on working days and by day than at weekends and by night', () => {
    const portal = build(4, 3_000).requirePortal(PORTAL_ID);
    const births = [...portal.objects.contacts.live.values()].map((one) => new Date(one.createdAtMs));

    const weekend = births.filter((at) => [0, 6].includes(at.getUTCDay())).length / births.length;
    const night = births.filter((at) => at.getUTCHours() < 5).length / births.length;
    expect(weekend).toBeLessThan(0.12);
    expect(night).toBeLessThan(0.08);
  });
});

describe('the life that follows', () => {
  const play = (sandbox: Sandbox, count: number): unknown[] => {
    const portal = sandbox.requirePortal(PORTAL_ID);
    portal.groups.contacts.set('accord', { name: 'accord', label: 'Accord', displayOrder: 1 });
    const answer = {
      ...portal.properties.contacts.get('hs_lead_status')!,
      name: 'accord_answer',
      hubspotDefined: false,
      options: ['accepted', 'rejected'].map((value, displayOrder) => ({
        value,
        label: value,
        displayOrder,
        hidden: false,
      })),
    };
    portal.properties.contacts.set('accord_answer', answer);
    const seen: unknown[] = [];
    for (const event of createLife(portal, { seed: 5, startMs: UNTIL, leadsPerDay: 40 })) {
      const [result] = sandbox.apply(PORTAL_ID, [event.action]);
      seen.push({ ...event, result });
      if (seen.length === count) break;
    }
    return seen;
  };

  it('is the same for the same seed, goes forward in time, and every action can be applied', () => {
    const first = play(build(1), 600) as { atMs: number; result: { ok: boolean } }[];
    const second = play(build(1), 600);

    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    expect(first.every((event) => event.result.ok)).toBe(true);
    const times = first.map((event) => event.atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('brings new leads at about the asked rate, and reps who answer', () => {
    const events = play(build(2), 4_000) as { atMs: number; action: { type: string; email?: string } }[];

    const days = (events.at(-1)!.atMs - UNTIL) / 86_400_000;
    const newLeads = events.filter(
      (event) => event.action.type === 'submitForm' && event.action.email !== undefined,
    ).length;
    expect(newLeads / days).toBeGreaterThan(20);
    expect(newLeads / days).toBeLessThan(60);
    const types = new Set(events.map((event) => event.action.type));
    for (const type of [
      'answer',
      'logTouch',
      'set',
      'pageView',
      'emailClick',
      'emailReply',
      'bookMeeting',
      'unsubscribe',
    ])
      expect(types).toContain(type);
  });
});
