// Words of the refusals that HubSpot's users can meet besides those of pipeline/versions, in both languages.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import type { ProblemWords } from './problem.ts';

interface Params {
  readonly place?: 'path' | 'query' | 'body';
  /** Instants. */
  readonly at?: string;
  readonly now?: string;
}
type Table = Readonly<Record<string, (params: Params) => ProblemWords>>;

const PLACES = { path: 'le chemin', query: 'les paramètres', body: 'le corps' } as const;

const ENGLISH = {
  notSigned: () => ({ message: 'The request is not signed by HubSpot.' }),
  tooManyRefusals: () => ({
    message: 'Too many requests from this address were refused.',
    fix: 'Wait a minute, and look at what was refused first.',
  }),
  crossSite: () => ({
    message: 'The request does not come from a page of Accord.',
    fix: 'Browsers name their origin; programs use the admin token.',
  }),
  notSignedIn: () => ({
    message: 'You are not signed in, or your session is over.',
    fix: 'Sign in with HubSpot: /oauth/sign-in.',
  }),
  unknownUser: () => ({
    message: 'The signed address does not name one user, one portal and one e-mail address.',
    fix: 'Call through hubspot.fetch, which appends userId, portalId and userEmail, and leave these names to it.',
  }),
  otherPortal: () => ({
    message: 'HubSpot has signed this request for another account.',
    fix: 'Ask about the account that the user is signed in to.',
  }),
  adminOnly: () => ({
    message: 'Your role in Accord does not include this.',
    fix: 'Ask the administrator of Accord.',
  }),
  notInstalled: () => ({ message: 'This HubSpot account has not installed the app.' }),
  eraseUnconfirmed: () => ({
    message:
      'Erasing cannot be taken back: all leads, decisions, agreements and signatures of this account go.',
    fix: 'Send the id of the account as `confirm`, or choose to keep the data.',
  }),
  disconnectUnfinished: () => ({
    message:
      'HubSpot did not take all of it. The account stays connected; nothing is written in it any more.',
    fix: 'Ask again in some minutes: what was done is not done twice.',
  }),
  tooManyOfAddress: () => ({
    message: 'Too many requests from this address at once.',
    fix: 'Try again in a minute.',
  }),
  tooManyRequests: () => ({
    message: 'Too many requests from this HubSpot account at once.',
    fix: 'Try again in a few seconds.',
  }),
  unknownTrack: () => ({
    message: 'The agreement in force has no such track.',
    fix: 'Load the card again, and choose one of its tracks.',
  }),
  badRequest: ({ place = 'body' }) => ({ message: `The ${place} is not as expected.` }),
  badAnswer: () => ({ message: 'The answer cannot be read.' }),
  badExecution: () => ({
    message: 'Not an execution of this action.',
    fix: 'Let a HubSpot workflow about contacts run it.',
  }),
  notAllowed: () => ({ message: 'Not allowed.' }),
  noSuchLead: () => ({ message: 'There is no such lead.' }),
  atInFuture: ({ at = '', now = '' }) => ({
    message: `${at} is in the future; it is ${now}.`,
    fix: 'Leave `at` out for now, or ask about a past instant.',
  }),
  notJudgedYet: ({ at = '' }) => ({ message: `No decision about this lead was in force at ${at}.` }),
  notYours: () => ({ message: 'This lead is not yours to answer.' }),
  lastAdmin: () => ({
    message: 'You would no longer be an administrator.',
    fix: 'Keep the role for yourself; another administrator can take it from you.',
  }),
  noSuchRecord: () => ({ message: 'This portal has no such record.' }),
  noSuchPerson: () => ({
    message: 'Nobody has this address, in HubSpot or here.',
    fix: 'Look at the spelling, or name the contact by the id in the address of its record.',
  }),
  notProvisioned: () => ({
    message: 'Accord’s properties do not exist in this HubSpot account yet, so nothing can be written.',
    fix: 'Create them first: POST /api/v1/portals/PORTAL/provision.',
  }),
  notSignedYet: () => ({
    message:
      'The agreement in force has not been signed by marketing and sales, so nothing is written in its name.',
    fix: 'Upload it as a draft, propose it, let both sides sign in HubSpot, and activate it.',
  }),
  noSuchClause: () => ({
    message: 'The agreement of that month has no such clause.',
    fix: 'List the clauses of the month first.',
  }),
  noAgreementThen: () => ({
    message: 'No such agreement was in force in that month.',
    fix: 'Ask about a month since the installation, and name an agreement that is in force.',
  }),
  noSuchAddress: () => ({ message: 'There is nothing at this address.' }),
  badPath: () => ({ message: 'The path is not well formed.' }),
  bodyNotJson: () => ({ message: 'The body is not JSON.' }),
  bodyTooLarge: () => ({ message: 'The body is larger than 1 MB.' }),
  bodyEncoded: () => ({ message: 'Compressed bodies are not accepted.' }),
  bodyCharset: () => ({ message: 'Only UTF-8 is accepted.' }),
  bodyCut: () => ({ message: 'The body ended early.' }),
  bodyLength: () => ({ message: 'The body is not as long as announced.' }),
  databaseAway: () => ({
    message: 'The database does not answer. Nothing of this request was stored.',
    fix: 'Send it again later.',
  }),
  awayBehind: () => ({
    message: 'HubSpot, or a part of Accord, does not answer for the moment.',
    fix: 'Try again in a little while.',
  }),
  refusedBehind: () => ({
    message: 'HubSpot, or a part of Accord, refused this; the code says what.',
    fix: 'Ask the administrator of Accord, and give the code.',
  }),
  internal: () => ({ message: 'Something went wrong on our side; it is in the log.' }),
} as const satisfies Table;

