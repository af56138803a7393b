// Which rule of the agreement a lead falls under, and why none before it (R17).
import type { RoutingModel, RoutingRule } from '#domain/agreement-routing.ts';
import { matchesFilter, type Sight } from '#domain/conditions/index.ts';
import { reasonOf } from '#domain/course.ts';
import type { Reason } from '#domain/decision.ts';

/** The first criterion that does not hold; null: the rule matches. */
export function failingCriterion(rule: RoutingRule, sight: Sight): string | null {
  return rule.criteria.find(({ when }) => !matchesFilter(when, sight))?.by ?? null;
}

/** Where the lead would go if nobody had the account. */
export function poolFor({ rules, otherwise }: RoutingModel, sight: Sight): string {
  const rule = rules.find((each) => each.pool !== null && failingCriterion(each, sight) === null);
  return rule?.pool ?? otherwise;
}

/** `by`: what did not hold, or `account` where the account has no owner who can take the lead. */
export function skipped(rule: RoutingRule, by: string): Reason {
  return reasonOf('ruleSkipped', { routingRule: rule.id, by });
}
