// A document on its way to being checked: the raw values, and the parts that could be read. Accessors that ask for
// nothing that is not there.
import type { Condition, Filter } from '#domain/agreement.ts';
import type { Path } from './issue.ts';
import { AgreementDocument } from './schema.ts';

export interface Draft {
  readonly raw: unknown;
  readonly parts: Partial<AgreementDocument>;
}

export function makeDraft(raw: unknown): Draft {
  const parts: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(AgreementDocument.shape)) {
    const result = schema.safeParse(valueAt(raw, key));
    if (result.success) parts[key] = result.data;
  }
  return { raw, parts };
}

/** `a.b.c`; undefined where something on the way is missing. */
export function valueAt(raw: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, raw);
}

export function itemsAt(
  raw: unknown,
  path: string,
): readonly { readonly path: Path; readonly value: unknown }[] {
  const list = valueAt(raw, path);
  if (!Array.isArray(list)) return [];
  return list.map((value: unknown, index) => ({ path: [...path.split('.'), index], value }));
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found : undefined;
}

export interface PlacedCondition {
  readonly path: Path;
  readonly condition: Condition;
}

/** The conditions of the filter that stands at `place`, each with its path: a plain list is one group. */
export function conditionsAt(
  draft: Draft,
  place: Path,
  filter: Filter | undefined,
): readonly PlacedCondition[] {
  const isList = Array.isArray(valueAt(draft.raw, place.join('.')));
  return (filter?.anyOf ?? []).flatMap((group, index) =>
    group.map((condition, position) => ({
      path: isList ? [...place, position] : [...place, 'anyOf', index, position],
      condition,
    })),
  );
}
