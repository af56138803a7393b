// Where answers of sales are read besides the record (5a.7): values of the lead status, stages of HubSpot's lead object,
// deals. What crosses parts is checked in check-answers.ts.
import { z } from 'zod';
import type { MappedAnswer } from '#domain/agreement.ts';
import { complain } from './issue.ts';
import { show, strict, textual } from './value-schema.ts';

const Key = z.string().min(1).max(100);

/** `accept`, `working`, `reject`, `reject: <id of a reason>`; the reason is looked up when the version is compiled. */
const ANSWER_WORDS = ['accept', 'working', 'reject'] as const;
const Mapped = textual<MappedAnswer>((text, sink) => {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  const reason = colon < 0 ? '' : text.slice(colon + 1).trim();
  const answer = ANSWER_WORDS.find((each) => each === name);
  if (answer !== undefined && (reason === '' || answer === 'reject')) return { answer, reason };
  complain(sink, { code: 'badMappedAnswer', params: { value: show(text) } });
  return z.NEVER;
});

export const DocumentAnswers = strict({
  leadStatus: z.record(Key, Mapped).optional(),
  hubspotLeads: strict({
    /** By id of a stage of a lead pipeline, or by state (HUBSPOT_LEAD_STATES). */
    stages: z.record(Key, Mapped),
    /** Ids or labels of our reject reasons, by HubSpot's disqualification reasons. */
    reasons: z.record(Key, Key).optional(),
  }).optional(),
  dealCreated: z.boolean().optional(),
});
