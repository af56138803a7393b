// Who made a change, by HubSpot's changeSource. Sales say yes in person: what runs by itself in HubSpot sets values, and
// answers for nobody (5a.3); an import is the backlog, and never a hand-over (5a.2).

/** A workflow · an import · HubSpot itself: forms, calculations, merges. */
export type Automation = 'workflow' | 'import' | 'hubspot';

const AUTOMATIONS: ReadonlyMap<string, Automation> = new Map([
  ['AUTOMATION_PLATFORM', 'workflow'],
  ['WORKFLOWS', 'workflow'],
  ['WORKFLOW', 'workflow'],
  ['IMPORT', 'import'],
  ['FORM', 'hubspot'],
  ['FORMS', 'hubspot'],
  ['EMAIL', 'hubspot'],
  ['ANALYTICS', 'hubspot'],
  ['CALCULATED', 'hubspot'],
  ['MERGE_OBJECTS', 'hubspot'],
]);

/** Null: a person, in HubSpot or in a tool of theirs that is connected to it; also where HubSpot does not say. */
export function automationOf(changeSource: string | null | undefined): Automation | null {
  return AUTOMATIONS.get(changeSource ?? '') ?? null;
}
