// The header of an export: which column is which property. HubSpot's labels and internal names are known, anything
// else becomes a property of its own.
import type { Portal, PropertyDef } from '#sandbox/model.ts';

export interface Column {
  readonly label: string;
  readonly name: string;
  /** Null for a column that the portal has no property for yet. */
  readonly def: PropertyDef | null;
}

/** Labels of HubSpot's exports that differ from the property's own label. */
const ALIASES: Readonly<Record<string, string>> = {
  'record id - contact': 'hs_object_id',
  'contact id': 'hs_object_id',
  vid: 'hs_object_id',
  'e-mail': 'email',
  'email address': 'email',
  company: 'company',
  country: 'country',
  state: 'state',
  'contact owner': 'hubspot_owner_id',
  owner: 'hubspot_owner_id',
  phone: 'phone',
  'create date': 'createdate',
  'created date': 'createdate',
  'number of page views': 'hs_analytics_num_page_views',
  'original traffic source': 'hs_analytics_source',
  'original traffic source drill-down 1': 'hs_analytics_source_data_1',
  'original traffic source drill-down 2': 'hs_analytics_source_data_2',
  'latest traffic source': 'hs_latest_source',
  'latest traffic source date': 'hs_latest_source_timestamp',
  'latest traffic source drill-down 1': 'hs_latest_source_data_1',
  'latest traffic source drill-down 2': 'hs_latest_source_data_2',
  'marketing emails replied': 'hs_email_replied',
  'last activity date': 'notes_last_updated',
  'annual revenue': 'annualrevenue',
};

export interface HeaderReading {
  readonly columns: readonly Column[];
  readonly problems: readonly { readonly column: string; readonly message: string }[];
}

export function readHeader(portal: Portal, labels: readonly string[]): HeaderReading {
  const known = portal.properties.contacts;
  const byLabel = new Map([...known.values()].map((def) => [def.label.toLowerCase(), def.name]));
  const taken = new Set<string>();
  const problems: { column: string; message: string }[] = [];
  const columns = labels.map((raw, index): Column => {
    const label = raw.trim() === '' ? `Column ${index + 1}` : raw.trim();
    const lower = label.toLowerCase();
    const found = ALIASES[lower] ?? byLabel.get(lower) ?? (known.has(lower) ? lower : undefined);
    const name = found ?? slugLabel(label);
    if (!taken.has(name)) {
      taken.add(name);
      return { label, name, def: known.get(name) ?? null };
    }
    const other = findFreeName(name, taken, known);
    taken.add(other);
    problems.push({
      column: label,
      message: `column appears twice; the second one is kept as property ${other}`,
    });
    return { label, name: other, def: null };
  });
  return { columns, problems };
}

/** A property name HubSpot would accept: lower case, a letter first, a-z 0-9 and _ only. */
export function slugLabel(label: string): string {
  const MAX_NAME_CHARS = 100;
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return (/^[a-z]/.test(slug) ? slug : `p_${slug}`).slice(0, MAX_NAME_CHARS);
}

function findFreeName(name: string, taken: ReadonlySet<string>, known: ReadonlyMap<string, unknown>): string {
  let suffix = 2;
  while (taken.has(`${name}_${suffix}`) || known.has(`${name}_${suffix}`)) suffix += 1;
  return `${name}_${suffix}`;
}
