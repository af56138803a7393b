// Phrases françaises pour les problèmes d'un accord, par code. French typography: no-break spaces before : ; ? ! and %.
import type { Messages } from './messages.ts';
import { OUTPUTS_FRENCH } from './messages-outputs.ts';
import { OVERLAYS_FRENCH } from './messages-overlays.ts';
import { SCORE_FRENCH } from './messages-score.ts';
import { FRENCH_TYPES as TYPES } from './type-words.ts';

const KINDS: Readonly<Record<string, string>> = {
  object: 'un bloc de clés',
  record: 'un bloc de clés',
  array: 'une liste',
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'true ou false',
};

/** Ce qu’est un fait déduit. */
const FACTS: Readonly<Record<string, string>> = {
  string: 'un texte',
  bool: 'true ou false',
  enumeration: 'un mot d’une liste sans ordre',
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
    `Une condition commence par property, company, derived, daysSince, signal, deals, score, stageAge ou list ; ce n’est pas le cas de : ${value}`,
  unknownCountry: ({ value }) =>
    `« ${value} » n’est pas un pays connu sous ce nom ; écrivez son nom français ou anglais, ou son code à deux lettres.`,
  operandMissing: ({ key, operator }) => `${operator} demande « ${key} ».`,
  operandEmpty: ({ operator }) =>
    `${operator} demande une valeur non vide ; pour une propriété vide, utilisez NOT_HAS_PROPERTY.`,
  operandTooMuch: ({ key, operator }) => `${operator} ne prend pas « ${key} ».`,
  badOperand: ({ value }) => `Une valeur est un texte, un nombre, true ou false ; ici : ${value}.`,
  operatorNotOffered: ({ operator, property, type, offered }) =>
    `HubSpot ne propose pas ${operator} pour ${property}, qui contient ${TYPES[String(type)] ?? type}. Il propose\u00a0: ${offered}.`,
  operatorNotForFact: ({ operator, property, type, offered }) =>
    `${operator} ne s’applique pas à ${property}, qui est ${FACTS[String(type)] ?? type}. Utilisez l’un de : ${offered}.`,
  noToken: ({ value }) =>
    `« ${value} » n’a ni lettre ni chiffre : aucune valeur ne le contient. Écrivez le mot à chercher.`,
  noPhone: ({ value }) =>
    `« ${value} » n’est pas un numéro au format international : phone se compare comme +33142685300. Écrivez + et l’indicatif du pays (+33…), ou demandez CONTAINS_TOKEN "+33*" pour tout un pays.`,
  noCompanyName: ({ value }) =>
    `« ${value} » ne désigne aucun nom : companyName ne vaut jamais cela. Pour un nom inconnu, utilisez NOT_HAS_PROPERTY.`,
  countAlways: () =>
    'Il n’y en a jamais moins de 0 : cette condition est toujours vraie. Écrivez GTE avec count: 1, ou retirez-la.',
  countNever: () =>
    'Il n’y en a jamais moins de 0 : cette condition n’est jamais vraie. Pour aucun, écrivez EQ avec count: 0.',
  noNumber: ({ value, property }) => `« ${value} » n’est pas un nombre, et ${property} contient des nombres.`,
  noBool: ({ value, property }) => `« ${value} » n’est ni true ni false, alors que ${property} l’est.`,
  noDay: ({ value, property }) =>
    `« ${value} » n’est pas un jour qui existe, comme 2026-12-24 ou aujourd’hui - 30 jours, et ${property} est une date.`,
  dayOnly: ({ value, property }) => `${property} est un jour sans heure ; « ${value} » en a une.`,
  dayNeedsType: ({ value, property }) =>
    `On ne sait pas ici ce que contient ${property} : « ${value} » serait comparé comme un texte. Ajoutez type: date ou type: datetime.`,
  noDateProperty: ({ property, type }) =>
    `${property} n’est pas une date : la propriété contient ${TYPES[String(type)] ?? type}.`,
  oneChoice: ({ value }) =>
    `« ${value} » nomme plusieurs choix à la fois. Utilisez IN pour l’un d’eux, une condition par choix pour tous.`,
  unknownOption: ({ value, property, valid }) =>
    `${property} n’a pas d’option « ${value} » dans HubSpot (majuscules et minuscules comptent). Options : ${valid}.`,
  unknownProperty: ({ property }) =>
    `Les contacts n’ont pas de propriété ${property} dans ce compte HubSpot.`,
  unknownCompanyProperty: ({ property }) =>
    `Les entreprises n’ont pas de propriété ${property} dans ce compte HubSpot.`,
  fixedField: ({ field }) =>
    `« ${field} » est toujours lu là où HubSpot le tient : Accord l’écrit, y reconnaît les fiches ou y date ce qui s’est passé. Retirez cette ligne.`,
  unknownField: ({ field, known }) =>
    `« ${field} » n’est pas une propriété standard de HubSpot : rien ne se lit sous ce nom. À gauche, le nom standard ; à droite, le vôtre. Lus d’office : ${known}.`,
  fieldOntoItself: ({ field }) => `« ${field} » se lit déjà dans « ${field} ». Retirez cette ligne.`,
  fixedProperty: ({ field, own }) =>
    `« ${field} » ne peut pas se lire dans « ${own} », qui a un autre sens pour Accord. Nommez une propriété à vous.`,
  fieldTwice: ({ field, own, other }) =>
    `« ${field} » ne peut pas se lire dans « ${own} » : « ${other} » s’y lit, ou a sa propre ligne. À chaque champ sa propriété.`,
  wrongFieldType: ({ field, own, held, wanted }) =>
    `« ${own} » contient ${TYPES[String(held)] ?? held}, et « ${field} » ${TYPES[String(wanted)] ?? wanted}. Nommez une propriété de ce type.`,
  fieldTypeDiffers: ({ field, own, held, wanted }) =>
    `« ${own} » contient ${TYPES[String(held)] ?? held}, et « ${field} » ${TYPES[String(wanted)] ?? wanted} : les conditions se comparent à ce que HubSpot enregistre, le nom interne d’une option.`,
  ...SCORE_FRENCH,
  ...OUTPUTS_FRENCH,
  typesNotChecked: () =>
    'HubSpot n’a pas répondu\u00a0: l’existence de ses propriétés, leurs opérateurs et leurs options n’ont pas été vérifiés. Ce sera fait avant que la version puisse être proposée.',
  wrongPropertyType: ({ property, known }) =>
    `${property} contient ${TYPES[String(known)] ?? known} dans HubSpot.`,
  unknownStageValue: ({ value, valid }) =>
    `Ce compte HubSpot n’a pas de phase du cycle de vie de valeur « ${value} ». Valeurs : ${valid}.`,
  unknownOwner: ({ value }) =>
    `Personne avec l’adresse ${value} ne peut être propriétaire dans ce compte HubSpot.`,
  unknownOwnerId: ({ value }) => `Aucun propriétaire n’a l’identifiant « ${value} » dans ce compte HubSpot.`,
  unknownTeam: ({ value, valid }) =>
    `Dans ce compte HubSpot, aucun propriétaire possible n’est dans une équipe « ${value} ». Équipes : ${valid}.`,
  noTeams: ({ value }) =>
    `« ${value} » n’est pas une équipe de ce compte HubSpot : aucun propriétaire possible n’y est dans une équipe. Créez-la dans HubSpot, ou choisissez par countries, languages ou when.`,
  unknownList: ({ value, valid }) =>
    `Ce compte HubSpot n’a pas de liste de contacts « ${value} ». Listes : ${valid}.`,
  noLists: ({ value }) =>
    `« ${value} » n’est pas une liste de ce compte HubSpot, qui n’a aucune liste de contacts. Créez-la d’abord dans HubSpot.`,
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
  repeatedMoment: ({ moment, first }) => `Le moment ${moment} a déjà son stade : ${first}.`,
  sideStage: ({ id, moment }) =>
    `« ${id} » est une fin de cycle (${moment}) : ce stade est à part et n’a pas de « after ». Retirez-le.`,
  stageWithoutPlace: ({ id }) =>
    `« ${id} » doit avoir sa place : after: lead, mql, sql ou opportunity. Seuls les stades des moments recycled et disqualified sont à part.`,
  stageMisplaced: ({ moment, valid }) => `Un stade du moment ${moment} ne peut venir qu’après : ${valid}.`,
  sideNeverReached: ({ moment }) =>
    `Avec moveBack: never, Accord ne pourrait pas poser un stade du moment ${moment}. Choisissez own ou any, ou retirez le moment.`,
  twoRecycledStages: () =>
    'Un stade personnalisé du moment recycled dit déjà où va un lead recyclé : écrivez keep ici.',
  badMappedAnswer: ({ value }) =>
    `« ${value} » n’est pas une réponse : accept, working, reject, ou reject: suivi de l’id d’un motif.`,
  unknownMappedValue: ({ value, property, valid }) =>
    `${property} n’a pas de valeur « ${value} » dans ce compte HubSpot. Valeurs : ${valid}.`,
  unknownLeadStage: ({ value, valid }) =>
    `« ${value} » n’est pas une phase de lead HubSpot : l’id d’une phase d’un pipeline de leads, ou l’un des états. Connus : ${valid}.`,
  stageNotInPortal: ({ value, valid }) =>
    `HubSpot n’a pas de phase du cycle de vie « ${value} » dans ce portail. Il a : ${valid}.`,
  stageOrder: ({ value, before }) =>
    `Dans ce portail « ${value} » vient avant « ${before} », dans l’accord après. Changez l’ordre dans HubSpot, ou ici.`,
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
  ambiguousGrade: ({ grade }) =>
    `La note ${grade} peut se lire de deux façons : choisissez pour le profil et l’engagement des marques qui ne se confondent pas.`,
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
  secretInDocument: () =>
    'L’adresse d’un webhook est un secret et ne figure pas dans ce que l’on signe : nommez ici le canal, et donnez l’adresse par PUT /api/v1/portals/PORTAIL/channels.',
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
  dealsNotRead: () =>
    'Les transactions ne sont pas lues ici (stages.opportunity.deals: false) : mettez true, ou retirez ceci.',
  badDomain: ({ value }) => `« ${value} » n’est pas un domaine comme exemple.fr.`,
  badClockTime: ({ value }) => `« ${value} » n’est pas une heure comme 09:30.`,
  ...OVERLAYS_FRENCH,
  orphanCriterion: ({ text }) =>
    `Aucune règle n’applique « ${text} ». Nommez les règles, exclusions ou segments qui le font, ou retirez ce critère : ce qu’aucune règle ne couvre n’existe pas.`,
  skipsEverybody: ({ skip, reps }) =>
    `Passer les ${skip} derniers commerciaux ne laisse personne dans un pool de ${reps}.`,
  noOwnDomains: () =>
    'Vos propres domaines e-mail ne sont pas nommés (scope.ownDomains) : un collègue qui remplit un formulaire devient un lead.',
  lonelyPool: ({ rep }) =>
    `Seul ${rep} est dans ce pool : un lead qu’une conséquence lui retire (reassign) ne va à personne d’autre et attend. Ajoutez un commercial, ou un débordement (overflow) vers un autre pool.`,
  suspendWithoutFloor: () =>
    'Aucune source ne sera suspendue : la promesse de qualité n’a pas de plancher (promises.marketing.quality.floor).',
  unreachedPerson: ({ to, side }) =>
    `${to} n’est prévenu en personne que par tâche ou par e-mail, et notify.${side} n’a ni l’un ni l’autre : ajoutez { channel: email }.`,
  ofSalesAlone: ({ value }) =>
    `« ${value} » retire un lead à un commercial : rien de ce que promet le marketing ne tient à un commercial. Les conséquences du marketing sont warn, escalate, suspend et agenda.`,
  onceAMonth: ({ key, value }) =>
    `« ${key} » ne limite rien ici : « ${value} » n’intervient qu’une fois par mois et par clause du marketing. Retirez-le ; after dit combien de temps après le verdict du mois.`,
  toldToBoth: ({ value }) =>
    `« ${value} » est signalé aux deux parties, et à personne d’autre : retirez « to », et écrivez un escalate pour qui doit l’apprendre.`,
  noConsequences: () => 'Seul l’autre camp a des conséquences ; un accord engage les deux.',
  unlistedRule: ({ id }) => `La règle « ${id} » compte, mais aucun critère en mots ne la nomme.`,
  unreachedRule: ({ id }) => `Aucun lead n’arrive ici : la règle « ${id} » au-dessus les prend tous.`,
  jsonSyntax: () =>
    'Le JSON n’est plus lisible ici : une virgule, un deux-points ou un crochet manque ou est de trop.',
  severalDocuments: () =>
    'Une ligne --- commence ici un second document ; un fichier contient un seul accord.',
  tag: ({ tag }) =>
    `« ${tag} » est une étiquette YAML, dont un accord ne se sert pas. Mettez entre guillemets droits un texte qui commence par !.`,
  reservedStart: () => 'Un texte ne peut pas commencer par ce caractère sans guillemets droits.',
  badEscape: () =>
    'Entre guillemets doubles, une barre oblique inverse annonce un caractère spécial ; doublez-la, ou utilisez des guillemets simples.',
  openBracket: ({ closing }) => `Ce qui est ouvert ici n’est fermé nulle part : il manque « ${closing} ».`,
  extraBracket: ({ bracket }) => `« ${bracket} » ne ferme rien ici : il y en a un de trop.`,
  openQuote: ({ quote }) => `Le texte entre guillemets ne finit pas : il manque un ${quote}.`,
  quoteInside: () =>
    'Les guillemets finissent avant le texte. Doublez l’apostrophe entre guillemets simples, ou utilisez des guillemets doubles.',
  oddSpace: () =>
    'Cette ligne commence par une espace que YAML ne connaît pas (copiée d’une page web ou d’un traitement de texte ?). Effacez-la et tapez des espaces ordinaires.',
  dashSpace: () => 'Un tiret qui commence un élément doit être suivi d’une espace.',
  colonSpace: () => 'Les deux-points après une clé doivent être suivis d’une espace.',
  noColon: () => 'Une clé et sa valeur sont séparées par deux-points, non par =.',
  colonInText: () =>
    'Deux-points suivis d’une espace annoncent une valeur. Mettez le texte entre guillemets droits.',
  indentation: ({ is, was }) =>
    `Cette ligne commence après ${is} espaces, la précédente après ${was} : les clés d’un même bloc commencent à la même colonne.`,
  lostAlias: ({ name }) =>
    `« *${name} » renverrait à ce qui est marqué &${name}, et qui n’existe pas. Un texte qui commence par * doit être entre guillemets droits.`,
  mergeKey: () => 'On ne fusionne pas des blocs avec <<. Écrivez les clés, pour que chacun puisse les lire.',
  noText: () =>
    'Ce n’est pas un fichier texte : un document Word, Excel ou autre. Enregistrez l’accord en texte brut.',
  noAgreement: () =>
    'Ce n’est pas un accord : il doit commencer par des clés comme name, language, scope. `agreement new FICHIER` en écrit un pour commencer.',
  emptyValue: ({ expected }) => `Rien n’est écrit ici ; il faut ${KINDS[String(expected)] ?? expected}.`,
  curlyQuotes: ({ value }) =>
    `« ${value} » est entouré de guillemets typographiques, que YAML prend pour du texte. Utilisez des guillemets droits.`,
};

/** French sets a no-break space before double punctuation and inside guillemets. */
const NO_BREAK = '\u00a0';

export const FRENCH: Messages = Object.fromEntries(
  Object.entries(RAW).map(([code, sentence]) => [
    code,
    (params) => sentence(params).replaceAll(/ (?=[:;?!»%])|(?<=«) /g, NO_BREAK),
  ]),
);
