// Sentences for problems of variants by country, language or team, by code, English and French; messages-en.ts and
// messages-fr.ts take them in.
import type { Messages } from './messages.ts';

export const OVERLAYS_ENGLISH: Messages = {
  emptyOverlay: () =>
    'This overlay changes nothing: add language, calendar, promises, stages, data or points, or take it out.',
  overlayForAll: () => 'Nothing says for whom this overlay is: add countries, languages, teams or when.',
  overlayTeamAlone: () =>
    'Teams cannot be mixed with countries, languages or when: the team is known only once the lead has an owner. Write two overlays.',
  overlayTeamLines: ({ part }) =>
    `A team cannot change “${part}”: a lead is judged before it has an owner. By team you may change calendar, language and the times of promises.`,
  overlayCondition: () =>
    'An overlay is chosen by properties of contact or company only, or by lists: signals, scores and ages change with time, and lines and due times would move with them.',
};

export const OVERLAYS_FRENCH: Messages = {
  emptyOverlay: () =>
    'Cette variante ne change rien : ajoutez language, calendar, promises, stages, data ou points, ou retirez-la.',
  overlayForAll: () =>
    'Rien ne dit pour qui vaut cette variante : ajoutez countries, languages, teams ou when.',
  overlayTeamAlone: () =>
    'teams ne se combine pas avec countries, languages ou when : l’équipe n’est connue qu’une fois le lead attribué. Écrivez deux variantes.',
  overlayTeamLines: ({ part }) =>
    `Une équipe ne peut pas changer « ${part} » : un lead est jugé avant d’avoir un propriétaire. Par équipe, on change le calendrier, la langue et les délais des promesses.`,
  overlayCondition: () =>
    'Une variante se choisit selon des propriétés du contact ou de l’entreprise, ou des listes : signaux, scores et durées changent avec le temps, et seuils et échéances bougeraient avec eux.',
};
