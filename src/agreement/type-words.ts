// What a property holds, in the words of problems.

export const ENGLISH_TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'numbers',
  bool: 'yes or no',
  enumeration: 'one of its options',
  multi: 'several of its options',
  date: 'days',
  datetime: 'instants',
};

export const FRENCH_TYPES: Readonly<Record<string, string>> = {
  string: 'du texte',
  number: 'des nombres',
  bool: 'oui ou non',
  enumeration: 'une de ses options',
  multi: 'plusieurs de ses options',
  date: 'des jours',
  datetime: 'des instants',
};
