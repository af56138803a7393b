// Applies actions one by one, in the given order. A refused action says why and stops nothing.
import type { z } from 'zod';
import type { Portal } from '#sandbox/model.ts';
import { type ActionInput, type ActionResult, ActivityAction, AdminAction, RecordAction } from './action.ts';
import { applyActivity } from './activity.ts';
import { applyAdmin } from './admin.ts';
import { applyToRecord } from './records.ts';

export function applyActions(portal: Portal, actions: readonly ActionInput[]): ActionResult[] {
  return actions.map((action) => applyOne(portal, action));
}

function applyOne(portal: Portal, input: ActionInput): ActionResult {
  try {
    return { ok: true, id: dispatch(portal, input) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : 'unknown' };
  }
}

/** Picks the family by its type, so that an error names the wrong key and not every family. */
function dispatch(portal: Portal, action: ActionInput): string | null {
  if (RECORD_TYPES.has(action.type)) return applyToRecord(portal, parse(RecordAction, action));
  if (ACTIVITY_TYPES.has(action.type)) return applyActivity(portal, parse(ActivityAction, action));
  applyAdmin(portal, parse(AdminAction, action));
  return null;
}

const RECORD_TYPES = new Set<string>(RecordAction.options.map((option) => option.shape.type.value));
const ACTIVITY_TYPES = new Set<string>(ActivityAction.options.map((option) => option.shape.type.value));

function parse<T>(schema: z.ZodType<T>, action: ActionInput): T {
  const parsed = schema.safeParse(action);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}
