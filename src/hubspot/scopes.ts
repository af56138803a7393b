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
