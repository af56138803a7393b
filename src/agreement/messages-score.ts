// Sentences for problems of the score, by code, English and French; messages-en.ts and messages-fr.ts take them in.
import type { Messages } from './messages.ts';

export const SCORE_ENGLISH: Messages = {
  perOurs: ({ property }) =>
    `“${property}” is what Accord writes: its points would come back and add to themselves. Name a number of your account’s.`,
  perWithoutCap: () => 'A rule with `per` needs `cap`: the number may be of any size.',
  perNotAsked: ({ property }) =>
    `\`when\` has to look at “${property}” as a number, so that it is read and checked as one: add { property: ${property}, type: number, operator: GT, value: 0 }.`,
  oneScorePart: () => 'Exactly one of rule and group is needed.',
  capBelowPoints: ({ cap, points }) => `The cap of ${cap} is below the ${points} points that it caps.`,
};

export const SCORE_FRENCH: Messages = {
  perOurs: ({ property }) =>
    `« ${property} » est écrit par Accord : ses points reviendraient s’ajouter à eux-mêmes. Nommez un nombre de votre compte.`,
  perWithoutCap: () => 'Une règle avec `per` demande `cap` : le nombre peut être quelconque.',
  perNotAsked: ({ property }) =>
    `\`when\` doit regarder « ${property} » comme un nombre, pour qu’il soit lu et vérifié comme tel : ajoutez { property: ${property}, type: number, operator: GT, value: 0 }.`,
  oneScorePart: () => 'Il faut soit rule, soit group.',
  capBelowPoints: ({ cap, points }) => `Le plafond de ${cap} est sous les ${points} points qu’il plafonne.`,
};
