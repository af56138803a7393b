// What the routes about completeness do.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import { HttpProblem, inWords, type ProblemWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { reportRebuild } from '#pipeline/rebuild-report.ts';
import { differenceText } from '#pipeline/reconcile/difference-texts.ts';
import type { Backfill } from '#pipeline/reports.ts';
import { orphanText } from '#pipeline/sweep/orphan-texts.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import type { RECONCILE_ROUTES } from './contract-reconcile.ts';
import type { HandlersOf } from './handler.ts';

export const RECONCILE_HANDLERS: HandlersOf<typeof RECONCILE_ROUTES> = {
  listOrphans: async ({ reports }, { params, query, language }) => {
    const { items, next, sweptAt } = await reports.listOrphans(params.portalId, {
      after: query.after ?? null,
      limit: query.limit,
    });
    const voice = { language: query.language ?? language, portalId: params.portalId };
    return {
      sweptAt,
      next,
      items: items.map(({ detail, isMended, ...orphan }) => ({
        ...orphan,
        ...orphanText({ kind: orphan.kind, detail, isMended }, voice),
        mended: isMended,
      })),
    };
  },
  readBackfill: (context, { params }) => readBackfill(context, params.portalId),
  pauseBackfill: (context, { params, caller }) =>
    switchBackfill(context, params.portalId, { paused: true, caller }),
  resumeBackfill: (context, { params, caller }) =>
    switchBackfill(context, params.portalId, { paused: false, caller }),
  readRebuild: async ({ reports }, { params, query, language }) => {
    const counts = await reports.countAdopted(params.portalId);
    const { lost, byStatus, ...report } = reportRebuild(counts, query.language ?? language);
    return { ...report, byStatus: { ...byStatus }, lost: [...lost] };
  },
  readReconciliation: async ({ reports }, { params, query, language }) => {
    const { portalId } = params;
    const page = { after: query.after ?? null, limit: query.limit };
    const { run, items, next } = await reports.readReconciliation(portalId, page);
    const voice = { language: query.language ?? language, portalId };
    return {
      run,
      next,
      items: items.map(({ isMended, detail, ...difference }) => ({
        ...difference,
        ...differenceText({ ...difference, detail, isMended }, voice),
        mended: isMended,
      })),
    };
  },
  startReconciliation: async ({ admin }, { params }) => {
    const outcome = await admin.startReconciliation(params.portalId);
    if (outcome === null) throw notInstalled();
    if (outcome === 'reading')
      throw new HttpProblem(
        inWords((language) => WORDS[language].stillReading, { status: 409, code: 'STILL_READING' }),
      );
    return { started: outcome === 'started' };
  },
};

async function readBackfill({ reports }: WebContext, portalId: string): Promise<Backfill> {
  const backfill = await reports.readBackfill(portalId);
  if (backfill === null) throw notInstalled();
  return backfill;
}

async function switchBackfill(
  context: WebContext,
  portalId: string,
  { paused, caller }: { readonly paused: boolean; readonly caller: KnownCaller },
): Promise<Backfill> {
  const { by } = actorOf(caller, undefined);
  const isReading = await context.admin.switchBackfill(portalId, { paused, by });
  if (!isReading)
    throw new HttpProblem(
      inWords((language) => WORDS[language].notReading, { status: 409, code: 'NOT_READING' }),
    );
  return readBackfill(context, portalId);
}

function notInstalled(): HttpProblem {
  return new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
}

const WORDS: Readonly<Record<Language, Readonly<Record<'stillReading' | 'notReading', ProblemWords>>>> = {
  en: {
    stillReading: {
      message: 'The contacts of this account are still being read for the first time.',
      fix: 'GET …/backfill says how long it takes; ask again afterwards.',
    },
    notReading: { message: 'The contacts of this account are not being read for the first time.' },
  },
  fr: {
    stillReading: {
      message: 'La première lecture des contacts de ce compte n’est pas terminée.',
      fix: setFrench('GET …/backfill dit combien de temps il faut encore ; réessayez ensuite.'),
    },
    notReading: { message: 'Aucune première lecture des contacts de ce compte n’est en cours.' },
  },
};
