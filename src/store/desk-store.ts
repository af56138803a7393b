// What routing is told, for turns and previews alike.
import type { DeskStore } from '#pipeline/desks.ts';
import type { Database } from './database.ts';
import { readAccounts, readLedgers, readOpenLoads } from './routing.ts';
import { readUserTimes } from './users.ts';

export function createDeskStore(database: Database): DeskStore {
  return {
    readLedgers: (portalId, which) => readLedgers(database, portalId, which),
    readOpenLoads: (portalId, side) => readOpenLoads(database, portalId, side),
    readAccounts: (portalId, which) => readAccounts(database, portalId, which),
    readUserTimes: (portalId) => readUserTimes(database, portalId),
  };
}
