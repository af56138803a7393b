// What reps do: answer leads that were handed to them, work their tasks, log touches, edit stages and owners by hand.
import type { ActionInput } from '#sandbox/actions/action.ts';
import type { CrmRecord, Owner, Portal } from '#sandbox/model.ts';
import type { Random } from '#sandbox/random.ts';
import { pickRecord } from './pick-record.ts';

type Habit = 'answer' | 'completeTask' | 'logTouch' | 'editStage' | 'editOwner' | 'editStatus';

const HABITS: readonly (readonly [Habit, number])[] = [
  ['answer', 30],
  ['completeTask', 25],
  ['logTouch', 28],
  ['editStage', 7],
  ['editOwner', 3],
  ['editStatus', 7],
];
const ANSWER_PROPERTY = 'accord_answer';
const REASON_PROPERTY = 'accord_reject_reason';
/** Stages a rep moves by hand, one step forward, and now and then back. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  lead: ['marketingqualifiedlead'],
  marketingqualifiedlead: ['salesqualifiedlead', 'salesqualifiedlead', 'lead'],
  salesqualifiedlead: ['opportunity', 'opportunity', 'marketingqualifiedlead'],
  opportunity: ['customer'],
};

export function createRepLife(portal: Portal, random: Random): (atMs: number) => ActionInput | null {
  return () => {
    switch (random.weighted(HABITS)) {
      case 'answer':
        return answerLead(portal, random);
      case 'completeTask':
        return completeTask(portal, random);
      case 'logTouch':
        return onOwned(portal, random, ({ id }, by) => ({ type: 'logTouch', id, by }));
      case 'editStage':
        return editStage(portal, random);
      case 'editOwner':
        return editOwner(portal, random);
      default:
        return onOwned(portal, random, ({ id }, by) => ({
          type: 'set',
          id,
          by,
          properties: {
            hs_lead_status: random.pick([
              'OPEN',
              'IN_PROGRESS',
              'CONNECTED',
              'ATTEMPTED_TO_CONTACT',
              'BAD_TIMING',
            ]),
          },
        }));
    }
  };
}

function onOwned(
  portal: Portal,
  random: Random,
  build: (contact: CrmRecord, by: number) => ActionInput,
): ActionInput | null {
  const contact = pickRecord(portal.objects.contacts, random, (one) => findRep(portal, one) !== null);
  const rep = contact === null ? null : findRep(portal, contact);
  return contact === null || rep === null ? null : build(contact, rep.userId);
}

function findRep(portal: Portal, record: CrmRecord): Owner | null {
  const owner = portal.owners.get(record.values['hubspot_owner_id'] ?? '');
  return owner === undefined || owner.archived ? null : owner;
}

/** Only where the app has made its property, and only leads with an owner that were not answered yet. */
function answerLead(portal: Portal, random: Random): ActionInput | null {
  if (!portal.properties.contacts.has(ANSWER_PROPERTY)) return null;
  const isOpen = (one: CrmRecord): boolean =>
    findRep(portal, one) !== null &&
    one.values[ANSWER_PROPERTY] === undefined &&
    ['marketingqualifiedlead', 'salesqualifiedlead'].includes(one.values['lifecyclestage'] ?? '');
  const contact = pickRecord(portal.objects.contacts, random, isOpen);
  const rep = contact === null ? null : findRep(portal, contact);
  if (contact === null || rep === null) return null;
  const who = { id: contact.id, by: rep.userId };
  if (random.chance(0.78)) return { type: 'answer', ...who, answer: 'accept' };
  const reasons =
    portal.properties.contacts.get(REASON_PROPERTY)?.options.map((option) => option.value) ?? [];
  const reason = reasons.length > 0 ? { reason: random.pick(reasons) } : {};
  return { type: 'answer', ...who, answer: 'reject', ...reason };
}

function completeTask(portal: Portal, random: Random): ActionInput | null {
  const isOpen = (task: CrmRecord): boolean => task.values['hs_task_status'] !== 'COMPLETED';
  const task = pickRecord(portal.objects.tasks, random, isOpen);
  return task === null ? null : { type: 'completeTask', id: task.id, ...byOwner(portal, task) };
}

function byOwner(portal: Portal, record: CrmRecord): { by?: number } {
  const rep = findRep(portal, record);
  return rep === null ? {} : { by: rep.userId };
}

function editStage(portal: Portal, random: Random): ActionInput | null {
  const contact = pickRecord(
    portal.objects.contacts,
    random,
    (one) => MOVES[one.values['lifecyclestage'] ?? ''] !== undefined,
  );
  const moves = MOVES[contact?.values['lifecyclestage'] ?? ''];
  if (contact === null || moves === undefined) return null;
  return {
    type: 'set',
    id: contact.id,
    ...byOwner(portal, contact),
    properties: { lifecyclestage: random.pick(moves) },
  };
}

function editOwner(portal: Portal, random: Random): ActionInput | null {
  const reps = [...portal.owners.values()].filter((owner) => !owner.archived);
  if (reps.length === 0) return null;
  return onOwned(portal, random, ({ id }, by) => ({
    type: 'set',
    id,
    by,
    properties: { hubspot_owner_id: random.pick(reps).id },
  }));
}
