// Comparing two numbers by the name of an operator.

const COMPARISONS = {
  EQ: (a: number, b: number) => a === b,
  LT: (a: number, b: number) => a < b,
  LTE: (a: number, b: number) => a <= b,
  GT: (a: number, b: number) => a > b,
  GTE: (a: number, b: number) => a >= b,
} as const;

export type Comparison = keyof typeof COMPARISONS;

export function compareNumbers(a: number, operator: Comparison, b: number): boolean {
  return COMPARISONS[operator](a, b);
}
