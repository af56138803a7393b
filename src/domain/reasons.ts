// What a verdict says for itself, as reason codes.
import { reasonOf } from './course.ts';
import type { Reason } from './decision.ts';
import type { Verdict } from './lead.ts';
import { partReason } from './tasks.ts';

export function explainVerdict(verdict: Verdict): readonly Reason[] {
  return [
    ...(verdict.inScope ? [] : [reasonOf('outOfScope')]),
    ...(verdict.disqualifiedBy === null
      ? []
      : [reasonOf('meetsDisqualification', { id: verdict.disqualifiedBy })]),
    ...verdict.gates.map((id) => reasonOf('gate', { id })),
    ...personaReason(verdict),
    ...verdict.parts.map(partReason),
    ...belowMql(verdict),
  ];
}

function personaReason({ persona, personaGroup }: Verdict): readonly Reason[] {
  if (persona === null || personaGroup === null) return [];
  return [reasonOf('persona', { id: persona, group: personaGroup })];
}

/** Only where the score is what is lacking. */
function belowMql(verdict: Verdict): readonly Reason[] {
  const { inScope, disqualifiedBy, gates, meetsMql, total, fit, engagement } = verdict;
  if (!inScope || disqualifiedBy !== null || gates.length > 0 || meetsMql) return [];
  return [reasonOf('belowMql', { total, fit, engagement })];
}
