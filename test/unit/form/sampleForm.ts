import { numberText, plainText } from '../../../src/text/plainText';
import type {
  Choice,
  Field,
  FormPage,
  FormState,
  BlockedView,
  OrderDraft,
  OtherOrder,
  OrderFact,
  OutcomeView,
  PriceView,
  Review,
} from '../../../src/form/contract';
import { texts } from './sampleTexts';
import { ticked } from '../../../src/orders/formValues';

export const productNo = '3658B4311196K2ID';
export const enterprisePlan = '3048571730026938368';
export const ultimatePlan = '3048571730026938369';
export const highAvailability = '3048573935752720384';
export const callRecording = '3048573935752720385';
export const ada = '3197218168379846218';

type FieldChanges = Readonly<Record<string, Partial<Field>>>;

const plain = {
  hint: '',
  group: '',
  groupHint: '',
  least: null,
  most: null,
  optional: false,
  suggested: '',
  choices: [],
  status: 'ready',
  failure: '',
  problem: '',
} as const satisfies Partial<Field>;

export function choice(value: string, label: string, note = ''): Choice {
  return { value, label, note };
}

/** The form's fields as the host sends them once the portal has answered, changed by `changes`. */
export function fields(changes: FieldChanges = {}): Field[] {
  const ready: Field[] = [
    { ...plain, name: 'productNo', control: 'readonly', label: 'Serial number', suggested: productNo },
    {
      ...plain,
      name: 'connectionPlanId',
      control: 'select',
      label: 'Plan',
      suggested: enterprisePlan,
      choices: [
        choice(enterprisePlan, 'Enterprise Plan', 'Current plan.'),
        choice(ultimatePlan, 'Ultimate Plan'),
      ],
    },
    {
      ...plain,
      name: 'serviceId',
      control: 'select',
      label: 'Service',
      suggested: highAvailability,
      choices: [choice(highAvailability, 'High Availability'), choice(callRecording, 'Call Recording')],
    },
    {
      ...plain,
      name: 'quantity',
      control: 'number',
      label: 'Quantity',
      hint: 'Charged per extension: the current number of extensions.',
      suggested: '10',
      most: 1500,
    },
    {
      ...plain,
      name: 'billingCycle',
      control: 'radio',
      label: 'Billing cycle',
      choices: [choice('annually', 'Annually'), choice('monthly', 'Monthly')],
    },
    {
      ...plain,
      name: 'billingId',
      control: 'select',
      label: 'Billing contact',
      choices: [
        choice(ada, 'Ada Nwosu, Example Telecom', 'The invoice goes to ada@example.test.'),
        choice(
          '3197218168379846219',
          'Kofi Mensah, Example Telecom',
          'The invoice goes to kofi@example.test.',
        ),
      ],
    },
    {
      ...plain,
      name: 'poNumber',
      control: 'text',
      label: 'PO number',
      hint: 'Helps to find this order if the connection drops.',
      optional: true,
    },
  ];
  return ready.map((field) => ({ ...field, ...changes[field.name] }));
}

/** What a purchase and a renewal have besides: services to tick, one of them locked, and the quantity of one. */
export const serviceFields: readonly Field[] = [
  {
    ...plain,
    name: `serviceId.${highAvailability}`,
    control: 'readonlyCheckbox',
    label: 'High Availability',
    group: 'Services',
    hint: 'Subscribed: it is renewed with the plan.',
    suggested: ticked,
  },
  {
    ...plain,
    name: `serviceId.${callRecording}`,
    control: 'checkbox',
    label: 'Call Recording',
    group: 'Services',
    suggested: ticked,
  },
  { ...plain, name: `quantity.${callRecording}`, control: 'number', label: 'Minutes', group: 'Services' },
];

export function editState(changes: FieldChanges = {}, others: Partial<FormState> = {}): FormState {
  return {
    title: 'Subscribe to High Availability',
    subtitle: `Lagos head office · ${productNo}`,
    sandbox: '',
    signInNeeded: '',
    frozen: null,
    owner: null,
    fields: fields(changes),
    unsaved: [],
    price: null,
    submit: 'Review Order',
    step: { name: 'edit' },
    ...others,
  };
}

/** Fields of which the portal has told nothing yet. */
export const loading: FieldChanges = {
  connectionPlanId: { status: 'loading', choices: [], suggested: '' },
  serviceId: { status: 'loading', choices: [], suggested: '' },
  quantity: { status: 'loading', suggested: '' },
  billingCycle: { status: 'loading', choices: [] },
  billingId: { status: 'loading', choices: [] },
};

/** Every required field filled by suggestion, so that the order can be reviewed. */
export const complete: FieldChanges = {
  billingCycle: { suggested: 'annually' },
  billingId: { suggested: ada },
};

