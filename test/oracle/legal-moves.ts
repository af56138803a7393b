// The table of legal stage moves in the domain's README, a second time.

/** To which stage, from which ones. */
export const LEGAL: Readonly<Record<string, readonly string[]>> = {
  lead: ['before', 'known only', 'mql', 'yes', 'work', 'sql', 'opportunity'],
  mql: ['before', 'recycled', 'disqualified', 'lead', 'known only'],
  yes: ['before', 'recycled', 'disqualified', 'lead', 'known only', 'mql'],
  work: ['before', 'recycled', 'disqualified', 'lead', 'known only', 'mql', 'yes'],
  sql: ['before', 'recycled', 'disqualified', 'lead', 'known only', 'mql', 'yes', 'work'],
  recycled: ['before', 'disqualified', 'lead', 'known only', 'mql', 'yes', 'work', 'sql', 'opportunity'],
  disqualified: ['before', 'recycled', 'lead', 'known only', 'mql', 'yes', 'work', 'sql', 'opportunity'],
};
