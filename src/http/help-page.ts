// Help for users of an account: first steps, who may do what, where things are, and whom to ask. French or English.
import type { Response } from 'express';
import { setIn } from '#domain/typography.ts';
import { ADDRESSES } from './addresses.ts';
import { escapeHtml, linkList, type PageLanguage, paragraphs, sendPage } from './page.ts';

interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

const PARTS: Readonly<Record<PageLanguage, readonly Part[]>> = {
  en: [
    {
      title: 'First steps',
      lines: [
        'An administrator installs Accord. It reads contacts and judges them, and writes nothing: it observes.',
        'Sales and marketing write their agreement on the settings page in HubSpot (connected apps, Accord, tab “Agreement”), see which leads would change, propose it, and both sign.',
        'The observe report says what would have been written, how many hand-overs each rep would have had, and who else writes stage and owner. Then an administrator switches on scores, stage, owner, tasks and consequences, one by one. Each goes off as easily, and everything at once with “Pause”.',
      ],
    },
    {
      title: 'Where things are in HubSpot',
      lines: [
        'On a contact, Accord’s card says why the lead scores as it does, which promise runs and until when, and what it would take. The owner accepts or rejects the lead there, or in the properties of the group Accord.',
        'In workflows, Accord’s actions judge a lead now, hand it over, recycle it, or check its promises.',
        'The settings page has the connection, what is written, the agreement with its versions, the field mapping, channels, data and roles.',
      ],
    },
    {
      title: 'Who may do what',
      lines: [
        'Administrators switch and grant roles; the first is whoever installed Accord. Marketing and sales leads write the agreement; only the people it names sign it. Reps see their own leads. Readers see everything and change nothing.',
      ],
    },
    {
      title: 'When something is not as expected',
      lines: [
        'The card names the clause that decided, and what would change it. The settings page counts the changes that HubSpot refused, and names what HubSpot has not granted.',
        'A value that goes back again and again is written by somebody else too: the settings page says whether a workflow, an app or a person does.',
        'To stop everything at once, press “Pause” on the settings page.',
      ],
    },
  ],
  fr: [
    {
      title: 'Premiers pas',
      lines: [
        'Un administrateur installe Accord. Accord lit les contacts, les évalue et n’écrit rien : il observe.',
        'Ventes et marketing écrivent leur accord sur la page de réglages dans HubSpot (applications connectées, Accord, onglet « L’accord »), voient quels leads changeraient, le proposent, et les deux signent.',
        'Le rapport d’observation dit ce qui aurait été écrit, combien de transmissions chaque commercial aurait eues, et qui d’autre écrit la phase et le propriétaire. Un administrateur active ensuite scores, phase, propriétaire, tâches et conséquences, un par un. Chacun se désactive aussi simplement, et tout à la fois avec « Mettre en pause ».',
      ],
    },
    {
      title: 'Où se trouvent les choses dans HubSpot',
      lines: [
        'Sur un contact, la carte d’Accord dit pourquoi le lead a ce score, quelle promesse court et jusqu’à quand, et ce qu’il faudrait. Le propriétaire y accepte ou rejette le lead, ou le fait dans les propriétés du groupe Accord.',
        'Dans les workflows, les actions d’Accord évaluent un lead tout de suite, le transmettent, le recyclent ou vérifient ses promesses.',
        'La page de réglages réunit la connexion, ce qui est écrit, l’accord et ses versions, les correspondances, les canaux, les données et les rôles.',
      ],
    },
    {
      title: 'Qui peut faire quoi',
      lines: [
        'Les administrateurs activent et donnent les rôles ; le premier est la personne qui a installé Accord. Les responsables marketing et commerciaux écrivent l’accord ; seules les personnes qu’il nomme le signent. Les commerciaux voient leurs leads. Les lecteurs voient tout et ne changent rien.',
      ],
    },
    {
      title: 'Quand quelque chose surprend',
      lines: [
        'La carte nomme la clause qui a décidé et ce qui y changerait quelque chose. La page de réglages compte les modifications que HubSpot a refusées et nomme ce que HubSpot n’a pas accordé.',
        'Une valeur qui revient sans cesse est aussi écrite par quelqu’un d’autre : la page de réglages dit si c’est un workflow, une application ou une personne.',
        'Pour tout arrêter d’un coup, cliquez sur « Mettre en pause » sur la page de réglages.',
      ],
    },
  ],
};

const TEXTS = {
  en: {
    title: 'Help',
    support: 'Whom to ask',
    own: 'Accord’s administrator in your company first: he sees the whole report and the audit trail.',
    write: (email: string) =>
      `Then the people who run Accord, at ${email}. Name the HubSpot account and the contact’s record id; send no personal data.`,
    ask: 'Then whoever runs Accord for your company. Name the HubSpot account and the contact’s record id; send no personal data.',
    back: 'Back to Accord',
    api: 'Description of the API (OpenAPI)',
  },
  fr: {
    title: 'Aide',
    support: 'À qui s’adresser',
    own: 'D’abord à l’administrateur d’Accord dans votre entreprise : il voit tout le rapport et le journal d’audit.',
    write: (email: string) =>
      `Ensuite aux personnes qui font tourner Accord, à ${email}. Indiquez le compte HubSpot et l’identifiant de la fiche du contact ; n’envoyez pas de données personnelles.`,
    ask: 'Ensuite à la personne qui fait tourner Accord pour votre entreprise. Indiquez le compte HubSpot et l’identifiant de la fiche du contact ; n’envoyez pas de données personnelles.',
    back: 'Retour à Accord',
    api: 'Description de l’API (OpenAPI)',
  },
} as const;

export function sendHelp(
  response: Response,
  { supportEmail, language }: { readonly supportEmail: string | null; readonly language: PageLanguage },
): void {
  const texts = TEXTS[language];
  const support = {
    title: texts.support,
    lines: [texts.own, supportEmail === null ? texts.ask : texts.write(supportEmail)],
  };
  const parts = [...PARTS[language], support].map(
    ({ title, lines }) =>
      `<h2>${escapeHtml(title)}</h2>${paragraphs(lines.map((line) => setIn(line, language)))}`,
  );
  const links = linkList([
    { href: ADDRESSES.home, text: texts.back },
    { href: ADDRESSES.openapi, text: texts.api },
  ]);
  sendPage(response, 200, { language, title: texts.title, body: parts.join('') + links });
}
