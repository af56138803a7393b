// English words of refusals, by code.
import type { RefusalParams, Words } from './refusals.ts';

const HASH_DIFFERS = 'is not what was frozen: its content hash differs';
const RESTORE = 'Restore its row from a backup, then: npm run accord -- agreement verify --portal PORTAL';
const TO_BE_SIGNED: Readonly<Record<string, string>> = {
  draft: 'Propose it, and let both sides sign.',
  proposed: 'Both sides must sign first.',
  active: 'It is in force already.',
};

export const ENGLISH = {
  NO_SUCH_VERSION: ({ version }) =>
    version === 0
      ? { message: 'There is no draft.', fix: 'Upload one first.' }
      : { message: `There is no version ${version}.`, fix: 'List the versions to see which there are.' },
  ONE_SIGNATORY: () => ({
    message: 'Marketing and sales name the same signatory.',
    fix: 'Name two people under signatories: an agreement needs two sides.',
  }),
  AGREEMENT_PROBLEMS: ({ count }) => ({
    message: `The document has ${count} ${count === 1 ? 'problem' : 'problems'}.`,
    fix: 'Mend each one in the document, then try again.',
  }),
  PORTAL_NOT_READ: ({ code, wait }) => ({
    message: `HubSpot does not say what the properties of this account hold (${code}), so the document cannot be checked.`,
    fix: wait === 1 ? 'Try again in a minute.' : 'Run `npm run accord -- doctor`, or install the app again.',
  }),
  NOT_A_DRAFT: ({ version, status }) => ({
    message: `Version ${version} is ${status}; only a draft can be proposed.`,
    fix: 'Upload the document as a new draft and propose that.',
  }),
  DRAFT_CHANGED: () => ({
    message: 'The draft was replaced while it was being checked.',
    fix: 'Read it again and propose what you have read.',
  }),
  MAPPED_BASE_CHANGED: () => ({
    message: 'The agreement is not the one you looked at: somebody has changed it meanwhile.',
    fix: 'Load the mapping again, and make your change anew.',
  }),
  ALREADY_PROPOSED: ({ version }) => ({
    message: `Version ${version} is proposed and not signed by both sides yet.`,
    fix: `Sign or withdraw version ${version} first.`,
  }),
  STARTS_IN_THE_PAST: ({ startsAt }) => ({
    message: `The agreement is to start at ${startsAt}, which is over: what has been judged stays as it was judged.`,
    fix: 'Name a later start, or none: then it starts with its activation.',
  }),
  CONTENT_CHANGED: () => ({
    message: 'What you have read is not what is proposed now: the content’s hash differs.',
    fix: 'Read the version again and sign its contentHash.',
  }),
  AGREEMENT_TAMPERED: ({ version, agreementId }) => ({
    message: `Version ${version} of agreement ${agreementId} ${HASH_DIFFERS}.`,
    fix: 'Restore this row of agreement_version from a backup, or withdraw the version and propose the document again.',
  }),
  NOT_A_HUBSPOT_USER: () => ({
    message: 'Only a HubSpot user signs: neither the admin token nor the command line does.',
    fix: 'Sign on the settings page or the card in HubSpot, as the signatory the document names.',
  }),
  NOT_PROPOSED: ({ version, status }) => ({
    message: `Version ${version} is ${status}, not proposed.`,
    fix: status === 'draft' ? 'Propose it first.' : 'Propose a new draft, and sign that.',
  }),
  ALREADY_SIGNED: ({ side }) => ({
    message: `${side === 'sales' ? 'Sales' : 'Marketing'} has signed this version already.`,
    fix: 'The other side’s signature is still missing, or the version can be activated.',
  }),
  USER_MISMATCH: () => ({
    message: 'HubSpot’s list of owners names another user for this user id or e-mail address.',
    fix: 'Check the user in HubSpot; owners are read again every hour.',
  }),
  NOT_A_SIGNATORY: ({ version, act, side }) =>
    act === 'decide'
      ? {
          message: `This HubSpot user is neither a signatory nor a delegate of today in version ${version}.`,
          fix: 'Ask one of them, or the holder of the admin token.',
        }
      : {
          message: `This HubSpot user is not ${side === '' ? 'a signatory or a delegate of today' : `${side}’s signatory or its delegate of today`} in version ${version}.`,
          fix: 'Sign as the person the document names under signatories, or propose a document that names this one.',
        },
  SAME_USER_TWICE: ({ side }) => ({
    message: `This user has signed for ${side} already: both sides need two different people.`,
    fix: 'Let the other side’s signatory or delegate sign.',
  }),
  NOT_SIGNED: ({ version, status }) => ({
    message: `Version ${version} is ${status}, not signed by both sides.`,
    fix: TO_BE_SIGNED[String(status)] ?? 'Propose its document as a new draft.',
  }),
  SIGNATURES_VOID: ({ version }) => ({
    message: `The signatures of version ${version} are not over its content, or not by two people.`,
    fix: 'Withdraw it, propose the document again and let both sides sign.',
  }),
  OVERTAKEN: ({ version, inForce }) => ({
    message: `Version ${inForce} is in force, which is newer than version ${version}.`,
    fix: 'Propose the document of the older one as a new draft, or revert the newer one.',
  }),
  PREVIEW_NEEDED: ({ version }) => ({
    message: `Nobody has looked in the last day at what version ${version} would change.`,
    fix: `Preview version ${version} first, then activate it.`,
  }),
  BLAST_LIMIT: ({ changed, inScope, percent }) => ({
    message: `${changed} of ${inScope} leads in scope would change, more than ${percent} %.`,
    fix: 'Look at the preview, and activate again with its token as `confirm`.',
  }),
  STARTS_LATER: ({ startsAt }) => ({
    message: `Both sides signed that it starts at ${startsAt}.`,
    fix: 'Activate it from then on, or propose it anew with another start.',
  }),
  NOT_OPEN: ({ version, status }) => ({
    message: `Version ${version} is ${status}; only a proposed or signed one that is not in force can be withdrawn.`,
    fix: status === 'active' ? 'Revert it.' : 'There is nothing to withdraw.',
  }),
  PREVIOUS_UNSIGNED: ({ version }) => ({
    message: `Version ${version} was never signed by both sides, and Accord is switched on.`,
    fix: 'Switch the effects off first (or pause), or propose and sign a better version.',
  }),
  NOT_IN_FORCE: ({ version, status }) => ({
    message: `Version ${version} is ${status}; only the version in force can be reverted.`,
    fix: 'List the versions to see which one is in force.',
  }),
  NOTHING_TO_REVERT_TO: ({ version }) => ({
    message: `Version ${version} followed no other, or was itself put back by a revert.`,
    fix: 'Propose the document you want as a new draft, and let both sides sign it.',
  }),
  NOTHING_IN_FORCE: () => ({
    message: 'No version is in force to compare with.',
    fix: 'Name one with `against`.',
  }),
  PORTAL_NOT_FOUND: () => ({
    message: 'This HubSpot account has not installed the app.',
    fix: 'Install it first.',
  }),
  NO_PREVIEW: ({ version }) => ({
    message: `No preview of what version ${version} says was finished in the last day.`,
    fix: `Preview version ${version}; while it is at work, ask again in a moment.`,
  }),
  NOT_AS_FROZEN: ({ version, agreementId }) => ({
    message: `version ${version} of agreement ${agreementId} ${HASH_DIFFERS}.`,
    fix: RESTORE,
  }),
  NOT_SIGNED_BY_BOTH: ({ version, agreementId }) => ({
    message: `version ${version} of agreement ${agreementId} is not signed by both sides over this content.`,
    fix: RESTORE,
  }),
  OTHER_PERIOD: ({ version, agreementId, from }) => ({
    message: `version ${version} of agreement ${agreementId} has another period in force than was written down (${from}).`,
    fix: RESTORE,
  }),
} as const satisfies Readonly<Record<string, (params: RefusalParams) => Words>>;
