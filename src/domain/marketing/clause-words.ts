// Words of marketing's clauses, English and French: what is promised, where it stands, why a lead is counted or not.
import { type Noun, nounFor } from '#domain/amounts.ts';
import { ofFrench, setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { LeadStanding } from './ledger.ts';

/** Numbers and names come formatted. */
export interface ClauseWords {
  volume(promise: Readonly<Record<'amount' | 'unit' | 'month' | 'of', string>>): string;
  segment(name: string): string;
  channel(name: string): string;
  campaign(name: string): string;
  quality(promise: Readonly<Record<'share' | 'from' | 'to' | 'month', string>>): string;
  meetings(promise: Readonly<Record<'share' | 'from' | 'month', string>>): string;
  completeness(share: string, month: string): string;
  notStarted: string;
  notOn: string;
  amounts: string;
  partial(owed: string, promised: string): string;
  delivered(delivered: string, owed: string): string;
  byNow(expected: string): string;
  behindBy(missing: string): string;
  projected(count: string, low: string, high: string): string;
  tooYoung(day: string): string;
  reached(reached: string, matured: string, share: string): string;
  sureBetween(low: string, high: string): string;
  undecided(share: string): string;
  young(count: number, text: string): string;
  belowFloor(floor: string, channels: string): string;
  channelCount(channel: string, reached: string, matured: string): string;
  noSource: string;
  complete(complete: string, handedOver: string, share: string): string;
  noLeads: string;
  kept: string;
  missed: string;
  onPace: string;
  behind: string;
  standings: Readonly<Record<LeadStanding, string>>;
}

const LEAD_NOUN: Readonly<Record<Language, Noun>> = {
  en: ['lead is', 'leads are'],
  fr: ['lead est trop jeune', 'leads sont trop jeunes'],
};

const ENGLISH: ClauseWords = {
  volume: ({ amount, unit, month, of }) => `Volume: ${amount} ${unit} in ${month}${of}`,
  segment: (name) => `segment ${name}`,
  channel: (name) => `channel ${name}`,
  campaign: (name) => `campaign ${name}`,
  quality: ({ share, from, to, month }) => `Quality: ${share} of the ${from} of ${month} become ${to}`,
  meetings: ({ share, from, month }) => `Meetings: ${share} of the ${from} of ${month} book one`,
  completeness: (share, month) =>
    `Completeness: ${share} of the inbound leads handed over in ${month} have all their mandatory fields`,
  notStarted: 'The month has not begun.',
  notOn: 'Accord was not switched on in this month, so nothing was counted.',
  amounts: 'Amounts of money are not measured yet.',
  partial: (owed, promised) =>
    `Accord was switched on during the month: of ${promised} for the whole of it, ${owed} are owed.`,
  delivered: (delivered, owed) => `${delivered} of ${owed} came`,
  byNow: (expected) => `${expected} were to come by now`,
  behindBy: (missing) => `${missing} are lacking`,
  projected: (count, low, high) =>
    `At this pace the month comes to ${count}, with 80% certainty to between ${low} and ${high}.`,
  tooYoung: (day) => `Too young to judge: the month is judged on ${day}.`,
  reached: (reached, matured, share) => `${reached} of ${matured} got there, ${share}`,
  sureBetween: (low, high) => `with 95% certainty between ${low} and ${high}`,
  undecided: (share) => `too few leads to tell it from ${share}`,
  young: (count, text) => `${text} ${nounFor(count, LEAD_NOUN.en, 'en')} too young to be counted.`,
  belowFloor: (floor, channels) => `Below the floor of ${floor}: ${channels}.`,
  channelCount: (channel, reached, matured) => `${channel} (${reached} of ${matured})`,
  noSource: 'unknown source',
  complete: (complete, handedOver, share) => `${complete} of ${handedOver} were complete, ${share}`,
  noLeads: 'There is no lead to judge by.',
  kept: 'Kept:',
  missed: 'Not kept:',
  onPace: 'On pace:',
  behind: 'Behind:',
  standings: {
    counted: 'Counts.',
    byHand: 'Does not count: a person set the stage, against the criteria.',
    again: 'Does not count: the lead has been counted before.',
    beforeStart: 'Does not count: Accord was not switched on yet.',
    otherSegment: 'Does not count: not in the segment at the hand-over.',
    otherChannel: 'Does not count: another channel.',
    otherCampaign: 'Does not count: another campaign.',
    reached: 'Counts, and got there.',
    notReached: 'Counts, and did not get there.',
    reachedLate: 'Counts, and got there only after the month was judged.',
    tooYoung: 'Does not count yet: its time is not over.',
    notInbound: 'Does not count: imported, or of unknown source.',
    complete: 'Counts, with all mandatory fields.',
    incomplete: 'Counts, and mandatory fields were missing at the hand-over.',
  },
};

const FRENCH: ClauseWords = {
  volume: ({ amount, unit, month, of }) => `Volume : ${amount} ${unit} en ${month}${of}`,
  segment: (name) => `segment ${name}`,
  channel: (name) => `canal ${name}`,
  campaign: (name) => `campagne ${name}`,
  quality: ({ share, from, to, month }) =>
    `Qualité : ${share} des ${from} ${ofFrench(month)} deviennent des ${to}`,
  meetings: ({ share, from, month }) =>
    `Rendez-vous : ${share} des ${from} ${ofFrench(month)} en prennent un`,
  completeness: (share, month) =>
    `Complétude : ${share} des leads entrants transmis en ${month} ont tous leurs champs obligatoires`,
  notStarted: 'Le mois n’a pas commencé.',
  notOn: 'Accord n’était pas activé ce mois-là : rien n’a été compté.',
  amounts: 'Les montants ne sont pas encore mesurés.',
  partial: (owed, promised) =>
    `Accord a été activé au cours du mois : sur ${promised} pour le mois entier, ${owed} sont dus.`,
  delivered: (delivered, owed) => `${delivered} arrivés sur ${owed}`,
  byNow: (expected) => `${expected} attendus à ce jour`,
  behindBy: (missing) => `il en manque ${missing}`,
  projected: (count, low, high) =>
    `À ce rythme, le mois en comptera ${count}, avec 80 % de certitude entre ${low} et ${high}.`,
  tooYoung: (day) => `Trop jeune pour être jugé : le mois sera jugé le ${day}.`,
  reached: (reached, matured, share) => `${reached} sur ${matured} y sont arrivés, soit ${share}`,
  sureBetween: (low, high) => `avec 95 % de certitude entre ${low} et ${high}`,
  undecided: (share) => `trop peu de leads pour trancher par rapport à ${share}`,
  young: (count, text) => `${text} ${nounFor(count, LEAD_NOUN.fr, 'fr')} pour compter.`,
  belowFloor: (floor, channels) => `Sous le plancher de ${floor} : ${channels}.`,
  channelCount: (channel, reached, matured) => `${channel} (${reached} sur ${matured})`,
  noSource: 'source inconnue',
  complete: (complete, handedOver, share) => `${complete} complets sur ${handedOver}, soit ${share}`,
  noLeads: 'Aucun lead ne permet de juger.',
  kept: 'Tenu :',
  missed: 'Non tenu :',
  onPace: 'Dans le rythme :',
  behind: 'En retard :',
  standings: {
    counted: 'Compte.',
    byHand: 'Ne compte pas : une personne a fixé la phase, contre les critères.',
    again: 'Ne compte pas : le lead a déjà été compté.',
    beforeStart: 'Ne compte pas : Accord n’était pas encore activé.',
    otherSegment: 'Ne compte pas : hors du segment à la transmission.',
    otherChannel: 'Ne compte pas : un autre canal.',
    otherCampaign: 'Ne compte pas : une autre campagne.',
    reached: 'Compte, et y est arrivé.',
    notReached: 'Compte, et n’y est pas arrivé.',
    reachedLate: 'Compte, et n’y est arrivé qu’une fois le mois jugé.',
    tooYoung: 'Ne compte pas encore : son délai n’est pas écoulé.',
    notInbound: 'Ne compte pas : importé, ou de source inconnue.',
    complete: 'Compte, avec tous ses champs obligatoires.',
    incomplete: 'Compte, et des champs obligatoires manquaient à la transmission.',
  },
};

export const CLAUSE_WORDS: Readonly<Record<Language, ClauseWords>> = { en: ENGLISH, fr: FRENCH };

export function sayStanding(standing: LeadStanding, language: Language): string {
  const text = CLAUSE_WORDS[language].standings[standing];
  return setIn(text, language);
}
