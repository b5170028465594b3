import * as z from 'zod/mini';
import type { BillingCycle, LineRule, OperationRule } from '../rules/operationRule';

/** The line whose cycles the form asks for; other lines have the same ones, or but one. */
export function firstLine({ plan, services }: OperationRule): LineRule | undefined {
  return plan ?? services?.line;
}

/** The billing cycles that a line can have; empty where it carries none. */
export function billingCyclesOf({ billingCycle: { value } }: LineRule): readonly BillingCycle[] {
  return value === 'absent' ? [] : value;
}

/** The values of `multiCycle` that a line can have in a billing cycle. */
export function multiCyclesOf(
  { multiCycle: { value } }: LineRule,
  billingCycle: BillingCycle | undefined,
): readonly number[] {
  if (isSameForAll(value)) {
    return value;
  }
  return billingCycle === undefined ? [] : (value[billingCycle] ?? []);
}

/** The billing cycle of a line, of several the chosen one. @throws ZodError when none of them is chosen. */
export function billingCycleOf(line: LineRule, chosen: string): BillingCycle | undefined {
  const cycles = billingCyclesOf(line);
  return cycles.length > 1 ? z.parse(z.enum(cycles), chosen) : cycles[0];
}

/** The `multiCycle` of a line, of several the chosen one. @throws ZodError when none of them is chosen. */
export function multiCycleOf(line: LineRule, billingCycle: BillingCycle | undefined, chosen: string): number {
  const allowed = multiCyclesOf(line, billingCycle);
  const [only, ...others] = allowed;
  return only !== undefined && others.length === 0
    ? only
    : Number(z.parse(z.enum(allowed.map(String)), chosen));
}

function isSameForAll(value: LineRule['multiCycle']['value']): value is readonly number[] {
  return Array.isArray(value);
}
