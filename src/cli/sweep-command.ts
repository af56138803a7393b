// `accord sweep PORTAL`: the nightly sweep at once, and what it found.
import { setFrench } from '#domain/typography.ts';
import { orphanText } from '#pipeline/sweep/orphan-texts.ts';
import { sweepPortal } from '#pipeline/sweep/sweep-portal.ts';
import { notInstalled } from './portal-commands.ts';
import { renderTable } from './table.ts';
import { readPortalAndLanguage } from './usage.ts';
import { withContext } from './with-context.ts';

const MAX_SHOWN = 200;
const WORDS = {
  en: {
    head: ['contact', '', 'what', 'done, or to do'],
    mended: 'mended',
    todo: 'to do',
    nobody: 'Nobody is forgotten.',
    more: `The first ${MAX_SHOWN}; all of them:`,
    unchecked: 'HubSpot could not be asked about:',
  },
  fr: {
    head: ['contact', '', 'quoi', 'fait, ou à faire'],
    mended: 'corrigé',
    todo: 'à faire',
    nobody: 'Personne n’est oublié.',
    more: setFrench(`Les ${MAX_SHOWN} premiers ; la liste entière :`),
    unchecked: setFrench('HubSpot n’a pas pu être interrogé sur :'),
  },
} as const;
/** HubSpot may be slow for a big portal, and a person waits. */
const WAIT_MS = 10 * 60_000;

export async function sweepCommand(args: readonly string[]): Promise<number> {
  const { portalId, language } = readPortalAndLanguage(args);
  const words = WORDS[language];
  return withContext(async ({ sweep, reports }) => {
    const swept = await sweepPortal(sweep, portalId, AbortSignal.timeout(WAIT_MS));
    if (swept === null) {
      process.stderr.write(`${notInstalled(portalId)}\n`);
      return 1;
    }
    const { items, next } = await reports.listOrphans(portalId, { after: null, limit: MAX_SHOWN });
    const rows = items.map((orphan) => {
      const { what, todo } = orphanText(orphan, { language, portalId });
      return [orphan.contactId, orphan.isMended ? words.mended : words.todo, what, todo];
    });
    process.stdout.write(`${rows.length === 0 ? words.nobody : renderTable(words.head, rows)}\n`);
    if (next !== null) process.stdout.write(`${words.more} GET /api/v1/portals/${portalId}/orphans\n`);
    if (swept.unchecked.length > 0)
      process.stdout.write(`${words.unchecked} ${swept.unchecked.join(', ')}.\n`);
    return 0;
  });
}
