// What the document says of a portal's own lifecycle: stages beside the four, rules that disqualify, how long a lead stays
// away. What crosses parts is checked in check-lifecycle.ts.
import { z } from 'zod';
import { STAGE_KEYS, STAGE_MOMENTS } from '#domain/agreement.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import { choose, Id, Label, Note, SpanDays, show, strict, textual, word } from './value-schema.ts';

const MAX_LIST = 100;
const MAX_CUSTOM_STAGES = 50;

/** HubSpot's stage values: names for the defaults, digits for custom ones. */
export const StageValue = textual((text, sink) => {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(text))
    complain(sink, { code: 'badStageValue', params: { value: show(text) } });
  return text;
});

export const DocumentCustomStages = z
  .array(
    strict({
      id: Id,
      label: Label,
      lifecycle: StageValue,
      note: Note.optional(),
      after: word(STAGE_KEYS).optional(),
      moment: word(STAGE_MOMENTS).optional(),
    }),
  )
  .max(MAX_CUSTOM_STAGES)
  .default([]);

/** Days before a lead may come back; null: never. */
const Never = z.enum(['never', 'jamais']).transform((): number | null => null);
const Days = SpanDays.transform((days): number | null => days);
export const CoolDown = choose<number | null>((value) =>
  value === 'never' || value === 'jamais' ? Never : Days,
);

export const DocumentDisqualify = z
  .array(strict({ id: Id, label: Label, when: DocumentFilter, coolDown: CoolDown }))
  .max(MAX_LIST)
  .default([]);

export const DocumentCoolDowns = strict({
  rejected: CoolDown.optional(),
  noContact: CoolDown.optional(),
  dealLost: CoolDown.optional(),
  cooled: CoolDown.optional(),
  gate: CoolDown.optional(),
  scope: CoolDown.optional(),
  /** Taken from sales, who had not kept a promise about the lead. */
  returned: CoolDown.optional(),
});
