// What a HubSpot API route is to the pipeline. Leaves Express, tokens, limits and faults to pipeline.ts.

import type { z } from 'zod';
import type { Bucket } from '#sandbox/call-log.ts';
import { HubspotError, refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import { type ObjectType, type Portal, readObjectType, type Source } from '#sandbox/model.ts';
import type { Grant } from '#sandbox/oauth.ts';
import type { World } from '#sandbox/world.ts';

export interface ApiCall {
  readonly world: World;
  readonly portal: Portal;
  readonly grant: Grant;
  readonly method: string;
  readonly path: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or undefined when there was no body. */
  readonly body: unknown;
  readonly bodyChars: number;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** For the call log. */
  readonly rows?: number;
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Short name for counts: `contacts.batchRead`. The object type is put in front where the path has one. */
  readonly kind: string;
  readonly bucket: Bucket;
  readonly writesRecords: boolean;
  /** One of these must be granted; none listed means any token will do. */
  readonly scopes: (params: Readonly<Record<string, string>>) => readonly string[];
  readonly answer: (call: ApiCall) => ApiAnswer;
}

export function requireObjectType(
  call: { readonly params: Readonly<Record<string, string>> },
  param = 'objectType',
): ObjectType {
  const name = call.params[param] ?? '';
  const type = readObjectType(name);
  if (type === null) throw refuseNotFound(`Object type ${name} is not modelled by the sandbox`);
  return type;
}

const WITH_OWN_SCOPE: readonly ObjectType[] = ['companies', 'deals', 'leads', 'users'];

/** Tasks and activities have no scope of their own: they come with the contacts'. Mail can only be read with its own. */
export function objectScope(
  params: Readonly<Record<string, string>>,
  access: 'read' | 'write',
  param = 'objectType',
): string[] {
  const named = readObjectType(params[param] ?? '');
  if (named === 'emails' && access === 'read') return ['sales-email-read'];
  const type = named !== null && WITH_OWN_SCOPE.includes(named) ? named : 'contacts';
  return [`crm.objects.${type}.${access}`];
}

/** Reads the body strictly: a key that HubSpot does not know is a mistake worth an error. */
export function readBody<T>(call: ApiCall, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuseInput(
    `Invalid input JSON: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`,
  );
}

export function readLimit(
  call: ApiCall,
  bounds: { readonly max: number; readonly fallback: number },
): number {
  const raw = call.query.get('limit');
  if (raw === null) return bounds.fallback;
  if (!/^\d+$/.test(raw) || Number(raw) < 1 || Number(raw) > bounds.max) {
    throw refuseInput(`limit must be between 1 and ${bounds.max}, but was ${raw}`);
  }
  return Number(raw);
}

/** Lists come repeated or separated by commas. */
export function readList(call: ApiCall, name: string): string[] {
  return call.query
    .getAll(name)
    .flatMap((part) => part.split(','))
    .filter((part) => part !== '');
}

/** How history and events name a write by the app. */
export function appSource(world: World): Source {
  return { changeSource: 'INTEGRATION', sourceId: String(world.app.appId) };
}

export function asHubspotError(error: unknown): HubspotError {
  if (error instanceof HubspotError) return error;
  throw error;
}
