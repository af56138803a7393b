// The observe report with stages by the names that people know them by.
import { makeWords } from '#domain/wording.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import { OBSERVED_DAYS } from '#pipeline/observe-report.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { OBSERVE_ROUTES } from './contract-observe.ts';
import type { HandlersOf } from './handler.ts';

export const OBSERVE_HANDLERS: HandlersOf<typeof OBSERVE_ROUTES> = {
  readObserveReport: async (context, { params: { portalId }, query, language }) => {
    const { reports, retention, config } = context;
    const { eventsKeepDays } = await retention.store.read(portalId);
    const [report, inForce] = await Promise.all([
      reports.readObserveReport(portalId, {
        days: Math.min(OBSERVED_DAYS, eventsKeepDays),
        appId: config.hubspot.appId,
      }),
      reports.readAgreement(portalId),
    ]);
    if (report === null)
      throw new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
    const words = makeWords(query.language ?? language, inForce === null ? undefined : readCompiled(inForce));
    const named = (value: string) => ({ value, text: words.stage(value) });
    return {
      ...report,
      handOvers: [...report.handOvers],
      stages: report.stages.map(({ from, to, leads }) => ({ from: named(from), to: named(to), leads })),
      writers: [...report.writers],
    };
  },
};
