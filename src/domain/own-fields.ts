// Where an account keeps under a name of its own what Accord reads under HubSpot's standard one (5a.7): an agreement says it
// once. Conditions and mandatory fields of a compiled agreement name the account's own properties, so that people read the
// name they know in HubSpot; whatever is read by a fixed name besides finds the same value under the standard one.
import type { LeadFacts } from './lead.ts';

/** The account's own properties by the standard ones that they stand for. */
export interface OwnFields {
  readonly contact?: OwnNames;
  readonly company?: OwnNames;
}
type OwnNames = Readonly<Record<string, string>>;

type FieldObject = keyof OwnFields;

/** Of a compiled agreement. */
interface Mapped {
  readonly data: { readonly readFrom?: OwnFields };
}

/** What decisions and reports read by name, whatever the rules say; a map of another field only renames it in rules. */
export const READ_FIELDS = {
  contact: [
    'jobtitle',
    'country',
    'phone',
    'mobilephone',
    'company',
    'website',
    'firstname',
    'lastname',
    'hs_language',
    'hs_analytics_source',
    'hs_analytics_source_data_1',
    'hs_analytics_source_data_2',
  ],
  company: ['name', 'country'],
} as const satisfies Readonly<Record<FieldObject, readonly string[]>>;

/** The property that is read for a standard one. */
export function ownName({ data }: Mapped, object: FieldObject, standard: string): string {
  return lookUp(data.readFrom?.[object], standard) ?? standard;
}

/** The other way round: what one of the account's own properties stands for. */
export function standardName({ data }: Mapped, object: FieldObject, own: string): string {
  const names = Object.entries(data.readFrom?.[object] ?? {});
  return names.find(([, name]) => name === own)?.[0] ?? own;
}

/** Facts as they were read, with the values of own properties under the standard names too. */
export function inStandardNames({ data }: Mapped, facts: LeadFacts): LeadFacts {
  if (data.readFrom === undefined) return facts;
  const { contact, company } = data.readFrom;
  return { ...facts, contact: renamed(facts.contact, contact), company: renamed(facts.company, company) };
}

type Cells = LeadFacts['contact'];

/** A standard property whose own one is empty says nothing, whatever it holds. */
function renamed(cells: Cells, names: OwnNames = {}): Cells {
  const others = Object.entries(cells).filter(([name]) => !Object.hasOwn(names, name));
  const read = Object.entries(names).flatMap(([standard, own]) => {
    const cell = cells[own];
    return cell === undefined ? [] : [[standard, cell] as const];
  });
  return Object.fromEntries([...others, ...read]);
}

function lookUp(names: OwnNames | undefined, name: string): string | undefined {
  return names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
}
