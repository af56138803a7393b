// `agreement new|check|render|diff`: the document as a file, before it is anybody's version.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { diffAgreements } from '#agreement/diff.ts';
import { type ParsedAgreement, parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import { readTemplate } from '#agreement/template.ts';
import { portalId } from '#domain/ids.ts';
import { MAIN_AGREEMENT } from '#pipeline/versions/first-version.ts';
import { systemClock } from '#platform/clock.ts';
import { agreementCheck, agreementCheckPortal, type CheckOutcome, readText } from './agreement-check.ts';
import { renderChanges, renderProblems, unreadable } from './agreement-report.ts';
import { notInstalled } from './portal-commands.ts';
import { oneOf, requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

type Language = 'en' | 'fr';

interface Wish {
  readonly files: readonly string[];
  /** Null: nothing was said; of sentences about mistakes `en`, of a document its own. */
  readonly language: Language | null;
  readonly format: 'html' | 'markdown';
  readonly out: string | null;
  readonly isJson: boolean;
  /** Also against this HubSpot account; null: the file alone. */
  readonly portal: string | null;
  /** Which agreement of the account the document is for. */
  readonly agreement: string;
}

const ACTIONS: Readonly<
  Record<string, { readonly files: number; readonly run: (wish: Wish) => Promise<number> }>
> = {
  new: { files: 1, run: writeTemplate },
  check: { files: 1, run: check },
  render: { files: 1, run: render },
  diff: { files: 2, run: diff },
};

const OPTIONS = {
  language: { type: 'string' },
  format: { type: 'string', default: 'html' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  portal: { type: 'string' },
  agreement: { type: 'string' },
} as const;

export async function agreementCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [name = '', ...files] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined)
    throw new UsageError(name === '' ? 'What about the agreement?' : `Unknown action ${name}.`);
  requireFiles(files, action.files);
  if (values.agreement !== undefined && (name !== 'check' || values.portal === undefined))
    throw new UsageError('--agreement goes with check --portal.');
  return action.run(readWish(files, values));
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function readWish(files: readonly string[], values: Values): Wish {
  const { language = null, format, out = null, json, portal, agreement = MAIN_AGREEMENT } = values;
  return {
    files,
    language: language === null ? null : oneOf(['en', 'fr'], language, 'The language is en or fr.'),
    format: oneOf(['html', 'markdown'], format, 'The format is html or markdown.'),
    out,
    isJson: json,
    portal: portal === undefined ? null : requirePortalId(portal),
    agreement,
  };
}

function requireFiles(files: readonly string[], count: number): void {
  if (files.length < count) throw new UsageError(count === 1 ? 'Which file?' : 'Which two files?');
  if (files.length > count) throw new UsageError(count === 1 ? 'One file at a time.' : 'Two files, no more.');
}

async function check(wish: Wish): Promise<number> {
  const {
    files: [file = ''],
    language,
    isJson,
  } = wish;
  const { exitCode, output } =
    wish.portal === null
      ? await agreementCheck(file, language ?? 'en', { isJson })
      : await checkAtPortal(file, wish, wish.portal);
  (exitCode === 0 || isJson ? process.stdout : process.stderr).write(`${output}\n`);
  return exitCode;
}

/** However many filters a document has, each takes a search. */
const CHECK_TIMEOUT_MS = 300_000;

async function checkAtPortal(file: string, wish: Wish, portal: string): Promise<CheckOutcome> {
  const { agreement: agreementId, language } = wish;
  let outcome: CheckOutcome = { exitCode: 2, output: notInstalled(portal) };
  const code = await withContext(async ({ hubspot, reports, versions, clock, config }) => {
    if (!(await reports.hasPortal(portal))) return 0;
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const call = { portalId: portalId(portal), lane: 'live', signal } as const;
    const { journal } = config.hubspot;
    const others = await versions.store.readOthersAhead({ portalId: portal, agreementId });
    outcome = await agreementCheckPortal(file, {
      portalId: portal,
      hubspot,
      call,
      others,
      nowMs: clock.nowMs(),
      journal,
      language: language ?? 'en',
    });
    return 0;
  });
  return code === 0 ? outcome : { exitCode: 2, output: '' };
}

/** Prints the contract that people sign, or writes it to a file. */
async function render({ files: [file = ''], language, format, out }: Wish): Promise<number> {
  const read = await readDocument(file, language ?? 'en');
  if ('exitCode' in read) return read.exitCode;
  const { document } = read;
  const page = renderAgreement(document, { language: language ?? document.language, format });
  if (out === null) {
    process.stdout.write(page);
    return 0;
  }
  try {
    await writeFile(out, page);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    process.stderr.write(`${out} cannot be written.\n`);
    return 2;
  }
  process.stdout.write(`${out} written.\n`);
  return 0;
}

/** What changes from the first file to the second; as in `diff`, 0 says that nothing does and 1 that something does. */
async function diff({ files: [older = '', newer = ''], language, isJson }: Wish): Promise<number> {
  const [from, to] = [
    await readDocument(older, language ?? 'en'),
    await readDocument(newer, language ?? 'en'),
  ];
  if ('exitCode' in from || 'exitCode' in to) return 2;
  const spoken = language ?? to.document.language;
  const changes = diffAgreements(from.document, to.document, spoken);
  process.stdout.write(`${isJson ? JSON.stringify(changes, null, 2) : renderChanges(changes, spoken)}\n`);
  return changes.length === 0 ? 0 : 1;
}

/** The document, or the exit code once its problems are printed. */
async function readDocument(
  file: string,
  language: Language,
): Promise<ParsedAgreement | { readonly exitCode: 1 | 2 }> {
  const text = await readText(file);
  if (text === null) {
    process.stderr.write(`${unreadable(file, language)}\n`);
    return { exitCode: 2 };
  }
  const parsed = parseAgreement(text, { id: 'file', version: 1, year: thisYear(), language });
  if (parsed.ok) return parsed.value;
  process.stderr.write(`${renderProblems(parsed.error, { file, text, language })}\n`);
  return { exitCode: 1 };
}

function thisYear(): number {
  return new Date(systemClock.nowMs()).getUTCFullYear();
}

/** A copy of the template to edit; a file that exists is left alone. */
async function writeTemplate({ files: [file = ''], language }: Wish): Promise<number> {
  try {
    await writeFile(file, await readTemplate(language ?? 'en'), { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    process.stderr.write(
      `${file} ${exists ? 'exists already and was left as it is' : 'cannot be written'}.\n`,
    );
    return 1;
  }
  process.stdout.write(`${file} written. Next: npm run accord -- agreement check ${file}\n`);
  return 0;
}
