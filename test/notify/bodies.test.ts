// A message as each channel takes it, and that no label from outside can mean anything there.
import { describe, expect, it } from 'vitest';
import type { Message } from '#domain/notices/message.ts';
import { mailHtml, mailText } from '#notify/mail-body.ts';
import { slackBody } from '#notify/slack-body.ts';
import { teamsBody } from '#notify/teams-body.ts';

const URL_OF_LEAD = 'https://app.hubspot.com/contacts/44/record/0-1/7';
const MESSAGE: Message = {
  language: 'fr',
  subject: 'Accord\u00a0: 2 points de l’accord vous attendent',
  lines: [
    {
      sentence: 'Échéance dépassée pour 6 leads.',
      leads: [{ label: 'Zoé', url: URL_OF_LEAD }],
      more: 'et 5 autres leads',
    },
    { sentence: 'Qualité basse.', leads: [], more: null },
  ],
  morePoints: 'et 3 autres points',
  link: { label: 'Tout voir', url: 'https://accord.example/all?message=1' },
  footer: 'Envoyé par Accord. Référence abcd1234.',
};
const HOSTILE = '<script>alert("1")</script> <!channel> [here](https://evil.example) *big* | & \n- item';
const ATTACK: Message = {
  ...MESSAGE,
  lines: [{ sentence: HOSTILE, leads: [{ label: HOSTILE, url: URL_OF_LEAD }], more: null }],
};

describe('an e-mail', () => {
  it('says the same in text', () => {
    expect(mailText(MESSAGE)).toBe(
      [
        'Échéance dépassée pour 6 leads.',
        `  - Zoé: ${URL_OF_LEAD}`,
        '  et 5 autres leads',
        '',
        'Qualité basse.',
        '',
        'et 3 autres points',
        '',
        'Tout voir\u00a0: https://accord.example/all?message=1',
        '',
        '-- ',
        'Envoyé par Accord. Référence abcd1234.',
        '',
      ].join('\n'),
    );
  });

  it('and in HTML', () => {
    expect(mailHtml(MESSAGE)).toBe(
      [
        '<!doctype html><html lang="fr"><meta charset="utf-8"><body style="font-family:sans-serif">',
        `<p>Échéance dépassée pour 6 leads.</p><ul><li><a href="${URL_OF_LEAD}">Zoé</a></li><li>et 5 autres leads</li></ul>`,
        '<p>Qualité basse.</p>',
        '<p>et 3 autres points</p>',
        '<p><a href="https://accord.example/all?message=1">Tout voir</a></p>',
        '<p style="color:#667">Envoyé par Accord. Référence abcd1234.</p>',
        '</body></html>',
      ].join('\n'),
    );
  });

  it('shows what looks like markup as text, on its own line', () => {
    expect(mailHtml(ATTACK)).not.toContain('<script>');
    expect(mailHtml(ATTACK)).toContain('&lt;script&gt;');
    expect(
      mailText(ATTACK)
        .split('\n')
        .filter((line) => line.startsWith('- item')),
    ).toEqual([]);
  });
});

describe('Slack', () => {
  it('gets blocks', () => {
    expect(slackBody(MESSAGE)).toEqual({
      text: MESSAGE.subject,
      blocks: [
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: `Échéance dépassée pour 6 leads.\n• <${URL_OF_LEAD}|Zoé>\n• et 5 autres leads`,
          },
        },
        { type: 'section', text: { type: 'mrkdwn', text: 'Qualité basse.' } },
        { type: 'section', text: { type: 'mrkdwn', text: 'et 3 autres points' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '<https://accord.example/all?message=1|Tout voir>' },
        },
        { type: 'context', elements: [{ type: 'plain_text', text: MESSAGE.footer }] },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('takes no command and no link from a label', () => {
    const text = JSON.stringify(slackBody(ATTACK));
    expect(text).not.toContain('<!channel>');
    expect(text.match(/<https?:[^|>]*/g)).toEqual([`<${URL_OF_LEAD}`, `<${MESSAGE.link.url}`]);
  });

  it('gets no more than it takes', () => {
    const lines = Array.from({ length: 15 }, () => ({
      sentence: '&'.repeat(2_000),
      leads: Array.from({ length: 5 }, () => ({ label: 'x', url: URL_OF_LEAD })),
      more: null,
    }));
    const { blocks } = slackBody({ ...MESSAGE, lines }) as { blocks: { text?: { text: string } }[] };
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(Math.max(...blocks.map(({ text }) => text?.text.length ?? 0))).toBeLessThanOrEqual(3_000);
  });
});

describe('Teams', () => {
  it('gets an Adaptive Card', () => {
    expect(teamsBody(MESSAGE)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { text: 'Échéance dépassée pour 6 leads.', wrap: true, weight: 'Bolder' },
              { text: `- [Zoé](${URL_OF_LEAD})\n- et 5 autres leads` },
              { text: 'Qualité basse.' },
              { text: 'et 3 autres points' },
              { text: MESSAGE.footer, isSubtle: true },
            ],
            actions: [{ type: 'Action.OpenUrl', title: 'Tout voir', url: MESSAGE.link.url }],
          },
        },
      ],
    });
  });

  it('takes no link from a label', () => {
    const text = JSON.stringify(teamsBody(ATTACK));
    expect(text).not.toMatch(/[^\\]\]\(https:\/\/evil/);
    expect(text).not.toContain('\\n- item');
  });
});
