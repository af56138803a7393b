// Why a consequence is not taken back, in the language of whoever asked.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import type { UndoRefusal } from './consequence-store.ts';

interface Words {
  readonly message: string;
  readonly fix: string;
}

const ENGLISH: Readonly<Record<UndoRefusal, Words>> = {
  NO_SUCH_CONSEQUENCE: {
    message: 'There is no such consequence.',
    fix: 'Name the id of one in the list of consequences.',
  },
  NOT_A_MANAGER: {
    message: 'Only a manager of sales may take a consequence back.',
    fix: 'Ask the signatory of sales that the agreement names, or a delegate of today.',
  },
  ALREADY_TAKEN_BACK: {
    message: 'This consequence has been taken back already.',
    fix: 'Nothing needs to be done.',
  },
  CYCLE_OVER: {
    message: 'The lead has been handed over anew since, so there is nothing to go back to.',
    fix: 'Change owner or stage in HubSpot: what people set there stands.',
  },
};

const FRENCH: Readonly<Record<UndoRefusal, Words>> = {
  NO_SUCH_CONSEQUENCE: {
    message: 'Cette conséquence n’existe pas.',
    fix: 'Donnez l’identifiant d’une conséquence de la liste.',
  },
  NOT_A_MANAGER: {
    message: 'Seul un responsable des ventes peut annuler une conséquence.',
    fix: 'Demandez au signataire des ventes que l’accord nomme, ou à un délégué du jour.',
  },
  ALREADY_TAKEN_BACK: {
    message: 'Cette conséquence est déjà annulée.',
    fix: 'Il n’y a rien à faire.',
  },
  CYCLE_OVER: {
    message: 'Le lead a été transmis de nouveau depuis : il n’y a rien à rétablir.',
    fix: 'Changez le propriétaire ou le stade dans HubSpot : ce que les personnes y posent reste.',
  },
};

export function describeUndoRefusal(code: UndoRefusal, language: Language): Words {
  if (language === 'en') return ENGLISH[code];
  const { message, fix } = FRENCH[code];
  return { message: setFrench(message), fix: setFrench(fix) };
}
