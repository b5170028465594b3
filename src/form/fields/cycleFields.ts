import { l10n } from 'vscode';
import { billingCyclesOf, firstLine, multiCyclesOf } from '../../orders/cycles';
import { valueOf } from '../../orders/formValues';
import type { Field } from '../contract';
import { type FormFacts, shapeOf } from '../facts';
import { remarkText } from '../../orders/remarks';
import { billingCycleText, yearsText } from '../texts';
import { fieldOf } from './field';

/** How often it is billed, and for how many years. */
export function cycleFields(facts: FormFacts): Field[] {
  const shape = shapeOf(facts);
  const line = shape && firstLine(shape);
  if (!line) {
    return [];
  }
  const cycles = billingCyclesOf(line);
  const [only] = cycles;
  const suggested = cycles.length === 1 ? (only ?? '') : '';
  const chosen = valueOf(facts.values, 'billingCycle') || suggested;
  const years = multiCyclesOf(
    line,
    cycles.find((cycle) => cycle === chosen),
  );
  const fields: Field[] = [];
  if (cycles.length > 0) {
    fields.push(
      fieldOf(facts, 'billingCycle', {
        control: 'radio',
        label: l10n.t('Billing cycle'),
        suggested,
        hint: shape.remarks
          .filter((remark) => remark === 'cycleStays' || remark === 'cycleStaysOnUpgrade')
          .map(remarkText)
          .join(' '),
        choices: cycles.map((value) => ({ value, label: billingCycleText(value), note: '' })),
      }),
    );
  }
  if (years.length > 1) {
    fields.push(
      fieldOf(facts, 'multiCycle', {
        control: 'select',
        label: l10n.t('Years'),
        choices: years.map((count) => ({ value: String(count), label: yearsText(count), note: '' })),
      }),
    );
  }
  return fields;
}
