// Setting parts of an agreement as people have written it: what they wrote beside it stays.
import { describe, expect, it } from 'vitest';
import { type Part, setParts } from '#agreement/edit-document.ts';
import { readYaml } from '#agreement/yaml-source.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';

const LEAD_STATUS: Part = {
  path: ['feedback', 'answers', 'leadStatus'],
  value: { NEW: 'working', 'Not now: later': 'reject: no-project' },
};

function valueOf(text: string): unknown {
  const read = readYaml(text);
  return 'source' in read ? read.source.value : read.issues;
}

/** Lines of one that the other has not. */
function without(text: string, other: string): readonly string[] {
  const lines = new Set(other.split('\n'));
  return text.split('\n').filter((line) => !lines.has(line));
}

describe('a part that is set', () => {
  it('changes its own lines, and keeps the comments around them', () => {
    const stage: Part = { path: ['stages', 'mql', 'lifecycle'], value: 'salesqualifiedlead' };
    const leads: Part = {
      path: ['feedback', 'answers', 'hubspotLeads'],
      value: { stages: { open: 'working' } },
    };

    const edited = setParts(ENGLISH_TEMPLATE, [LEAD_STATUS, stage, leads]);

    expect(without(ENGLISH_TEMPLATE, edited)).toHaveLength(2);
    expect(without(edited, ENGLISH_TEMPLATE)).toEqual([
      '    leadStatus:',
      '      NEW: working',
      '      "Not now: later": "reject: no-project"',
      '    hubspotLeads:',
      '      stages:',
      '        open: working',
    ]);
    expect(edited.split('\n').filter((line) => line === '    lifecycle: salesqualifiedlead')).toHaveLength(2);
    expect(setParts(edited, [LEAD_STATUS, stage, leads])).toBe(edited);
  });

  const SHORT = { feedback: { reasons: [{ id: 'a' }] } };
  it.each([
    ['is missing with all above it', 'a: 1 # one\n', { a: 1 }],
    ['stands below an empty key', 'feedback:\n  reasons: [{ id: a }] # why\n  answers:\n', SHORT],
    ['stands in one line', 'feedback: { reasons: [{ id: a }] }\n', SHORT],
    ['stands in JSON', JSON.stringify(SHORT), SHORT],
    [
      'stands behind an alias',
      'base: &b\n  reasons: [{ id: a }]\nfeedback: *b\n',
      { ...SHORT, base: SHORT.feedback },
    ],
  ])('may be one that %s', (_where, text, before) => {
    const after = setParts(text, [LEAD_STATUS]);

    const feedback = 'feedback' in before ? before.feedback : {};
    expect(valueOf(after)).toEqual({
      ...before,
      feedback: { ...feedback, answers: { leadStatus: LEAD_STATUS.value } },
    });
    expect(text.includes('#') && !after.includes('#')).toBe(false);
    expect(text.startsWith('{')).toBe(after.startsWith('{'));
  });
});
