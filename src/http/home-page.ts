// What stands on the home page: what Accord is, who is signed in, how the portal stands, and where to go. French or English.
import type { Response } from 'express';
import { setIn } from '#domain/typography.ts';
import type { PortalRole } from '#pipeline/portal-roles.ts';
import type { PortalSummary } from '#pipeline/reports.ts';
import type { VersionSummary } from '#pipeline/versions/version.ts';
import { ADDRESSES } from './addresses.ts';
import { installUrlPath } from './consent-page.ts';
import { escapeHtml, facts, linkList, type PageLanguage, paragraphs, sendPage } from './page.ts';
import { ROLE_NAMES } from './sign-in-pages.ts';

/** A user of one portal, as HubSpot vouched for him. */
export interface Visitor {
  readonly portalId: string;
  readonly email: string;
  readonly roles: readonly PortalRole[];
  /** Null: his role does not include seeing it. */
  readonly portal: PortalSummary | null;
  /** In force, the first one first. */
  readonly agreements: readonly VersionSummary[];
}

export type HomeFailure = 'notSignedIn' | 'noAgreement' | 'unreadable' | 'databaseAway';

const TEXTS = {
  en: {
    what: [
      'Sales and marketing write one agreement: what a lead, an MQL and an SQL are, what each side owes the other and by when, and what happens otherwise. Both sign it.',
      'Accord runs it in HubSpot: it judges every lead by the agreement in force, and writes scores, stage, owner, tasks and the reasons where reps and marketers work.',
    ],
    signIn: 'Sign in with HubSpot',
    signInWhy: 'As a user of an account that has installed Accord.',
    signOut: 'Sign out',
    account: 'HubSpot account',
    user: 'Signed in as',
    role: 'Role',
    noRole: 'none yet: ask Accord’s administrator in your company',
    state: 'State',
    states: { active: 'connected', parked: 'stopped', uninstalled: 'uninstalled' },
    mode: 'Mode',
    modes: {
      observe: 'observes, writes no stage, owner or task',
      live: 'active, writes to HubSpot',
      paused: 'paused, writes nothing',
    },
    effects: 'Switched on',
    effectNames: {
      scores: 'scores',
      stage: 'lifecycle stage',
      owner: 'owner',
      tasks: 'tasks',
      consequences: 'consequences',
    },
    nothing: 'nothing',
    agreement: 'Agreement in force',
    noAgreement: 'none yet',
    version: 'version',
    links: 'Where to go',
    read: (name: string) => `Read the agreement in force (${name})`,
    readWhy: 'The written contract, with everything both sides have signed.',
    help: 'Help',
    helpWhy: 'First steps, who may do what, and whom to ask.',
    settings: 'Accord’s settings are in HubSpot, under connected apps; its card is on each contact.',
    install: 'Install in a HubSpot account',
    installWhy: 'An administrator of the account can; Accord begins by observing and writes nothing.',
    reconnect: 'Connect this account again',
    reconnectWhy: 'Where HubSpot ended the connection, or a release needs more scopes.',
    api: 'Description of the API (OpenAPI)',
  },
  fr: {
    what: [
      'Ventes et marketing écrivent un seul accord : ce qu’est un lead, un MQL, un SQL, ce que chaque partie doit à l’autre et pour quand, et ce qui se passe sinon. Les deux le signent.',
      'Accord l’applique dans HubSpot : il évalue chaque lead selon l’accord en vigueur et écrit scores, phase, propriétaire, tâches et raisons là où travaillent les équipes commerciales et marketing.',
    ],
    signIn: 'Se connecter avec HubSpot',
    signInWhy: 'En tant qu’utilisateur d’un compte qui a installé Accord.',
    signOut: 'Se déconnecter',
    account: 'Compte HubSpot',
    user: 'Connecté en tant que',
    role: 'Rôle',
    noRole: 'aucun pour l’instant : demandez à l’administrateur d’Accord dans votre entreprise',
    state: 'État',
    states: { active: 'relié', parked: 'arrêté', uninstalled: 'désinstallé' },
    mode: 'Mode',
    modes: {
      observe: 'observe, n’écrit ni phase, ni propriétaire, ni tâche',
      live: 'actif, écrit dans HubSpot',
      paused: 'en pause, n’écrit rien',
    },
    effects: 'Activé',
    effectNames: {
      scores: 'scores',
      stage: 'phase du cycle de vie',
      owner: 'propriétaire',
      tasks: 'tâches',
      consequences: 'conséquences',
    },
    nothing: 'rien',
    agreement: 'Accord en vigueur',
    noAgreement: 'aucun pour l’instant',
    version: 'version',
    links: 'Où aller',
    read: (name: string) => `Lire l’accord en vigueur (${name})`,
    readWhy: 'Le contrat écrit, avec tout ce que les deux parties ont signé.',
    help: 'Aide',
    helpWhy: 'Premiers pas, qui peut faire quoi, et à qui s’adresser.',
    settings:
      'Les réglages d’Accord se trouvent dans HubSpot, dans les applications connectées ; sa carte est sur chaque contact.',
    install: 'Installer dans un compte HubSpot',
    installWhy: 'Un administrateur du compte le peut ; Accord commence par observer et n’écrit rien.',
    reconnect: 'Relier de nouveau ce compte',
    reconnectWhy: 'Si HubSpot a mis fin à la connexion, ou si une version demande plus d’autorisations.',
    api: 'Description de l’API (OpenAPI)',
  },
} as const;

type Texts = (typeof TEXTS)[PageLanguage];

