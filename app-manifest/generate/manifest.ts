// The components of the project that say what the server's constants say, made from these constants: `npm run manifest`
// writes them, and a test fails when a file is not what would be written.

import { ADDRESSES } from '#http/addresses.ts';
import { CONDITIONALLY_REQUIRED_SCOPES, OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { CRM_SUBSCRIPTIONS, HUB_SUBSCRIPTIONS, OBJECT_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { ACTION_INPUTS, type ActionName } from '#pipeline/actions/outputs.ts';
import { actionComponent } from './actions.ts';

/** HubSpot takes more than 5 only. */
const MAX_CONCURRENT_REQUESTS = 10;

/** Contents by path below `src/app`. */
export function manifestFiles(): Readonly<Record<string, object>> {
  const actions = Object.keys(ACTION_INPUTS) as ActionName[]; // its own keys
  return {
    'app-hsmeta.json': appComponent(),
    'webhooks/webhooks-hsmeta.json': webhooksComponent(),
    'cards/lead-sidebar-hsmeta.json': cardComponent('crm.record.sidebar', 'LeadSidebar'),
    'cards/lead-tab-hsmeta.json': cardComponent('crm.record.tab', 'LeadTab'),
    'settings/settings-hsmeta.json': {
      uid: 'accord_settings',
      type: 'settings',
      config: { entrypoint: '/app/settings/Settings.tsx' },
    },
    ...Object.fromEntries(
      actions.map((action) => [`workflow-actions/${action}-hsmeta.json`, actionComponent(action)]),
    ),
  };
}

/** On the server of the profile that the app is uploaded with. */
function at(address: string): string {
  return `\${PUBLIC_URL}${address}`;
}

function appComponent(): object {
  return {
    uid: 'accord_app',
    type: 'app',
    config: {
      name: 'Accord',
      description: 'One agreement between sales and marketing, signed by both, run on every lead.',
      distribution: 'marketplace',
      auth: {
        type: 'oauth',
        redirectUrls: [at(ADDRESSES.installed), at(ADDRESSES.signedIn)],
        requiredScopes: REQUIRED_SCOPES,
        optionalScopes: OPTIONAL_SCOPES,
        conditionallyRequiredScopes: CONDITIONALLY_REQUIRED_SCOPES,
      },
      permittedUrls: { fetch: ['${PUBLIC_URL}'], iframe: [], img: [] },
      support: {
        supportEmail: '${SUPPORT_EMAIL}',
        documentationUrl: at(ADDRESSES.help),
        supportUrl: at(ADDRESSES.help),
        supportPhone: '${SUPPORT_PHONE}',
      },
    },
  };
}

function webhooksComponent(): object {
  const active = (rows: readonly object[]): readonly object[] =>
    rows.map((row) => ({ ...row, active: true }));
  return {
    uid: 'accord_webhooks',
    type: 'webhooks',
    config: {
      settings: {
        targetUrl: at(ADDRESSES.webhooks),
        maxConcurrentRequests: MAX_CONCURRENT_REQUESTS,
      },
      subscriptions: {
        crmObjects: active(OBJECT_SUBSCRIPTIONS),
        legacyCrmObjects: active(CRM_SUBSCRIPTIONS),
        hubEvents: active(HUB_SUBSCRIPTIONS),
      },
    },
  };
}

function cardComponent(location: 'crm.record.sidebar' | 'crm.record.tab', entry: string): object {
  const place = location === 'crm.record.tab' ? 'tab' : 'sidebar';
  return {
    uid: `accord_lead_${place}`,
    type: 'card',
    config: {
      name: 'Accord',
      description:
        place === 'tab'
          ? 'The lead by the agreement: score with its parts, why, promises with the time left, and what to do. · Le lead selon l’accord : score et ses parts, pourquoi, promesses avec le temps restant, et que faire.'
          : 'Score, promise and answer at a glance. · Score, promesse et réponse d’un coup d’œil.',
      location,
      entrypoint: `/app/cards/${entry}.tsx`,
      objectTypes: ['CONTACT'],
    },
  };
}
