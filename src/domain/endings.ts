// Steps 6 and 10: how a cycle ends without the rep — the lead leaves, or cools before anybody touched it.
import { type Course, isOpen, recycle, withState } from './course.ts';
import { isProtected } from './lifecycle-order.ts';

/** HubSpot's own value: who becomes one is won. */
const CUSTOMER = 'customer';

/** Step 6. */
export function leaveCycle(course: Course): Course {
  const { agreement, state, verdict } = course;
  if (!isOpen(state)) return course;
  if (isProtected(agreement.stages, state.stage.value)) {
    return state.stage.value === CUSTOMER
      ? withState(course, { status: 'won' })
      : recycle(course, 'protected');
  }
  return verdict.inScope ? course : recycle(course, 'scope');
}

/** Step 10. A lead that meets the entry has not cooled, even where the two lines overlap. */
export function coolOff(course: Course): Course {
  const { state, verdict } = course;
  if (state.status !== 'handedOver' || state.byHand || state.touchedAt !== null) return course;
  const [gate] = verdict.gates;
  if (gate !== undefined) return recycle(course, `gate:${gate}`);
  return verdict.meetsExit && !verdict.meetsMql ? recycle(course, 'cooled') : course;
}
