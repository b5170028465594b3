/** The controls of the order form, by the API's own parameter names, in the order in which they are shown. */
export const fieldNames = [
  'productNo',
  'connectionPlanId',
  'serviceId',
  'quantity',
  'billingCycle',
  'billingId',
  'poNumber',
] as const;

export type FieldName = (typeof fieldNames)[number];

/** What the user typed or chose, as text; an empty string is an empty field. */
export type FormValues = Readonly<Record<FieldName, string>>;

export const emptyFormValues: FormValues = {
  productNo: '',
  connectionPlanId: '',
  serviceId: '',
  quantity: '',
  billingCycle: '',
  billingId: '',
  poNumber: '',
};
