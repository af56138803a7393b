// What a route of the contract is, and the parts that many of them share.
import { z } from 'zod';

/**
 * Who may call a route, the holder of the token apart (R56). admin: whose role that is; author: whoever writes the agreement
 * (admin and both leads); team: who may see every lead (those and readers); own: those and reps, for what is theirs; user:
 * whom HubSpot vouches for, and the route looks who it is.
 */
export type RouteCaller = 'admin' | 'author' | 'team' | 'own' | 'user';

export interface Route {
  readonly method: 'get' | 'put' | 'post';
  /** OpenAPI notation, below /api/v1. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  /** What it may refuse with, besides 400, 401, 404 and 503. */
  readonly refusals: Readonly<Record<number, string>>;
  readonly caller: RouteCaller;
}

/** Rules of our own, beside what zod says; api.ts has them in French. */
export const DIGITS_ONLY = 'must be digits';
export const NOT_A_CURSOR = 'is not the `next` of a page';
/** Of an id and what else may name the same. */
export const ONE_OF_BOTH = 'must hold exactly one of the two';
export const ID_LETTERS = 'must be lower-case letters, digits and hyphens';

export const Id = z.string().regex(/^\d{1,20}$/, DIGITS_ONLY);
export const Portal = z.strictObject({ portalId: Id });
export const Instant = z.iso.datetime();
/** Of the sentences in the answer, also of a refusal. */
export const Language = z.enum(['en', 'fr']);
export const Count = z.int().nonnegative();
export const Nothing = z.strictObject({});
/** A POST without content. */
export const Empty = z.strictObject({}).nullish();
export const Reason = z.string().max(500).optional().meta({ description: 'For the audit trail.' });

export const Problem = z.object({
  path: z.string(),
  line: Count,
  column: Count,
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
  problem: z.string(),
  suggestion: z.string().optional(),
});

type Defaults = {
  method: 'get';
  params: typeof Portal;
  query: typeof Nothing;
  body: typeof Empty;
  refusals: Record<number, string>;
  caller: 'admin';
};

/** Fills in what most routes have in common: GET of one portal, for the holder of the token. */
export function route<const T extends Partial<Route> & Pick<Route, 'path' | 'summary' | 'answer'>>(
  given: T,
): Omit<Defaults, keyof T> & T {
  return {
    method: 'get',
    params: Portal,
    query: Nothing,
    body: Empty,
    refusals: {},
    caller: 'admin',
    ...given,
  };
}
