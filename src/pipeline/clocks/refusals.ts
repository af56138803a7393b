// What a refusal to pause, resume or excuse says, in the language of whoever asked.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import type { ClockRefusal } from './change-clocks.ts';

interface Words {
  readonly message: string;
  readonly fix: string;
}
type Speak = (params: ClockRefusal['params']) => Words;

const ENGLISH = {
  NO_SUCH_LEAD: () => ({
    message: 'There is no such lead.',
    fix: 'Name the HubSpot id of a contact that Accord has judged, and not one that a merge has taken away.',
  }),
  NOT_A_PERSON: () => ({
    message: 'Only a HubSpot user pauses, resumes or excuses: the admin token speaks for nobody.',
    fix: 'Do it on the card in HubSpot, as the lead’s owner or a manager of sales.',
  }),
  NOT_OWNER_OR_MANAGER: () => ({
    message: 'Only the lead’s owner or a manager of sales may pause or resume its promises.',
    fix: 'Ask one of them; managers are the signatory of sales and its delegates of today.',
  }),
  NOT_A_MANAGER: () => ({
    message: 'Only a manager of sales may excuse a promise.',
    fix: 'Ask the signatory of sales that the agreement names, or a delegate of today.',
  }),
  UNKNOWN_PAUSE_REASON: ({ reason, known }) => ({
    message: `“${reason}” is no reason for which the agreement lets a promise stand still (promises.sales.pauses).`,
    fix: known === '' ? 'It names none: propose a version that does.' : `Give one of these: ${known}.`,
  }),
  NO_PROMISE_RUNS: () => ({
    message: 'No promise of sales runs for this lead, so there is nothing to pause.',
    fix: 'Pause it once it has been handed over.',
  }),
  ALREADY_PAUSED: ({ reason, from }) => ({
    message: `The lead has been paused since ${from}, for “${reason}”.`,
    fix: 'Resume it first.',
  }),
  PAUSES_USED: ({ reason, count }) => ({
    message: `“${reason}” has been given as often as promises.sales.pauses.${reason}.perLead allows in this cycle: ${count}.`,
    fix: 'Give another reason, or ask a manager of sales to excuse the promise.',
  }),
  NOT_PAUSED: () => ({ message: 'The lead is not paused.', fix: 'Nothing needs to be resumed.' }),
  NO_PROMISE_RAN: () => ({
    message: 'No promise of sales has run for this lead in its present cycle.',
    fix: 'Excuse one once the lead has been handed over.',
  }),
  UNKNOWN_CLAUSE: ({ clause, known }) => ({
    message: `“${clause}” is no promise that has run for this lead in its present cycle.`,
    fix: `Name one of these: ${known}.`,
  }),
  ALREADY_EXCUSED: ({ clause, at }) => ({
    message: `“${clause}” was excused at ${at}.`,
    fix: 'Nothing needs to be done.',
  }),
} as const satisfies Readonly<Record<string, Speak>>;

export type ClockRefusalCode = keyof typeof ENGLISH;

const FRENCH: Readonly<Record<ClockRefusalCode, Speak>> = {
  NO_SUCH_LEAD: () => ({
    message: 'Ce lead n’existe pas.',
    fix: 'Donnez l’identifiant HubSpot d’un contact qu’Accord a jugé, et non celui qu’une fusion a fait disparaître.',
  }),
  NOT_A_PERSON: () => ({
    message:
      'Seul un utilisateur HubSpot suspend, reprend ou excuse : le jeton d’administration ne parle pour personne.',
    fix: 'Faites-le sur la carte dans HubSpot, comme propriétaire du lead ou responsable des ventes.',
  }),
  NOT_OWNER_OR_MANAGER: () => ({
    message:
      'Seul le propriétaire du lead ou un responsable des ventes peut suspendre ses délais ou les reprendre.',
    fix: 'Demandez à l’un d’eux ; les responsables sont le signataire des ventes et ses délégués du jour.',
  }),
  NOT_A_MANAGER: () => ({
    message: 'Seul un responsable des ventes peut excuser un engagement.',
    fix: 'Demandez au signataire des ventes que l’accord nomme, ou à un délégué du jour.',
  }),
  UNKNOWN_PAUSE_REASON: ({ reason, known }) => ({
    message: `« ${reason} » n’est pas un motif pour lequel l’accord laisse un délai être suspendu (promises.sales.pauses).`,
    fix:
      known === ''
        ? 'Il n’en nomme aucun : proposez une version qui le fasse.'
        : `Donnez l’un de ceux-ci : ${known}.`,
  }),
  NO_PROMISE_RUNS: () => ({
    message: 'Aucun engagement des ventes ne court pour ce lead : il n’y a rien à suspendre.',
    fix: 'Suspendez-le une fois qu’il aura été transmis.',
  }),
  ALREADY_PAUSED: ({ reason, from }) => ({
    message: `Le lead est suspendu depuis ${from}, pour « ${reason} ».`,
    fix: 'Reprenez-le d’abord.',
  }),
  PAUSES_USED: ({ reason, count }) => ({
    message: `« ${reason} » a été donné aussi souvent que promises.sales.pauses.${reason}.perLead le permet dans ce cycle : ${count}.`,
    fix: 'Donnez un autre motif, ou demandez à un responsable des ventes d’excuser l’engagement.',
  }),
  NOT_PAUSED: () => ({ message: 'Le lead n’est pas suspendu.', fix: 'Il n’y a rien à reprendre.' }),
  NO_PROMISE_RAN: () => ({
    message: 'Aucun engagement des ventes n’a couru pour ce lead dans son cycle actuel.',
    fix: 'Excusez-en un une fois que le lead aura été transmis.',
  }),
  UNKNOWN_CLAUSE: ({ clause, known }) => ({
    message: `« ${clause} » n’est pas un engagement qui a couru pour ce lead dans son cycle actuel.`,
    fix: `Nommez l’un de ceux-ci : ${known}.`,
  }),
  ALREADY_EXCUSED: ({ clause, at }) => ({
    message: `« ${clause} » a été excusé le ${at}.`,
    fix: 'Il n’y a rien à faire.',
  }),
};

export function describeClockRefusal(
  { code, params }: Pick<ClockRefusal, 'code' | 'params'>,
  language: Language,
): Words {
  if (language === 'en') return ENGLISH[code](params);
  const { message, fix } = FRENCH[code](params);
  return { message: setFrench(message), fix: setFrench(fix) };
}

/** Codes with words, for the test that walks through them. */
export function listClockRefusals(): readonly ClockRefusalCode[] {
  return Object.keys(ENGLISH) as ClockRefusalCode[]; // its own keys
}
