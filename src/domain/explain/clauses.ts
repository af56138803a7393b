// The verdict clause by clause: every clause of the agreement that decides about a lead, in the order of the document, with
// how it stands at one instant and one sentence that says why (R34).
import { type Filter, STAGE_KEYS, type StageKey } from '#domain/agreement.ts';
import { isIdle, isOpen } from '#domain/course.ts';
import { isProtected, RANKS, rankOf } from '#domain/lifecycle-order.ts';
import { holdsValue } from '#domain/mandatory.ts';
import { type ClauseLine, type Judged, lineOf } from './clause.ts';
import { explainFilter } from './filter.ts';
import { listPromises } from './promise-clauses.ts';
import { listReentry } from './reentry-clauses.ts';
import { neededPoints, scoreLine } from './score-line.ts';
import { tellPause } from './source-pause-sentences.ts';

export function listClauses(judged: Judged): readonly ClauseLine[] {
  if (judged.facts.gone) return [lineOf('scope', 'notMet', judged.texts.gone())];
  return [
    scopeLine(judged),
    ...ruleLines(judged),
    ...gateLines(judged),
    scoreClause(judged),
    ...STAGE_KEYS.map((key) => stageLine(judged, key)),
    exitLine(judged),
    protectedLine(judged),
    ...fieldLines(judged),
    ...listReentry(judged),
    ...pauseLines(judged),
    ...listPromises(judged),
  ];
}

function scopeLine({ agreement, verdict, sight, words, texts }: Judged): ClauseLine {
  const { include, exclude } = agreement.scope;
  const wanted = explainFilter(include ?? ALL, sight, words);
  const unwanted = explainFilter(exclude ?? NONE, sight, words);
  const text = verdict.inScope
    ? texts.inScope()
    : texts.outOfScope((wanted.holds ? unwanted : wanted).deciding);
  const conditions = [...wanted.groups, ...unwanted.groups].filter((group) => group.length > 0);
  return { ...lineOf('scope', verdict.inScope ? 'met' : 'notMet', text), conditions };
}

const ALL: Filter = { anyOf: [[]] };
const NONE: Filter = { anyOf: [] };

/** Rules that disqualify. */
function ruleLines({ agreement, sight, words, texts }: Judged): readonly ClauseLine[] {
  return agreement.disqualify.map((rule) => {
    const { holds, deciding, groups } = explainFilter(rule.when, sight, words);
    const text = holds ? texts.ruledOut(rule.label, deciding) : texts.notRuledOut(rule.label);
    return { ...lineOf(`disqualify.${rule.id}`, holds ? 'notMet' : 'met', text), conditions: groups };
  });
}

function gateLines({ agreement, sight, words, texts }: Judged): readonly ClauseLine[] {
  return agreement.score.gates.map((gate) => {
    const { holds, deciding, groups } = explainFilter(gate.when, sight, words);
    const text = holds ? texts.gateShut(gate.label, deciding) : texts.gateOpen(gate.label);
    return { ...lineOf(`score.gates.${gate.id}`, holds ? 'notMet' : 'met', text), conditions: groups };
  });
}

function scoreClause({ agreement, verdict, words, texts }: Judged): ClauseLine {
  const line = scoreLine(verdict, words);
  const needed = neededPoints(agreement);
  if (needed === null) return lineOf('score', 'doesNotApply', texts.scoreWithoutLine(line));
  const text = texts.score(line, words.neededPoints(needed));
  return lineOf('score', verdict[needed.part] >= needed.milliPoints ? 'met' : 'notYet', text);
}

function stageLine(judged: Judged, key: StageKey): ClauseLine {
  if (key === 'sql') return sqlLine(judged);
  if (key === 'opportunity') return opportunityLine(judged);
  const { agreement, sight, words, texts } = judged;
  const stage = words.stage(agreement.stages.lifecycle[key]);
  const entry = key === 'mql' ? agreement.stages.mqlEntry : agreement.stages.leadEntry;
  const clause = `stages.${key}.entry`;
  if (entry === null) return lineOf(clause, 'doesNotApply', texts.noEntry(stage));
  const { holds, deciding, groups } = explainFilter(entry, sight, words);
  const text = holds ? texts.entryMet(stage, deciding) : texts.entryNotYet(stage, deciding);
  return { ...lineOf(clause, holds ? 'met' : 'notYet', text), conditions: groups };
}

function sqlLine({ agreement, state, words, texts }: Judged): ClauseLine {
  const { stages } = agreement;
  const stage = words.stage(stages.lifecycle.sql);
  const isAccepted = ['accepted', 'working', 'won'].includes(state.status);
  if (isAccepted || rankOf(stages, state.stage.value) === RANKS.sql)
    return lineOf('stages.sql', 'met', texts.sqlMet(stage));
  const tell = { auto: texts.sqlAuto, propose: texts.sqlNotYet, manual: texts.sqlManual }[stages.sql];
  return lineOf('stages.sql', 'notYet', tell(stage));
}

function opportunityLine({ agreement, state, words, texts }: Judged): ClauseLine {
  const value = agreement.stages.lifecycle.opportunity;
  const isThere = state.stage.value === value;
  const text = isThere ? texts.stageSet(words.stage(value)) : texts.stageNotYet(words.stage(value));
  return lineOf('stages.opportunity', isThere ? 'met' : 'notYet', text);
}

/** Only a lead that sales has neither touched nor answered cools (step 10). */
function exitLine({ agreement, state, verdict, sight, words, texts }: Judged): ClauseLine {
  const clause = 'stages.mql.exit';
  const { mqlExit } = agreement.stages;
  if (mqlExit === null) return lineOf(clause, 'doesNotApply', texts.noExit());
  const isLooked = state.status === 'handedOver' && !state.byHand && state.touchedAt === null;
  const { deciding, groups } = explainFilter(mqlExit, sight, words);
  if (!isLooked) return { ...lineOf(clause, 'doesNotApply', texts.exitIdle()), conditions: groups };
  const hasCooled = verdict.meetsExit && !verdict.meetsMql;
  const text = hasCooled ? texts.exitNotMet(deciding) : texts.exitMet(deciding);
  return { ...lineOf(clause, hasCooled ? 'notMet' : 'met', text), conditions: groups };
}

function protectedLine({ agreement, state, words, texts }: Judged): ClauseLine {
  const { value } = state.stage;
  const isClosed = isProtected(agreement.stages, value) && !isOpen(state);
  const text = isClosed ? texts.stageProtected(words.stage(value)) : texts.stageFree();
  return lineOf('stages.protected', isClosed ? 'notMet' : 'met', text);
}

/** Only where it stands in the way: of other leads it says nothing. */
function pauseLines({ context, state, words }: Judged): readonly ClauseLine[] {
  const { sourcePause } = context;
  if (sourcePause === undefined || !isIdle(state)) return [];
  return [lineOf('promises.marketing.quality', 'notMet', tellPause(sourcePause, words.language))];
}

function fieldLines({ agreement, facts, words, texts }: Judged): readonly ClauseLine[] {
  return agreement.data.mandatory.mql.fields.map((field) => {
    const isFilled = holdsValue(agreement, facts, field);
    const text = isFilled ? texts.field(words.field(field)) : texts.fieldMissing(words.field(field));
    return lineOf(`data.mandatory.mql.${field}`, isFilled ? 'met' : 'notMet', text);
  });
}
