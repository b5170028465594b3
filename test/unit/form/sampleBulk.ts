import type { BulkRowView, BulkState } from '../../../src/form/bulk/contract';
import { complete, fields } from './sampleForm';

const quantity = {
  ...fields(complete).find(({ name }) => name === 'quantity'),
} as BulkState['common'][number];

const nothing: BulkState['reviewed'] = {
  facts: [],
  notes: [],
  assumptions: { title: '', intro: '', items: [] },
};

const years: BulkState['common'][number] = {
  ...quantity,
  name: 'multiCycle',
  control: 'select',
  label: 'Years',
  choices: [1, 3].map((count) => ({ value: String(count), label: `${count} years`, note: '' })),
};

const noServices: BulkState['common'][number] = {
  ...quantity,
  name: 'noServices',
  control: 'checkbox',
  label: 'None of these',
  hint: '',
  choices: [],
};

/** A check box for a service that the portal does not report. */
const service: BulkState['common'][number] = {
  ...noServices,
  name: 'serviceId.1',
  label: 'High Availability',
};

/** A row of the table. @param index Its place, which its serial number ends in. */
export function row(index: number, about: Partial<BulkRowView> = {}): BulkRowView {
  return {
    row: index,
    productNo: `3658B43111${String(index).padStart(4, '0')}`,
    name: `Lagos head office ${index}`,
    order: 'Enterprise Plan + Recording Minutes',
    fields: [],
    values: {},
    quantity: '10',
    price: 'USD 485.00',
    status: { kind: 'ready', text: 'ready' },
    ordered: true,
    mayTick: true,
    body: '',
    reviewed: nothing,
    ...about,
  };
}

export const rows = [
  row(0),
  row(1, { name: '', price: '…', status: { kind: 'busy', text: 'Loading…' } }),
  row(2, {
    fields: [quantity],
    values: { quantity: '' },
    quantity: '',
    price: '–',
    ordered: false,
    mayTick: false,
    status: { kind: 'problem', text: 'Quantity: Enter a value.' },
  }),
];

/** A bulk order before its review. */
export function state(about: Partial<BulkState> = {}): BulkState {
  return {
    title: 'Renew 3 PBXes',
    sandbox: 'Sandbox: nothing is bought',
    signInNeeded: '',
    note: '',
    phase: 'edit',
    common: fields(complete).filter(({ name }) => ['billingCycle', 'billingId', 'poNumber'].includes(name)),
    commonValues: { billingCycle: 'annually', billingId: '3197218168379846218', poNumber: 'PO-118' },
    rows,
    reviewed: nothing,
    total: 'Total for 2 orders: USD 485.00. 1 of them has no price yet.',
    message: '',
    isReading: false,
    mayRetry: false,
    reviewId: 'review-1',
    place: '',
    pause: 0,
    isRefused: false,
    isStopping: false,
    hasRest: false,
    target: 'POST https://openapi.partner.yeastar.com/order/openapi/order/v1/save',
    draft: {
      form: 'bulkOrder',
      operation: 'renew',
      service: '',
      targets: [],
      common: {},
      own: [],
      unticked: [],
      run: '',
    },
    ...about,
  };
}

/** A table with PBXes whose services the portal does not report. */
export const unreported = state({
  common: [
    ...state().common,
    {
      ...noServices,
      label: 'PBXes whose services the portal does not report have none',
      hint: 'Applies to 2 PBXes, except where you tick services in the row. Services that are not renewed end.',
    },
  ],
  rows: [0, 1, 2].map((index) =>
    index === 2
      ? row(index)
      : row(index, {
          order: 'Enterprise Plan',
          fields: [service, noServices],
          values: index === 1 ? { noServices: 'true' } : {},
          ordered: index === 1,
          mayTick: index === 1,
          status:
            index === 1
              ? { kind: 'ready', text: 'ready' }
              : { kind: 'problem', text: 'The portal does not report which services this PBX has.' },
        }),
  ),
});

/** Its review. */
export const reviewed = state({
  phase: 'review',
  place: 'Place 2 Orders',
  reviewed: {
    facts: [
      { label: 'Period', values: ['1 year, billed annually'] },
      { label: 'Billing contact', values: ['Ada Nwosu, Example Telecom', 'ada@example.test'] },
      { label: 'PO number', values: ['PO-118'] },
    ],
    notes: ['Plan and services are renewed together, for the current number of extensions.'],
    assumptions: {
      title: 'Assumptions (1)',
      intro: 'The API guide does not specify the following for this order.',
      items: ['It is billed again for each period (billingModel recurring).'],
    },
  },
  rows: rows.map((one, index) => ({
    ...one,
    fields: [],
    quantity: '10 extensions',
    price: 'USD 485.00',
    body: `{"operationType":"renew_plan","productNo":"${one.productNo}"}`,
    reviewed: {
      facts: [
        { label: 'With', values: ['Recording Minutes', 'quantity 100'] },
        { label: 'Current end date', values: [`${12 + index} Dec 2026`] },
      ],
      notes: index === 1 ? ['Check the quantity: the portal reports 31 extensions for this PBX.'] : [],
      assumptions:
        index === 2
          ? {
              title: 'Assumptions (1)',
              intro: 'The API guide does not specify the following for this order.',
              items: ['It is ordered for one period (multiCycle 0).'],
            }
          : nothing.assumptions,
    },
    status:
      index === 2
        ? {
            kind: 'warning',
            text: 'Possible duplicate. An order for the same PBX and service was placed in the last 24 hours. YL3206252408495661056 · Enterprise Plan: today, 09:12 · succeed.',
          }
        : { kind: 'ready', text: 'ready' },
  })),
});

/** A table with very many rows; the first of them has fields of its own. */
export const long = state({
  rows: Array.from({ length: 50 }, (_, index) =>
    index > 0
      ? row(index)
      : row(0, {
          fields: [quantity, years],
          values: { quantity: '', multiCycle: '' },
          ordered: false,
          status: { kind: 'problem', text: 'Years: Choose one.' },
        }),
  ),
});
