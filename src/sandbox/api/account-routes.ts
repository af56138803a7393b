// Facts about the account, its custom property quota, and uninstalling the app.

import { uninstallApp } from '#sandbox/install.ts';
import { OBJECT_TYPES, TYPE_IDS } from '#sandbox/model.ts';
import { countCustomProperties } from './property-rules.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './route.ts';

const shared = { bucket: 'general', writesRecords: false, scopes: () => ['oauth'] } as const;

export const ACCOUNT_ROUTES: readonly ApiRoute[] = [
  {
    ...shared,
    method: 'GET',
    path: '/account-info/:version/details',
    kind: 'account.details',
    answer: showAccount,
  },
  {
    ...shared,
    method: 'GET',
    path: '/crm/limits/:version/custom-properties',
    kind: 'limits.properties',
    answer: showLimits,
  },
  {
    ...shared,
    method: 'DELETE',
    path: '/appinstalls/:version/external-install',
    kind: 'uninstall',
    answer: uninstall,
  },
];

function showAccount(call: ApiCall): ApiAnswer {
  const { portal } = call;
  const offsetMs = measureOffsetMs(portal.timeZone, portal.clock.nowMs());
  const minutes = Math.abs(offsetMs) / 60_000;
  const pad = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const body = {
    portalId: portal.portalId,
    accountType: 'STANDARD',
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: [],
    utcOffset: `${offsetMs < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`,
    utcOffsetMilliseconds: offsetMs,
    uiDomain: portal.uiDomain,
    dataHostingLocation: 'eu1',
  };
  return { status: 200, body };
}

function measureOffsetMs(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    atMs,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function showLimits(call: ApiCall): ApiAnswer {
  const limit = call.portal.settings.customPropertyLimit;
  const byObjectType = OBJECT_TYPES.map((type) => {
    const usage = countCustomProperties(call.portal, type);
    return {
      objectTypeId: TYPE_IDS[type],
      limit,
      usage,
      percentage: limit === 0 ? 100 : (usage / limit) * 100,
    };
  });
  const overallUsage = byObjectType.reduce((sum, row) => sum + row.usage, 0);
  return { status: 200, body: { byObjectType, overallLimit: limit * byObjectType.length, overallUsage } };
}

function uninstall(call: ApiCall): ApiAnswer {
  uninstallApp(call.world, call.portal);
  return { status: 204 };
}
