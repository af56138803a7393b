import { readFileSync } from 'node:fs';
import { parseAgreement } from '#agreement/parse.ts';
import { compileAgreement } from '#agreement/compile.ts';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { factsWith, contextAt, signal, hoursAfter, T0 } from '#test/support/builders.ts';

const text = readFileSync(new URL('../../src/agreement/templates/agreement.en.yaml', import.meta.url), 'utf8');
const parsed: any = (parseAgreement as any)(text, { id: 'a', version: 1, year: 2026 });
if (!parsed.ok) { console.log(JSON.stringify(parsed.error).slice(0, 1000)); process.exit(1); }
const agreement = parsed.value.agreement;
const kinds = ['form', 'pageView', 'emailOpen', 'emailClick', 'emailReply', 'meeting', 'touch'] as const;
const details = ['Demo request', 'https://x.example/pricing', 'Webinar', '/blog', 'contact us'];
function lead(seed: number, count: number) {
  const signals = Array.from({ length: count }, (_, i) =>
    signal(kinds[(i * 7 + seed) % 6]!, hoursAfter(T0, -((i * 37 + seed * 13) % (24 * 100))-0.3), details[(i + seed) % 5]!),
  ).sort((a, b) => (a.at < b.at ? -1 : 1));
  return factsWith({
    contact: { jobtitle: ['CFO', 'Head of Sales', 'Marketing Manager', 'Developer'][seed % 4]!, hs_email_domain: 'acme.example', country: 'France', lifecyclestage: 'lead', email: 'a@b.c', phone: '1', firstname: 'a', lastname: 'b', company: 'c' },
    company: { numberofemployees: String(30 * (seed % 9) + 5), country: 'France', industry: 'INSURANCE' },
    signals,
  });
}
for (const count of [0, 10, 50, 200]) {
  const all = Array.from({ length: 500 }, (_, i) => lead(i, count));
  const states = all.map((facts) => decide(agreement, { facts, state: initialState() }, contextAt(T0)).state);
  const context = contextAt(hoursAfter(T0, 1));
  const statuses: any = {}; for (const s of states) statuses[s.status] = (statuses[s.status] ?? 0) + 1;
  let n = 0; let exact = 0;
  for (let warm = 0; warm < 4; warm++) for (let i = 0; i < all.length; i++) decide(agreement, { facts: all[i]!, state: states[i]! }, context);
  const start = process.hrtime.bigint();
  while (Number(process.hrtime.bigint() - start) < 2e9) {
    for (let i = 0; i < all.length; i++) { const d = decide(agreement, { facts: all[i]!, state: states[i]! }, context); n++; if (d.reviewAt?.exact) exact++; }
  }
  const s = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(count, 'signals', Math.round(n / s), 'decisions/s', ((s / n) * 1e6).toFixed(1), 'us', 'exact', (exact / n).toFixed(2), JSON.stringify(statuses));
}
