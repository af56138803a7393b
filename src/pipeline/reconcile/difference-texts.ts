// What a difference says to a person, in English and French.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { Difference, DifferenceKind } from './reconciliation.ts';

export interface DifferenceText {
  readonly what: string;
  /** What was done about it, or has to be. */
  readonly done: string;
}

interface Saying {
  readonly what: (detail: string, subject: string) => string;
  readonly mended: string;
  readonly open?: string;
}

const ENGLISH: Readonly<Record<DifferenceKind, Saying>> = {
  propertyDeleted: {
    what: (code, name) =>
      `The property ${name} was missing in HubSpot${code === '' ? '' : `, which does not take it: ${code}`}.`,
    mended: 'It was created; its values follow.',
    open: 'See to what HubSpot names, then npm run accord -- provision PORTAL.',
  },
  contactUnknown: {
    what: () => 'HubSpot has a contact that nobody told of.',
    mended: 'It was read and judged.',
  },
  contactDiffers: {
    what: (names) => `HubSpot held other values than Accord knew: ${names}.`,
    mended: 'The contact was read again and judged; what Accord wants there was written.',
  },
  contactGone: {
    what: () => 'The contact is not in HubSpot any more, and nobody told.',
    mended: 'The lead was closed.',
  },
  contactBack: {
    what: () => 'The contact is in HubSpot again, and nobody told.',
    mended: 'It was read and judged.',
  },
  contactMerged: {
    what: (survivor) => `The contact was merged into ${survivor}, and nobody told.`,
    mended: 'Its lead goes on under that contact.',
  },
  companyLinkDiffers: {
    what: () => 'The contact belongs to another company than Accord knew.',
    mended: 'The company was looked up again, and the lead judged.',
  },
  companyDiffers: {
    what: (names) =>
      names === '' ? 'The company is not in HubSpot any more.' : `Its company held other values: ${names}.`,
    mended: 'It was read again, and its leads were judged.',
  },
  activityDiffers: {
    what: (type) => `An activity (${type}) was not known, or known otherwise.`,
    mended: 'It was read, and its leads were judged.',
  },
  dealsDiffer: {
    what: () => 'The deals of the contact were not known as they are.',
    mended: 'They were read again, and the lead judged.',
  },
  taskDoubled: {
    what: () => 'HubSpot had a second open task of Accord’s for the same promise.',
    mended: 'It was completed; the first one stays open.',
    open: 'HubSpot did not let Accord complete it; complete it there.',
  },
};

const FRENCH: Readonly<Record<DifferenceKind, Saying>> = {
  propertyDeleted: {
    what: (code, name) =>
      `La propriété ${name} manquait dans HubSpot${code === '' ? '' : `, qui ne l’accepte pas : ${code}`}.`,
    mended: 'Elle a été créée ; ses valeurs suivent.',
    open: 'Corrigez ce que HubSpot indique, puis npm run accord -- provision PORTAL.',
  },
  contactUnknown: {
    what: () => 'HubSpot a un contact dont personne n’a rien dit.',
    mended: 'Il a été lu et évalué.',
  },
  contactDiffers: {
    what: (names) => `HubSpot portait d’autres valeurs que celles qu’Accord connaissait : ${names}.`,
    mended: 'Le contact a été relu et évalué ; ce qu’Accord veut y voir a été écrit.',
  },
  contactGone: {
    what: () => 'Le contact n’est plus dans HubSpot, et personne ne l’a dit.',
    mended: 'Le lead a été clos.',
  },
  contactBack: {
    what: () => 'Le contact est de nouveau dans HubSpot, et personne ne l’a dit.',
    mended: 'Il a été lu et évalué.',
  },
  contactMerged: {
    what: (survivor) => `Le contact a été fusionné dans ${survivor}, et personne ne l’a dit.`,
    mended: 'Son lead continue sous ce contact.',
  },
  companyLinkDiffers: {
    what: () => 'Le contact appartient à une autre entreprise que celle qu’Accord connaissait.',
    mended: 'L’entreprise a été recherchée de nouveau, et le lead évalué.',
  },
  companyDiffers: {
    what: (names) =>
      names === ''
        ? 'L’entreprise n’est plus dans HubSpot.'
        : `Son entreprise portait d’autres valeurs : ${names}.`,
    mended: 'Elle a été relue, et ses leads évalués.',
  },
  activityDiffers: {
    what: (type) => `Une activité (${type}) n’était pas connue, ou l’était autrement.`,
    mended: 'Elle a été lue, et ses leads évalués.',
  },
  dealsDiffer: {
    what: () => 'Les transactions du contact n’étaient pas connues telles qu’elles sont.',
    mended: 'Elles ont été relues, et le lead évalué.',
  },
  taskDoubled: {
    what: () => 'HubSpot avait une deuxième tâche ouverte d’Accord pour le même engagement.',
    mended: 'Elle a été terminée ; la première reste ouverte.',
    open: 'HubSpot n’a pas laissé Accord la terminer ; terminez-la dans HubSpot.',
  },
};

const SAYINGS = { en: ENGLISH, fr: FRENCH } as const;

export function differenceText(
  { kind, detail, subject, isMended }: Pick<Difference, 'kind' | 'detail' | 'subject' | 'isMended'>,
  { language, portalId }: { readonly language: Language; readonly portalId: string },
): DifferenceText {
  const { what, mended, open = mended } = SAYINGS[language][kind];
  const set = (text: string): string => (language === 'fr' ? setFrench(text) : text);
  return {
    what: set(what(detail, subject)),
    done: set((isMended ? mended : open).replace('PORTAL.', `${portalId}.`)),
  };
}
