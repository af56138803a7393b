// What the document says about data, reject reasons, and leads that are not ready.
import { z } from 'zod';
import { NORMAL_KINDS, SIDES, type StageFields } from '#domain/agreement-data.ts';
import { DocumentAnswers } from './answer-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain } from './issue.ts';
import { CoolDown, DocumentCoolDowns } from './lifecycle-schema.ts';
import {
  choose,
  Id,
  Label,
  Note,
  Percent,
  PromiseTime,
  PropertyName,
  SpanDays,
  strict,
  word,
} from './value-schema.ts';

const MAX_LIST = 100;

const Fields = z.array(PropertyName).max(50);
const FieldsAlone = Fields.transform((fields): StageFields => ({ fields, how: 'block' }));
const FieldsAndHow = strict({ fields: Fields, how: word(['block', 'warn']) });
/** A list blocks; `{ fields, how: warn }` only names what is missing. */
const Mandatory = choose<StageFields>((value) => (Array.isArray(value) ? FieldsAlone : FieldsAndHow));

/** The account's own properties by HubSpot's standard ones; which may stand here is checked in check-fields.ts. */
const OwnNames = z.record(z.string().min(1).max(100), PropertyName).optional();
export const DocumentReadFrom = strict({ contact: OwnNames, company: OwnNames });
export type DocumentReadFrom = z.output<typeof DocumentReadFrom>;

export const DocumentData = strict({
  readFrom: DocumentReadFrom.optional(),
  mandatory: strict({
    lead: Mandatory.optional(),
    mql: Mandatory,
    sql: Mandatory.optional(),
    // Accord does not write this stage, so it can hold nothing back from it.
    opportunity: Fields.optional(),
  }),
  completeness: Percent,
  normalize: z.array(word(NORMAL_KINDS)).optional(),
  placeholders: z.array(Label).max(MAX_LIST).optional(),
  owes: z
    .array(strict({ fields: Fields, by: word(SIDES), within: PromiseTime }))
    .max(MAX_LIST)
    .optional(),
  duplicates: strict({ oneOwner: z.boolean(), ignoreGmailDots: z.boolean().default(true) }).optional(),
});

/** HubSpot separates several values by a semicolon, so a reason cannot hold one. */
const ReasonLabel = Label.transform((text, sink) => {
  if (text.includes(';')) complain(sink, { code: 'noSemicolon' });
  return text;
});
export const DocumentFeedback = strict({
  reasons: z
    .array(
      strict({
        id: Id,
        label: ReasonLabel,
        /** An id, or the name of a part or promise as it stands in the document (checks.ts). */
        clause: z.string().min(1).max(60).optional(),
        coolDown: CoolDown.optional(),
      }),
    )
    .min(1)
    .max(MAX_LIST),
  answers: DocumentAnswers.optional(),
});

const Track = strict({
  id: Id,
  label: Label,
  note: Note.optional(),
  when: DocumentFilter.optional(),
  /** Ways in which a cycle ended: reject reasons, gates, or one of ENDINGS (checks.ts). */
  after: z.array(Id).min(1).max(MAX_LIST).optional(),
});
/** Parts of page addresses and form names. */
const ThemeText = z.string().trim().min(2).max(100);

export const DocumentNurture = strict({
  coolDown: SpanDays,
  coolDowns: DocumentCoolDowns.optional(),
  cyclesPerYear: z.number().int().min(1).max(52),
  recycledStage: word(['keep', 'lead']).default('keep'),
  inactiveAfter: SpanDays.optional(),
  relaunch: strict({ attempts: z.number().int().min(1).max(50), sunsetAfter: SpanDays }).optional(),
  maturing: DocumentFilter.optional(),
  tracks: z.array(Track).max(MAX_LIST).optional(),
  themes: z
    .array(strict({ id: Id, label: Label, contains: z.array(ThemeText).min(1).max(MAX_LIST) }))
    .max(MAX_LIST)
    .optional(),
  themeBy: word(['recent', 'frequent']).default('recent'),
});
