// The account's values beside what the draft and the agreement in force say of each, and what each looks like.
import type { AgreementDocument } from '#agreement/schema.ts';
import type { MappedAnswer } from '#domain/agreement.ts';
import { HUBSPOT_LEAD_STATES } from '#domain/lead.ts';
import type { Option, PortalOptions } from './portal-options.ts';
import { type AnswerText, proposeAnswer, proposeReason } from './propose.ts';

/** What is said of one value: by the draft, by the agreement in force, and by its looks. */
export interface MappedValue extends Option {
  /** False: the agreement names it, and the account has no such value. */
  readonly known: boolean;
  readonly draft: AnswerText;
  readonly inForce: AnswerText;
  readonly proposed: AnswerText;
}

export interface MappedAnswers {
  readonly leadStatus: readonly MappedValue[];
  /** Null: the account has no HubSpot leads, or keeps them from us. */
  readonly hubspotLeads: {
    readonly stages: readonly MappedValue[];
    readonly reasons: readonly MappedValue[];
  } | null;
  readonly dealCreated: { readonly draft: boolean; readonly inForce: boolean };
}

interface Documents {
  readonly draft: AgreementDocument;
  readonly inForce: AgreementDocument | null;
}

export function mapAnswers(options: PortalOptions, documents: Documents): MappedAnswers {
  const { reasons } = documents.draft.feedback;
  const answers = (document: AgreementDocument | null) => document?.feedback.answers ?? {};
  const [draft, inForce] = [answers(documents.draft), answers(documents.inForce)];
  const said = (mapped: Readonly<Record<string, MappedAnswer>> | undefined) =>
    new Map(Object.entries(mapped ?? {}).map(([value, one]) => [value.toLowerCase(), textOf(one, reasons)]));
  const answered = (options: readonly Option[], of: (from: typeof draft) => Mapped) =>
    valuesOf(options, {
      draft: { names: Object.keys(of(draft) ?? {}), said: said(of(draft)) },
      inForce: { names: Object.keys(of(inForce) ?? {}), said: said(of(inForce)) },
      propose: (option) => proposeAnswer(option, reasons),
    });
  const { leads } = options;
  return {
    leadStatus: answered(options.leadStatus, ({ leadStatus }) => leadStatus),
    hubspotLeads:
      leads === null
        ? null
        : {
            stages: answered([...STATES, ...leads.stages], ({ hubspotLeads }) => hubspotLeads?.stages),
            reasons: valuesOf(leads.reasons, {
              draft: reasonsSaid(draft.hubspotLeads?.reasons, reasons),
              inForce: reasonsSaid(inForce.hubspotLeads?.reasons, reasons),
              propose: (option) => proposeReason(option, reasons),
            }),
          },
    dealCreated: { draft: draft.dealCreated ?? false, inForce: inForce.dealCreated ?? false },
  };
}

type Mapped = Readonly<Record<string, MappedAnswer>> | undefined;
type Reasons = AgreementDocument['feedback']['reasons'];

/** They hold for the stages of every pipeline that are not named. */
const STATES: readonly Option[] = HUBSPOT_LEAD_STATES.map((value) => ({ value, label: value }));

/** A reason may be written by its label. */
function reasonId(text: string, reasons: Reasons): string {
  const named = text.toLowerCase();
  return reasons.find(({ id, label }) => [id, label].some((one) => one.toLowerCase() === named))?.id ?? text;
}

function textOf({ answer, reason }: MappedAnswer, reasons: Reasons): AnswerText {
  return reason === '' ? answer : `${answer}: ${reasonId(reason, reasons)}`;
}

interface Said {
  readonly names: readonly string[];
  /** By the value in small letters. */
  readonly said: ReadonlyMap<string, AnswerText>;
}

function reasonsSaid(mapped: Readonly<Record<string, string>> | undefined, reasons: Reasons): Said {
  const entries = Object.entries(mapped ?? {});
  return {
    names: entries.map(([value]) => value),
    said: new Map(entries.map(([value, reason]) => [value.toLowerCase(), reasonId(reason, reasons)])),
  };
}

/** Those of the account, and behind them those that only an agreement names. */
function valuesOf(
  options: readonly Option[],
  {
    draft,
    inForce,
    propose,
  }: { readonly draft: Said; readonly inForce: Said; readonly propose: (option: Option) => AnswerText },
): readonly MappedValue[] {
  const has = new Set(options.map(({ value }) => value.toLowerCase()));
  const others = [...draft.names, ...inForce.names].filter((name) => !has.has(name.toLowerCase()));
  const shown = (option: Option, known: boolean): MappedValue => ({
    ...option,
    known,
    draft: draft.said.get(option.value.toLowerCase()) ?? '',
    inForce: inForce.said.get(option.value.toLowerCase()) ?? '',
    proposed: known ? propose(option) : '',
  });
  return [
    ...options.map((option) => shown(option, true)),
    ...[...new Set(others)].map((value) => shown({ value, label: value }, false)),
  ];
}
