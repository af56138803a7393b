// Who signs for each side, and who may in their stead.
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatDaySpan } from '#agreement/text/format.ts';
import { type Block, list, type Tongue } from './blocks.ts';

export interface Signature {
  readonly side: string;
  readonly name: string;
  readonly email: string;
}

export function signaturesOf({ signatories }: AgreementDocument, { say }: Tongue): readonly Signature[] {
  return [
    { side: say('For marketing', 'Pour le marketing'), ...signatories.marketing },
    { side: say('For sales', 'Pour les ventes'), ...signatories.sales },
  ];
}

export function delegateBlocks(
  { signatories }: AgreementDocument,
  { say, language }: Tongue,
): readonly Block[] {
  return list(
    (signatories.delegates ?? []).map(({ for: side, name, email, from, until }) => {
      const whom = side === 'sales' ? say('sales', 'les ventes') : say('marketing', 'le marketing');
      const span = formatDaySpan({ from, until }, language);
      return {
        text: say(
          `${name} (${email}) may sign for ${whom} ${span}.`,
          `${name} (${email}) peut signer pour ${whom} ${span}.`,
        ),
      };
    }),
  );
}
