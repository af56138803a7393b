// Stands in for vitest while mutants are tested: the same `describe`, `it` and `expect`, but the tests are kept, so that one
// process runs each of them as often as there are mutants, without loading anything again.
import { format } from 'node:util';
import { expect } from 'vitest';

export { expect };

export interface KeptTest {
  /** File, groups and name; each test's own. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
}

type Body = (...row: never[]) => unknown;
type Declare = (name: string, body: Body) => void;

/** All tests of the files loaded so far, by id. */
export const keptTests = new Map<string, KeptTest>();
const groups: string[] = [];
let currentFile = '';

/** Loads one test file, and so keeps its tests. */
export async function loadTests(file: string, url: string): Promise<void> {
  currentFile = file;
  await import(url);
}

function keep(name: string, body: Body): void {
  const fullName = [...groups, name].join(' › ');
  let id = `${currentFile} › ${fullName}`;
  while (keptTests.has(id)) id += ' again';
  keptTests.set(id, { id, name: fullName, file: currentFile, run: body });
}

function group(name: string, body: Body): void {
  groups.push(name);
  body();
  groups.pop();
}

/** `each` of vitest: rows as a list, or as a table written in a template with its column names first. */
function each(declare: Declare) {
  return (first: readonly unknown[] | TemplateStringsArray, ...cells: unknown[]) => {
    const rows = 'raw' in first ? tableRows(String(first[0]), cells) : first;
    return (title: string, body: Body): void => {
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row];
        declare(titleOf(title, values), () => (body as (...row: unknown[]) => unknown)(...values));
      }
    };
  };
}

function tableRows(header: string, cells: readonly unknown[]): Record<string, unknown>[] {
  const columns = header.split('\n').find((line) => line.trim() !== '') ?? '';
  const names = columns.split('|').map((name) => name.trim());
  return Array.from({ length: cells.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, cells[row * names.length + column]])),
  );
}

function titleOf(title: string, values: readonly unknown[]): string {
  const named = title.replaceAll(/\$(\w+)/g, (_, key: string) => {
    const row = (/^\d+$/.test(key) ? values : values[0]) as Record<string, unknown>;
    return String(row[key]);
  });
  const places = named.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(named, ...values.slice(0, places));
}

const only = (declare: Declare) => (wanted: boolean) => (wanted ? declare : () => undefined);

export const it = Object.assign(keep, { each: each(keep), runIf: only(keep) });
export const describe = Object.assign(group, {
  each: each(group),
  skipIf: (unwanted: boolean) => only(group)(!unwanted),
});
