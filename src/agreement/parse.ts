// Agreement text (YAML or JSON) → the compiled agreement, or every problem at once with its place and a fix.
import type { Agreement } from '#domain/agreement.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { checkStages } from './check-lifecycle.ts';
import { checkDocument, type Surroundings } from './checks.ts';
import { type CompileOptions, compileAgreement } from './compile.ts';
import { makeDraft } from './draft.ts';
import { toFrench } from './duration.ts';
import { formatPath, type Issue } from './issue.ts';
import { describe, type Language } from './messages.ts';
import { listNotYetRun, type NotYetRunPart } from './not-yet-run.ts';
import { findNotes } from './notes.ts';
import { STANDARD_TYPES } from './property-types.ts';
import { AgreementDocument } from './schema.ts';
import { type LocatedIssue, type Position, readYaml, type YamlSource } from './yaml-source.ts';
import { issuesOf } from './zod-issue.ts';

/** With `propertyTypes` and `people` of a portal, what the document names that the portal lacks is a problem too. */
export interface ParseOptions extends CompileOptions, Surroundings {
  /** Of the sentences in problems and notes; `en` when left out. */
  readonly language?: Language;
  /** The portal's lifecycle values in its own order; the agreement's stages must be among them, in that order. */
  readonly portalStages?: readonly string[];
}

export interface Problem {
  /** `score.engagement.rules[2].decay.halfLive`; '' for the document as a whole. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly params: Issue['params'];
  readonly problem: string;
  /** What to write instead. */
  readonly suggestion?: string;
}

export interface ParsedAgreement {
  readonly agreement: Agreement;
  readonly document: AgreementDocument;
  readonly notYetRun: readonly NotYetRunPart[];
  /** Allowed, but worth a second look. */
  readonly notes: readonly Problem[];
}

/** Never throws, whatever the text. */
export function parseAgreement(
  text: string,
  options: ParseOptions,
): Result<ParsedAgreement, readonly Problem[]> {
  const language = options.language ?? 'en';
  const read = readYaml(text);
  if ('issues' in read) {
    const issues = read.issues.slice(0, MAX_PROBLEMS);
    return err(issues.map((issue) => toProblem(issue, issue.position ?? START, language)));
  }
  const { source } = read;
  const result = AgreementDocument.safeParse(source.value);
  const crossing = checkDocument(makeDraft(source.value), options);
  if (!result.success || crossing.length > 0) {
    const shape = result.success ? [] : issuesOf(result.error, source.value);
    return err(placeAll([...shape, ...crossing], source, language));
  }
  const document = result.data;
  const agreement = compileAgreement(document, options);
  const misfits = checkStages(agreement.stages, options.portalStages ?? []);
  if (misfits.length > 0) return err(placeAll(misfits, source, language));
  return ok({
    agreement,
    document,
    notYetRun: listNotYetRun(source.value),
    notes: placeAll(findNotes(document, options.propertyTypes ?? STANDARD_TYPES), source, language),
  });
}

/**
 * What a document says, by its shape alone: for one that was checked before it was frozen, where types that only the
 * portal knew then are not at hand.
 */
export function readDocument(
  text: string,
  language: Language = 'en',
): Result<AgreementDocument, readonly Problem[]> {
  const read = readYaml(text);
  if ('issues' in read)
    return err(read.issues.map((issue) => toProblem(issue, issue.position ?? START, language)));
  const result = AgreementDocument.safeParse(read.source.value);
  if (result.success) return ok(result.data);
  return err(placeAll(issuesOf(result.error, read.source.value), read.source, language));
}

/** About the document as a whole. */
export function noteOnDocument(code: string, language: Language): Problem {
  return toProblem({ path: [], code, params: {} }, START, language);
}

const KEY_CODES = [
  'unknownKey',
  'missing',
  'unknownMappedValue',
  'unknownLeadStage',
  'unknownField',
  'fixedField',
];
const START: Position = { line: 1, column: 1 };
/** A document with more mistakes than this is another kind of file; the first ones tell it. */
const MAX_PROBLEMS = 500;

function placeAll(issues: readonly Issue[], source: YamlSource, language: Language): readonly Problem[] {
  return issues
    .slice(0, MAX_PROBLEMS)
    .map((issue) => {
      // A key that is not known is shown at the key, a wrong value at the value.
      const what = KEY_CODES.includes(issue.code) ? 'key' : 'value';
      return toProblem(issue, source.locate(issue.path, what), language);
    })
    .toSorted((a, b) => a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : 1));
}

function toProblem(issue: Issue | LocatedIssue, position: Position, language: Language): Problem {
  return {
    path: formatPath(issue.path),
    ...position,
    code: issue.code,
    params: issue.params,
    problem: describe(issue, language),
    ...(issue.suggestion === undefined
      ? {}
      : { suggestion: language === 'fr' ? toFrench(issue.suggestion) : issue.suggestion }),
  };
}
