// Both sides are told that hand-overs from a source are paused, and that they go on (R32): once each, by clause and numbers.
import type { Instant } from '#domain/agreement.ts';
import { formatDay } from '#domain/amounts.ts';
import type { SourcePause } from '#domain/decision.ts';
import type { ClauseLead } from '#domain/marketing/ledger.ts';
import type { Notice, NoticeContent } from '#domain/notices/notice.ts';
import { quote, setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';

interface Telling {
  readonly agreementId: string;
  readonly language: Language;
  readonly at: Instant;
}

/** `leads`: behind the quality clause of the month. */
export function pausedNotices(
  pause: Omit<SourcePause, 'id' | 'since'>,
  leads: readonly ClauseLead[],
  telling: Telling,
): readonly Notice[] {
  const { reached, matured: total, floor: target } = pause;
  const missed = leads.filter(
    ({ channel, counts, fulfils }) => channel === pause.source && counts && !fulfils,
  );
  const content: NoticeContent = { kind: 'sourcePaused', params: { reached, total, target } };
  return ofBothSides(pause, { ...telling, content, leads: missed.map(({ leadId }) => leadId) });
}

/** `numbers`: of the month that says so; without one, those of the pause. */
export function resumedNotices(
  pause: Pick<SourcePause, 'source' | 'month' | 'clause' | 'floor' | 'reached' | 'matured'>,
  telling: Telling,
  { reached, matured: total }: Pick<SourcePause, 'reached' | 'matured'> = pause,
): readonly Notice[] {
  const content: NoticeContent = { kind: 'sourceResumed', params: { reached, total, target: pause.floor } };
  return ofBothSides(pause, { ...telling, content, leads: [] });
}

interface Told extends Telling {
  readonly content: NoticeContent;
  readonly leads: readonly string[];
}

function ofBothSides(
  { source, month, clause }: Pick<SourcePause, 'source' | 'month' | 'clause'>,
  { content, agreementId, language, at, leads }: Told,
): readonly Notice[] {
  const [name, of] = [quote(source, language), formatDay(month, language)];
  const label = setIn(
    language === 'fr' ? `Qualité de ${name}, ${of}` : `Quality of ${name}, ${of}`,
    language,
  );
  return (['sales', 'marketing'] as const).map((audience) => ({
    ...content,
    key: ['sourcePause', agreementId, source, month, content.kind, audience].join(' '),
    agreementId,
    audience,
    recipient: '',
    teams: [],
    clause: { id: clause, label },
    leads: [...new Set(leads)],
    language,
    at,
  }));
}
