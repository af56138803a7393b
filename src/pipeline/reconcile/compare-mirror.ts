// A record as HubSpot shows it, held against what is known of it.
import { laterOf } from '#domain/instant.ts';
import type { Mirror } from '#domain/mirror.ts';
import { isSameValue } from '#domain/values.ts';
import type { CrmRecord } from '#pipeline/ports.ts';

/** Names of the properties that HubSpot holds otherwise; `shownUntil`: the record is at least as new as this. */
export function differingProperties(
  properties: readonly string[],
  record: Pick<CrmRecord, 'properties'>,
  { known, shownUntil }: { readonly known: Mirror; readonly shownUntil: string },
): readonly string[] {
  return properties.filter((name) => {
    const shown = record.properties[name] ?? '';
    const cell = known.cells[name];
    // What was read or told since is newer than what is shown here.
    const isOlder = cell !== undefined && laterOf(cell.at, cell.r ?? '') > shownUntil;
    return !isOlder && !isSameValue(shown, cell?.v ?? '');
  });
}
