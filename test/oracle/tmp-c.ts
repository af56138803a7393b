import * as fc from 'fast-check';
import { decide } from '#domain/decide.ts';
import { history } from './arbitraries.ts';
import { play } from './play.ts';
import { answerOf, oracleNextChange } from './next-change.ts';
import { oracleDecide } from './decide.ts';
import { DAY, iso, ms } from './shapes.ts';
const N = Number(process.argv[2] ?? 2000), seed = Number(process.argv[3] ?? 1);
const groups = new Map<string, { n: number; ex: string; size: number }>();
let n = 0, exact = 0, horizon = 0, nul = 0, hold = 0, nulOk = 0;
for (const h of fc.sample(history, { numRuns: N, seed })) {
  play(h, ({ agreement, lead, context, outcome }) => {
    n++;
    const d = decide(agreement as any, lead as any, context as any);
    const r = d.reviewAt;
    const now = ms(context.now);
    const change = oracleNextChange(agreement, lead, { context, untilMs: now + (r === null || !r.exact ? 400 : 31) * DAY });
    const onHold = outcome.reasons.some(({ code }) => code === 'ownerHold');
    let g = '';
    if (lead.facts.gone) { if (r !== null) g = 'gone but reviewed'; }
    else if (r === null) { nul++; if (change !== null) g = 'null but changes'; }
    else if (r.exact) { exact++; if (r.at !== change) g = change === null ? 'exact but none' : r.at < change ? 'exact too early' : 'exact too late'; }
    else {
      onHold ? hold++ : horizon++;
      if (!onHold && change === null) nulOk++;
      const v = now + (onHold ? 15 * 60000 : 31 * DAY);
      if (change !== null && ms(change) <= v) g = 'vague though known';
      else if (ms(r.at) !== v) g = 'vague at odd time';
    }
    if (g !== '') {
      const left = { facts: lead.facts, state: outcome.state };
      const pool = { ...context.pool, turns: context.pool.turns + outcome.turnsUsed };
      const diff: string[] = [];
      if (change) {
        const x = JSON.parse(answerOf(outcome)), y = JSON.parse(answerOf(oracleDecide(agreement, left, { ...context, pool, now: change })));
        for (const k of Object.keys(x)) for (const q of new Set([...Object.keys(x[k] ?? {}), ...Object.keys(y[k] ?? {})])) if (JSON.stringify(x[k]?.[q]) !== JSON.stringify(y[k]?.[q])) diff.push(`${k}.${q}: ${JSON.stringify(x[k]?.[q])} -> ${JSON.stringify(y[k]?.[q])}`);
      }
      const future = [...lead.facts.signals, ...Object.values(lead.facts.contact)].some((x) => x.at > context.now);
      const key = g + ' future=' + future + ' ' + diff.map((x) => x.split(':')[0]).join(',').slice(0, 100);
      const ex = JSON.stringify({ review: r, change, now: context.now, diff: diff.slice(0, 6), status: outcome.state.status, scored: outcome.state.scored, signals: lead.facts.signals, agreement });
      const e = groups.get(key) ?? { n: 0, ex, size: Infinity };
      e.n++;
      if (ex.length < e.size) { e.ex = ex; e.size = ex.length; }
      groups.set(key, e);
    }
    return r?.at ?? null;
  });
}
console.log({ n, exact, horizon, nulOk, nul, hold });
for (const [g, { n, ex }] of [...groups].sort((a, b) => b[1].n - a[1].n).slice(0, 14)) console.log(n, g, '\n   ', ex.slice(0, Number(process.argv[4] ?? 1200)));
