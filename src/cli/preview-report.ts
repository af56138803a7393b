// Who would move under another version of the agreement, and why: the preview as text, English or French.

import { statusIn } from '#domain/lead-status.ts';
import type { Preview } from '#pipeline/versions/preview.ts';
import { renderTable } from './table.ts';

type Language = 'en' | 'fr';
type Move = Preview['moves'][number];

export interface PreviewView {
  readonly language: Language;
  /** Leads named for each way that leads move; the others are counted. */
  readonly most: number;
  /** How people know a contact or an owner; the id where nobody knows more. */
  readonly contactName?: (contactId: string) => string;
  readonly ownerName?: (ownerId: string) => string;
}

const TEXTS = {
  en: {
    against: (version: number | null) =>
      version === null ? 'With no version in force' : `Against version ${version} in force`,
    changed: ({ leads, inScope, changed }: Preview, share: string) =>
      `${leads} leads, ${inScope} in scope, ${changed} would change (${share} %).`,
    qualify: ({ qualify }: Preview) =>
      `By the rules alone ${qualify.after} leads would be handed over (now ${qualify.before}).`,
    scope: ({ enterScope, leaveScope }: Preview) => `Into scope ${enterScope}, out of scope ${leaveScope}.`,
    baseline: ({ baseline }: Preview) =>
      `${baseline} would be over the line and wait for a sign of interest after the activation (baseline).`,
    colon: ':',
    head: { now: 'now', later: 'then', grade: 'grade', status: 'status', day: 'day', leads: 'leads' },
    handOvers: 'Hand-overs by the activation itself',
    tasks: 'Open tasks',
    owner: 'owner',
    noOwner: 'no owner',
    noStage: 'no stage',
    left: (count: number) => `… and ${count} more.`,
    notRead: (names: string) => `Not read from HubSpot yet, judged as empty: ${names}.`,
    over: (limit: number, token: string) =>
      `More than the blast limit of ${limit} %: the activation needs the token ${token}`,
    within: (limit: number) => `Within the blast limit of ${limit} %: the activation asks for nothing more.`,
  },
  fr: {
    against: (version: number | null) =>
      version === null ? 'Sans version en vigueur' : `Par rapport à la version ${version} en vigueur`,
    changed: ({ leads, inScope, changed }: Preview, share: string) =>
      `${leads} leads, ${inScope} dans le périmètre, ${changed} changeraient (${share.replace('.', ',')} %).`,
    qualify: ({ qualify }: Preview) =>
      `Selon les seules règles, ${qualify.after} leads seraient transmis (maintenant ${qualify.before}).`,
    scope: ({ enterScope, leaveScope }: Preview) =>
      `Entrées dans le périmètre : ${enterScope}, sorties : ${leaveScope}.`,
    baseline: ({ baseline }: Preview) =>
      `${baseline} seraient au-dessus du seuil et attendraient un signe d’intérêt après l’activation (référence).`,
    colon: ' :',
    head: {
      now: 'maintenant',
      later: 'ensuite',
      grade: 'note',
      status: 'statut',
      day: 'jour',
      leads: 'leads',
    },
    handOvers: 'Transmissions par l’activation elle-même',
    tasks: 'Tâches ouvertes',
    owner: 'propriétaire',
    noOwner: 'sans propriétaire',
    noStage: 'sans étape',
    left: (count: number) => `… et ${count} de plus.`,
    notRead: (names: string) => `Pas encore lu dans HubSpot, jugé comme vide : ${names}.`,
    over: (limit: number, token: string) =>
      `Plus que la limite de ${limit} % : l’activation demande le jeton ${token}`,
    within: (limit: number) => `Dans la limite de ${limit} % : l’activation ne demande rien de plus.`,
  },
} as const;

const PPM_PER_PERCENT = 10_000;

export function renderPreview(found: Preview, view: PreviewView): string {
  const texts = TEXTS[view.language];
  const { head, colon } = texts;
  const share = (found.changedShare / PPM_PER_PERCENT).toFixed(1);
  const limit = found.blastLimit / PPM_PER_PERCENT;
  return [
    `${texts.against(found.against)}${colon} ${texts.changed(found, share)}`,
    `${texts.qualify(found)} ${texts.baseline(found)} ${texts.scope(found)}`,
    renderTable(
      [head.grade, head.now, head.later],
      countRows(found.byGrade, (grade) => grade),
    ),
    renderTable(
      [head.status, head.now, head.later],
      countRows(found.byStatus, (status) => statusIn(view.language, status)),
    ),
    ...perRep(texts.handOvers, found.handOvers, view),
    ...perRep(texts.tasks, found.tasks, view),
    ...renderMoves(found.moves, view),
    ...(found.movesLeftOut > 0 ? [texts.left(found.movesLeftOut)] : []),
    ...(found.notRead.length === 0 ? [] : [texts.notRead(found.notRead.join(', '))]),
    found.overLimit ? texts.over(limit, found.token) : texts.within(limit),
  ].join('\n\n');
}

/** Who goes the same way stands together; the reason is the one of the lead under the new version. */
function renderMoves(moves: readonly Move[], view: PreviewView): readonly string[] {
  const { colon } = TEXTS[view.language];
  const ways = Map.groupBy(moves, ({ from, to }) => differences(from, to, view).join(' → '));
  return [...ways]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([way, group]) => {
      const shown = group
        .slice(0, view.most)
        .map(({ contactId, reason }) => `  ${view.contactName?.(contactId) ?? contactId}${colon} ${reason}`);
      const left = group.length - shown.length;
      const more = left > 0 ? [`  ${TEXTS[view.language].left(left)}`] : [];
      return [`${group.length} × ${way}`, ...shown, ...more].join('\n');
    });
}

/** Both standings, without what stays as it is. */
function differences(from: Move['from'], to: Move['to'], view: PreviewView): readonly [string, string] {
  const { noStage, noOwner } = TEXTS[view.language];
  const ownerName = (id: string): string => (id === '' ? noOwner : (view.ownerName?.(id) ?? id));
  const told = (standing: Move['from']): readonly string[] => [
    statusIn(view.language, standing.status),
    standing.stage || noStage,
    standing.grade,
    ownerName(standing.owner),
  ];
  const [was, is] = [told(from), told(to)];
  const onlyOther = (words: readonly string[]): string =>
    words.filter((word, index) => word !== '' && was[index] !== is[index]).join(', ');
  return [onlyOther(was), onlyOther(is)];
}

function countRows(counts: Preview['byGrade'], name: (key: string) => string): [string, number, number][] {
  const keys = new Set([...Object.keys(counts.before), ...Object.keys(counts.after)]);
  return [...keys]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((key) => [name(key), counts.before[key] ?? 0, counts.after[key] ?? 0]);
}

function perRep(title: string, slots: Preview['tasks'], view: PreviewView): readonly string[] {
  if (slots.length === 0) return [];
  const { head, owner, noOwner, colon } = TEXTS[view.language];
  const rows = slots.map(
    ({ ownerId, day, count }) =>
      [day, ownerId === '' ? noOwner : (view.ownerName?.(ownerId) ?? ownerId), count] as const,
  );
  return [`${title}${colon}\n${renderTable([head.day, owner, head.leads], rows)}`];
}
