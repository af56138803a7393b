// `config`: every variable, for a terminal or as the README's table.
import { parseArgs } from 'node:util';
import { configTable, describeConfig } from '#platform/config.ts';
import { renderTable } from './table.ts';

export async function configCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { markdown: { type: 'boolean', default: false } },
  });
  process.stdout.write(`${values.markdown ? configTable() : plainTable()}\n`);
  return 0;
}

function plainTable(): string {
  const rows = describeConfig().map(({ name, byDefault, meaning }) => [name, byDefault, meaning].map(plain));
  return renderTable(['variable', 'default', 'meaning'], rows);
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
