// Where answers of sales are read → the model that decisions run on: keys in lower case, reasons by their labels.
import type { AnswerModel, MappedAnswer } from '#domain/agreement.ts';
import type { AgreementDocument } from './schema.ts';

type Mapped = Readonly<Record<string, MappedAnswer>>;

export function compileAnswers({ feedback }: AgreementDocument): AnswerModel {
  const reasons = Object.fromEntries(
    feedback.reasons.flatMap(({ id, label }) => [
      [label.toLowerCase(), label],
      [id.toLowerCase(), label],
    ]),
  );
  // A mapped reason is named by its id or its label.
  const labelOf = (reason: string): string => reasons[reason.toLowerCase()] ?? reason;
  const byValue = (mapped: Mapped): Mapped =>
    lowerKeys(mapped, ({ answer, reason }) => ({ answer, reason: labelOf(reason) }));
  const { leadStatus = {}, hubspotLeads, dealCreated = false } = feedback.answers ?? {};
  return {
    leadStatus: byValue(leadStatus),
    ...(hubspotLeads === undefined
      ? {}
      : {
          hubspotLeads: {
            stages: byValue(hubspotLeads.stages),
            reasons: lowerKeys(hubspotLeads.reasons ?? {}, labelOf),
          },
        }),
    dealCreated,
    reasons,
  };
}

function lowerKeys<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), change(value)]));
}
