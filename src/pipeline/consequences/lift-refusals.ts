// Why a pause of a source is not ended, in the language of whoever asked.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { LiftRefusal } from './source-pauses.ts';

interface Words {
  readonly message: string;
  readonly fix: string;
}

const WORDS: Readonly<Record<Language, Readonly<Record<LiftRefusal, Words>>>> = {
  en: {
    NO_SUCH_PAUSE: {
      message: 'No source is paused under this id.',
      fix: 'Name the id of one in the list of paused sources.',
    },
    NOT_SALES: {
      message: 'Only sales may end the pause of a source: the floor protects them.',
      fix: 'Ask an administrator of Accord, or the signatory of sales that the agreement names.',
    },
    ALREADY_ENDED: { message: 'This pause has ended already.', fix: 'Nothing needs to be done.' },
  },
  fr: {
    NO_SUCH_PAUSE: {
      message: 'Aucune source n’est suspendue sous cet identifiant.',
      fix: 'Donnez l’identifiant d’une suspension de la liste.',
    },
    NOT_SALES: {
      message: 'Seules les ventes peuvent lever la suspension d’une source : le plancher les protège.',
      fix: 'Demandez à un administrateur d’Accord, ou au signataire des ventes que l’accord nomme.',
    },
    ALREADY_ENDED: { message: 'Cette suspension est déjà levée.', fix: 'Il n’y a rien à faire.' },
  },
};

export function describeLiftRefusal(code: LiftRefusal, language: Language): Words {
  const { message, fix } = WORDS[language][code];
  return language === 'fr' ? { message: setFrench(message), fix: setFrench(fix) } : { message, fix };
}
