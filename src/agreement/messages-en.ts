// English sentences for problems in an agreement document, by code.
import type { Messages } from './messages.ts';
import { OUTPUTS_ENGLISH } from './messages-outputs.ts';
import { OVERLAYS_ENGLISH } from './messages-overlays.ts';
import { SCORE_ENGLISH } from './messages-score.ts';
import { ENGLISH_TYPES as TYPES } from './type-words.ts';

const KINDS: Readonly<Record<string, string>> = {
  object: 'a block of keys',
  record: 'a block of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What a derived fact is. */
const FACTS: Readonly<Record<string, string>> = {
  string: 'text',
  bool: 'true or false',
  enumeration: 'one word of a list without an order',
};

export const ENGLISH: Messages = {
  missing: () => 'This part is missing.',
  unknownKey: ({ key, valid }) => `“${key}” is not known here. Known: ${valid}.`,
  wrongType: ({ expected, value }) =>
    `${KINDS[String(expected)] ?? expected} is expected here, not ${value}.`,
  badValue: ({ value }) => `“${value}” cannot stand here.`,
  badChoice: () => 'The kind must be one of absolute, relative, ratio.',
  badWord: ({ value, valid }) => `“${value}” is not one of: ${valid}.`,
  needsText: ({ value }) => `Text is expected here, not ${value}.`,
  tooBig: ({ max }) => `The number is too large: at most ${max}.`,
  tooBigItems: ({ max }) => `The list is too long: at most ${max} entries.`,
  tooBigLetters: ({ max }) => `The text is too long: at most ${max} characters.`,
  tooSmall: ({ min }) => `The number is too small: at least ${min}.`,
  tooSmallItems: ({ min }) => `The list is too short: at least ${min} entry is needed.`,
  tooSmallLetters: () => 'The text is empty.',
  notAbove: ({ min }) => `The number must be above ${min}.`,
  badId: ({ value }) =>
    `“${value}” cannot be an id: lower-case letters, digits and hyphens only, at most 60.`,
  tooFine: ({ value }) => `${value} has more than three decimals; points are kept in thousandths.`,
  badPercent: ({ value }) => `“${value}” is not a percentage from 0 % to 100 %.`,
  bareDuration: ({ value }) =>
    `“${value}” does not say what kind of time it is: on a 9:00–17:00 day, 24 hours of work are three days, 24 hours on the clock are one. Write “working hours”, “working days” or “elapsed hours”.`,
  legalDays: ({ value }) => `“${value}” counts Saturdays; due times follow the working days of the calendar.`,
  durationAmount: () => 'The amount must be above zero, whole for days, in whole minutes for hours.',
  durationTooLong: ({ max }) => `The time is too long: at most ${max} in this unit.`,
  badDuration: ({ value }) => `“${value}” is not a time with a unit, such as “8 working hours” or “14 days”.`,
  wholeDays: ({ value }) => `“${value}” must be whole days.`,
  badDay: ({ value }) => `“${value}” is not a day that exists, written like 2026-12-24.`,
  badEmail: ({ value }) => `“${value}” is not an e-mail address.`,
  badProperty: ({ value }) =>
    `“${value}” is not an internal property name of HubSpot: lower-case letters, digits and underscores.`,
  oneStageAge: () => 'Exactly one of atLeastDays and lessThanDays is needed.',
  noCondition: ({ value }) =>
    `A condition starts with one of property, company, derived, daysSince, signal, deals, score, stageAge, list; this does not: ${value}`,
  unknownCountry: ({ value }) =>
    `“${value}” is no country that is known by this name; write its English or French name, or its two-letter code.`,
  operandMissing: ({ key, operator }) => `${operator} needs “${key}”.`,
  operandEmpty: ({ operator }) =>
    `${operator} needs a value that is not empty; to ask for an empty one use NOT_HAS_PROPERTY.`,
  operandTooMuch: ({ key, operator }) => `${operator} takes no “${key}”.`,
  badOperand: ({ value }) => `A value is text, a number, true or false; this is ${value}.`,
  operatorNotOffered: ({ operator, property, type, offered }) =>
    `HubSpot does not offer ${operator} for ${property}, which holds ${TYPES[String(type)] ?? type}. It offers: ${offered}.`,
  operatorNotForFact: ({ operator, property, type, offered }) =>
    `${operator} cannot be asked of ${property}, which is ${FACTS[String(type)] ?? type}. Use one of: ${offered}.`,
  noToken: ({ value }) =>
    `“${value}” has no letter and no digit, so it is found in no value. Write the word to look for.`,
  noPhone: ({ value }) =>
    `“${value}” is no phone number in international form: phone is compared as +33142685300. Write + and the country code (+33…), or ask CONTAINS_TOKEN "+33*" for a whole country.`,
  noCompanyName: ({ value }) =>
    `“${value}” stands for no name, so companyName never is it. To ask for an unknown one use NOT_HAS_PROPERTY.`,
  countAlways: () =>
    'There are never fewer than 0, so this always holds. Write GTE with count: 1, or take the condition out.',
  countNever: () =>
    'There are never fewer than 0, so this never holds. For none at all write EQ with count: 0.',
  noNumber: ({ value, property }) => `“${value}” is not a number, and ${property} holds numbers.`,
  noBool: ({ value, property }) => `“${value}” is neither true nor false, as ${property} is.`,
  noDay: ({ value, property }) =>
    `“${value}” is no day that exists, such as 2026-12-24 or today - 30 days, and ${property} is a date.`,
  dayOnly: ({ value, property }) => `${property} is a day without a time; “${value}” has one.`,
  dayNeedsType: ({ value, property }) =>
    `What ${property} holds is not known here, so “${value}” would be compared as text. Add type: date or type: datetime.`,
  noDateProperty: ({ property, type }) => `${property} is no date: it holds ${TYPES[String(type)] ?? type}.`,
  oneChoice: ({ value }) =>
    `“${value}” names several choices at once. Use IN for any of them, one condition each for all of them.`,
  unknownOption: ({ value, property, valid }) =>
    `${property} has no option “${value}” in HubSpot (large and small letters count). Options: ${valid}.`,
  unknownProperty: ({ property }) => `Contacts have no property ${property} in this HubSpot account.`,
  unknownCompanyProperty: ({ property }) => `Companies have no property ${property} in this HubSpot account.`,
  fixedField: ({ field }) =>
    `“${field}” is always read where HubSpot keeps it: Accord writes it, recognises records by it, or dates what happened by it. Leave it out.`,
  unknownField: ({ field, known }) =>
    `“${field}” is no standard property of HubSpot’s, so nothing is read by that name. On the left stands the standard name, on the right your own. Read by itself: ${known}.`,
  fieldOntoItself: ({ field }) => `“${field}” is read from “${field}” anyway. Leave it out.`,
  fixedProperty: ({ field, own }) =>
    `“${field}” cannot be read from “${own}”, which means something else to Accord. Name a property of yours.`,
  fieldTwice: ({ field, own, other }) =>
    `“${field}” cannot be read from “${own}”: “${other}” is read there, or mapped itself. Each field has a property of its own.`,
  wrongFieldType: ({ field, own, held, wanted }) =>
    `“${own}” holds ${TYPES[String(held)] ?? held}, and “${field}” is ${TYPES[String(wanted)] ?? wanted}. Name a property of that type.`,
  fieldTypeDiffers: ({ field, own, held, wanted }) =>
    `“${own}” holds ${TYPES[String(held)] ?? held}, and “${field}” is ${TYPES[String(wanted)] ?? wanted}: conditions on it are compared with what HubSpot stores, the internal name of an option.`,
  ...SCORE_ENGLISH,
  ...OUTPUTS_ENGLISH,
  typesNotChecked: () =>
    'HubSpot did not answer: whether its properties exist, which operators they take and which options they have was not checked. That is done before the version can be proposed.',
  wrongPropertyType: ({ property, known }) =>
    `${property} holds ${TYPES[String(known)] ?? known} in HubSpot.`,
  unknownStageValue: ({ value, valid }) =>
    `This HubSpot account has no lifecycle stage with the value “${value}”. Values: ${valid}.`,
  unknownOwner: ({ value }) => `Nobody with the address ${value} can own records in this HubSpot account.`,
  unknownOwnerId: ({ value }) => `No owner has the id “${value}” in this HubSpot account.`,
  unknownTeam: ({ value, valid }) =>
    `Nobody who can own records in this HubSpot account is in a team “${value}”. Teams: ${valid}.`,
  noTeams: ({ value }) =>
    `“${value}” is no team of this HubSpot account: nobody who can own records there is in a team. Make the team in HubSpot, or choose by countries, languages or when.`,
  unknownList: ({ value, valid }) =>
    `This HubSpot account has no list of contacts “${value}”. Lists: ${valid}.`,
  noLists: ({ value }) =>
    `“${value}” is no list of this HubSpot account, which has no list of contacts. Make it in HubSpot first.`,
  reversedRange: ({ low, high }) =>
    `The range runs from ${low} to ${high}: the higher end is below the lower one.`,
  badTimeZone: ({ value }) => `“${value}” is not a time zone such as Europe/Paris.`,
  badBlock: ({ value }) => `“${value}” is not a block of working time such as 09:00-12:30.`,
  reversedBlock: ({ value }) => `“${value}” ends before it starts. A night shift is written as two days.`,
  overlappingBlocks: () => 'This block starts before the one above it ends.',
  noWork: () => 'No day has working time, so no promise could ever fall due.',
  badCountry: ({ value }) =>
    `No public holidays are known for “${value}”. Use a two-letter country code such as FR.`,
  badRegion: ({ value, country, valid }) =>
    `“${value}” is not a region of ${country} with holidays of its own. Known: ${valid}.`,
  badClosure: ({ value }) =>
    `“${value}” is neither a day (2026-12-24) nor days from–to (2026-12-24..2026-12-31).`,
  reversedClosure: ({ value }) => `“${value}” ends before it starts.`,
  longClosure: ({ value, max }) => `“${value}” is longer than ${max} days.`,
  stepsOrder: () => 'Each step must come later than the one above it.',
  stepsGrow: () => 'A step cannot keep more than the one above it: ageing never adds points.',
  badDecay: ({ value }) =>
    `“${value}” is no decay. Use none, { halfLife: 14 days } or { steps: [{ after: 7 days, keep: 50 % }] }.`,
  bandCount: ({ max }) => `Between 1 and ${max} bands are needed.`,
  bandsOrder: ({ band, before }) => `Band ${band} must start below band ${before}: the best comes first.`,
  noSemicolon: () => 'A reason cannot hold a semicolon: HubSpot separates values by it.',
  badStageValue: ({ value }) =>
    `“${value}” is not a lifecycle stage value of HubSpot, such as marketingqualifiedlead or the number of a custom stage.`,
  tooLarge: ({ kilobytes, max }) => `The document has ${kilobytes} kB; at most ${max} kB are read.`,
  empty: () => 'The document is empty.',
  tooDeep: ({ max }) => `The document is nested more than ${max} levels deep.`,
  aliases: ({ max }) =>
    `An alias (*name) points at nothing, at itself, or is used so often that the document expands too far (limit ${max}).`,
  duplicateKey: () => 'This key is written twice in the same block; only one would count.',
  tabs: () => 'Indent with spaces: YAML does not allow tabs here.',
  syntax: ({ detail }) => `This is not readable as YAML or JSON: ${detail}`,
  repeatedId: ({ id, first }) => `The id “${id}” is used twice; first at ${first}.`,
  unknownReference: ({ id, valid }) =>
    valid === '' ? `“${id}” is defined nowhere.` : `“${id}” is defined nowhere. Known: ${valid}.`,
  repeatedRep: ({ email }) => `${email} is in the pool twice.`,
  repeatedStage: ({ value, other }) => `“${value}” already stands for the stage ${other}.`,
  repeatedMoment: ({ moment, first }) => `The moment ${moment} already has its stage: ${first}.`,
  sideStage: ({ id, moment }) =>
    `“${id}” is where cycles end (${moment}): it stands at the side and has no “after”. Leave it out.`,
  stageWithoutPlace: ({ id }) =>
    `“${id}” needs its place: after: lead, mql, sql or opportunity. Only stages of the moments recycled and disqualified stand at the side.`,
  stageMisplaced: ({ moment, valid }) => `A stage of the moment ${moment} can only come after: ${valid}.`,
  sideNeverReached: ({ moment }) =>
    `With moveBack: never Accord could not set a stage of the moment ${moment}. Choose own or any, or leave the moment out.`,
  twoRecycledStages: () =>
    'A custom stage of the moment recycled says already where a recycled lead goes: write keep here.',
  badMappedAnswer: ({ value }) =>
    `“${value}” is no answer: accept, working, reject, or reject: with the id of a reason.`,
  unknownMappedValue: ({ value, property, valid }) =>
    `${property} has no value “${value}” in this HubSpot account. Values: ${valid}.`,
  unknownLeadStage: ({ value, valid }) =>
    `“${value}” is no stage of a HubSpot lead: the id of a stage of a lead pipeline, or one of the states. Known: ${valid}.`,
  stageNotInPortal: ({ value, valid }) =>
    `HubSpot has no lifecycle stage “${value}” in this portal. It has: ${valid}.`,
  stageOrder: ({ value, before }) =>
    `In this portal “${value}” stands before “${before}”, in the agreement after it. Change the order in HubSpot, or here.`,
  protectedStage: ({ value, stage }) =>
    `“${value}” is the stage ${stage}: if it were protected, Accord could never write it.`,
  beforeStage: ({ value }) =>
    `“${value}” cannot come before the first stage: it is one of the four or protected.`,
  exitAboveEntry: ({ exit, entry }) =>
    `A lead leaves below ${exit} but enters at ${entry}: it would leave as soon as it entered. Choose less than ${entry}.`,
  unreachable: ({ points, most }) =>
    `Nobody can reach ${points} points: caps and rules allow ${most} at most.`,
  scoreNotHere: () =>
    'Scores may be used in gates, personas, MQL entry and MQL exit; here they would depend on themselves.',
  ambiguousGrade: ({ grade }) =>
    `The grade ${grade} can be read in two ways: choose marks for fit and engagement that cannot be mixed up.`,
  labelCount: ({ labels, bands }) => `${labels} labels are given for ${bands} bands of engagement.`,
  emptyPool: () => 'The pool is empty: leads without a valid contact or company owner will wait on hold.',
  scoredOpens: ({ id }) => `The rule “${id}” rewards e-mail opens; privacy proxies open every message.`,
  placeholder: ({ value }) => `${value} is a placeholder; put in the real address.`,
  owedNowhere: ({ field }) =>
    `“${field}” is owed, but no stage asks for it: put it under data.mandatory, or nobody is ever told that it is missing.`,
  noGates: () => 'There are no gates: competitors, students and personal addresses can out-score everything.',
  badCountryCode: ({ value }) => `“${value}” is not a country code of two letters such as DE.`,
  badLanguageCode: ({ value }) => `“${value}” is not a language code of two letters such as de.`,
  startStage: () => '`stage` goes with `start: stage`, and the other way round.',
  secretInDocument: () =>
    'The address of a webhook is a secret and does not stand in what people sign: name the channel here, and set the address with PUT /api/v1/portals/PORTAL/channels.',
  badPool: ({ value }) =>
    `“${value}” is no pool: give the id of one of routing.pools, everyone, or a list of e-mail addresses.`,
  forgiveNothing: () => 'Where missed turns are forgiven there is nothing to limit; use credit or catch-up.',
  emptyBand: () => 'A score band needs from, below, or both.',
  reversedBand: () => 'The band ends where it starts or before; `below` must be above `from`.',
  ruleTarget: () =>
    'A routing rule names exactly one target: `to` (a pool or reps) or `toAccountOwner: true`.',
  reversedAbsence: () => 'This ends before it starts.',
  badMonth: ({ value }) => `“${value}” is not a month such as 2026-09.`,
  floorAboveRate: () =>
    'The floor is above the promised rate: every month that keeps the promise would still be suspended.',
  qualityBackwards: () =>
    'Quality is how many go further: `to` must come after `from` (mql, accepted, sql, opportunity, customer).',
  dealsNotRead: () =>
    'Deals are not read here (stages.opportunity.deals: false): set that to true, or leave this out.',
  badDomain: ({ value }) => `“${value}” is not a domain such as example.com.`,
  badClockTime: ({ value }) => `“${value}” is not a time of day such as 09:30.`,
  ...OVERLAYS_ENGLISH,
  orphanCriterion: ({ text }) =>
    `No rule carries out “${text}”. Name the rules, gates or segments that do, or take the criterion out: what no rule covers does not exist.`,
  skipsEverybody: ({ skip, reps }) =>
    `Passing over the last ${skip} reps leaves nobody in a pool of ${reps}.`,
  noOwnDomains: () =>
    'Your own e-mail domains are not named (scope.ownDomains): colleagues who fill in a form become leads.',
  lonelyPool: ({ rep }) =>
    `Only ${rep} is in this pool: a lead that a consequence takes from this rep (reassign) goes to nobody else and waits. Add a rep, or an overflow to another pool.`,
  suspendWithoutFloor: () =>
    'No source is ever suspended: the promise of quality has no floor (promises.marketing.quality.floor).',
  unreachedPerson: ({ to, side }) =>
    `${to} is told in person by task or e-mail alone, and notify.${side} names neither: add { channel: email }.`,
  ofSalesAlone: ({ value }) =>
    `“${value}” takes a lead from a rep: nothing that marketing promises is one rep’s. Marketing’s consequences are warn, escalate, suspend and agenda.`,
  onceAMonth: ({ key, value }) =>
    `“${key}” limits nothing here: “${value}” follows once for each clause of marketing and month. Take it out; after says how long after the month’s verdict.`,
  toldToBoth: ({ value }) =>
    `“${value}” is told to both sides, and to nobody else: take “to” out, and write an escalate for whoever is to hear of it.`,
  noConsequences: () => 'Only the other side has consequences; an agreement binds both.',
  unlistedRule: ({ id }) => `The rule “${id}” counts, but no criterion in words names it.`,
  unreachedRule: ({ id }) => `No lead gets this far: the rule “${id}” above takes every one.`,
  jsonSyntax: () =>
    'The JSON ends being readable here: a comma, a colon or a bracket is missing or too much.',
  severalDocuments: () => 'A line of --- starts a second document here; one file holds one agreement.',
  tag: ({ tag }) =>
    `“${tag}” is a tag of YAML, which an agreement does not use. Put a text that begins with ! in quotes.`,
  reservedStart: () => 'A text cannot begin with this character unless it is in quotes.',
  badEscape: () =>
    'In double quotes a backslash starts a special character; write \\\\ for a backslash, or use single quotes.',
  openBracket: ({ closing }) => `What is opened here is closed nowhere: “${closing}” is missing.`,
  extraBracket: ({ bracket }) => `“${bracket}” closes nothing here: there is one too many.`,
  openQuote: ({ quote }) => `The text in quotes does not end: a ${quote} is missing.`,
  quoteInside: () =>
    'The quotes end before the text does. Write an apostrophe inside single quotes twice, or use double quotes.',
  oddSpace: () =>
    'This line begins with a space that is none for YAML (copied from a web page or a text program?). Delete it and type ordinary spaces.',
  dashSpace: () => 'A dash that starts an entry needs a space after it.',
  colonSpace: () => 'A colon after a key needs a space after it.',
  noColon: () => 'A key and its value are separated by a colon, not by =.',
  colonInText: () => 'A colon followed by a space starts a value. Put the text in quotes.',
  indentation: ({ is, was }) =>
    `This line begins after ${is} spaces, the one above it after ${was}: keys of one block begin at the same column.`,
  lostAlias: ({ name }) =>
    `“*${name}” would be a reference to something marked &${name}, which is nowhere. A text that begins with * must be in quotes.`,
  mergeKey: () => 'Blocks cannot be merged with <<. Write the keys out, so that everybody can read them.',
  noText: () => 'This is no text file: a Word, Excel or other document. Save the agreement as plain text.',
  noAgreement: () =>
    'This is no agreement: it must begin with keys such as name, language, scope. `agreement new FILE` writes one to start from.',
  emptyValue: ({ expected }) =>
    `Nothing is written here; ${KINDS[String(expected)] ?? expected} is expected.`,
  curlyQuotes: ({ value }) =>
    `“${value}” has typographic quotes around it, which YAML takes for part of the text. Use straight ones.`,
};
