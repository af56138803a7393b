// A portal with years of data, as Accord finds it: three in ten are customers, six in ten have an owner, one in eight is over the line
// already, of people whom nobody at sales may hear of again for it.
import type { ActionInput } from '#sandbox/actions/action.ts';
import { fillPortal, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import type { World } from '#test/e2e/world.ts';

const PORTAL = Number(PORTAL_TEXT);
const DAY_MS = 86_400_000;
const CUSTOMERS = 0.3;
const OWNED = 0.6;
const OVER_THE_LINE = 0.12;
/** Of everybody who is over the line, those who sales never had. */
const STAGES = ['lead', 'subscriber', 'marketingqualifiedlead'];

/** Answers the contacts that are over the line. Before the install: an installed app is told of every change. */
export function fillOldPortal(world: World, contacts: number): readonly string[] {
  fillPortal(world, contacts);
  const portal = world.sandbox.requirePortal(PORTAL);
  const owners = [...portal.owners.values()].filter(({ archived }) => !archived).map(({ id }) => id);
  const ids = [...portal.objects.contacts.live.keys()];
  const customers = Math.round(ids.length * CUSTOMERS);
  const atMs = world.sandbox.state.clock.nowMs() - 2 * DAY_MS;
  const over = ids.slice(customers, customers + Math.round(ids.length * OVER_THE_LINE));
  const isOver = new Set(over);
  for (const [index, id] of ids.entries()) {
    const owner = (index % 10) / 10 < OWNED ? (owners[index % owners.length] ?? '') : '';
    const stage = index < customers ? 'customer' : isOver.has(id) ? STAGES[index % STAGES.length] : null;
    apply(world, {
      type: 'set',
      id,
      atMs,
      properties: {
        hubspot_owner_id: owner,
        ...(stage === null ? {} : { lifecyclestage: stage }),
        ...(isOver.has(id) ? wanted(index) : {}),
      },
    });
    if (isOver.has(id)) showInterest(world, id, atMs);
  }
  return over;
}

function wanted(index: number): Record<string, string> {
  return {
    email: `head${index}@firm${index}.example`,
    jobtitle: 'CEO',
    country: 'France',
    company: `Firm ${index}`,
    phone: '+33 1 23 45 67 89',
    hs_email_optout: 'false',
  };
}

/** As somebody who asks for a demo does; `atMs` absent: now. */
export function showInterest(world: World, id: string, atMs?: number): void {
  const { live } = world.sandbox.requirePortal(PORTAL).objects.contacts;
  const email = live.get(id)?.values['email'] ?? '';
  const dated = atMs === undefined ? {} : { atMs };
  apply(world, { type: 'submitForm', email, form: 'Request a demo', ...dated });
  apply(world, { type: 'pageView', id, url: 'https://www.site.example/pricing', ...dated });
}

function apply(world: World, action: ActionInput): void {
  const [result] = world.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify({ action, result }));
}
