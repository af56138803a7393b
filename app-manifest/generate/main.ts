// `npm run manifest`: writes what is made from the server's constants and its contract.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answersModule } from './answers.ts';
import { labelsModule } from './labels.ts';
import { manifestFiles } from './manifest.ts';

const ROOT = join(import.meta.dirname, '..', 'src', 'app');

for (const [path, content] of Object.entries(manifestFiles()))
  write(path, `${JSON.stringify(content, null, 2)}\n`);
write('packages/ui/answers.ts', answersModule());
write('packages/ui/labels.ts', labelsModule());

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
