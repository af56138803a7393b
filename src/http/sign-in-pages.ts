// What a person reads around "Sign in with HubSpot", French or English.
import type { Response } from 'express';
import { setFrench } from '#domain/typography.ts';
import type { PortalRole } from '#pipeline/portal-roles.ts';
import { ADDRESSES } from './addresses.ts';
import { escapeHtml, linkList, type PageLanguage, paragraphs, sendPage } from './page.ts';

export type SignInFailure =
  | 'denied'
  | 'badState'
  | 'notInstalled'
  | 'unknownUser'
  | 'hubspotAway'
  | 'internal';

interface Text {
  readonly title: string;
  readonly lines: readonly string[];
}

const FAILURES: Readonly<Record<PageLanguage, Readonly<Record<SignInFailure, Text>>>> = {
  en: {
    denied: { title: 'Not signed in', lines: ['HubSpot says that access was not granted.'] },
    badState: {
      title: 'Please start again',
      lines: ['This was not started in this browser, was finished already, or took longer than ten minutes.'],
    },
    notInstalled: {
      title: 'Accord is not installed there',
      lines: [
        'The HubSpot account that you chose has not installed Accord. Choose another, or let an administrator install it.',
      ],
    },
    unknownUser: {
      title: 'HubSpot did not say who you are',
      lines: ['Its answer names no user, so nobody was signed in. Please try again.'],
    },
    hubspotAway: {
      title: 'HubSpot does not answer',
      lines: ['You could not be signed in. Please try again in some minutes.'],
    },
    internal: {
      title: 'Something went wrong',
      lines: ['You could not be signed in; the reason is in Accord’s log.'],
    },
  },
  fr: {
    denied: { title: 'Non connecté', lines: ['HubSpot indique que l’accès n’a pas été accordé.'] },
    badState: {
      title: 'Veuillez recommencer',
      lines: [
        'Cette connexion n’a pas été lancée dans ce navigateur, est déjà terminée ou a duré plus de dix minutes.',
      ],
    },
    notInstalled: {
      title: 'Accord n’y est pas installé',
      lines: [
        'Le compte HubSpot choisi n’a pas installé Accord. Choisissez-en un autre, ou faites-le installer par un administrateur.',
      ],
    },
    unknownUser: {
      title: 'HubSpot n’a pas dit qui vous êtes',
      lines: ['Sa réponse ne nomme aucun utilisateur : personne n’a été connecté. Réessayez.'],
    },
    hubspotAway: {
      title: 'HubSpot ne répond pas',
      lines: ['La connexion n’a pas abouti. Réessayez dans quelques minutes.'],
    },
    internal: {
      title: 'Une erreur est survenue',
      lines: ['La connexion n’a pas abouti ; la raison figure dans le journal d’Accord.'],
    },
  },
};

const RETRY = { en: 'Sign in with HubSpot', fr: 'Se connecter avec HubSpot' };

export function sendSignInFailure(
  response: Response,
  page: { readonly status: number; readonly failure: SignInFailure; readonly language: PageLanguage },
): void {
  const { language } = page;
  const { title, lines } = FAILURES[language][page.failure];
  const retry = `<p><a href="${ADDRESSES.signIn}">${escapeHtml(RETRY[language])}</a></p>`;
  sendPage(response, page.status, {
    language,
    title: set(title, language),
    body: paragraphs(lines.map((line) => set(line, language))) + retry,
  });
}

/** What a role is called to whoever has it. */
export const ROLE_NAMES: Readonly<Record<PageLanguage, Readonly<Record<PortalRole, string>>>> = {
  en: {
    admin: 'administrator',
    marketing: 'marketing lead',
    sales: 'sales lead',
    rep: 'sales rep',
    reader: 'reader',
  },
  fr: {
    admin: 'administrateur',
    marketing: 'responsable marketing',
    sales: 'responsable commercial',
    rep: 'commercial',
    reader: 'lecteur',
  },
};

interface SignedIn {
  readonly email: string;
  readonly portalId: string;
  readonly roles: readonly PortalRole[];
  readonly language: PageLanguage;
}

export function sendSignedIn(response: Response, { email, portalId, roles, language }: SignedIn): void {
  const names = roles.map((role) => ROLE_NAMES[language][role]).join(', ');
  const lines =
    language === 'fr'
      ? [
          `Compte HubSpot : ${portalId}`,
          `Utilisateur : ${email}`,
          roles.length === 0
            ? 'Vous n’avez pas encore de rôle dans Accord : demandez-en un à son administrateur.'
            : `Vos rôles : ${names}`,
        ]
      : [
          `HubSpot account: ${portalId}`,
          `User: ${email}`,
          roles.length === 0
            ? 'You have no role in Accord yet: ask its administrator for one.'
            : `Your roles: ${names}`,
        ];
  const title = language === 'fr' ? 'Vous êtes connecté' : 'You are signed in';
  const on = linkList([{ href: ADDRESSES.home, text: ON[language] }]);
  const body = paragraphs(lines.map((line) => set(line, language))) + on;
  sendPage(response, 200, { language, title, body });
}

const ON = { en: 'Go on to Accord', fr: 'Aller à Accord' };

export function sendSignedOut(response: Response, language: PageLanguage): void {
  const title = language === 'fr' ? 'Vous êtes déconnecté' : 'You are signed out';
  const again = `<p><a href="${ADDRESSES.signIn}">${escapeHtml(RETRY[language])}</a></p>`;
  sendPage(response, 200, { language, title, body: again });
}

function set(text: string, language: PageLanguage): string {
  return language === 'fr' ? setFrench(text) : text;
}
