// The project that HubSpot builds the app from must say what the code relies on. HubSpot's own tool drops broken files
// silently and looks into no `config` when offline, so every file is read here; its translation is run besides.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Components } from '@hubspot/project-parsing-lib/constants';
import { loadHsProfileFile } from '@hubspot/project-parsing-lib/profiles';
import { LATEST_SUPPORTED_PLATFORM_VERSION, parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { validateUid } from '@hubspot/project-parsing-lib/uid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answersModule } from '#app-manifest/generate/answers.ts';
import { labelsModule } from '#app-manifest/generate/labels.ts';
import { manifestFiles } from '#app-manifest/generate/manifest.ts';
import {
  CONDITIONALLY_REQUIRED_SCOPES,
  OPTIONAL_SCOPES,
  REQUIRED_SCOPES,
  SCOPE_USES,
} from '#hubspot/scopes.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { ACTION_INPUTS, ACTION_OUTPUTS, OUTPUT_TYPES } from '#pipeline/actions/outputs.ts';

const ROOT = join(import.meta.dirname, '..', '..', 'app-manifest');
const APP = join(ROOT, 'src', 'app');
const Uid = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
const OurUrl = z.string().regex(/^\$\{PUBLIC_URL\}(\/[a-z0-9-]+)*$/);

const Project = z.strictObject({
  name: z.string(),
  srcDir: z.literal('src'),
  platformVersion: z.literal('2026.03'),
});
const AppConfig = z.strictObject({
  name: z.string().min(1).max(30),
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
    iframe: z.tuple([]),
    img: z.tuple([]),
  }),
  support: z.strictObject({
    supportEmail: z.literal('${SUPPORT_EMAIL}'),
    documentationUrl: OurUrl,
    supportUrl: OurUrl,
    supportPhone: z.literal('${SUPPORT_PHONE}'),
  }),
});
const Subscription = z.strictObject({
  subscriptionType: z.string(),
  propertyName: z.string().optional(),
  active: z.literal(true),
});
const WebhooksConfig = z.strictObject({
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
});
const CardConfig = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  location: z.enum(['crm.record.tab', 'crm.record.sidebar']),
  entrypoint: z.string().regex(/^\/app\/cards\/\w+\.tsx$/),
  objectTypes: z.tuple([z.literal('CONTACT')]),
});
const SettingsConfig = z.strictObject({ entrypoint: z.string().regex(/^\/app\/settings\/\w+\.tsx$/) });
const Texts = z.record(z.string(), z.string().min(1));
const ActionLabels = z.strictObject({
  actionName: z.string().min(1),
  actionDescription: z.string().min(1),
  actionCardContent: z.string().min(1),
  inputFieldLabels: Texts,
  inputFieldDescriptions: Texts,
  outputFieldLabels: Texts,
  executionRules: z.tuple([]),
});
const ActionConfig = z.strictObject({
  actionUrl: OurUrl,
  isPublished: z.literal(true),
  supportedClients: z.tuple([z.strictObject({ client: z.literal('WORKFLOWS') })]),
  inputFields: z.array(
    z.strictObject({
      typeDefinition: z.strictObject({
        name: z.string(),
        type: z.literal('enumeration'),
        fieldType: z.literal('select'),
        optionsUrl: OurUrl,
      }),
      supportedValueTypes: z.tuple([z.literal('STATIC_VALUE')]),
      isRequired: z.boolean(),
    }),
  ),
  inputFieldDependencies: z.tuple([]),
  outputFields: z.array(
    z.strictObject({
      typeDefinition: z.discriminatedUnion('type', [
        z.strictObject({ name: z.string(), type: z.literal('string'), fieldType: z.literal('text') }),
        z.strictObject({ name: z.string(), type: z.literal('number'), fieldType: z.literal('number') }),
      ]),
    }),
  ),
  labels: z.strictObject({ en: ActionLabels, fr: ActionLabels }),
  objectTypes: z.tuple([z.literal('CONTACT')]),
  objectRequestOptions: z.strictObject({ properties: z.tuple([]) }),
  executionRules: z.tuple([]),
});
const Component = z.discriminatedUnion('type', [
  z.strictObject({ uid: Uid, type: z.literal('app'), config: AppConfig }),
  z.strictObject({ uid: Uid, type: z.literal('webhooks'), config: WebhooksConfig }),
  z.strictObject({ uid: Uid, type: z.literal('card'), config: CardConfig }),
  z.strictObject({ uid: Uid, type: z.literal('settings'), config: SettingsConfig }),
  z.strictObject({ uid: Uid, type: z.literal('workflow-action'), config: ActionConfig }),
]);
const Profile = z.strictObject({
  accountId: z.int().positive(),
  variables: z.strictObject({
    PUBLIC_URL: z.url({ protocol: /^https$/ }).regex(/[^/]$/),
    SUPPORT_EMAIL: z.email(),
    SUPPORT_PHONE: z.string().regex(/^\+\d{6,15}$/),
  }),
});

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));
}

