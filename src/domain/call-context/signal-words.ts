// What a lead did, in the words of a call: `Form “Demo request”`, `Page acme.example/pricing`.
import type { Signal } from '#domain/lead.ts';
import { quote } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';

/** What tells something of the lead: sales' own touches do not, and privacy proxies open every mail. */
type ToldKind = Exclude<Signal['kind'], 'touch' | 'emailOpen'>;

/** `meeting` by its outcome; a new one has none. */
type Deed = Exclude<ToldKind, 'meeting'> | 'booked' | 'held' | 'no show';

const DEEDS: Readonly<Record<Language, Readonly<Record<Deed, string>>>> = {
  en: {
    form: 'Form',
    pageView: 'Page',
    emailClick: 'Click in a marketing e-mail',
    emailReply: 'Reply by e-mail',
    booked: 'Meeting booked',
    held: 'Meeting held',
    'no show': 'Meeting missed by the lead',
    call: 'Call from the lead',
  },
  fr: {
    form: 'Formulaire',
    pageView: 'Page',
    emailClick: 'Clic dans un e-mail marketing',
    emailReply: 'Réponse par e-mail',
    booked: 'Rendez-vous pris',
    held: 'Rendez-vous tenu',
    'no show': 'Rendez-vous manqué par le lead',
    call: 'Appel du lead',
  },
};

export function isTold({ kind }: Signal): boolean {
  return kind !== 'touch' && kind !== 'emailOpen';
}

/** '' for what is not told. */
export function signalWords({ kind, detail }: Pick<Signal, 'kind' | 'detail'>, language: Language): string {
  const deeds = DEEDS[language];
  switch (kind) {
    case 'touch':
    case 'emailOpen':
      return '';
    case 'form': {
      const name = shorten(detail);
      return name === '' ? deeds.form : `${deeds.form} ${quote(name, language)}`;
    }
    case 'pageView': {
      const address = pageAddress(detail);
      return address === '' ? deeds.pageView : `${deeds.pageView} ${address}`;
    }
    case 'meeting':
      return deeds[detail === 'held' || detail === 'no show' ? detail : 'booked'];
    default:
      return deeds[kind];
  }
}

/** What one line of a task holds. */
const MAX_DETAIL = 80;

/** One line, cut by code points, so that no half of a surrogate pair stays. */
export function shorten(text: string, max = MAX_DETAIL): string {
  const letters = Array.from(text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim());
  return letters.length > max
    ? `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : letters.join('');
}

/** Part of a path that names a person or opens a door: an e-mail address, a token. A slug has hyphens. */
const SECRET = /@|%40|^eyJ|^(?=\S*\d)[\w~+=]{20,}$|^[\da-f]{8}-[\da-f-]{20,}$/i;

/** Host and path alone: queries, fragments and passwords are nobody's business in a task. */
function pageAddress(detail: string): string {
  const [bare = ''] = detail.trim().split(/[?#;]/, 1);
  const [host = '', ...path] = bare
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^[^/]*@/, '')
    .replace(/^www\./i, '')
    .replace(/\/+$/, '')
    .split('/');
  return shorten([host, ...path.map((part) => (SECRET.test(part) ? '…' : part))].join('/'));
}
