// HubSpot's operators as words between a name and its operands. French ones fit names of either gender, so that no label
// needs one. All but NOT_HAS_PROPERTY ask for a value (R07), and the negative ones say so.
import type { Operator, ScoreCondition } from '#domain/agreement.ts';
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
      NEQ: 'has a value other than',
      LT: 'is below',
      LTE: 'is at most',
      GT: 'is above',
      GTE: 'is at least',
      BETWEEN: 'is between',
      IN: 'is one of',
      NOT_IN: 'has a value other than',
      HAS_PROPERTY: 'is known',
      NOT_HAS_PROPERTY: 'is unknown',
      CONTAINS_TOKEN: 'contains',
      NOT_CONTAINS_TOKEN: 'has a value without',
    },
    multi: {
      EQ: 'includes',
      NEQ: 'has a value without',
      IN: 'includes one of',
      NOT_IN: 'has a value without',
    },
    date: { LT: 'is before', LTE: 'is not after', GT: 'is after', GTE: 'is not before' },
  },
  fr: {
    plain: {
      EQ: 'est',
      NEQ: 'a une valeur autre que',
      LT: 'n’atteint pas',
      LTE: 'ne dépasse pas',
      GT: 'dépasse',
      GTE: 'atteint au moins',
      BETWEEN: 'est entre',
      IN: 'est parmi',
      NOT_IN: 'a une valeur autre que',
      HAS_PROPERTY: 'n’est pas vide',
      NOT_HAS_PROPERTY: 'est vide',
      CONTAINS_TOKEN: 'contient',
      NOT_CONTAINS_TOKEN: 'a une valeur sans',
    },
    multi: {
      EQ: 'comprend',
      NEQ: 'a une valeur sans',
      IN: 'comprend l’un de',
      NOT_IN: 'a une valeur sans',
    },
    date: {
      LT: 'est avant',
      LTE: 'est au plus tard',
      GT: 'est après',
      GTE: 'est au plus tôt',
    },
  },
};

export const SCORES: Readonly<Record<Language, Readonly<Record<ScoreCondition['part'], string>>>> = {
  en: { total: 'the score', fit: 'fit', engagement: 'engagement' },
  fr: { total: 'le score', fit: 'le profil', engagement: 'l’engagement' },
};
