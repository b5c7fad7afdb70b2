/** Small changes of the list of rules that the editor makes. */
import type { RuleBody } from "@/shared/api/generated/types.gen";

export function newRule(name: string): RuleBody {
  return { id: crypto.randomUUID().replaceAll("-", ""), name, when: "customer.vip_level >= 5", terms: {} };
}

/** The rule at `index`, `by` places further on; at the ends nothing moves. */
export function moved(rules: readonly RuleBody[], index: number, by: number): RuleBody[] {
  const to = index + by;
  const rule = rules[index];
  if (!rule || to < 0 || to >= rules.length) return [...rules];
  return rules.toSpliced(index, 1).toSpliced(to, 0, rule);
}
