// Why the backlog is not let go, or a release not stopped, in the language of whoever asked.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { ReleaseRefusal } from './backlog.ts';

interface Words {
  readonly message: string;
  readonly fix: string;
}

const WORDS: Readonly<Record<Language, Readonly<Record<ReleaseRefusal, Words>>>> = {
  en: {
    NOT_INSTALLED: {
      message: 'This HubSpot account has not installed the app.',
      fix: 'Install it, or check the account id.',
    },
    PAUSED: {
      message: 'This account is paused: nothing is handed over.',
      fix: 'End the pause first.',
    },
    EFFECTS_OFF: {
      message: 'A release gives leads to reps: stage, owner and tasks are not all switched on.',
      fix: 'Switch these three on first.',
    },
    ALREADY_RUNNING: {
      message: 'A release of the backlog is under way.',
      fix: 'Stop it before you start another one.',
    },
    NOT_SALES: {
      message: 'Only sales may release the backlog, or stop that: their reps get the leads.',
      fix: 'Ask an administrator of Accord, or the signatory of sales that the agreement names.',
    },
    NO_SUCH_RELEASE: {
      message: 'There is no release with this number.',
      fix: 'Name the number of one in the list of releases.',
    },
    ALREADY_ENDED: { message: 'This release has ended already.', fix: 'Nothing needs to be done.' },
  },
  fr: {
    NOT_INSTALLED: {
      message: 'Ce compte HubSpot n’a pas installé l’application.',
      fix: 'Installez-la, ou vérifiez l’identifiant du compte.',
    },
    PAUSED: {
      message: 'Ce compte est en pause : rien n’est transmis.',
      fix: 'Mettez d’abord fin à la pause.',
    },
    EFFECTS_OFF: {
      message:
        'Une libération donne des leads aux commerciaux : le stade, le propriétaire et les tâches ne sont pas tous activés.',
      fix: 'Activez d’abord ces trois effets.',
    },
    ALREADY_RUNNING: {
      message: 'Une libération du stock est en cours.',
      fix: 'Arrêtez-la avant d’en lancer une autre.',
    },
    NOT_SALES: {
      message:
        'Seules les ventes peuvent libérer le stock, ou l’arrêter : ce sont leurs commerciaux qui reçoivent les leads.',
      fix: 'Demandez à un administrateur d’Accord, ou au signataire des ventes que l’accord nomme.',
    },
    NO_SUCH_RELEASE: {
      message: 'Aucune libération ne porte ce numéro.',
      fix: 'Donnez le numéro d’une libération de la liste.',
    },
    ALREADY_ENDED: { message: 'Cette libération est déjà terminée.', fix: 'Il n’y a rien à faire.' },
  },
};

export function describeReleaseRefusal(code: ReleaseRefusal, language: Language): Words {
  const { message, fix } = WORDS[language][code];
  return language === 'fr' ? { message: setFrench(message), fix: setFrench(fix) } : { message, fix };
}
