// Which addresses are called, and which never: a webhook must not make the server call its neighbours.
import { lookup } from 'node:dns/promises';
import { describe, expect, it } from 'vitest';
import type { Message } from '#domain/notices/message.ts';
import { isPrivate, publicLookup } from '#notify/public-lookup.ts';
import { createWebhook } from '#notify/webhook.ts';
import { checkWebhookAddress } from '#pipeline/notices/webhook-address.ts';
import { systemClock } from '#platform/clock.ts';

const MESSAGE: Message = {
  language: 'en',
  subject: 's',
  lines: [],
  morePoints: null,
  link: { label: 'l', url: 'https://accord.example' },
  footer: 'f',
};

describe('an address that a user sets', () => {
  it.each([
    ['slack', 'https://hooks.slack.com/services/T1/B2/x'],
    ['slack', 'https://hooks.slack.com:443/services/T1/B2/x'],
    ['teams', 'https://our.webhook.office.com/webhookb2/x'],
    ['teams', 'https://prod-12.westeurope.logic.azure.com:443/workflows/x?sig=y'],
    [
      'teams',
      'https://ab12.ef.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x',
    ],
  ] as const)('of %s may be %s', (channel, address) => {
    expect(checkWebhookAddress(channel, address, []).ok).toBe(true);
  });

  it.each([
    ['http://hooks.slack.com/services/T1', 'notHttps'],
    ['ftp://hooks.slack.com/x', 'notHttps'],
    ['file:///etc/passwd', 'notHttps'],
    ['https://hooks.slack.com:8443/x', 'hasPort'],
    ['https://user:pass@hooks.slack.com/x', 'hasCredentials'],
    ['https://hooks.slack.com@evil.example/x', 'hasCredentials'],
    ['https://hooks.slack.com.evil.example/x', 'hostNotAllowed'],
    ['https://evil-hooks.slack.com/x', 'hostNotAllowed'],
    ['https://our.webhook.office.com/x', 'hostNotAllowed'],
    ['https://127.0.0.1/x', 'hostNotAllowed'],
    ['https://[::1]/x', 'hostNotAllowed'],
    ['https://2130706433/x', 'hostNotAllowed'],
    ['https://169.254.169.254/latest/meta-data', 'hostNotAllowed'],
    ['https://localhost/x', 'hostNotAllowed'],
    [`https://hooks.slack.com/${'x'.repeat(2_000)}`, 'notAnAddress'],
    ['hooks.slack.com/services', 'notAnAddress'],
    ['', 'notAnAddress'],
  ])('of Slack is not %s', (address, fault) => {
    expect(checkWebhookAddress('slack', address, [])).toEqual({ ok: false, error: fault });
  });

  it('of Teams is none whose name only ends alike', () => {
    expect(checkWebhookAddress('teams', 'https://evilwebhook.office.com/x', []).ok).toBe(false);
    expect(checkWebhookAddress('teams', 'https://webhook.office.com/x', []).ok).toBe(false);
  });

  it('may be one whose origin the operator names, and no other on that host', () => {
    const origins = ['http://127.0.0.1:8080'];
    expect(checkWebhookAddress('slack', 'http://127.0.0.1:8080/x', origins).ok).toBe(true);
    expect(checkWebhookAddress('slack', 'http://127.0.0.1:8081/x', origins).ok).toBe(false);
    expect(checkWebhookAddress('slack', 'https://127.0.0.1:8080/x', origins).ok).toBe(false);
  });
});

describe('the connection', () => {
  it.each([
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '192.88.99.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    '::ffff:10.0.0.1',
    // Teredo, 6to4 and NAT64, which carry an IPv4 address.
    '2001:0:a00:1::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2002:a00:1::1',
    '64:ff9b::a00:1',
    '64:ff9b:1::a00:1',
    '100::1',
    '2001:2::1',
    '2001:20::1',
    'fec0::1',
    '64:ff9b::a00:1',
    'fd00::1',
    'fe80::1',
  ])('is not made to %s', (address) => {
    expect(isPrivate({ address, family: address.includes(':') ? 6 : 4 })).toBe(true);
  });

  it.each(['3.120.0.1', '172.32.0.1', '192.169.0.1', '2a05:d014::1'])('is made to %s', (address) => {
    expect(isPrivate({ address, family: address.includes(':') ? 6 : 4 })).toBe(false);
  });

  it('fails where a name that looks public leads home', async () => {
    expect((await lookup('localhost')).address).toMatch(/^(127\.|::1)/);
    const code = await new Promise((resolve) => {
      publicLookup('localhost', { all: true }, (error) => resolve(error?.code));
    });
    expect(code).toBe('PRIVATE_ADDRESS');
  });

  it('is not tried for an address that is no longer allowed', async () => {
    const webhook = createWebhook({ origins: [], clock: systemClock });
    expect(await webhook('slack', { url: 'http://127.0.0.1:1/x', message: MESSAGE })).toEqual({
      kind: 'parked',
      reason: 'WEBHOOK_FORBIDDEN',
    });
  });
});
