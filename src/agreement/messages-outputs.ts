// Sentences for problems of where outputs go, by code, English and French; messages-en.ts and messages-fr.ts take them in.
import type { Messages } from './messages.ts';
import { ENGLISH_TYPES, FRENCH_TYPES } from './type-words.ts';

export const OUTPUTS_ENGLISH: Messages = {
  badOutput: ({ value }) =>
    `“${value}” does not say where Accord writes this: own for its own property, off for nowhere, or { property: …, overwrite: true } for one of yours.`,
  overwriteNotConfirmed: () =>
    'Accord overwrites whatever stands in the property named here, on every lead. Confirm it with overwrite: true, or leave the line out.',
  outputProtected: ({ output, property }) =>
    `“${output}” cannot be written to “${property}”: HubSpot or Accord keeps that property for something else. Name a property that your account has made for it.`,
  outputIsInput: ({ output, property }) =>
    `“${output}” cannot be written to “${property}”, which this agreement reads: what Accord writes would come back as a fact about the lead. Name another property.`,
  outputTwice: ({ output, property, other }) =>
    `“${output}” cannot be written to “${property}”: “${other}” is written there. Each has a property of its own.`,
  outputIsInputElsewhere: ({ output, property, agreement }) =>
    `“${output}” cannot be written to “${property}”, which the agreement “${agreement}” reads: what Accord writes would come back there as a fact about the lead. Name another property.`,
  outputTwiceElsewhere: ({ output, property, other, agreement }) =>
    `“${output}” cannot be written to “${property}”: the agreement “${agreement}” writes “${other}” there. Each has a property of its own.`,
  inputIsOutputElsewhere: ({ property, output, agreement }) =>
    `This agreement reads “${property}”, to which the agreement “${agreement}” writes “${output}”: that would come back as a fact about the lead. Read another property, or have “${agreement}” write elsewhere first.`,
  outputReadOnly: ({ output, property }) =>
    `“${output}” cannot be written to “${property}”: HubSpot works that property out itself, or lets no app write it. Name another one.`,
  outputTypeMisfit: ({ output, property, held, fits }) =>
    `“${property}” holds ${ENGLISH_TYPES[String(held)] ?? held}. “${output}” needs a property that holds ${listTypes(fits, ENGLISH_TYPES, ' or ')}.`,
  outputLacksOptions: ({ output, property, options }) =>
    `“${property}” lacks options that “${output}” can have: ${options}. Add them in HubSpot by these internal names, or name a text property.`,
  outputOverwrites: ({ output, property }) =>
    `Whatever stands in “${property}” will be overwritten with Accord’s “${output}” once this agreement is in force and writing is switched on.`,
  outputNotRebuilt: ({ output }) =>
    `“${output}” is not in Accord’s own property: after a lost database, leads in hand are taken over only as far as this agreement is in force before they are judged.`,
};

export const OUTPUTS_FRENCH: Messages = {
  badOutput: ({ value }) =>
    `« ${value} » ne dit pas où Accord écrit cette valeur : own pour sa propre propriété, off pour nulle part, ou { property: …, overwrite: true } pour une des vôtres.`,
  overwriteNotConfirmed: () =>
    'Accord écrase ce qui se trouve dans la propriété nommée ici, sur chaque lead. Confirmez par overwrite: true, ou retirez la ligne.',
  outputProtected: ({ output, property }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} » : HubSpot ou Accord réserve cette propriété à autre chose. Nommez une propriété que votre compte a créée pour cela.`,
  outputIsInput: ({ output, property }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} », que cet accord lit : ce qu’Accord écrit reviendrait comme un fait sur le lead. Nommez une autre propriété.`,
  outputTwice: ({ output, property, other }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} » : « ${other} » s’y écrit. À chacun sa propriété.`,
  outputIsInputElsewhere: ({ output, property, agreement }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} », que l’accord « ${agreement} » lit : ce qu’Accord écrit y reviendrait comme un fait sur le lead. Nommez une autre propriété.`,
  outputTwiceElsewhere: ({ output, property, other, agreement }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} » : l’accord « ${agreement} » y écrit « ${other} ». À chacun sa propriété.`,
  inputIsOutputElsewhere: ({ property, output, agreement }) =>
    `Cet accord lit « ${property} », où l’accord « ${agreement} » écrit « ${output} » : cela reviendrait comme un fait sur le lead. Lisez une autre propriété, ou faites d’abord écrire « ${agreement} » ailleurs.`,
  outputReadOnly: ({ output, property }) =>
    `« ${output} » ne peut pas s’écrire dans « ${property} » : HubSpot calcule cette propriété lui-même, ou ne laisse aucune application l’écrire. Nommez-en une autre.`,
  outputTypeMisfit: ({ output, property, held, fits }) =>
    `« ${property} » contient ${FRENCH_TYPES[String(held)] ?? held}. « ${output} » demande une propriété qui contient ${listTypes(fits, FRENCH_TYPES, ' ou ')}.`,
  outputLacksOptions: ({ output, property, options }) =>
    `Il manque à « ${property} » des options que « ${output} » peut prendre : ${options}. Ajoutez-les dans HubSpot sous ces noms internes, ou nommez une propriété de texte.`,
  outputOverwrites: ({ output, property }) =>
    `Ce qui se trouve dans « ${property} » sera écrasé par la valeur « ${output} » d’Accord dès que cet accord sera en vigueur et l’écriture activée.`,
  outputNotRebuilt: ({ output }) =>
    `« ${output} » n’est pas dans la propriété d’Accord : après la perte de la base de données, les leads en cours ne sont repris que si cet accord est en vigueur avant qu’ils ne soient jugés.`,
};

/** Types stand in one parameter, separated by commas. */
function listTypes(types: unknown, words: Readonly<Record<string, string>>, or: string): string {
  const names = String(types).split(', ');
  return names.map((type) => words[type] ?? type).join(or);
}
