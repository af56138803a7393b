// The leads of a seeded sandbox portal as facts, without HTTP and database: for figures over many leads.
import type { Cell, LeadFacts, Signal } from '#domain/lead.ts';
import { SIGNAL_SOURCES } from '#domain/signal-sources.ts';
import { listVersions } from '#sandbox/crm/records.ts';
import { createLife } from '#sandbox/generator/life.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import type { CrmRecord, Portal } from '#sandbox/model.ts';
import { createSandbox } from '#sandbox/sandbox.ts';

const PORTAL = 44001234;
const DAY_MS = 86_400_000;

export interface SeededOptions {
  readonly timeZone: string;
  /** When the lived days begin. */
  readonly startMs: number;
  readonly days: number;
}

/** Eighteen months of past, then days of life; facts as of the end. */
export function liveSeededPortal({ timeZone, startMs, days }: SeededOptions): readonly LeadFacts[] {
  const sandbox = createSandbox({
    seed: 7,
    portals: [{ portalId: PORTAL, timeZone }],
    clock: { nowMs: () => startMs },
  });
  const portal = sandbox.requirePortal(PORTAL);
  generatePortal(portal, { seed: 7, contacts: 2_000, companies: 300, untilMs: startMs });
  for (const { atMs, action } of createLife(portal, { seed: 7, startMs, leadsPerDay: 15 })) {
    if (atMs > startMs + days * DAY_MS) break;
    sandbox.apply(PORTAL, [action]);
  }
  return [...portal.objects.contacts.live.values()].map((record) => factsOf(portal, record));
}

function factsOf(portal: Portal, record: CrmRecord): LeadFacts {
  const [companyId] = portal.associations.list({ type: 'contacts', id: record.id }, 'companies').keys();
  const company = companyId === undefined ? undefined : portal.objects.companies.live.get(companyId);
  return {
    contactId: record.id,
    createdAt: new Date(record.createdAtMs).toISOString(),
    gone: false,
    contact: cellsOf(record),
    company: company === undefined ? {} : cellsOf(company),
    signals: signalsOf(record),
    deals: [],
  };
}

function cellsOf(record: CrmRecord): Record<string, Cell> {
  const at = new Date(record.createdAtMs).toISOString();
  return Object.fromEntries(Object.entries(record.values).map(([name, value]) => [name, { value, at }]));
}

/** Each version of a date is a signal, with the detail that HubSpot held at that time. */
function signalsOf(record: CrmRecord): readonly Signal[] {
  const signals = SIGNAL_SOURCES.flatMap(({ kind, dateProperty, detailProperty }) =>
    listVersions(record, dateProperty).map((version): Signal => {
      const at = new Date(version.value).toISOString();
      const details = detailProperty === null ? [] : listVersions(record, detailProperty);
      const detail = details.find(({ timestampMs }) => timestampMs <= version.timestampMs)?.value ?? '';
      return { id: `${kind}:${at}`, kind, at, detail };
    }),
  );
  return signals.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