export const body =
  `{"operationType":"purchase_service","productId":13,"productNo":"${productNo}","billingId":${ada},` +
  `"serviceList":[{"connectionPlanId":${enterprisePlan},"serviceType":"service","serviceId":${highAvailability},` +
  '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';

export const entryId = 'f2b4e2f6-7f0c-4c1e-9d3a-3d6f0d1f2a4b';

/** An order of this machine, which has an entry to show. */
export const ownOrder: OtherOrder = {
  id: { of: 'entry', entryId },
  title: `High Availability for ${productNo}`,
  state: 'outcome unknown · checked 14:02 · ordered here 14:00',
};

/** An order that is in the portal alone. */
export const portalOrder: OtherOrder = {
  id: { of: 'portal', orderNo: 'YL3206252408495661056' },
  title: 'YL3206252408495661056 · High Availability',
  state: '13:58 · succeed',
};

export function others(changes: Partial<Review['others']> = {}): Review['others'] {
  return { title: 'Orders for this PBX in the last 24 hours', orders: [], note: '', ...changes };
}

export const facts: OrderFact[] = [
  { label: 'PBX', values: ['Lagos head office', plainText(productNo)] },
  { label: 'Order', values: [plainText('High Availability')] },
  { label: 'Plan', values: [plainText('Enterprise Plan')] },
  { label: 'Quantity', values: [`${numberText('10')} extensions`] },
  { label: 'Period', values: ['1 year, billed annually'] },
  { label: 'Billing contact', values: ['Ada Nwosu, Example Telecom, ada@example.test'] },
];

const lines = [
  { what: plainText('High Availability'), quantity: `${numberText('10')} extensions`, amount: '' },
];

export const toldPrice: PriceView = {
  status: 'given',
  lines,
  text: `Total: ${numberText('USD 125.00')} for 1 year`,
  note: 'As calculated by the portal at 14:01; tax not stated.',
};

export const askingPrice: PriceView = { status: 'asking', lines, text: 'Loading the price…', note: '' };
export const noPrice: PriceView = { status: 'none', lines, text: 'The portal gave no price.', note: '' };

export function review(changes: Partial<Review> = {}): Review {
  return {
    ready: changes.price?.status !== 'asking' && (changes.failure ?? '') === '',
    reviewId: 'review-1',
    changes: [],
    failure: '',
    others: others(),
    facts,
    price: toldPrice,
    notes: ['It takes effect immediately.'],
    assumptions: {
      title: 'Assumptions (2)',
      intro: 'The API guide does not specify the following for this order.',
      items: [
        'It is billed again in each period (billingModel recurring).',
        'It takes a quantity (quantity).',
      ],
    },
    body,
    target: 'POST https://openapi.partner.yeastar.com/order/openapi/order/v1/save',
    ...changes,
  };
}

export function reviewState(changes: Partial<Review> = {}): FormState {
  return editState(complete, { step: { name: 'review', review: review(changes) } });
}

export function placingState(): FormState {
  return editState(complete, { step: { name: 'placing', review: review() } });
}

export function outcomeState(changes: Partial<OutcomeView> = {}): FormState {
  const outcome: OutcomeView = {
    kind: 'placed',
    title: 'Order placed',
    sentence: 'The portal accepted the order. The output shows its reply.',
    details: [
      { label: 'Order number', value: 'YL3206252408495661056' },
      { label: 'Status', value: 'succeed' },
    ],
    facts,
    price: toldPrice,
    mayEdit: false,
    mayShowPbx: true,
    mayOrderAnother: true,
    entryId,
    check: null,
    ...changes,
  };
  return editState(complete, { step: { name: 'outcome', outcome } });
}

export function blockedState(changes: Partial<BlockedView> = {}): FormState {
  const blocked: BlockedView = {
    reviewId: 'review-1',
    sentence: `High Availability for ${productNo} was not sent. The same was ordered before.`,
    orders: [ownOrder, portalOrder],
    check: { underWay: false, text: 'No new order as of 14:02.' },
    mayPlace: true,
    lockFile: '',
    ...changes,
  };
  return editState(complete, { step: { name: 'blocked', blocked } });
}

export function draft(changes: Partial<OrderDraft> = {}): OrderDraft {
  return {
    form: 'order',
    operation: 'subscribe',
    productId: 13,
    productName: 'Cloud PBX (PCE Instance)',
    productNo,
    instanceName: 'Lagos head office',
    values: { productNo },
    edited: [],
    ...changes,
  };
}

export function formPage(state: FormState): FormPage {
  return { texts, state, draft: draft() };
}
