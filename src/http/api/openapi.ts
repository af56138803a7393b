// OpenAPI 3.1 made from the contract.
import { z } from 'zod';
import { readVersion } from '#platform/version.ts';
import { AUDIT_CSV_PATH, AUDIT_CSV_SUMMARY } from './audit-csv.ts';
import { ROUTES } from './contract.ts';
import { Empty, Language, Portal, type Route, type RouteCaller } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const ERROR = z.object({ error: z.string(), message: z.string(), fix: z.string().optional() });

export function makeOpenapi(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(name, route) };
  }
  paths[AUDIT_CSV_PATH] = { get: describeAuditCsv() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Accord',
      version: readVersion(),
      description: 'The console’s API. Every route is about one portal.',
    },
    servers: [{ url: '/api/v1' }],
    security: SECURITY,
    components: {
      securitySchemes: {
        admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' },
        hubspot: {
          type: 'apiKey',
          in: 'header',
          name: 'X-HubSpot-Signature-v3',
          description:
            'A user’s request, signed by HubSpot over method, address with userId, portalId and userEmail, and body.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-accord-session',
          description: 'A user who signed in with HubSpot; what changes something must name its origin.',
        },
      },
      schemas: { Error: schemaOf(ERROR, 'output') },
    },
    paths,
  };
}

const SECURITY = [{ admin: [] }, { hubspot: [] }, { session: [] }];

/** Of users; the holder of the token may call all. */
const ROLES: Readonly<Record<RouteCaller, string>> = {
  admin: 'administrators',
  author: 'administrators, marketing and sales leads',
  team: 'administrators, marketing and sales leads, readers',
  own: 'administrators, marketing and sales leads, readers; reps for their own leads',
  user: 'every user of the HubSpot account whom the refusals do not name',
};

function describeRoute(operationId: string, route: Route): Json {
  const takesBody = route.body !== Empty;
  const required = !route.body.safeParse(undefined).success;
  return {
    operationId,
    security: SECURITY,
    // One over all portals is for the holder of the token (api.ts).
    'x-roles': 'portalId' in route.params.shape ? ROLES[route.caller] : 'none',
    summary: route.summary,
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(spoken(route.query), 'query')],
    ...(takesBody ? { requestBody: { required, content: contentOf(schemaOf(route.body, 'input')) } } : {}),
    responses: {
      200: { description: 'Done.', content: contentOf(schemaOf(route.answer, 'output')) },
      ...refusalsOf({
        400: 'The request is not understood.',
        401: 'The bearer token or the signature is missing or wrong.',
        404: 'There is no such portal or record.',
        503: 'Not configured, or the database does not answer.',
        ...route.refusals,
      }),
    },
  };
}

/** The one answer that is no JSON. */
function describeAuditCsv(): Json {
  return {
    operationId: 'exportAudit',
    security: SECURITY,
    'x-roles': ROLES.admin,
    summary: AUDIT_CSV_SUMMARY,
    parameters: parametersOf(Portal, 'path'),
    responses: {
      200: { description: 'Done.', content: { 'text/csv': { schema: { type: 'string' } } } },
      ...refusalsOf({
        401: 'The bearer token is missing or wrong.',
        404: 'There is no such portal.',
      }),
    },
  };
}

/** Every route answers in the language asked for, whether or not it looks at it itself (caller.ts). */
function spoken(query: z.ZodObject): z.ZodObject {
  return 'language' in query.shape ? query : query.extend({ language: Language.optional() });
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  return Object.entries(schema.shape).map(([name, part]) => {
    // The shape of a zod object holds zod types.
    const type = part as z.ZodType;
    return {
      name,
      in: place,
      required: place === 'path' || !type.safeParse(undefined).success,
      schema: schemaOf(type, 'input'),
    };
  });
}

function refusalsOf(refusals: Readonly<Record<number, string>>): Json {
  const schema = { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [
      status,
      { description, content: contentOf(schema) },
    ]),
  );
}

function contentOf(schema: Json): Json {
  return { 'application/json': { schema } };
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io });
  return schema;
}
