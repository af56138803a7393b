// The scopes asked for at install. app-manifest/ must declare the same ones: HubSpot refuses the consent page otherwise,
// and its listing review compares what is asked for with what is used.
import { setFrench } from '#domain/typography.ts';

export const REQUIRED_SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.owners.read',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
] as const;

/** Without it no deal is read. */
const DEALS_SCOPE = 'crm.objects.deals.read';
/** Without it no record of HubSpot's lead object is. Accounts without Sales Hub Professional cannot grant it. */
const LEADS_SCOPE = 'crm.objects.leads.read';
/** Without it no rep's working hours and absences are, other than those the agreement says. */
const USERS_SCOPE = 'crm.objects.users.read';

/** Without it no list of contacts is read: conditions on lists know nobody who is in one. */
const LISTS_SCOPE = 'crm.lists.read';

/** Without it no workflow waits for what is decided: its actions are answered within seconds. */
const AUTOMATION_SCOPE = 'automation';

/** Asked for and done without: reading one-to-one mail, deals, HubSpot leads, when users work, lists; calling workflows back. */
export const OPTIONAL_SCOPES = [
  'sales-email-read',
  DEALS_SCOPE,
  LEADS_SCOPE,
  USERS_SCOPE,
  LISTS_SCOPE,
  AUTOMATION_SCOPE,
] as const;

/** Granted only to who asks for them in the address of the consent page: there is nothing that some portals need and others not. */
export const CONDITIONALLY_REQUIRED_SCOPES: readonly string[] = [];

type Scope = (typeof REQUIRED_SCOPES)[number] | (typeof OPTIONAL_SCOPES)[number];

/**
 * What each is for: HubSpot's listing review compares what is asked for with what is used. app-manifest/README.md shows them, and
 * the settings page those that are missing.
 */
export const SCOPE_USES: Readonly<Record<Scope, Readonly<Record<'en' | 'fr', string>>>> = {
  oauth: {
    en: 'Signing in, and leaving: every app needs it.',
    fr: setFrench('Se connecter, et partir : toute application en a besoin.'),
  },
  'crm.objects.contacts.read': {
    en: 'The leads: their properties, the calls, meetings, messages and tasks about them, and what webhooks tell of them.',
    fr: setFrench(
      'Les leads : leurs propriétés, les appels, rendez-vous, messages et tâches les concernant, et ce que les webhooks en disent.',
    ),
  },
  'crm.objects.contacts.write': {
    en: 'Score, stage, owner and the other outcomes on the contact; the one task of its owner.',
    fr: setFrench(
      'Score, phase, propriétaire et autres résultats sur le contact ; l’unique tâche de son propriétaire.',
    ),
  },
  'crm.objects.companies.read': {
    en: 'Conditions on the company, and its owner, who comes first in routing.',
    fr: setFrench(
      'Les conditions sur l’entreprise, et son propriétaire, qui passe en premier dans l’attribution.',
    ),
  },
  'crm.objects.owners.read': {
    en: 'Who can have leads, in which team; which HubSpot user a click on the card came from.',
    fr: setFrench(
      'Qui peut recevoir des leads, dans quelle équipe ; de quel utilisateur HubSpot vient un clic sur la fiche.',
    ),
  },
  'crm.schemas.contacts.read': {
    en: 'Types and options of the properties that an agreement looks at; the stages of the account.',
    fr: setFrench('Types et options des propriétés que regarde un accord ; les phases du compte.'),
  },
  'crm.schemas.contacts.write': {
    en: 'Creating Accord’s own properties, once, when an admin asks for it.',
    fr: setFrench('Créer les propriétés d’Accord, une fois, quand un administrateur le demande.'),
  },
  'sales-email-read': {
    en: 'One-to-one mail as a sign of contact. Without it, mail is no touch.',
    fr: setFrench(
      'Les e-mails individuels comme signe de contact. Sans elle, un e-mail n’est pas un contact.',
    ),
  },
  'crm.objects.deals.read': {
    en: 'Deals won and lost end a cycle, a deal created is an answer. Without it, neither is heard.',
    fr: setFrench(
      'Les transactions gagnées et perdues closent un cycle, une transaction créée est une réponse. Sans elle, ni l’un ni l’autre n’est entendu.',
    ),
  },
  'crm.objects.leads.read': {
    en: 'Answers that sales gives on HubSpot’s lead object. Accounts without Sales Hub Professional cannot grant it.',
    fr: setFrench(
      'Les réponses que donnent les ventes dans l’objet Lead de HubSpot. Les comptes sans Sales Hub Professional ne peuvent pas l’accorder.',
    ),
  },
  'crm.objects.users.read': {
    en: 'Working hours and absences of reps, for routing. Without it, those that the agreement says count.',
    fr: setFrench(
      'Horaires et absences des commerciaux, pour l’attribution. Sans elle, ceux que dit l’accord comptent.',
    ),
  },
  'crm.lists.read': {
    en: 'Conditions on who is in a list (segment) that an agreement names. Without it, nobody is known to be in one.',
    fr: setFrench(
      'Les conditions sur l’appartenance à une liste (un segment) que nomme un accord. Sans elle, on ne sait de personne qu’il est dans une liste.',
    ),
  },
  automation: {
    en: 'Telling a workflow what was decided when its action had to wait for it. Without it, an action waits three seconds and answers what is decided by then.',
    fr: setFrench(
      'Dire à un workflow ce qui a été décidé quand son action a dû l’attendre. Sans elle, une action attend trois secondes et répond ce qui est décidé d’ici là.',
    ),
  },
};

export function isRequiredScope(scope: Scope): boolean {
  return REQUIRED_SCOPES.some((required) => required === scope);
}
