// What an orphan is, and what to do about it, for whoever reads the list: English and French.
import { setIn } from '#domain/typography.ts';
import type { Orphan, OrphanKind } from './orphan.ts';

export interface OrphanText {
  /** What is so. */
  readonly what: string;
  /** What was done, or what a person has to do. */
  readonly todo: string;
}

type Language = 'en' | 'fr';
interface Saying {
  readonly what: (detail: string) => string;
  /** Where the sweep did something. */
  readonly done: string;
  /** Where a person must. */
  readonly todo: string;
}

const ENGLISH: Readonly<Record<OrphanKind, Saying>> = {
  ownerMissing: {
    what: (owner) =>
      owner === ''
        ? 'The lead is with sales and has no owner.'
        : `The lead belongs to HubSpot owner ${owner}, who is no longer active.`,
    done: 'Owners were read again and the lead judged again.',
    todo: 'Give the contact an active owner in HubSpot, or put somebody into the pool of the agreement.',
  },
  noClock: {
    what: (status) => `The lead is with sales (${status}), and no promise runs that would remind anybody.`,
    done: 'The lead was judged again.',
    todo: 'Ask its owner where it stands; set the answer, or move its stage in HubSpot.',
  },
  taskMissing: {
    what: () => 'A promise of sales runs for the lead, and no task tells its owner.',
    done: 'The lead was judged again, which makes its task.',
    todo: 'See whether HubSpot refused the task: npm run accord -- parked PORTAL.',
  },
  taskNoDue: {
    what: () => 'Accord’s task has no due time in HubSpot.',
    done: 'The task was sent again with its due time.',
    todo: 'Somebody or something removes the due time; set it in HubSpot, or switch the effect tasks off.',
  },
  taskOpenLeadClosed: {
    what: () => 'Accord’s task is open in HubSpot, though sales owes nothing for the lead.',
    done: 'The task is being closed.',
    todo: 'Somebody or something opens it again; complete it in HubSpot.',
  },
  taskDoneNoTrace: {
    what: () => 'The task was completed in HubSpot, and nothing shows that its promise was kept.',
    done: 'The task was opened again, once. What was done has to be logged on the contact.',
    todo: 'Ask the owner to log what was done; completing the task alone keeps no promise.',
  },
  taskDeleted: {
    what: () => 'The task was deleted in HubSpot; its promise goes on.',
    done: '',
    todo: 'It is not made again. The owner finds the lead by accord_next_step and accord_sla_due.',
  },
  notJudged: {
    what: (events) =>
      `Events of this contact (${events}) came after its last judgement, and nobody waits for them.`,
    done: 'The lead was judged again.',
    todo: 'Look for the contact in HubSpot; where it was merged or deleted, nothing is left to do.',
  },
  waitsTooLong: {
    what: (error) => `The record waits to be judged for too long${error === '' ? '' : `: ${error}`}.`,
    done: 'It is tried again.',
    todo: 'See that workers run and HubSpot answers (npm run accord -- doctor); an error that stays is one of Accord.',
  },
  reviewLate: {
    what: () => 'The lead should have been judged again some time ago.',
    done: 'The lead was judged again.',
    todo: 'See that workers run and keep up: npm run accord -- doctor.',
  },
  webhookGap: {
    what: (property) =>
      property === ''
        ? 'The contact was created in HubSpot, and no webhook told it.'
        : `HubSpot holds another value of ${property}, and no webhook told it.`,
    done: 'The contact was read again.',
    todo: 'See that HubSpot calls PUBLIC_URL/webhooks/hubspot, and that the app still has its subscriptions.',
  },
  parked: {
    what: (reason) => `HubSpot did not take a change: ${reason}`,
    done: '',
    todo: 'Remove the cause, then npm run accord -- parked PORTAL retry.',
  },
};

