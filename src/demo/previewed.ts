// `--preview FILE`: who would move if another agreement were in force, told with the names that the portal holds.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { renderPreview } from '#cli/preview-report.ts';
import type { DemoOptions } from './options.ts';
import { readPortal } from './portal-dump.ts';
import { section } from './report.ts';
import { PORTAL_ID, type Stage } from './stage.ts';
import { textIn } from './texts.ts';

const SHOWN_OF_A_WAY = 8;

export async function renderPreviewed(
  stage: Stage,
  { previewFile, language }: DemoOptions & { readonly previewFile: string },
): Promise<string> {
  const found = await stage.preview(await readFile(previewFile, 'utf8'), language);
  const { contacts, owners } = await readPortal(stage.sandboxUrl, PORTAL_ID);
  const names = new Map(contacts.map(({ id, values }) => [id, nameOf(values)]));
  const reps = new Map(owners.map(({ id, firstName, lastName }) => [id, joined([firstName, lastName])]));
  const text = renderPreview(found, {
    language,
    most: SHOWN_OF_A_WAY,
    contactName: (id) => names.get(id) || id,
    ownerName: (id) => reps.get(id) || id,
  });
  return section(textIn(language, 'previewTitle', { file: basename(previewFile) }), text);
}

function nameOf({ firstname, lastname, email }: Readonly<Record<string, string | null>>): string {
  return joined([firstname, lastname]) || (email ?? '');
}

function joined(words: readonly (string | null | undefined)[]): string {
  return words.filter(Boolean).join(' ');
}
