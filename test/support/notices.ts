// Notices as tests tell them.
import type { Notice } from '#domain/notices/notice.ts';

let serial = 0;

/** A breached clock of one lead, told to the manager, but for what is given. */
export function makeNotice(given: Partial<Notice> = {}): Notice {
  return {
    key: `notice-${++serial}`,
    agreementId: 'default',
    kind: 'clockBreached',
    audience: 'manager',
    recipient: 'manager@our-company.example',
    teams: [],
    clause: { id: 'firstTouch', label: 'First touch within 1 working day' },
    leads: ['lead-1'],
    params: {},
    language: 'en',
    at: '2026-11-26T09:00:00.000Z',
    ...given,
  } as Notice; // kind and params are given together
}
