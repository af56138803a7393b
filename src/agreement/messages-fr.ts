// Phrases françaises pour les problèmes d'un accord, par code. French typography: no-break spaces before : ; ? ! and %.
import type { Messages } from './messages.ts';

const KINDS: Readonly<Record<string, string>> = {
  object: 'un bloc de clés',
  record: 'un bloc de clés',
  array: 'une liste',
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'true ou false',
};

const RAW: Messages = {
  missing: () => 'Cette partie manque.',
  unknownKey: ({ key, valid }) => `« ${key} » n’est pas connu ici. Connus : ${valid}.`,
  wrongType: ({ expected, value }) => `Il faut ici ${KINDS[String(expected)] ?? expected}, et non ${value}.`,
  badValue: ({ value }) => `« ${value} » ne peut pas figurer ici.`,
  badChoice: () => 'Le genre (kind) doit être absolute, relative ou ratio.',
  badWord: ({ value, valid }) => `« ${value} » n’est pas l’un de : ${valid}.`,
  needsText: ({ value }) => `Il faut ici un texte, et non ${value}.`,
  tooBig: ({ max }) => `Le nombre est trop grand : ${max} au plus.`,
  tooBigItems: ({ max }) => `La liste est trop longue : ${max} éléments au plus.`,
  tooBigLetters: ({ max }) => `Le texte est trop long : ${max} caractères au plus.`,
  tooSmall: ({ min }) => `Le nombre est trop petit : ${min} au moins.`,
  tooSmallItems: ({ min }) => `La liste est trop courte : il faut au moins ${min} élément.`,
  tooSmallLetters: () => 'Le texte est vide.',
  notAbove: ({ min }) => `Le nombre doit dépasser ${min}.`,
  badId: ({ value }) =>
    `« ${value} » ne peut pas être un identifiant : minuscules sans accent, chiffres et tirets, 60 au plus.`,
  tooFine: ({ value }) => `${value} a plus de trois décimales ; les points sont tenus au millième.`,
  badPercent: ({ value }) => `« ${value} » n’est pas un pourcentage de 0 % à 100 %.`,
  bareDuration: ({ value }) =>
    `« ${value} » ne dit pas de quel temps il s’agit : sur une journée de 9 h à 17 h, 24 heures de travail font trois jours, 24 heures d’horloge en font un. Écrivez « heures ouvrées », « jours ouvrés » ou « heures écoulées ».`,
  legalDays: ({ value }) =>
    `« ${value} » compte les samedis ; les échéances suivent les jours ouvrés du calendrier.`,
  durationAmount: () =>
    'La quantité doit dépasser zéro, être entière pour des jours, en minutes entières pour des heures.',
  durationTooLong: ({ max }) => `La durée est trop longue : ${max} au plus dans cette unité.`,
  badDuration: ({ value }) =>
    `« ${value} » n’est pas une durée avec son unité, comme « 8 heures ouvrées » ou « 14 jours ».`,
  wholeDays: ({ value }) => `« ${value} » doit être en jours entiers.`,
  badDay: ({ value }) => `« ${value} » n’est pas un jour qui existe, écrit comme 2026-12-24.`,
  badEmail: ({ value }) => `« ${value} » n’est pas une adresse e-mail.`,
  badProperty: ({ value }) =>
    `« ${value} » n’est pas un nom interne de propriété HubSpot : minuscules, chiffres et tirets bas.`,
  oneStageAge: () => 'Il faut soit atLeastDays, soit lessThanDays.',
  noCondition: ({ value }) =>
    `Une condition commence par property, company, derived, signal, score ou stageAge ; ce n’est pas le cas de : ${value}`,
  unknownCountry: ({ value }) =>
    `« ${value} » n’est pas un pays connu sous ce nom ; écrivez son nom français ou anglais, ou son code à deux lettres.`,
  operandMissing: ({ key, operator }) => `${operator} demande « ${key} ».`,
  operandEmpty: ({ operator }) =>
    `${operator} demande une valeur non vide ; pour une propriété vide, utilisez NOT_HAS_PROPERTY.`,
  operandTooMuch: ({ key, operator }) => `${operator} ne prend pas « ${key} ».`,
  badOperand: ({ value }) => `Une valeur est un texte, un nombre, true ou false ; ici : ${value}.`,
  reversedRange: ({ low, high }) =>
    `L’intervalle va de ${low} à ${high} : la borne haute est sous la borne basse.`,
  badTimeZone: ({ value }) => `« ${value} » n’est pas un fuseau horaire comme Europe/Paris.`,
  badBlock: ({ value }) => `« ${value} » n’est pas une plage de travail comme 09:00-12:30.`,
  reversedBlock: ({ value }) =>
    `« ${value} » finit avant de commencer. Un travail de nuit s’écrit sur deux jours.`,
  overlappingBlocks: () => 'Cette plage commence avant la fin de la précédente.',
  noWork: () => 'Aucun jour n’est travaillé : aucune promesse n’arriverait jamais à échéance.',
  badCountry: ({ value }) =>
    `Aucun jour férié connu pour « ${value} ». Utilisez un code de pays à deux lettres, comme FR.`,
  badRegion: ({ value, country, valid }) =>
    `« ${value} » n’est pas une région de ${country} ayant ses propres jours fériés. Connues : ${valid}.`,
  badClosure: ({ value }) =>
    `« ${value} » n’est ni un jour (2026-12-24) ni une période (2026-12-24..2026-12-31).`,
  reversedClosure: ({ value }) => `« ${value} » finit avant de commencer.`,
  longClosure: ({ value, max }) => `« ${value} » dépasse ${max} jours.`,
  stepsOrder: () => 'Chaque palier doit venir après le précédent.',
  stepsGrow: () => 'Un palier ne peut pas garder plus que le précédent : vieillir n’ajoute jamais de points.',
  badDecay: ({ value }) =>
    `« ${value} » n’est pas une érosion. Écrivez none, { halfLife: 14 jours } ou { steps: [{ after: 7 jours, keep: 50 % }] }.`,
  bandCount: ({ max }) => `Il faut de 1 à ${max} tranches.`,
  bandsOrder: ({ band, before }) =>
    `La tranche ${band} doit commencer sous la tranche ${before} : la meilleure vient d’abord.`,
  noSemicolon: () =>
    'Un motif ne peut pas contenir de point-virgule : HubSpot s’en sert pour séparer les valeurs.',
  badStageValue: ({ value }) =>
    `« ${value} » n’est pas une valeur de phase du cycle de vie HubSpot, comme marketingqualifiedlead ou le numéro d’une phase personnalisée.`,
  tooLarge: ({ kilobytes, max }) => `Le document fait ${kilobytes} ko ; ${max} ko au plus sont lus.`,
  empty: () => 'Le document est vide.',
  tooDeep: ({ max }) => `Le document est imbriqué sur plus de ${max} niveaux.`,
  aliases: ({ max }) =>
    `Un alias (*nom) ne désigne rien, se désigne lui-même, ou gonfle trop le document (limite ${max}).`,
  duplicateKey: () => 'Cette clé est écrite deux fois dans le même bloc ; une seule compterait.',
  tabs: () => 'Indentez avec des espaces : YAML n’admet pas de tabulation ici.',
  syntax: ({ detail }) => `Illisible en YAML ou en JSON : ${detail}`,
  repeatedId: ({ id, first }) => `L’identifiant « ${id} » sert deux fois ; d’abord dans ${first}.`,
  unknownReference: ({ id, valid }) =>
    valid === ''
      ? `« ${id} » n’est défini nulle part.`
      : `« ${id} » n’est défini nulle part. Connus : ${valid}.`,
  repeatedRep: ({ email }) => `${email} figure deux fois dans le tour.`,
  repeatedStage: ({ value, other }) => `« ${value} » désigne déjà le stade ${other}.`,
  protectedStage: ({ value, stage }) =>
    `« ${value} » est le stade ${stage} : protégé, Accord ne pourrait jamais l’écrire.`,
  beforeStage: ({ value }) =>
    `« ${value} » ne peut pas précéder le premier stade : c’est l’un des quatre, ou un stade protégé.`,
  exitAboveEntry: ({ exit, entry }) =>
    `Un lead sort sous ${exit} mais entre à ${entry} : il sortirait sitôt entré. Choisissez moins de ${entry}.`,
  unreachable: ({ points, most }) =>
    `Personne ne peut atteindre ${points} points : plafonds et règles en permettent ${most} au plus.`,
  scoreNotHere: () =>
    'Un score peut servir dans les exclusions (gates), les personas, l’entrée et la sortie MQL ; ici il dépendrait de lui-même.',
  capBelowPoints: ({ cap, points }) => `Le plafond de ${cap} est sous les ${points} points qu’il plafonne.`,
  labelCount: ({ labels, bands }) => `Il y a ${labels} libellés pour ${bands} niveaux d’engagement.`,
  emptyPool: () =>
    'Le tour est vide : les leads sans propriétaire valable (contact ou entreprise) resteront en attente.',
  scoredOpens: ({ id }) =>
    `La règle « ${id} » récompense les ouvertures d’e-mail ; les proxys de confidentialité ouvrent tout.`,
  placeholder: ({ value }) => `${value} est un exemple ; mettez la vraie adresse.`,
  owedNowhere: ({ field }) =>
    `« ${field} » est dû, mais aucun stade ne le demande : ajoutez-le à data.mandatory, sinon personne n’apprendra qu’il manque.`,
  noGates: () =>
    'Il n’y a aucune exclusion (gates) : concurrents, étudiants et adresses personnelles peuvent dépasser tout le monde.',
  badCountryCode: ({ value }) => `« ${value} » n’est pas un code de pays à deux lettres comme DE.`,
  badLanguageCode: ({ value }) => `« ${value} » n’est pas un code de langue à deux lettres comme de.`,
  startStage: () => '`stage` va avec `start: stage`, et inversement.',
  badPool: ({ value }) =>
    `« ${value} » n’est pas un pool : donnez l’identifiant d’un des routing.pools, tous, ou une liste d’adresses e-mail.`,
  forgiveNothing: () =>
    'Quand les tours manqués sont oubliés, il n’y a rien à limiter ; utilisez credit ou catch-up.',
  emptyBand: () => 'Une tranche de score demande from, below, ou les deux.',
  reversedBand: () => 'La tranche finit où elle commence, ou avant ; `below` doit dépasser `from`.',
  ruleTarget: () =>
    'Une règle de répartition désigne une seule cible : `to` (un pool ou des commerciaux) ou `toAccountOwner: true`.',
  reversedAbsence: () => 'La fin précède le début.',
  badMonth: ({ value }) => `« ${value} » n’est pas un mois comme 2026-09.`,
  floorAboveRate: () => 'Le plancher dépasse le taux promis : même un mois tenu serait suspendu.',
  qualityBackwards: () =>
    'La qualité dit combien vont plus loin : `to` doit venir après `from` (mql, accepted, sql, opportunity, customer).',
  badDomain: ({ value }) => `« ${value} » n’est pas un domaine comme exemple.fr.`,
  badClockTime: ({ value }) => `« ${value} » n’est pas une heure comme 09:30.`,
  emptyOverlay: () =>
    'Cette variante ne change rien : ajoutez language, calendar, promises, stages, data ou points, ou retirez-la.',
  overlayForAll: () =>
    'Rien ne dit pour qui vaut cette variante : ajoutez countries, languages, teams ou when.',
  overlayTeamAlone: () =>
    'teams ne se combine pas avec countries, languages ou when : l’équipe n’est connue qu’une fois le lead attribué. Écrivez deux variantes.',
  overlayTeamLines: ({ part }) =>
    `Une équipe ne peut pas changer « ${part} » : un lead est jugé avant d’avoir un propriétaire. Par équipe, on change le calendrier, la langue et les délais des promesses.`,
  overlayCondition: () =>
    'Une variante se choisit selon des propriétés du contact ou de l’entreprise : signaux, scores et durées changent avec le temps, et seuils et échéances bougeraient avec eux.',
  orphanCriterion: ({ text }) =>
    `Aucune règle n’applique « ${text} ». Nommez les règles, exclusions ou segments qui le font, ou retirez ce critère : ce qu’aucune règle ne couvre n’existe pas.`,
  skipsEverybody: ({ skip, reps }) =>
    `Passer les ${skip} derniers commerciaux ne laisse personne dans un pool de ${reps}.`,
  noOwnDomains: () =>
    'Vos propres domaines e-mail ne sont pas nommés (scope.ownDomains) : un collègue qui remplit un formulaire devient un lead.',
  noConsequences: () => 'Seul l’autre camp a des conséquences ; un accord engage les deux.',
  unlistedRule: ({ id }) => `La règle « ${id} » compte, mais aucun critère en mots ne la nomme.`,
  unreachedRule: ({ id }) => `Aucun lead n’arrive ici : la règle « ${id} » au-dessus les prend tous.`,
};

/** French sets a no-break space before double punctuation and inside guillemets. */
const NO_BREAK = '\u00a0';

export const FRENCH: Messages = Object.fromEntries(
  Object.entries(RAW).map(([code, sentence]) => [
    code,
    (params) => sentence(params).replaceAll(/ (?=[:;?!»%])|(?<=«) /g, NO_BREAK),
  ]),
);
