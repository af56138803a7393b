// `accord sweep`, as an operator runs it beside web and worker: what it prints in either language, and how it ends.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const REST_MS = 60_000;
const REP = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
const LEAD = {
  email: 'claire@lead.example',
  firstname: 'Claire',
  lastname: 'Moreau',
  jobtitle: 'CEO',
  country: 'France',
  phone: '+33 1 44 55 66 77',
  company: 'Nordfil',
  lifecyclestage: 'lead',
};

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.install(PORTAL_TEXT);
  act({ type: 'createOwner', ...REP });
  await rest();
  await switchOn(world);
  await rest();
}, 120_000);
afterAll(() => world.close());

function act(action: ActionInput): string {
  const [result] = world.sandbox.apply(Number(PORTAL_TEXT), [action]);
  if (result?.ok !== true) throw new Error(result?.error ?? 'no answer');
  return result.id ?? '';
}

function rest(): Promise<void> {
  return waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), REST_MS);
}

it('says that nobody is forgotten where nobody is', async () => {
  expect(await world.command('sweep', PORTAL_TEXT)).toEqual({ code: 0, output: 'Nobody is forgotten.\n' });
});

it('shows a lead whose task is gone, and what a person has to do, in either language', async () => {
  const id = act({ type: 'create', properties: LEAD });
  act({ type: 'submitForm', email: LEAD.email, form: 'Request a demo' });
  act({ type: 'bookMeeting', id });
  await rest();
  const tasks = [...world.sandbox.requirePortal(Number(PORTAL_TEXT)).objects.tasks.live.keys()];
  expect(tasks).toHaveLength(1);
  act({ type: 'delete', objectType: 'tasks', id: tasks[0] ?? '' });
  await rest();

  const english = await world.command('sweep', PORTAL_TEXT);
  expect(english.code).toBe(0);
  expect(english.output).toMatch(/^ {2}contact +what +done, or to do$/m);
  expect(english.output).toMatch(
    new RegExp(`^ {2}${id} +to do +The task was deleted in HubSpot; .+accord_sla_due\\.$`, 'm'),
  );

  const french = await world.command('sweep', PORTAL_TEXT, '--language', 'fr');
  expect(french.code).toBe(0);
  expect(french.output).toMatch(/^ {2}contact +quoi +fait, ou à faire$/m);
  expect(french.output).toMatch(
    new RegExp(`^ {2}${id} +à faire +La tâche a été supprimée dans HubSpot\u00a0; `, 'm'),
  );
});

it('refuses an account that has not installed the app, and what it cannot read', async () => {
  const unknown = await world.command('sweep', '99');
  expect(unknown.code).toBe(1);
  expect(unknown.output).toContain('99');
  const two = await world.command('sweep', PORTAL_TEXT, '99');
  expect(two.code).toBe(2);
  expect(two.output).toContain('One account at a time: 99 is too much.');
  const spanish = await world.command('sweep', PORTAL_TEXT, '--language', 'es');
  expect(spanish.code).toBe(2);
  expect(spanish.output).toContain('Language es is neither en nor fr.');
});
