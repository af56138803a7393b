// HubSpot's operators as verbs between a property's name and its operand. French ones fit names of either gender.
import type { Operator } from '#domain/agreement.ts';
import type { Language } from '#domain/wording.ts';

interface Verbs {
  readonly plain: Readonly<Record<Operator, string>>;
  readonly multi: Partial<Readonly<Record<Operator, string>>>;
  readonly date: Partial<Readonly<Record<Operator, string>>>;
}

export const PHRASES: Readonly<Record<Language, Verbs>> = {
  en: {
    plain: {
      EQ: 'is',
      NEQ: 'is not',
      LT: 'is below',
      LTE: 'is at most',
      GT: 'is above',
      GTE: 'is at least',
      BETWEEN: 'is between',
      IN: 'is one of',
      NOT_IN: 'is none of',
      HAS_PROPERTY: 'is known',
      NOT_HAS_PROPERTY: 'is empty',
      CONTAINS_TOKEN: 'contains',
      NOT_CONTAINS_TOKEN: 'does not contain',
    },
    multi: {
      EQ: 'includes',
      NEQ: 'does not include',
      IN: 'includes one of',
      NOT_IN: 'includes none of',
    },
    date: { LT: 'is before', LTE: 'is not after', GT: 'is after', GTE: 'is not before' },
  },
  fr: {
    plain: {
      EQ: 'est',
      NEQ: 'n’est pas',
      LT: 'est sous',
      LTE: 'est au plus',
      GT: 'dépasse',
      GTE: 'est au moins',
      BETWEEN: 'est entre',
      IN: 'est parmi',
      NOT_IN: 'n’est pas parmi',
      HAS_PROPERTY: 'a une valeur',
      NOT_HAS_PROPERTY: 'est vide',
      CONTAINS_TOKEN: 'contient',
      NOT_CONTAINS_TOKEN: 'ne contient pas',
    },
    multi: {
      EQ: 'comprend',
      NEQ: 'ne comprend pas',
      IN: 'comprend l’un de',
      NOT_IN: 'ne comprend aucun de',
    },
    date: {
      LT: 'est avant',
      LTE: 'est au plus tard',
      GT: 'est après',
      GTE: 'est au plus tôt',
    },
  },
};