const FRENCH: Readonly<Record<OrphanKind, Saying>> = {
  ownerMissing: {
    what: (owner) =>
      owner === ''
        ? 'Le lead est chez les ventes et n’a pas de propriétaire.'
        : `Le lead appartient au propriétaire HubSpot ${owner}, qui n’est plus actif.`,
    done: 'Les propriétaires ont été relus et le lead réévalué.',
    todo: 'Donnez au contact un propriétaire actif dans HubSpot, ou ajoutez quelqu’un au tour de l’accord.',
  },
  noClock: {
    what: (status) =>
      `Le lead est chez les ventes (${status}), et aucun engagement ne court qui le rappellerait.`,
    done: 'Le lead a été réévalué.',
    todo: 'Demandez à son propriétaire où il en est ; renseignez la réponse, ou changez le stade dans HubSpot.',
  },
  taskMissing: {
    what: () => 'Un engagement des ventes court pour ce lead, et aucune tâche ne le dit à son propriétaire.',
    done: 'Le lead a été réévalué, ce qui crée sa tâche.',
    todo: 'Vérifiez si HubSpot a refusé la tâche : npm run accord -- parked PORTAL.',
  },
  taskNoDue: {
    what: () => 'La tâche d’Accord n’a pas d’échéance dans HubSpot.',
    done: 'La tâche a été renvoyée avec son échéance.',
    todo: 'Quelqu’un ou quelque chose retire l’échéance ; remettez-la dans HubSpot, ou désactivez l’effet tasks.',
  },
  taskOpenLeadClosed: {
    what: () =>
      'La tâche d’Accord est ouverte dans HubSpot, alors que les ventes ne doivent rien pour ce lead.',
    done: 'La tâche est en cours de fermeture.',
    todo: 'Quelqu’un ou quelque chose la rouvre ; terminez-la dans HubSpot.',
  },
  taskDoneNoTrace: {
    what: () => 'La tâche a été terminée dans HubSpot, et rien ne montre que l’engagement est tenu.',
    done: 'La tâche a été rouverte, une seule fois. Ce qui a été fait doit être saisi sur le contact.',
    todo: 'Demandez au propriétaire de saisir ce qui a été fait ; terminer la tâche ne suffit pas.',
  },
  taskDeleted: {
    what: () => 'La tâche a été supprimée dans HubSpot ; son engagement continue de courir.',
    done: '',
    todo: 'Elle n’est pas recréée. Le propriétaire retrouve le lead par accord_next_step et accord_sla_due.',
  },
  notJudged: {
    what: (events) =>
      `Des événements de ce contact (${events}) sont venus après sa dernière évaluation, et personne ne les attend.`,
    done: 'Le lead a été réévalué.',
    todo: 'Cherchez le contact dans HubSpot ; s’il a été fusionné ou supprimé, il n’y a rien à faire.',
  },
  waitsTooLong: {
    what: (error) =>
      `La fiche attend depuis trop longtemps d’être évaluée${error === '' ? '' : ` : ${error}`}.`,
    done: 'Un nouvel essai est en cours.',
    todo: 'Vérifiez que les workers tournent et que HubSpot répond (npm run accord -- doctor) ; une erreur qui reste vient d’Accord.',
  },
  reviewLate: {
    what: () => 'Le lead aurait dû être réévalué depuis quelque temps.',
    done: 'Le lead a été réévalué.',
    todo: 'Vérifiez que les workers tournent et suivent : npm run accord -- doctor.',
  },
  webhookGap: {
    what: (property) =>
      property === ''
        ? 'Le contact a été créé dans HubSpot, et aucun webhook ne l’a dit.'
        : `HubSpot porte une autre valeur de ${property}, et aucun webhook ne l’a dit.`,
    done: 'Le contact a été relu.',
    todo: 'Vérifiez que HubSpot appelle PUBLIC_URL/webhooks/hubspot, et que l’application a toujours ses abonnements.',
  },
  parked: {
    what: (reason) => `HubSpot n’a pas pris une modification : ${reason}`,
    done: '',
    todo: 'Supprimez la cause, puis npm run accord -- parked PORTAL retry.',
  },
};

const SAYINGS = { en: ENGLISH, fr: FRENCH } as const;

export function orphanText(
  { kind, detail, isMended }: Pick<Orphan, 'kind' | 'detail' | 'isMended'>,
  { language, portalId }: { readonly language: Language; readonly portalId: string },
): OrphanText {
  const { what, done, todo } = SAYINGS[language][kind];
  const set = (text: string): string => setIn(text, language);
  const said = isMended && done !== '' ? done : todo;
  return {
    what: set(what(detail)),
    todo: set(said.replace('PORTAL.', `${portalId}.`).replace('PORTAL retry', `${portalId} retry`)),
  };
}
