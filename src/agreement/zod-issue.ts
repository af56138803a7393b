// Zod's issues → ours: what was missing, unknown, of the wrong kind, too small. Own issues made by `complain` pass through.
import type { z } from 'zod';
import type { Issue, IssueParams } from './issue.ts';
import { pathOf } from './issue.ts';
import { nearest } from './nearest.ts';
import { show } from './value-schema.ts';

export function issuesOf(error: z.core.$ZodError, raw: unknown): readonly Issue[] {
  const issues = error.issues.flatMap((issue) => translate(issue, raw));
  return issues.filter((issue) => !isExplained(issue, issues));
}

function translate(issue: z.core.$ZodIssue, raw: unknown): readonly Issue[] {
  const path = pathOf(issue.path);
  const value = valueAt(raw, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, issue.message.split(',')));
    case 'custom':
      return [ownIssue(path, issue.params)];
    case 'too_small':
    case 'too_big':
      return [rangeIssue(path, issue)];
    case 'invalid_union':
      return [{ path, code: value === undefined ? 'missing' : 'badChoice', params: {} }];
    case 'invalid_type':
      return [wrongType(path, value, issue.expected)];
    default:
      return [{ path, code: value === undefined ? 'missing' : 'badValue', params: { value: show(value) } }];
  }
}

function wrongType(path: Issue['path'], value: unknown, expected: string): Issue {
  if (value === undefined) return { path, code: 'missing', params: {} };
  if (path.length === 0) return { path, code: 'noAgreement', params: {} };
  if (value === null) return { path, code: 'emptyValue', params: { expected } };
  const suggestion = likely(value, expected);
  const params = { expected, value: show(value) };
  return { path, code: 'wrongType', params, ...(suggestion === undefined ? {} : { suggestion }) };
}

const YES: Readonly<Record<string, string>> = {
  yes: 'true',
  oui: 'true',
  on: 'true',
  vrai: 'true',
  no: 'false',
  non: 'false',
  off: 'false',
  faux: 'false',
};

/** What was probably meant: a number in quotes or with a comma, yes for true, one entry for a list of one. */
function likely(value: unknown, expected: string): string | undefined {
  if (typeof value === 'string') return likelyOfText(value, expected);
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return expected === 'string' && isPlain ? `"${value}"` : undefined;
}

function likelyOfText(text: string, expected: string): string | undefined {
  switch (expected) {
    case 'boolean':
      return YES[text.toLowerCase()];
    case 'array':
      return `[${text}]`;
    default: {
      const plain = text.trim().replace(',', '.');
      return /^-?\d+(?:\.\d+)?$/.test(plain) ? plain : undefined;
    }
  }
}

function unknownKey(path: Issue['path'], key: string, valid: readonly string[]): Issue {
  if (key === '<<') return { path: [...path, key], code: 'mergeKey', params: {} };
  const suggestion = nearest(key, valid);
  const params = { key: show(key), valid: valid.join(', ') };
  return {
    path: [...path, key],
    code: 'unknownKey',
    params,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function rangeIssue(path: Issue['path'], issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Issue {
  const isList = issue.origin === 'array' || issue.origin === 'string';
  const suffix = isList ? (issue.origin === 'array' ? 'Items' : 'Letters') : '';
  if (issue.code === 'too_big')
    return { path, code: `tooBig${suffix}`, params: { max: Number(issue.maximum) } };
  const isOpen = !isList && issue.inclusive === false;
  return { path, code: isOpen ? 'notAbove' : `tooSmall${suffix}`, params: { min: Number(issue.minimum) } };
}

interface OwnParams {
  readonly code: string;
  readonly params: IssueParams;
  readonly suggestion?: string;
}

function ownIssue(path: Issue['path'], params: Readonly<Record<string, unknown>> | undefined): Issue {
  // Only `complain` makes custom issues, and it fills this in.
  const own = params?.['accord'] as OwnParams | undefined;
  return {
    path,
    code: own?.code ?? 'badValue',
    params: own?.params ?? {},
    ...(own?.suggestion === undefined ? {} : { suggestion: own.suggestion }),
  };
}

/** The length of a value of the wrong kind is no second mistake, and `halfLive` for `halfLife` is one, not an unknown key and a missing one. */
function isExplained(issue: Issue, all: readonly Issue[]): boolean {
  const own = JSON.stringify(issue.path);
  if (/^too(?:Big|Small)/.test(issue.code))
    return all.some(({ code, path }) => code === 'wrongType' && JSON.stringify(path) === own);
  if (issue.code !== 'missing') return false;
  const parent = JSON.stringify(issue.path.slice(0, -1));
  return all.some(
    (other) =>
      other.code === 'unknownKey' &&
      other.suggestion === issue.path.at(-1) &&
      JSON.stringify(other.path.slice(0, -1)) === parent,
  );
}

function valueAt(raw: unknown, path: Issue['path']): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Record<string | number, unknown>)[part];
  }, raw);
}
