/** The fixed controls of the order form, by the API's own parameter names, in the order in which they are shown. */
export const fixedFieldNames = [
  'productNo',
  'partnerId',
  'assignId',
  'connectionPlanId',
  'serviceId',
  'quantity',
  'pbxName',
  'regionId',
  'pbxSubDomainId',
  'billingCycle',
  'multiCycle',
  'billingId',
  'poNumber',
] as const;

/**
 * A control of the order form. Where an order takes several services, each has a control of its own: the parameter's
 * name with the service's id.
 */
export type FieldName = (typeof fixedFieldNames)[number] | `serviceId.${string}` | `quantity.${string}`;

/** What the user typed or chose, as text, by the control's name; an empty string, or none, is an empty field. */
export type FormValues = Readonly<Record<string, string>>;

/** The value of the control of a service that is to be part of the order. */
export const ticked = 'true';

/** What stands in a field; empty when nothing does. */
export function valueOf(values: FormValues, name: FieldName): string {
  return values[name] ?? '';
}

/** Whether the control of a service is ticked. */
export function isTicked(values: FormValues, serviceId: string): boolean {
  return valueOf(values, `serviceId.${serviceId}`) === ticked;
}
