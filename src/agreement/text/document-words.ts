// The words of a document's own sentences: its labels, before it is compiled.
import type { AgreementDocument } from '#agreement/schema.ts';
import { type Language, makeWords, type Words } from '#domain/wording.ts';

export function documentWords(document: AgreementDocument, language: Language): Words {
  const { calendar, stages, score, personas, disqualify, nurture, feedback } = document;
  return makeWords(language, {
    calendar,
    stages,
    score,
    personas,
    disqualify,
    nurture: { tracks: nurture.tracks ?? [] },
    rejectReasons: feedback.reasons.map(({ id, label, clause = null }) => ({ id, label, clause })),
  });
}
