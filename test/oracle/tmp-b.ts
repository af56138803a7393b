import * as fc from 'fast-check';
import { decide } from '#domain/decide.ts';
import { history } from './arbitraries.ts';
import { comparable } from './invariants.ts';
import { play } from './play.ts';
import { canonical } from './shapes.ts';

const N = Number(process.argv[2] ?? 2000),
  seed = Number(process.argv[3] ?? 1);
const groups = new Map<string, { n: number; ex: string }>();
let n = 0,
  t = 0;
function flat(v: any, path: string, out: Map<string, string>) {
  if (v !== null && typeof v === 'object' && !Array.isArray(v))
    for (const k of Object.keys(v)) flat(v[k], path + '.' + k, out);
  else out.set(path, canonical(v));
}
for (const h of fc.sample(history, { numRuns: N, seed })) {
  play(h, ({ agreement, lead, context, outcome }) => {
    n++;
    const t0 = performance.now();
    const d: any = decide(agreement as any, lead as any, context as any);
    t += performance.now() - t0;
    const a = comparable(outcome),
      b = comparable(d);
    if (canonical(a) !== canonical(b)) {
      const fa = new Map<string, string>(),
        fb = new Map<string, string>();
      const codes = (o: any) => o.reasons.map((r: any) => r.code).filter((c: string) => c !== 'part');
      const strip = (o: any) => ({ ...o, reasons: undefined, properties: undefined, codes: codes(o) });
      flat(JSON.parse(canonical(strip(a))), '', fa);
      flat(JSON.parse(canonical(strip(b))), '', fb);
      const keys = [...new Set([...fa.keys(), ...fb.keys()])].filter((k) => fa.get(k) !== fb.get(k));
      const ca = codes(outcome),
        cb = codes(d);
      const future = [...lead.facts.signals, ...Object.values(lead.facts.contact)].some(
        (x) => x.at > context.now,
      );
      const g = `${keys.join(' ')} | only oracle ${ca.filter((c: string) => !cb.includes(c))} only subject ${cb.filter((c: string) => !ca.includes(c))} future=${future}`;
      const e = groups.get(g) ?? { n: 0, ex: '' };
      e.n++;
      if (e.n === 1)
        e.ex = JSON.stringify({
          oracle: [...keys.map((k) => [k, fa.get(k)]), ca],
          subject: [...keys.map((k) => [k, fb.get(k)]), cb],
          lifecycle: lead.facts.contact['lifecyclestage'],
          owner: lead.facts.contact['hubspot_owner_id'],
          answer: lead.facts.contact['accord_answer'],
          reason: lead.facts.contact['accord_reject_reason'],
          state: lead.state,
          ctx: context,
          sql: agreement.stages.sql,
        });
      groups.set(g, e);
    }
    return d.reviewAt?.at ?? null;
  });
}
console.log(n, 'decisions; subject', t.toFixed(0), 'ms');
for (const [g, { n, ex }] of [...groups].sort((a, b) => b[1].n - a[1].n).slice(0, 12))
  console.log(n, g, '\n   ', ex.slice(0, 2500));