/** Without what a formatter may change. */
function squeeze(text: string): string {
  return text.replaceAll(/[\s;,|()'"]+/g, '');
}

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !file.includes('node_modules'))
    .sort();
}

const files = filesBelow(APP, /-hsmeta\.json$/);
const components = files.map((file) => ({ file, ...Component.parse(readJson('src', 'app', file)) }));
const profiles = readdirSync(join(ROOT, 'src')).filter((file) => file.startsWith('hsprofile.'));

describe('the app manifest', () => {
  it('is a project of a platform version that may still be listed', () => {
    const project = Project.parse(readJson('hsproject.json'));

    expect(project.platformVersion >= LATEST_SUPPORTED_PLATFORM_VERSION).toBe(true);
    expect(parseProjectConfig(ROOT)).toMatchObject(project);
  });

  it('is what the constants of the server make: npm run manifest', () => {
    const made = manifestFiles();

    expect(Object.keys(made).sort()).toEqual(files);
    expect(files.map((file) => readJson('src', 'app', file))).toEqual(
      files.map((file) => structuredClone(made[file])),
    );
    // Biome lays it out; the words are the same.
    const written = (name: string): string =>
      squeeze(readFileSync(join(APP, 'packages', 'ui', name), 'utf8'));
    expect(written('answers.ts')).toBe(squeeze(answersModule()));
    expect(written('labels.ts')).toBe(squeeze(labelsModule()));
  });

  it('has components of types that HubSpot knows, each with an id of its own', () => {
    const uids = components.map(({ uid }) => uid);

    expect(new Set(uids).size).toBe(uids.length);
    for (const { uid, type } of components) {
      expect(Components).toHaveProperty(type);
      expect(validateUid(uid)).toBeUndefined();
    }
  });

  it.each(profiles)('is translated whole by HubSpot’s own tool, with the profile %s', async (file) => {
    const profile = Profile.parse(readJson('src', file));
    const name = file.split('.')[1] ?? '';

    expect(loadHsProfileFile(join(ROOT, 'src'), name)).toMatchObject(profile);
    const result = await translate(
      { projectSourceDir: join(ROOT, 'src'), platformVersion: '2026.03', accountId: profile.accountId },
      { skipValidation: true, profile: name },
    );

    const nodes = result.intermediateRepresentation.intermediateNodesIndexedByUid;
    expect(Object.keys(nodes).sort()).toEqual(components.map(({ uid }) => uid).sort());
    expect(JSON.stringify(nodes)).not.toContain('${');
    expect(JSON.stringify(nodes)).toContain(`${profile.variables.PUBLIC_URL}/webhooks/hubspot`);
  });

  it('names every entry, and has none that is not there', () => {
    const entries = components.flatMap(({ config }) => ('entrypoint' in config ? [config.entrypoint] : []));

    expect(entries).toHaveLength(3);
    expect(entries.filter((entry) => !existsSync(join(ROOT, 'src', entry)))).toEqual([]);
  });

  it('declares each workflow action at its address, with the fields that it takes and answers, named in both languages', () => {
    const actions = components.filter(({ type }) => type === 'workflow-action');
    for (const { file, config } of actions) {
      if (!('actionUrl' in config)) continue;
      const [name] = Object.keys(ACTION_INPUTS).filter((one) => config.actionUrl.endsWith(`/actions/${one}`));
      const action = z.enum(['judge-now', 'hand-over', 'recycle', 'check-sla']).parse(name);
      const outputs = config.outputFields.map(({ typeDefinition }) => typeDefinition.name);
      const types = config.outputFields.map(({ typeDefinition: { type, fieldType } }) => [type, fieldType]);
      const inputs = config.inputFields.map(({ typeDefinition }) => typeDefinition.name);

      expect(file).toBe(join('workflow-actions', `${action}-hsmeta.json`));
      expect(outputs).toEqual([...ACTION_OUTPUTS[action]]);
      expect(types).toEqual(
        ACTION_OUTPUTS[action].map((output) =>
          OUTPUT_TYPES[output] === 'number' ? ['number', 'number'] : ['string', 'text'],
        ),
      );
      expect(inputs).toEqual([...ACTION_INPUTS[action]]);
      for (const labels of [config.labels.en, config.labels.fr]) {
        expect(Object.keys(labels.outputFieldLabels)).toEqual(outputs);
        expect(Object.keys(labels.inputFieldLabels)).toEqual(inputs);
        expect(Object.keys(labels.inputFieldDescriptions)).toEqual(inputs);
      }
    }
    expect(actions).toHaveLength(Object.keys(ACTION_INPUTS).length);
  });

  it('asks for each scope once, as required, optional or conditionally required, and says what for', () => {
    const scopes = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES, ...CONDITIONALLY_REQUIRED_SCOPES];
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

    expect(new Set(scopes).size).toBe(scopes.length);
    expect(Object.keys(SCOPE_USES).sort()).toEqual([...scopes].sort());
    for (const scope of REQUIRED_SCOPES)
      expect(readme).toContain(`| \`${scope}\` | required | ${SCOPE_USES[scope].en} |`);
    for (const scope of OPTIONAL_SCOPES)
      expect(readme).toContain(`| \`${scope}\` | optional | ${SCOPE_USES[scope].en} |`);
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

  it('is told of every object that the app lives by, of merges, restores and of people who are erased', () => {
    const told = WEBHOOK_SUBSCRIPTIONS.map(
      ({ subscriptionType, objectType }) => `${objectType ?? ''} ${subscriptionType}`,
    );
    const objects = ['call', 'meeting_event', 'email', 'communication', 'lead'];

    expect(told).toEqual(
      expect.arrayContaining([
        ' contact.privacyDeletion',
        'note object.creation',
        'task object.propertyChange',
        'task object.deletion',
      ]),
    );
    for (const action of ['creation', 'deletion', 'merge', 'restore', 'associationChange'])
      for (const object of ['contact', 'company', 'deal']) expect(told).toContain(` ${object}.${action}`);
    for (const action of ['creation', 'deletion', 'restore', 'associationChange'])
      for (const object of objects) expect(told).toContain(`${object} object.${action}`);
  });

  it('has the packages of its cards at the versions that they are tested with', () => {
    const Packages = z.object({ dependencies: z.record(z.string(), z.string()) });
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, '..', 'package.json'), 'utf8')));

    for (const folder of ['cards', 'settings', join('packages', 'ui')]) {
      const { dependencies } = Packages.parse(readJson('src', 'app', folder, 'package.json'));
      for (const name of ['@hubspot/ui-extensions', 'react'])
        expect(dependencies[name]).toBe(devDependencies[name]);
    }
  });

  it('keeps every import of an extension inside its folder, or in the package that they share', () => {
    for (const file of filesBelow(APP, /\.tsx?$/)) {
      const text = readFileSync(join(APP, file), 'utf8');
      const targets = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '');
      const allowed = /^(\.\/|@accord\/ui$|@hubspot\/ui-extensions$|react$)/;
      expect([file, ...targets.filter((target) => !allowed.test(target))]).toEqual([file]);
    }
  });
});
