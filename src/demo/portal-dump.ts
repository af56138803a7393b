// The sandbox portal read back over HTTP, as anybody could: the demo reports what HubSpot holds, not what we think.
import { z } from 'zod';

const DumpRecord = z.object({ id: z.string(), values: z.record(z.string(), z.string().nullable()) });
export type DumpRecord = z.infer<typeof DumpRecord>;
const Page = z.object({ results: z.array(z.unknown()), next: z.union([z.string(), z.number()]).nullable() });
const DumpOwner = z.object({
  id: z.string(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  archived: z.boolean().default(false),
});
export type DumpOwner = z.infer<typeof DumpOwner>;
const Stats = z.object({
  calls: z.object({ total: z.number(), recordWrites: z.number() }),
  rateLimited: z.object({ general: z.number(), search: z.number() }),
  events: z.object({ emitted: z.number(), accepted: z.number(), posts: z.number() }),
});
export type Stats = z.infer<typeof Stats>;

const PAGE_SIZE = 1_000;

export interface PortalDump {
  readonly contacts: readonly DumpRecord[];
  readonly tasks: readonly DumpRecord[];
  readonly owners: readonly DumpOwner[];
  readonly stats: Stats;
}

export async function readPortal(sandboxUrl: string, portalId: string): Promise<PortalDump> {
  const base = `${sandboxUrl}/sandbox/portals/${portalId}`;
  return {
    contacts: await readAll(`${base}/contacts`, DumpRecord),
    tasks: await readAll(`${base}/tasks`, DumpRecord),
    owners: await readOwners(`${base}/owners`),
    stats: await readStats(sandboxUrl),
  };
}

export async function readStats(sandboxUrl: string): Promise<Stats> {
  return Stats.parse(await getJson(`${sandboxUrl}/sandbox/stats`));
}

async function readOwners(url: string): Promise<DumpOwner[]> {
  const answer = await getJson(url);
  const wrapped = z.object({ results: z.array(DumpOwner) }).safeParse(answer);
  return wrapped.success ? wrapped.data.results : z.array(DumpOwner).parse(answer);
}

async function readAll<T>(url: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  let after: string | number = '';
  for (;;) {
    const page = Page.parse(
      await getJson(`${url}?limit=${PAGE_SIZE}${after === '' ? '' : `&after=${after}`}`),
    );
    records.push(...page.results.map((record) => schema.parse(record)));
    if (page.next === null) return records;
    after = page.next;
  }
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
