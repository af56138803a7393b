// What is wrong in an agreement document, as codes with parameters: messages.ts turns them into sentences.
// Carries a code through zod, whose own texts exist in one language and name no fix.
import type { z } from 'zod';

export type Path = readonly (string | number)[];
export type IssueParams = Readonly<Record<string, string | number>>;

export interface Issue {
  readonly path: Path;
  readonly code: string;
  readonly params: IssueParams;
  /** What to write instead, as text to type. */
  readonly suggestion?: string;
}

/** The part of a zod transform's context that is used here. */
export type IssueSink = z.core.$RefinementCtx;

export interface Complaint {
  readonly code: string;
  readonly params?: IssueParams;
  readonly suggestion?: string | undefined;
  /** Below the value that is looked at. */
  readonly path?: Path;
}

/** Reports a problem from inside a zod transform. */
export function complain(sink: IssueSink, complaint: Complaint): void {
  const { code, params = {}, suggestion, path = [] } = complaint;
  sink.issues.push({
    code: 'custom',
    input: sink.value,
    path: [...path],
    params: { accord: { code, params, ...(suggestion === undefined ? {} : { suggestion }) } },
  });
}

/** Runs another schema inside a transform; its issues keep their paths. Undefined when it failed. */
export function parseInto<T>(sink: IssueSink, schema: z.ZodType<T>, value: unknown): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    // A finished issue is a raw one with its message already made; zod's types differ only in what is optional.
    sink.issues.push({ ...issue, input: value, path: [...issue.path] } as z.core.$ZodRawIssue);
  }
  return undefined;
}

/** Zod allows symbols in paths; a document has none. */
export function pathOf(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

/** `score.engagement.rules[2].decay.halfLife` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
