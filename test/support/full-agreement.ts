// An agreement that uses every key of the document, as edits of the shipped template: what no test writes nobody reads.
import { parse as parseYaml } from 'yaml';
import { ENGLISH_TEMPLATE } from './agreement-text.ts';

const EDITS: readonly (readonly [string, string])[] = [
  [
    '    rules:\n',
    `    rules:
      - { id: own-score, label: Their score, points: 2, per: hubspotscore, cap: 30, when: [{ property: hubspotscore, type: number, operator: GT, value: 0 }] }
      - { id: revenue, label: Revenue, points: 0.001, per: { company: annualrevenue }, cap: 8, when: [{ company: annualrevenue, operator: GT, value: 1 }] }
`,
  ],
  [
    '  # include: and exclude: take conditions.\n',
    `  competitors: [rival.example]
  include:
    anyOf:
      - [{ property: email, operator: HAS_PROPERTY }]
      - [{ property: seats, type: number, operator: BETWEEN, value: 2, highValue: 500 }]
      - [{ company: plan, type: enumeration, operator: IN, values: [trial] }]
      - [{ signal: form, detailContains: demo, operator: GTE, count: 1, withinDays: 30 }]
      - [{ daysSince: trial_end, type: date, operator: LT, value: 20 }]
  exclude: [{ property: jobtitle, operator: CONTAINS_TOKEN, value: partner }]
`,
  ],
  [
    'pool: everyone',
    `pool: field
  sticky: 120 days
  skipPrevious: 1
  matchTakesTurn: false
  overflow: hold
  pools:
    - id: field
      label: Field sales
      marketer: marketer@our-company.example
      maxPerDay: 20
      maxOpen: 90
      skipPrevious: 0
      matchTakesTurn: true
      overflow: inside
      sticky: 60 days
      returnPolicy: { policy: credit, cap: 4, expires: 5 days }
      members:
        - { email: ann@our-company.example, weight: 2, maxPerDay: 7, maxOpen: 40, timeZone: Europe/Paris, workingHours: { monday: [08:00-12:00], saturday: [09:00-11:00], sunday: [10:00-11:00] }, absences: [{ from: 2026-08-03, until: 2026-08-21, label: Summer }] }
        - ben@our-company.example
    - { id: inside, label: Inside sales, members: everyone }
  rules:
    - { id: account, label: Known accounts, countries: [FR, BE], toAccountOwner: true }
    - { id: paid, sources: [PAID_SEARCH], campaigns: [Autumn], segment: enterprise, score: { from: 70, below: 95 }, grades: [A1, A2], when: [{ property: phone, operator: HAS_PROPERTY }], to: inside }`,
  ],
  [
    '  duplicates: { oneOwner: true }',
    `  readFrom: { contact: { jobtitle: fonction, hs_analytics_source: origin }, company: { country: pays_siege } }
  duplicates: { oneOwner: true }`,
  ],
  [
    'routing:\n',
    `outputs:
  { score: { property: lead_score, overwrite: true }, fit: off, engagement: off, grade: { property: lead_grade, overwrite: true }, engagementLevel: off, persona: off, completeness: off, missingFields: off, missingDue: off, nurtureTrack: off, maturity: off, theme: off, reentryDate: off, relaunch: off, priority: off, agreementVersion: off, handOverStatus: off, handOverDate: off, cycle: off, nextStep: off, slaStatus: off, slaDue: off, stageReason: off }
routing:\n`,
  ],
  [
    'acceptWithin: 8 working hours',
    `acceptWithin: { id: answer, within: 8 working hours, start: stage, stage: mql, logWithin: 3 elapsed hours, counts: attempt, rate: 90 %, warnAt: 60 %, pauses: [travel], owner: lead@our-company.example, note: Also on Fridays, consequences: [{ do: return, after: 3 working days, to: marketing, maxPerHour: 10, coolDown: 12 hours }] }
    clauses:
      - { id: hot, label: Hot leads, segment: enterprise, start: form, within: 2 working hours, counts: attempt, count: 2, rate: 80 %, logWithin: 4 elapsed hours, warnAt: 55 %, pauses: [travel], owner: lead@our-company.example, note: Twice, consequences: [{ do: warn, after: 1 working hour, to: Ann, maxPerHour: 2, coolDown: 6 hours }] }
      - { id: closing, label: Closing, start: stage, stage: opportunity, within: 3 working days, counts: contact }
    pauses: [{ id: travel, label: Trade fair, atMost: 2 working days, perLead: 1 }]`,
  ],
  [
    'attempts: { count: 5, within: 10 working days }',
    'attempts: { id: tries, count: 5, within: 10 working days, start: stage, stage: sql, counts: attempt, rate: 90 %, warnAt: 65 %, logWithin: 12 elapsed hours, pauses: [travel], owner: lead@our-company.example, note: By phone first, consequences: [{ do: agenda, after: 2 working hours, to: both, maxPerHour: 4, coolDown: 24 hours }] }',
  ],
  [
    '      - { do: warn }\n      - { after: 8 working hours, do: escalate',
    '      - { do: warn, maxPerHour: 9, coolDown: 2 hours }\n      - { after: 8 working hours, do: escalate',
  ],
  [
    '    completeness: 95 % # of the leads handed over\n',
    '    completeness: 95 % # of the leads handed over\n    warnAt: 40 %\n',
  ],
  [
    '{ noContact: 60 days, dealLost: 90 days }',
    '{ noContact: 60 days, dealLost: 90 days, rejected: 45 days, cooled: 15 days, gate: 365 days, scope: 200 days, returned: 10 days }',
  ],
  ['    - id: not-now\n', '    - id: not-now\n      note: Wrong moment\n'],
  [
    '      - id: title-head\n        label: Heads the company or a function\n',
    '      - id: title-head\n        label: Heads the company or a function\n        note: Decides\n',
  ],
  [
    '      - id: form-demo\n        label: Demo request\n',
    '      - id: form-demo\n        label: Demo request\n        note: Wants to see it\n',
  ],
  ['{ country: GB }', '{ country: GB, region: SCT }'],
  ['duplicates: { oneOwner: true }', 'duplicates: { oneOwner: true, ignoreGmailDots: false }'],
  [
    '    lead: { fields: [email], how: warn }\n',
    '    lead: { fields: [email], how: warn }\n    opportunity: [company]\n',
  ],
  ['  gates:\n    - id: competitor\n', '  gates:\n    - id: competitor\n      note: Sees the score\n'],
  [
    '  # custom:\n',
    '  custom: [{ id: sal, label: Accepted by sales, lifecycle: 123456, after: mql, moment: accepted, note: A yes }]\n',
  ],
  ['{ who: sales, does:', '{ who: sales, when: from the assignment, does:'],
  ['  monthly: { minutes: 60,', '  quarterly: { minutes: 90, agenda: [Changes] }\n  monthly: { minutes: 60,'],
  [
    '{ unit: mql, perMonth: 100 }',
    `{ unit: mql, perMonth: 100 }
      - { id: paid-volume, unit: pipeline, perMonth: 50000, segment: enterprise, channel: Paid, campaign: Autumn, months: { 2026-08: 20000 } }`,
  ],
  ['matureAfter: 30 days }', 'matureAfter: 30 days, floor: 12 %, id: share }'],
  [
    '      - { do: agenda }',
    '      - { after: 1 working day, do: suspend, maxPerHour: 3, coolDown: 48 hours }\n      - { do: agenda, after: 2 working days }\n      - { after: 3 working days, do: escalate, to: head@our-company.example }',
  ],
  [
    'kind: ratio, of: SQL, to: MQL, target: 30 % }',
    `kind: ratio, of: SQL, to: MQL, target: 30 % }
  - { id: meeting-rate, label: From MQL to meeting, kind: ratio, of: Meetings, to: MQL, target: 40 %, measure: meetings }`,
  ],
  [
    'weekly: { day: monday,',
    'weekly: { day: monday, at: "09:30", pack: [board@our-company.example], leads: 5,',
  ],
  [
    'sales: [{ channel: task }]',
    'sales: [{ channel: slack, to: "#sales", team: Field, about: [breach, digest], personalData: false }]',
  ],
  [
    '    dealCreated: true\n',
    `    dealCreated: true
    hubspotLeads:
      stages: { connected: working, "1287976465": accept, disqualified: "reject: no-project" }
      reasons: { NO_BUDGET: no-budget }
`,
  ],
  ['notify:', 'blastLimit: 6 %\n\nnotify:'],
  [
    '    promises: { sales: { firstTouchWithin: 2 working days } }\n',
    `    promises: { sales: { firstTouchWithin: 2 working days, acceptWithin: 6 working hours, feedbackWithin: 3 working days } }
    stages: { mql: { entry: [{ score: total, operator: GTE, value: 55 }], exit: [{ score: total, operator: LT, value: 35 }] } }
    data: { mandatory: { mql: [email, phone] } }
    points: { country: 6 }
    languages: [de]
    when: [{ property: industry, operator: HAS_PROPERTY }]
  - { id: berlin, teams: [Berlin], calendar: { workingHours: { monday: [10:00-16:00] }, closures: [2026-10-03] } }
`,
  ],
  [
    '  sales: { name: Sales lead, email: sales.lead@our-company.example }',
    `  sales: { name: Sales lead, email: sales.lead@our-company.example }
  delegates: [{ for: sales, name: Deputy, email: deputy@our-company.example, from: 2026-07-01, until: 2026-08-31 }]`,
  ],
];

export const FULL_AGREEMENT = EDITS.reduce((text, [from, to]) => {
  if (!text.includes(from)) throw new Error(`The template does not contain: ${from}`);
  return text.replace(from, () => to);
}, ENGLISH_TEMPLATE);

export function fullDocument(): unknown {
  return parseYaml(FULL_AGREEMENT);
}
