// `agreement check FILE`: every problem of an agreement document at once with its place and fix, or OK with what it says.
// Reads one file; printing and the exit are the caller's.
import { readFile } from 'node:fs/promises';
import { type ParsedAgreement, type Problem, parseAgreement } from '#agreement/parse.ts';
import { systemClock } from '#platform/clock.ts';
import { renderProblems, renderSummary, unreadable } from './agreement-report.ts';

export type Language = 'en' | 'fr';

export interface CheckOutcome {
  /** 0 fine, 1 problems in the document, 2 the file could not be read. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

/** `year` is the one around which public holidays are looked up. */
export async function agreementCheck(
  file: string,
  language: Language,
  year: number = new Date(systemClock.nowMs()).getUTCFullYear(),
): Promise<CheckOutcome> {
  const text = await readText(file);
  if (text === null) return { exitCode: 2, output: unreadable(file, language) };
  return checkText(text, { file, language, year });
}

interface CheckOptions {
  readonly file: string;
  readonly language: Language;
  readonly year: number;
}

function checkText(text: string, { file, language, year }: CheckOptions): CheckOutcome {
  const result = parseAgreement(text, { id: 'check', version: 1, year, language });
  return result.ok ? fine(result.value, file, language) : wrong(result.error, { file, text, language });
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