export function sendHome(
  response: Response,
  { visitor, language }: { readonly visitor: Visitor | null; readonly language: PageLanguage },
): void {
  const texts = TEXTS[language];
  const what = texts.what.map((line) => setIn(line, language));
  const rest = visitor === null ? welcome(texts) : standing(texts, visitor, language);
  sendPage(response, 200, {
    language,
    title: 'Accord',
    body: paragraphs(what) + rest,
    hasForm: visitor !== null,
  });
}

function welcome(texts: Texts): string {
  const { signIn, signInWhy, install, installWhy, help, helpWhy, api } = texts;
  return [
    `<p><a class="button" href="${ADDRESSES.signIn}">${escapeHtml(signIn)}</a><small>${escapeHtml(signInWhy)}</small></p>`,
    `<h2>${escapeHtml(texts.links)}</h2>`,
    linkList([
      { href: ADDRESSES.install, text: install, about: installWhy },
      { href: ADDRESSES.help, text: help, about: helpWhy },
      { href: ADDRESSES.openapi, text: api },
    ]),
  ].join('');
}

function standing(texts: Texts, visitor: Visitor, language: PageLanguage): string {
  const rows = [...factsOf(texts, visitor, language)].map(
    ([name, value]) => [name, setIn(value, language)] as const,
  );
  return [
    facts(rows),
    paragraphs([setIn(texts.settings, language)]),
    `<h2>${escapeHtml(texts.links)}</h2>`,
    linkList(linksOf(texts, visitor)),
    `<form method="post" action="${ADDRESSES.signOut}"><button>${escapeHtml(texts.signOut)}</button></form>`,
  ].join('');
}

function factsOf(
  texts: Texts,
  { portalId, email, roles, portal, agreements }: Visitor,
  language: PageLanguage,
): readonly (readonly [string, string])[] {
  const names = roles.map((role) => ROLE_NAMES[language][role]).join(', ');
  const versions = agreements.map((agreement) => nameOf(texts, agreement, agreements));
  return [
    [texts.account, portalId],
    [texts.user, email],
    [texts.role, names === '' ? texts.noRole : names],
    ...(portal === null ? [] : stateOf(texts, portal)),
    [texts.agreement, versions.length === 0 ? texts.noAgreement : versions.join(' · ')],
  ];
}

function stateOf(texts: Texts, portal: PortalSummary): readonly (readonly [string, string])[] {
  const { status, statusReason, mode, effects } = portal;
  // Its keys are those of the names.
  const effectNames = (Object.keys(texts.effectNames) as (keyof PortalSummary['effects'])[])
    .filter((effect) => effects[effect].enabled)
    .map((effect) => texts.effectNames[effect]);
  const state = texts.states[status];
  return [
    [texts.state, statusReason === '' ? state : `${state} · ${statusReason}`],
    [texts.mode, texts.modes[mode]],
    [texts.effects, effectNames.length === 0 ? texts.nothing : effectNames.join(', ')],
  ];
}

/** By its id only where there are several. */
function nameOf(
  texts: Texts,
  { agreementId, version }: VersionSummary,
  all: readonly VersionSummary[],
): string {
  const name = `${texts.version} ${version}`;
  return all.length === 1 ? name : `${agreementId}, ${name}`;
}

function linksOf(texts: Texts, { portalId, roles, agreements }: Visitor): Parameters<typeof linkList>[0] {
  return [
    ...agreements.map((agreement) => ({
      href: `${ADDRESSES.agreement}?agreement=${encodeURIComponent(agreement.agreementId)}`,
      text: texts.read(nameOf(texts, agreement, agreements)),
      about: texts.readWhy,
    })),
    { href: ADDRESSES.help, text: texts.help, about: texts.helpWhy },
    ...(roles.includes('admin')
      ? [{ href: installUrlPath(portalId), text: texts.reconnect, about: texts.reconnectWhy }]
      : []),
    { href: ADDRESSES.openapi, text: texts.api },
  ];
}

const FAILURES: Readonly<Record<HomeFailure, Readonly<Record<PageLanguage, readonly [string, string]>>>> = {
  notSignedIn: {
    en: ['Please sign in', 'The agreement is shown to people of the account it belongs to.'],
    fr: ['Veuillez vous connecter', 'L’accord est montré aux personnes du compte auquel il appartient.'],
  },
  noAgreement: {
    en: ['No agreement is in force', 'Nothing has been signed by both sides yet, or this is not its name.'],
    fr: [
      'Aucun accord n’est en vigueur',
      'Rien n’est encore signé par les deux parties, ou ce n’est pas son nom.',
    ],
  },
  unreadable: {
    en: ['This agreement cannot be shown', 'An earlier release of Accord wrote it; its text is in the API.'],
    fr: [
      'Cet accord ne peut être affiché',
      'Une version antérieure d’Accord l’a écrit ; son texte se trouve dans l’API.',
    ],
  },
  databaseAway: {
    en: ['Accord is not available', 'Its database does not answer. Please try again in some minutes.'],
    fr: ['Accord n’est pas disponible', 'Sa base de données ne répond pas. Réessayez dans quelques minutes.'],
  },
};

export function sendHomeFailure(
  response: Response,
  {
    status,
    failure,
    language,
  }: { readonly status: number; readonly failure: HomeFailure; readonly language: PageLanguage },
): void {
  const [title, line] = FAILURES[failure][language];
  const link =
    failure === 'notSignedIn'
      ? { href: ADDRESSES.signIn, text: TEXTS[language].signIn }
      : { href: ADDRESSES.home, text: 'Accord' };
  const body = paragraphs([setIn(line, language)]) + linkList([link]);
  sendPage(response, status, { language, title, body });
}
