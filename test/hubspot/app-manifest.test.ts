// The project that HubSpot builds the app from must say what the code relies on. HubSpot's own tool drops broken files
// silently and looks into no `config` when offline, so every file is read here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import {
  CRM_SUBSCRIPTIONS,
  HUB_SUBSCRIPTIONS,
  OBJECT_SUBSCRIPTIONS,
  WEBHOOK_SUBSCRIPTIONS,
} from '#hubspot/subscriptions.ts';
import { JUDGE_NOW_OUTPUTS } from '#pipeline/judge-now.ts';

const ROOT = join(import.meta.dirname, '..', '..', 'app-manifest');
const Uid = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
const Subscription = z.strictObject({
  subscriptionType: z.string(),
  propertyName: z.string().optional(),
  active: z.literal(true),
});

const Project = z.strictObject({
  name: z.string(),
  srcDir: z.literal('src'),
  platformVersion: z.literal('2026.03'),
});
const App = z.strictObject({
  uid: Uid,
  type: z.literal('app'),
  config: z.strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    distribution: z.literal('marketplace'),
    auth: z.strictObject({
      type: z.literal('oauth'),
      redirectUrls: z.tuple([
        z.literal('${PUBLIC_URL}/oauth/callback'),
        z.literal('${PUBLIC_URL}/oauth/sign-in/callback'),
      ]),
      requiredScopes: z.array(z.string()),
      optionalScopes: z.array(z.string()),
      conditionallyRequiredScopes: z.array(z.string()),
    }),
    permittedUrls: z.strictObject({
      fetch: z.tuple([z.literal('${PUBLIC_URL}')]),
      iframe: z.array(z.string()),
      img: z.array(z.string()),
    }),
    support: z.strictObject({
      supportEmail: z.string(),
      documentationUrl: z.string(),
      supportUrl: z.string(),
      supportPhone: z.string(),
    }),
  }),
});
const Webhooks = z.strictObject({
  uid: Uid,
  type: z.literal('webhooks'),
  config: z.strictObject({
    // HubSpot takes more than 5 only.
    settings: z.strictObject({
      targetUrl: z.literal('${PUBLIC_URL}/webhooks/hubspot'),
      maxConcurrentRequests: z.int().min(6),
    }),
    subscriptions: z.strictObject({
      crmObjects: z.array(Subscription.extend({ objectType: z.string() })),
      legacyCrmObjects: z.array(Subscription),
      hubEvents: z.array(Subscription),
    }),
  }),
});

const ActionLabels = z.strictObject({
  actionName: z.string().min(1),
  actionDescription: z.string().min(1),
  actionCardContent: z.string().min(1),
  inputFieldLabels: z.strictObject({}),
  inputFieldDescriptions: z.strictObject({}),
  outputFieldLabels: z.record(z.string(), z.string().min(1)),
  executionRules: z.array(z.never()),
});
const Action = z.strictObject({
  uid: Uid,
  type: z.literal('workflow-action'),
  config: z.strictObject({
    actionUrl: z.literal('${PUBLIC_URL}/hubspot/actions/judge-now'),
    isPublished: z.literal(true),
    supportedClients: z.tuple([z.strictObject({ client: z.literal('WORKFLOWS') })]),
    inputFields: z.array(z.never()),
    inputFieldDependencies: z.array(z.never()),
    outputFields: z.array(
      z.strictObject({
        typeDefinition: z.strictObject({
          name: z.string(),
          type: z.literal('string'),
          fieldType: z.literal('text'),
        }),
      }),
    ),
    labels: z.strictObject({ en: ActionLabels, fr: ActionLabels }),
    objectTypes: z.tuple([z.literal('CONTACT')]),
    objectRequestOptions: z.strictObject({ properties: z.array(z.never()) }),
    executionRules: z.array(z.never()),
  }),
});

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function asActive(rows: readonly object[]): readonly unknown[] {
  return rows.map((row) => ({ ...row, active: true }));
}

describe('the app manifest', () => {
  const app = App.parse(read('src/app/app-hsmeta.json'));
  const webhooks = Webhooks.parse(read('src/app/webhooks/webhooks-hsmeta.json'));

  it('is a project of a platform version that may still be listed', () => {
    expect(Project.safeParse(read('hsproject.json')).success).toBe(true);
  });

  it('has no component that this test does not look into', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true }).map(String);

    expect(files.filter((file) => file.endsWith('-hsmeta.json')).sort()).toEqual([
      join('app', 'app-hsmeta.json'),
      join('app', 'webhooks', 'webhooks-hsmeta.json'),
      join('app', 'workflow-actions', 'judge-now-hsmeta.json'),
    ]);
    expect(app.uid).not.toBe(webhooks.uid);
  });

  it('declares the workflow action at its address, with the fields that it answers, named in both languages', () => {
    const { config } = Action.parse(read('src/app/workflow-actions/judge-now-hsmeta.json'));
    const outputs = config.outputFields.map(({ typeDefinition }) => typeDefinition.name);

    expect(outputs).toEqual([...JUDGE_NOW_OUTPUTS]);
    for (const labels of [config.labels.en, config.labels.fr])
      expect(Object.keys(labels.outputFieldLabels)).toEqual(outputs);
  });

  it('asks for exactly the scopes of the consent page', () => {
    expect(app.config.auth.requiredScopes).toEqual([...REQUIRED_SCOPES]);
    expect(app.config.auth.optionalScopes).toEqual([...OPTIONAL_SCOPES]);
    expect(app.config.auth.conditionallyRequiredScopes).toEqual([]);
  });

  it('subscribes to exactly the events and properties that the code knows', () => {
    expect(webhooks.config.subscriptions.crmObjects).toEqual(asActive(OBJECT_SUBSCRIPTIONS));
    expect(webhooks.config.subscriptions.legacyCrmObjects).toEqual(asActive(CRM_SUBSCRIPTIONS));
    expect(webhooks.config.subscriptions.hubEvents).toEqual(asActive(HUB_SUBSCRIPTIONS));
  });

  it('subscribes to nothing twice and to no property without a name', () => {
    const rows = WEBHOOK_SUBSCRIPTIONS;
    const keys = rows.map(
      (row) => `${row.subscriptionType} ${row.objectType ?? ''} ${row.propertyName ?? ''}`,
    );

    expect(new Set(keys).size).toBe(keys.length);
    expect(
      rows.filter(
        (row) => row.subscriptionType.endsWith('.propertyChange') !== (row.propertyName !== undefined),
      ),
    ).toEqual([]);
  });
});
