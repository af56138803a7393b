// The scopes asked for at install. app-manifest/ must declare the same ones: HubSpot refuses the consent page otherwise,
// and its listing review compares what is asked for with what is used.

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

/** Asked for and done without: reading one-to-one mail, deals, HubSpot leads, when users work. */
export const OPTIONAL_SCOPES = ['sales-email-read', DEALS_SCOPE, LEADS_SCOPE, USERS_SCOPE] as const;

/** Granted only to who asks for them in the address of the consent page: there is nothing that some portals need and others not. */
export const CONDITIONALLY_REQUIRED_SCOPES: readonly string[] = [];

type Scope = (typeof REQUIRED_SCOPES)[number] | (typeof OPTIONAL_SCOPES)[number];

/** What each is for: HubSpot's listing review compares what is asked for with what is used. app-manifest/README.md shows them. */
export const SCOPE_USES: Readonly<Record<Scope, string>> = {
  oauth: 'Signing in, and leaving: every app needs it.',
  'crm.objects.contacts.read':
    'The leads: their properties, the calls, meetings, messages and tasks about them, and what webhooks tell of them.',
  'crm.objects.contacts.write':
    'Score, stage, owner and the other outcomes on the contact; the one task of its owner.',
  'crm.objects.companies.read': 'Conditions on the company, and its owner, who comes first in routing.',
  'crm.objects.owners.read':
    'Who can have leads, in which team; which HubSpot user a click on the card came from.',
  'crm.schemas.contacts.read':
    'Types and options of the properties that an agreement looks at; the stages of the account.',
  'crm.schemas.contacts.write': 'Creating Accord’s own properties, once, when an admin asks for it.',
  'sales-email-read': 'One-to-one mail as a sign of contact. Without it, mail is no touch.',
  'crm.objects.deals.read':
    'Deals won and lost end a cycle, a deal created is an answer. Without it, neither is heard.',
  'crm.objects.leads.read':
    'Answers that sales gives on HubSpot’s lead object. Accounts without Sales Hub Professional cannot grant it.',
  'crm.objects.users.read':
    'Working hours and absences of reps, for routing. Without it, those that the agreement says count.',
};
