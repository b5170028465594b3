import { l10n } from 'vscode';
import { type FormValues, ticked } from '../../orders/formValues';
import type { Field } from '../contract';
import { fieldOf } from '../fields/field';

/** Name of the check box which says that a PBX has none of the services. */
export const noServices = 'noServices';

/** Whether it is a check box of a service. */
const isService = ({ name, control }: Field) => control === 'checkbox' && name.startsWith('serviceId.');

/**
 * Returns the check box with which the user says that a PBX has no services: there if the portal does not say which ones
 * it has, and none is ticked. An order without them would let them end.
 *
 * @param fields The fields of the order.
 */
export function noServicesFields(fields: readonly Field[], values: FormValues): Field[] {
  const group = fields.find(({ groupHint }) => groupHint !== '');
  const isTicked = fields.some((field) => isService(field) && values[field.name] === ticked);
  return !group || isTicked
    ? []
    : [
        fieldOf({ problems: {} }, noServices, {
          control: 'checkbox',
          label: l10n.t('None of these'),
          group: group.group,
          groupHint: group.groupHint,
        }),
      ];
}

/** Returns what the user has to say about the services of a PBX; empty if that is known, or was said. */
export function servicesProblem(fields: readonly Field[], values: FormValues, entered: FormValues): string {
  const [question] = noServicesFields(fields, values);
  return !question || entered[noServices] === ticked
    ? ''
    : `${question.groupHint} ${l10n.t('If it has none, tick None of these.')}`;
}

/** Returns what the user has entered for a row, with a new value. A service that is ticked contradicts that there are none. */
export function withEntered(entered: FormValues, name: string, value: string): FormValues {
  const isContradiction = name.startsWith('serviceId.') && value === ticked;
  return { ...entered, ...(isContradiction ? { [noServices]: '' } : {}), [name]: value };
}
