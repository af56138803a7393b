// Wires the adapter: the only thing the rest of the app builds from this folder.
import type { ApiBudget, HubspotPort, TokenStore } from '#pipeline/ports.ts';
import { type Clock, sleep } from '#platform/clock.ts';
import type { ClockWatch } from '#platform/clock-watch.ts';
import type { Logger } from '#platform/logger.ts';
import { readAccountDetails, readPropertyRoom, uninstallApp } from './account.ts';
import { completeAction, completeActions } from './action-callbacks.ts';
import { readAssociations } from './associations.ts';
import { installCallFetch } from './call-fetch.ts';
import { createClient, type HubspotClient } from './client.ts';
import { countRecords } from './count-records.ts';
import { listContactLists, listMembers, readListMemberships } from './lists.ts';
import { createOauth, type Oauth } from './oauth.ts';
import { batchCreateTasks, batchRead, batchUpdate, listContacts, listPipelines } from './objects.ts';
import { listOwners } from './owners.ts';
import {
  archiveProperties,
  createProperties,
  ensureGroup,
  listProperties,
  setOptions,
} from './properties.ts';
import { searchRecords } from './search.ts';
import { createAccessTokens } from './tokens.ts';
import { listUsers } from './users.ts';

export interface HubspotOptions {
  /** `https://api.hubapi.com`, or where the sandbox portal listens. No trailing slash. */
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly clientId: string;
  /** The secret that signs; others of a rotation only verify. */
  readonly clientSecret: string;
  readonly tokens: TokenStore;
  readonly budget: ApiBudget;
  readonly clock: Clock;
  readonly clocks?: Pick<ClockWatch, 'note'>;
  /** A connection failed at HubSpot's edge. */
  readonly noteEdgeFault?: () => void;
  readonly logger: Logger;
  /** Per call, answer body included. */
  readonly timeoutMs?: number;
  readonly sleep?: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

export interface Hubspot extends HubspotPort {
  readonly oauth: Oauth;
}

/** Two seconds under the lease's eight usable ones, so that a slow call still leaves time to record what it did (10.2). */
const DEFAULT_TIMEOUT_MS = 6_000;

/** Builds the port. Wraps the process's fetch (once), so that a call's signal reaches the wire (D10). */
export function createHubspot(options: HubspotOptions): Hubspot {
  installCallFetch();
  const { tokens, clock, logger } = options;
  const random = options.random ?? Math.random;
  const common = { ...options, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS, random };
  const oauth = createOauth(common);
  const accessTokens = createAccessTokens({ tokens, oauth, clock, logger });
  const client = createClient({ ...common, accessTokens, sleep: options.sleep ?? sleep });
  return { ...portOf(client), oauth };
}

function portOf(client: HubspotClient): HubspotPort {
  return {
    batchRead: (call, request) => batchRead(client, call, request),
    batchUpdate: (call, objectType, rows) => batchUpdate(client, call, { objectType, rows }),
    batchCreateTasks: (call, rows) => batchCreateTasks(client, call, rows),
    readAssociations: (call, types, ids) => readAssociations(client, call, { types, ids }),
    listContacts: (call, page) => listContacts(client, call, page),
    searchContacts: (call, request) => searchRecords(client, call, { objectType: 'contacts', request }),
    searchTasks: (call, request) => searchRecords(client, call, { objectType: 'tasks', request }),
    countRecords: (call, objectType, groups) => countRecords(client, call, { objectType, groups }),
    listOwners: (call) => listOwners(client, call),
    listUsers: (call) => listUsers(client, call),
    listContactLists: (call) => listContactLists(client, call),
    readListMemberships: (call, contactIds) => readListMemberships(client, call, contactIds),
    listMembers: (call, page) => listMembers(client, call, page),
    listProperties: (call, objectType) => listProperties(client, call, objectType),
    listPipelines: (call, objectType) => listPipelines(client, call, objectType),
    ensureGroup: (call, objectType, group) => ensureGroup(client, call, { objectType, group }),
    setOptions: (call, target, options) => setOptions(client, call, { ...target, options }),
    createProperties: (call, target, definitions) => createProperties(client, call, { target, definitions }),
    archiveProperties: (call, objectType, names) => archiveProperties(client, call, { objectType, names }),
    propertyRoom: (call, objectType) => readPropertyRoom(client, call, objectType),
    uninstall: (call) => uninstallApp(client, call),
    accountDetails: (call) => readAccountDetails(client, call),
    completeAction: (call, completion) => completeAction(client, call, completion),
    completeActions: (call, completions) => completeActions(client, call, completions),
  };
}
