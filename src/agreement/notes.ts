// What is allowed in an agreement but worth a second look before signing.
import type { Issue } from './issue.ts';
import type { AgreementDocument } from './schema.ts';

export function findNotes(document: AgreementDocument): readonly Issue[] {
  return [...emptyPool(document), ...scoredOpens(document), ...placeholders(document), ...noGates(document)];
}

function emptyPool({ routing }: AgreementDocument): readonly Issue[] {
  return routing.pool.length > 0 ? [] : [{ path: ['routing', 'pool'], code: 'emptyPool', params: {} }];
}

/** Apple's and Google's privacy proxies open every message (design section 4). */
function scoredOpens({ score }: AgreementDocument): readonly Issue[] {
  return score.engagement.rules.flatMap((rule, index) =>
    rule.signal === 'emailOpen' && rule.points > 0
      ? [
          {
            path: ['score', 'engagement', 'rules', index, 'points'],
            code: 'scoredOpens',
            params: { id: rule.id },
          },
        ]
      : [],
  );
}

/** `.example` is reserved (RFC 2606): an address under it belongs to nobody. */
function placeholders({ routing, signatories }: AgreementDocument): readonly Issue[] {
  const reps = routing.pool.map((rep, index) => ({ email: rep.email, path: ['routing', 'pool', index] }));
  const signers = (['marketing', 'sales'] as const).map((side) => ({
    email: signatories[side].email,
    path: ['signatories', side, 'email'],
  }));
  return [...reps, ...signers]
    .filter(({ email }) => email.endsWith('.example'))
    .map(({ email, path }) => ({ path, code: 'placeholder', params: { value: email } }));
}

function noGates({ score }: AgreementDocument): readonly Issue[] {
  return score.gates.length > 0 ? [] : [{ path: ['score'], code: 'noGates', params: {} }];
}