export type ProblemKey = keyof typeof ENGLISH;

const FRENCH: Readonly<Record<ProblemKey, (params: Params) => ProblemWords>> = {
  notSigned: () => ({ message: 'La demande n’est pas signée par HubSpot.' }),
  tooManyRefusals: () => ({
    message: 'Trop de demandes de cette adresse ont été refusées.',
    fix: 'Attendez une minute, et regardez d’abord ce qui a été refusé.',
  }),
  crossSite: () => ({
    message: 'La demande ne vient pas d’une page d’Accord.',
    fix: 'Les navigateurs nomment leur origine ; les programmes utilisent le jeton d’administration.',
  }),
  notSignedIn: () => ({
    message: 'Vous n’êtes pas connecté, ou votre session est terminée.',
    fix: 'Connectez-vous avec HubSpot : /oauth/sign-in.',
  }),
  unknownUser: () => ({
    message:
      'L’adresse signée ne nomme pas un seul utilisateur, un seul portail et une seule adresse e-mail.',
    fix: 'Appelez par hubspot.fetch, qui ajoute userId, portalId et userEmail, et laissez-lui ces noms.',
  }),
  otherPortal: () => ({
    message: 'HubSpot a signé cette demande pour un autre compte.',
    fix: 'Adressez-vous au compte auquel l’utilisateur est connecté.',
  }),
  adminOnly: () => ({
    message: 'Votre rôle dans Accord ne le permet pas.',
    fix: 'Demandez à l’administrateur d’Accord.',
  }),
  notInstalled: () => ({ message: 'Ce compte HubSpot n’a pas installé l’application.' }),
  eraseUnconfirmed: () => ({
    message:
      'L’effacement est irréversible : tous les leads, décisions, accords et signatures de ce compte disparaissent.',
    fix: 'Joignez l’identifiant du compte en tant que `confirm`, ou choisissez de conserver les données.',
  }),
  disconnectUnfinished: () => ({
    message: 'HubSpot n’a pas tout accepté. Le compte reste relié ; plus rien n’y est écrit.',
    fix: 'Redemandez dans quelques minutes : ce qui est fait ne l’est pas deux fois.',
  }),
  tooManyOfAddress: () => ({
    message: 'Trop de demandes de cette adresse à la fois.',
    fix: 'Réessayez dans une minute.',
  }),
  tooManyRequests: () => ({
    message: 'Trop de demandes de ce compte HubSpot à la fois.',
    fix: 'Réessayez dans quelques secondes.',
  }),
  unknownTrack: () => ({
    message: 'L’accord en vigueur n’a pas ce parcours.',
    fix: 'Rechargez la carte, et choisissez un de ses parcours.',
  }),
  badRequest: ({ place = 'body' }) => ({
    message: `La demande n’est pas comme attendu : voyez ${PLACES[place]}.`,
  }),
  badAnswer: () => ({ message: 'La réponse ne peut pas être lue.' }),
  badExecution: () => ({
    message: 'Ce n’est pas une exécution de cette action.',
    fix: 'Faites-la lancer par un workflow HubSpot sur des contacts.',
  }),
  notAllowed: () => ({ message: 'Ce n’est pas autorisé.' }),
  noSuchLead: () => ({ message: 'Ce lead n’existe pas.' }),
  atInFuture: ({ at = '', now = '' }) => ({
    message: `${at} est dans le futur ; il est ${now}.`,
    fix: 'Omettez `at` pour maintenant, ou demandez un instant passé.',
  }),
  notJudgedYet: ({ at = '' }) => ({ message: `Aucune décision sur ce lead n’était en vigueur à ${at}.` }),
  notYours: () => ({ message: 'Ce n’est pas à vous de répondre pour ce lead.' }),
  lastAdmin: () => ({
    message: 'Vous ne seriez plus administrateur.',
    fix: 'Gardez ce rôle pour vous ; un autre administrateur peut vous le retirer.',
  }),
  noSuchRecord: () => ({ message: 'Ce portail n’a pas un tel enregistrement.' }),
  noSuchPerson: () => ({
    message: 'Personne n’a cette adresse, ni dans HubSpot ni ici.',
    fix: 'Vérifiez l’orthographe, ou nommez le contact par l’identifiant que porte l’adresse de sa fiche.',
  }),
  notProvisioned: () => ({
    message:
      'Les propriétés d’Accord n’existent pas encore dans ce compte HubSpot : rien ne peut être écrit.',
    fix: 'Créez-les d’abord : POST /api/v1/portals/PORTAIL/provision.',
  }),
  notSignedYet: () => ({
    message:
      'L’accord en vigueur n’est pas signé par le marketing et par les ventes : rien n’est écrit en son nom.',
    fix: 'Déposez-le comme brouillon, proposez-le, faites-le signer par les deux côtés dans HubSpot, puis activez-le.',
  }),
  noSuchClause: () => ({
    message: 'L’accord de ce mois n’a pas cette clause.',
    fix: 'Commencez par la liste des clauses du mois.',
  }),
  noAgreementThen: () => ({
    message: 'Aucun accord de ce nom n’était en vigueur ce mois-là.',
    fix: 'Demandez un mois postérieur à l’installation, et un accord en vigueur.',
  }),
  noSuchAddress: () => ({ message: 'Il n’y a rien à cette adresse.' }),
  badPath: () => ({ message: 'Le chemin est mal formé.' }),
  bodyNotJson: () => ({ message: 'Le corps n’est pas du JSON.' }),
  bodyTooLarge: () => ({ message: 'Le corps dépasse 1 Mo.' }),
  bodyEncoded: () => ({ message: 'Les corps compressés ne sont pas acceptés.' }),
  bodyCharset: () => ({ message: 'Seul UTF-8 est accepté.' }),
  bodyCut: () => ({ message: 'Le corps s’est arrêté trop tôt.' }),
  bodyLength: () => ({ message: 'Le corps n’a pas la longueur annoncée.' }),
  databaseAway: () => ({
    message: 'La base de données ne répond pas. Rien de cette demande n’a été enregistré.',
    fix: 'Renvoyez-la plus tard.',
  }),
  awayBehind: () => ({
    message: 'HubSpot, ou une partie d’Accord, ne répond pas pour le moment.',
    fix: 'Réessayez dans un petit moment.',
  }),
  refusedBehind: () => ({
    message: 'HubSpot, ou une partie d’Accord, a refusé ; le code dit quoi.',
    fix: 'Demandez à l’administrateur d’Accord, en donnant le code.',
  }),
  internal: () => ({ message: 'Quelque chose a échoué de notre côté ; c’est dans le journal.' }),
};

export function problemWords(key: ProblemKey, params: Params = {}): (language: Language) => ProblemWords {
  return (language) => {
    if (language === 'en') return ENGLISH[key](params);
    const { message, fix } = FRENCH[key](params);
    return { message: setFrench(message), ...(fix === undefined ? {} : { fix: setFrench(fix) }) };
  };
}

/** Keys with words, for the test that both languages have the same. */
export function listProblemKeys(): readonly ProblemKey[] {
  return Object.keys(ENGLISH) as ProblemKey[]; // its own keys
}
