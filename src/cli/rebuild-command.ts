// `accord rebuild PORTAL`: what was taken over from HubSpot after the database was lost, and what is gone.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import { type RebuildReport, reportRebuild } from '#pipeline/rebuild-report.ts';
import { notInstalled } from './portal-commands.ts';
import { readPortalAndLanguage } from './usage.ts';
import { withContext } from './with-context.ts';

const WORDS = {
  en: {
    nothing: 'Nothing was taken over: HubSpot showed no hand-over of an earlier Accord.',
    adopted: (leads: number, tasks: number) =>
      `Taken over from HubSpot: leads ${leads}, open tasks ${tasks}.`,
    lost: 'Lost, because HubSpot does not hold it:',
    status: {
      handedOver: 'handed over',
      accepted: 'accepted',
      working: 'working',
      rejected: 'rejected, reason due',
      recycled: 'recycled',
      won: 'won',
      disqualified: 'disqualified',
    },
  },
  fr: {
    nothing: setFrench('Rien n’a été repris : HubSpot ne montre aucune transmission d’un Accord précédent.'),
    adopted: (leads: number, tasks: number) =>
      setFrench(`Repris depuis HubSpot : leads ${leads}, tâches ouvertes ${tasks}.`),
    lost: setFrench('Perdu, parce que HubSpot ne le contient pas :'),
    status: {
      handedOver: 'transmis',
      accepted: 'acceptés',
      working: 'en cours',
      rejected: 'refusés, motif attendu',
      recycled: 'recyclés',
      won: 'gagnés',
      disqualified: 'écartés',
    },
  },
} as const;

export async function rebuildCommand(args: readonly string[]): Promise<number> {
  const { portalId, language } = readPortalAndLanguage(args);
  return withContext(async ({ reports }) => {
    const isInstalled = await reports.hasPortal(portalId);
    if (isInstalled)
      process.stdout.write(
        `${render(reportRebuild(await reports.countAdopted(portalId), language), language)}\n`,
      );
    else process.stderr.write(`${notInstalled(portalId)}\n`);
    return isInstalled ? 0 : 1;
  });
}

function render({ leads, byStatus, tasks, lost }: RebuildReport, language: Language): string {
  const words = WORDS[language];
  if (leads === 0) return words.nothing;
  const statuses = Object.entries(byStatus).map(
    ([status, count]) =>
      `  ${Object.entries(words.status).find(([key]) => key === status)?.[1] ?? status} ${count}`,
  );
  return [
    words.adopted(leads, tasks),
    ...statuses,
    '',
    words.lost,
    ...lost.map(({ text }) => `- ${text}`),
  ].join('\n');
}
