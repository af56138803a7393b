// Pods as the API answers them: from the very ledger that the clauses are judged by.
import { judgeHandling } from '#domain/handling/handling.ts';
import { forecastFrom, scorePods } from '#domain/routing/pods.ts';
import type { WebContext } from '#http/web-context.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { readMonth } from './clauses.ts';
import type { POD_ROUTES } from './contract-pods.ts';
import type { Answer, Input } from './handler.ts';

type Contract = (typeof POD_ROUTES)['listPods'];

export async function listPods(
  context: WebContext,
  asked: Pick<Input<Contract>, 'params' | 'query'>,
): Promise<Answer<Contract>> {
  const record = await readMonth(context, asked);
  const agreement = readCompiled(record.version);
  const { entries, month, now, since } = record;
  const holders = await context.clauses.readHolders(asked.params.portalId, {
    agreementId: agreement.id,
    leadIds: [...new Set(entries.map(({ leadId }) => leadId))],
    from: forecastFrom(agreement.calendar, now),
  });
  const handling = judgeHandling(agreement, record);
  const scores = scorePods(agreement, { month, now, since, entries, handling, ...holders });
  return {
    month,
    at: now,
    agreement: { id: agreement.id, version: agreement.version },
    since,
    items: scores.map(({ promises, ...score }) => ({ ...score, promises: [...promises] })),
  };
}
