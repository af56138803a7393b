// `agreement check FILE`: every problem of an agreement document at once with its place and fix, or OK with what it says.
// Reads one file; printing and the exit are the caller's.
import { readFile } from 'node:fs/promises';
import { type ParsedAgreement, type Problem, parseAgreement } from '#agreement/parse.ts';
import { systemClock } from '#platform/clock.ts';
import { describePortal, type PortalAccess, readSurroundings } from './agreement-portal.ts';
import { renderProblems, renderSummary, unreadable } from './agreement-report.ts';

export type Language = 'en' | 'fr';

export interface CheckOutcome {
  /** 0 fine, 1 problems in the document, 2 the file could not be read. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

/** Text, or JSON for tools. `year` is the one around which public holidays are looked up. */
export async function agreementCheck(
  file: string,
  language: Language,
  wish: { readonly year?: number; readonly isJson?: boolean } = {},
): Promise<CheckOutcome> {
  const { year = new Date(systemClock.nowMs()).getUTCFullYear(), isJson = false } = wish;
  const text = await readText(file);
  if (text === null) {
    const output = unreadable(file, language);
    return { exitCode: 2, output: isJson ? toJson({ file, error: output }) : output };
  }
  return isJson ? checkJson(text, { file, language, year }) : checkText(text, { file, language, year });
}

/** For editors and pipelines: `{ file, ok, problems, notes, notYetRun }`, lines and columns from 1. */
function checkJson(text: string, { file, language, year }: CheckOptions): CheckOutcome {
  const result = parseAgreement(text, { id: 'check', version: 1, year, language });
  if (!result.ok) return { exitCode: 1, output: toJson({ file, ok: false, problems: result.error }) };
  const { notes, notYetRun } = result.value;
  const kept = notYetRun.map((part) => ({ path: part.path, text: part[language] }));
  return { exitCode: 0, output: toJson({ file, ok: true, problems: [], notes, notYetRun: kept }) };
}

function toJson(answer: object): string {
  return JSON.stringify(answer, null, 2);
}

/** The same against one HubSpot account: what it lacks is a problem; a fine document is told how it stands there. */
export async function agreementCheckPortal(file: string, access: PortalAccess): Promise<CheckOutcome> {
  const { language } = access;
  const text = await readText(file);
  if (text === null) return { exitCode: 2, output: unreadable(file, language) };
  const year = new Date(access.nowMs).getUTCFullYear();
  const alone = parseAgreement(text, options(language, year));
  const surroundings = await readSurroundings(access, {
    leads: !alone.ok || alone.value.agreement.needs.hubspotLeads === true,
    lists: !alone.ok || alone.value.agreement.needs.lists !== undefined,
  });
  const result = parseAgreement(text, { ...options(language, year), ...surroundings });
  if (!result.ok) return wrong(result.error, { file, text, language });
  const { output } = fine(result.value, file, language);
  const told = await describePortal(result.value, access, surroundings);
  return { exitCode: 0, output: `${output}\n${told}` };
}

interface CheckOptions {
  readonly file: string;
  readonly language: Language;
  readonly year: number;
}

function checkText(text: string, { file, language, year }: CheckOptions): CheckOutcome {
  const result = parseAgreement(text, options(language, year));
  return result.ok ? fine(result.value, file, language) : wrong(result.error, { file, text, language });
}

function options(language: Language, year: number): Parameters<typeof parseAgreement>[1] {
  return { id: 'check', version: 1, year, language };
}

function fine(parsed: ParsedAgreement, file: string, language: Language): CheckOutcome {
  return { exitCode: 0, output: renderSummary(parsed, file, language) };
}

function wrong(
  problems: readonly Problem[],
  source: { readonly file: string; readonly text: string; readonly language: Language },
): CheckOutcome {
  return { exitCode: 1, output: renderProblems(problems, source) };
}

/** Null when there is no such file or it may not be read: what to do is the same, check the name. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
