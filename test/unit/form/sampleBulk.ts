import type { BulkRowView, BulkState } from '../../../src/form/bulk/contract';
import { complete, fields } from './sampleForm';

const quantity = {
  ...fields(complete).find(({ name }) => name === 'quantity'),
} as BulkState['common'][number];

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
    lines: [],
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
