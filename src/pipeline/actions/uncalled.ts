// Steps of workflows that went on without what Accord had to say: why, how many, and the sentence for the admin.
import { setIn } from '#domain/typography.ts';

/** Nothing changes by trying: the account must grant it, or install again. */
export const CLOSED: readonly string[] = ['FORBIDDEN', 'MISSING_SCOPES', 'GRANT_DEAD', 'NOT_INSTALLED'];

/** EXPIRED: not decided, or not sent, while HubSpot waited. REFUSED: HubSpot does not let us call. */
export type UncalledBecause = 'EXPIRED' | 'REFUSED';

export interface UncalledSteps {
  readonly because: UncalledBecause;
  readonly steps: number;
  /** When the last of them was asked for. */
  readonly lastAt: string;
  /** In the portal's language. */
  readonly note: string;
}

/** Days that the admin is told of. */
export const UNCALLED_DAYS = 7;

/**
 * `reason`: why a callback is parked (complete-callbacks.ts). Where HubSpot knows the execution no more it may have had the answer,
 * or its contact has left the workflow: neither is for the admin.
 */
export function listUncalled(
  parked: readonly { readonly reason: string; readonly steps: number; readonly lastAt: string }[],
  language: 'en' | 'fr',
): readonly UncalledSteps[] {
  const byCause = Map.groupBy(parked, ({ reason }) => becauseOf(reason));
  return [...byCause].flatMap(([because, rows]) => {
    if (because === null) return [];
    const steps = rows.reduce((sum, row) => sum + row.steps, 0);
    const lastAt = rows.map((row) => row.lastAt).reduce((a, b) => (a > b ? a : b));
    const note = `${WORDS[language].wentOn(steps)} ${WORDS[language].because[because]}`;
    return [{ because, steps, lastAt, note: setIn(note, language) }];
  });
}

function becauseOf(reason: string): UncalledBecause | null {
  if (reason === 'EXPIRED') return 'EXPIRED';
  return CLOSED.includes(reason) ? 'REFUSED' : null;
}

interface Words {
  readonly wentOn: (steps: number) => string;
  readonly because: Readonly<Record<UncalledBecause, string>>;
}

const WORDS: Readonly<Record<'en' | 'fr', Words>> = {
  en: {
    wentOn: (steps) =>
      steps === 1
        ? `In the last ${UNCALLED_DAYS} days one step of a workflow went on without Accord’s answer:`
        : `In the last ${UNCALLED_DAYS} days ${steps} steps of workflows went on without Accord’s answer:`,
    because: {
      EXPIRED: 'HubSpot waited as long as it was asked to. Check that the workers run.',
      REFUSED: 'HubSpot does not let Accord call back. Install Accord again as an administrator.',
    },
  },
  fr: {
    wentOn: (steps) =>
      steps === 1
        ? `Ces ${UNCALLED_DAYS} derniers jours, une étape de workflow a continué sans la réponse d’Accord :`
        : `Ces ${UNCALLED_DAYS} derniers jours, ${steps} étapes de workflows ont continué sans la réponse d’Accord :`,
    because: {
      EXPIRED: 'HubSpot a attendu aussi longtemps que demandé. Vérifiez que les workers tournent.',
      REFUSED: 'HubSpot ne laisse pas Accord rappeler. Réinstallez Accord en tant qu’administrateur.',
    },
  },
};
