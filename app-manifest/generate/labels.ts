// The names of what Accord writes as HubSpot shows them, for pages that would otherwise show internal names: written from the
// server's definitions.
import { contactOutputDefinitions } from '#pipeline/outputs.ts';

const LANGUAGES = ['en', 'fr'] as const;
const HUBSPOTS = {
  en: { hubspot_owner_id: 'Contact owner', lifecyclestage: 'Lifecycle stage', task: 'Tasks' },
  fr: {
    hubspot_owner_id: 'Propriétaire du contact',
    lifecyclestage: 'Phase du cycle de vie',
    task: 'Tâches',
  },
};

export function labelsModule(): string {
  const labels = LANGUAGES.map((language) => {
    const own = contactOutputDefinitions(language, []).map(({ name, label }) => [name, label] as const);
    const rows = Object.entries({ ...HUBSPOTS[language], ...Object.fromEntries(own) });
    return `${language}: {${rows.map(([name, label]) => `${name}: '${label}',`).join('\n')}},`;
  });
  return `// Written by \`npm run manifest\` from the server's properties: do not edit.

export const LABELS = {${labels.join('\n')}} as const;
`;
}
