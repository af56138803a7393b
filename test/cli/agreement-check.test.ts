import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatePath } from '#agreement/template.ts';
import { agreementCheck } from '#cli/agreement-check.ts';
import { ENGLISH_TEMPLATE, lineOf } from '#test/support/agreement-text.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function checkText(
  text: string,
  language: 'en' | 'fr',
): Promise<Awaited<ReturnType<typeof agreementCheck>>> {
  const file = join(folder, 'agreement.yaml');
  await writeFile(file, text);
  const outcome = await agreementCheck(file, language, { year: 2026 });
  return { ...outcome, output: outcome.output.replaceAll(file, 'agreement.yaml') };
}

describe('checking an agreement file', () => {
  it('sums up a fine one in English', async () => {
    const { exitCode, output } = await agreementCheck(fileURLToPath(templatePath('en')), 'en', {
      year: 2026,
    });

    expect(exitCode).toBe(0);
    expect(output).toContain('Scope: all contacts without customers and our own domains');
    expect(output).toContain(
      'MQL: from 60 points, leaves below 40 points; SQL when sales accepts; 14 fit rules, 17 engagement rules, 4 gates',
    );
    expect(output).toContain(
      'Sales: answers within 8 working hours, first contact within 1 working day, reason for a reject within 2 working days',
    );
    expect(output).toContain('Marketing: 100 MQL a month, 30\u00a0% of MQL become SQL');
    expect(output).toContain('Kept, but not run yet\n');
    expect(output).toContain(
      '  - objectives: Objectives are kept and shown. Of them only a ratio with measure: meetings is measured',
    );
  });

  it('sums up a fine one in French', async () => {
    const { exitCode, output } = await agreementCheck(fileURLToPath(templatePath('fr')), 'fr', {
      year: 2026,
    });

    expect(exitCode).toBe(0);
    expect(output).toContain(
      'Ventes\u00a0: répondent sous 8 heures ouvrées, premier contact sous 1 jour ouvré',
    );
    expect(output).toContain('Conservé, mais pas encore exécuté\n');
  });

  it('shows every problem with its line, the line itself and the fix', async () => {
    const text = ENGLISH_TEMPLATE.replace('how: propose', 'how: proposed').replace(
      'halfLife: 21 days',
      'halfLive: 21 days',
    );

    const { exitCode, output } = await checkText(text, 'en');

    expect(exitCode).toBe(1);
    expect(output).toBe(
      [
        `agreement.yaml:${lineOf(text, 'how: proposed')}:10  stages.sql.how: “proposed” is not one of: auto, propose, manual.`,
        '  |     how: proposed # auto: every MQL is one at once; propose: sales accepts or rejects; manual: only by hand'.slice(
          0,
          104,
        ),
        '  |          ^',
        '  → write propose',
        '',
        `agreement.yaml:${lineOf(text, 'halfLive')}:18  score.engagement.rules[0].decay.halfLive: “halfLive” is not known here. Known: halfLife.`,
        '  |         decay: { halfLive: 21 days }',
        '  |                  ^',
        '  → write halfLife',
        '',
        '2 problems',
      ].join('\n'),
    );
  });

  it('says in French what is wrong with hours of no kind', async () => {
    const { output } = await checkText(ENGLISH_TEMPLATE.replace('1 working day #', '24 h #'), 'fr');

    expect(output).toContain('«\u00a024 h\u00a0» ne dit pas de quel temps il s’agit');
    expect(output).toContain('→ écrivez 24 heures ouvrées');
    expect(output).toContain('1 problème');
  });

  it('says so when there is no such file', async () => {
    expect(await agreementCheck(join(folder, 'missing.yaml'), 'en', { year: 2026 })).toEqual({
      exitCode: 2,
      output: `${join(folder, 'missing.yaml')} cannot be read. Is the name right?`,
    });
  });
});
