// The pages an admin sees around the install, French or English.
import type { Request, Response } from 'express';
import { setFrench } from '#domain/typography.ts';
import { ADDRESSES } from './addresses.ts';
import { installUrlPath } from './consent-page.ts';
import { escapeHtml, linkList, type PageLanguage, paragraphs, sendPage } from './page.ts';

export type OauthFailure =
  | 'denied'
  | 'badState'
  | 'incomplete'
  | 'codeRefused'
  | 'wrongAccount'
  | 'hubspotAway'
  | 'databaseAway'
  | 'internal';

interface Text {
  readonly title: string;
  readonly lines: readonly string[];
}

const FAILURES: Readonly<Record<OauthFailure, Readonly<Record<PageLanguage, Text>>>> = {
  denied: {
    en: { title: 'Not installed', lines: ['HubSpot says that access was not granted. Nothing was changed.'] },
    fr: {
      title: 'Non installé',
      lines: ['HubSpot indique que l’accès n’a pas été accordé. Rien n’a été modifié.'],
    },
  },
  badState: {
    en: {
      title: 'Please start again',
      lines: [
        'This install was not started in this browser, was finished already, or took longer than ten minutes.',
      ],
    },
    fr: {
      title: 'Veuillez recommencer',
      lines: [
        'Cette installation n’a pas été lancée dans ce navigateur, est déjà terminée ou a duré plus de dix minutes.',
      ],
    },
  },
  incomplete: {
    en: { title: 'Please start again', lines: ['HubSpot’s answer is incomplete: the code is missing.'] },
    fr: {
      title: 'Veuillez recommencer',
      lines: ['La réponse de HubSpot est incomplète : le code est absent.'],
    },
  },
  codeRefused: {
    en: {
      title: 'Please start again',
      lines: ['HubSpot did not accept the code. A code works once, for a short time.'],
    },
    fr: {
      title: 'Veuillez recommencer',
      lines: ['HubSpot n’a pas accepté le code. Un code ne sert qu’une fois, peu de temps.'],
    },
  },
  wrongAccount: {
    en: {
      title: 'Another account was chosen',
      lines: [
        'This link connects one HubSpot account, and another one was chosen on HubSpot’s page. Nothing was stored.',
        'Start again and choose the right account. To connect the other one, start from its own link.',
      ],
    },
    fr: {
      title: 'Un autre compte a été choisi',
      lines: [
        'Ce lien relie un compte HubSpot précis, et un autre a été choisi sur la page de HubSpot. Rien n’a été enregistré.',
        'Recommencez en choisissant le bon compte. Pour relier l’autre, partez de son propre lien.',
      ],
    },
  },
  hubspotAway: {
    en: {
      title: 'HubSpot does not answer',
      lines: ['The install could not be finished. Please try again in some minutes.'],
    },
    fr: {
      title: 'HubSpot ne répond pas',
      lines: ['L’installation n’a pas pu aboutir. Réessayez dans quelques minutes.'],
    },
  },
  databaseAway: {
    en: {
      title: 'Accord is not available',
      lines: ['Its database does not answer. Please try again in some minutes.'],
    },
    fr: {
      title: 'Accord n’est pas disponible',
      lines: ['Sa base de données ne répond pas. Réessayez dans quelques minutes.'],
    },
  },
  internal: {
    en: {
      title: 'Something went wrong',
      lines: ['The install could not be finished; the reason is in Accord’s log.'],
    },
    fr: {
      title: 'Une erreur est survenue',
      lines: ['L’installation n’a pas pu aboutir ; la raison figure dans le journal d’Accord.'],
    },
  },
};

const RETRY: Readonly<Record<PageLanguage, string>> = {
  en: 'Start the install again',
  fr: 'Relancer l’installation',
};

export function sendFailure(
  response: Response,
  page: {
    readonly status: number;
    readonly failure: OauthFailure;
    readonly language: PageLanguage;
    /** The account that is to be connected, where one is meant. */
    readonly account?: string;
  },
): void {
  const { title, lines } = FAILURES[page.failure][page.language];
  const address = page.account === undefined ? ADDRESSES.install : installUrlPath(page.account);
  const retry = `<p><a href="${escapeHtml(address)}">${escapeHtml(RETRY[page.language])}</a></p>`;
  sendPage(response, page.status, { language: page.language, title, body: paragraphs(lines) + retry });
}

export function sendSuccess(
  response: Response,
  done: {
    readonly portalId: string;
    readonly isNew: boolean;
    /** Scopes that are needed and were not granted. */
    readonly lacking: readonly string[];
    readonly language: PageLanguage;
  },
): void {
  const { title, lines } = successText(done);
  const warning = done.lacking.length === 0 ? [] : [LACKING[done.language](done.lacking.join(', '))];
  const body = paragraphs([...lines, ...warning]) + linkList(ON[done.language]);
  sendPage(response, 200, { language: done.language, title, body });
}

/** Whoever has installed it next looks at what it found. */
const ON: Readonly<Record<PageLanguage, Parameters<typeof linkList>[0]>> = {
  en: [
    { href: ADDRESSES.signIn, text: 'Sign in to Accord with HubSpot' },
    { href: ADDRESSES.help, text: 'First steps' },
  ],
  fr: [
    { href: ADDRESSES.signIn, text: 'Se connecter à Accord avec HubSpot' },
    { href: ADDRESSES.help, text: 'Premiers pas' },
  ],
};

const LACKING: Readonly<Record<PageLanguage, (scopes: string) => string>> = {
  en: (scopes) =>
    `HubSpot did not grant everything that was asked for: ${scopes}. What needs it does not work. An administrator with all permissions can connect the account again.`,
  fr: (scopes) =>
    setFrench(
      `HubSpot n’a pas accordé tout ce qui était demandé : ${scopes}. Ce qui en dépend ne fonctionne pas. Un administrateur ayant tous les droits peut relier le compte de nouveau.`,
    ),
};

function successText({
  portalId,
  isNew,
  language,
}: {
  portalId: string;
  isNew: boolean;
  language: PageLanguage;
}): Text {
  if (language === 'fr') {
    const title = isNew ? 'Accord est installé' : 'Accord est de nouveau relié';
    const next = isNew
      ? 'Accord commence par observer : il lit les contacts, les évalue et montre ce qu’il ferait. Il n’écrit rien dans HubSpot.'
      : 'Tout ce qui était réglé l’est encore. Ce qui s’est passé entre-temps est tenu pour acquis : rien n’est transmis rétroactivement.';
    const then =
      'Ensuite, un administrateur crée les propriétés d’Accord, puis active les effets un à un : scores, étape, propriétaire, tâches.';
    return { title, lines: [`Compte HubSpot : ${portalId}`, next, ...(isNew ? [then] : [])] };
  }
  const title = isNew ? 'Accord is installed' : 'Accord is connected again';
  const next = isNew
    ? 'Accord starts by observing: it reads contacts, judges them and shows what it would do. It writes nothing in HubSpot.'
    : 'All settings are as they were. What happened meanwhile is taken as given: nothing is handed over in retrospect.';
  const then =
    'Next, an administrator creates Accord’s properties, then switches the effects on one by one: scores, stage, owner, tasks.';
  return { title, lines: [`HubSpot account: ${portalId}`, next, ...(isNew ? [then] : [])] };
}

/** French where the browser prefers it to English. */
export function languageOf(request: Request): PageLanguage {
  return request.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en';
}
