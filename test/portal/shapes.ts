import { LosslessNumber, parse, stringify } from 'lossless-json';
import * as z from 'zod/mini';
import { productsOf } from '../../src/sandbox/productEndpoints';
import type { Reply } from '../../src/sandbox/reply';

/** How replies look where the guide does not document it: a client must cope with every combination. */
export interface Shape {
  /**
   * `lists`: plans and services beside each other; `nested`: services inside their plan, deeper wrappers;
   * `renamed`: other names for containers and fields, and one more wrapper.
   */
  readonly containers: 'lists' | 'nested' | 'renamed';
  /** Ids whose type is not documented, and amounts, as JSON strings or as bare numbers. */
  readonly ids: 'text' | 'number';
  /** The documented page envelope, the plain array of rows, or `total` and `results` only. */
  readonly pages: 'envelope' | 'array' | 'totals';
  /** `told`: instances, services and orders carry all their fields; `untold`: the documented fields only. */
  readonly details: 'told' | 'untold';
}

/** The shape of the replies of the simulated portal itself. */
export const defaultShape: Shape = { containers: 'lists', ids: 'text', pages: 'envelope', details: 'told' };

/** Every shape there is. */
export const allShapes: readonly Shape[] = (['lists', 'nested', 'renamed'] as const).flatMap((containers) =>
  (['text', 'number'] as const).flatMap((ids) =>
    (['envelope', 'array', 'totals'] as const).flatMap((pages) =>
      (['told', 'untold'] as const).map((details) => ({ containers, ids, pages, details })),
    ),
  ),
);

/** What the name of a test calls a shape. */
export function nameOf({ containers, ids, pages, details }: Shape): string {
  return `${containers}, ids as ${ids}, pages as ${pages}, details ${details}`;
}

type Fields = Readonly<Record<string, unknown>>;

/** Turns the `result` of a success. A field that becomes undefined is left out of the reply. */
type Reshape = (shape: Shape, result: unknown) => unknown;

/** By path. A reply that is not here is the same in every shape. */
const reshapes: readonly (readonly [path: RegExp, reshape: Reshape])[] = [
  [/^\/pricing\/.*\/product_list$/, products],
  [/^\/pricing\/.*\/purchase_product_info$/, productInfo],
  [/^\/pricing\/.*\/(plan|add_on)_info\//, terms],
  [/^\/pricing\/.*\/calculate$/, price],
  [/^\/pricing\/.*\/my_price_info$/, listPrices],
  [/^\/product\/.*\/instance_product_list$/, (shape, result) => page(shape, result, instance)],
  [/^\/product\/.*\/detail$/, (shape, result) => instance(shape, fieldsOf(result))],
  [/^\/product\/.*\/region_list$/, (shape, result) => list(shape, 'regions', result)],
  [/^\/user\/.*\/billing_contact_list$/, (shape, result) => list(shape, 'contacts', result)],
  [/^\/user\/.*\/partner_list$/, (shape, result) => list(shape, 'users', result)],
  [/^\/user\/.*\/area\/v1\/page$/, (shape, result) => page(shape, result, (_shape, row) => row)],
  [/^\/order\/.*\/page$/, (shape, result) => page(shape, result, orderRow)],
  [/^\/order\/.*\/get\//, (shape, result) => orderDetail(shape, fieldsOf(result))],
];

/** Ids and amounts that are bare numbers in some shapes. */
const bareNumbers = [
  'planId',
  'serviceId',
  'pricingId',
  'connectionPlanId',
  'instanceId',
  'offeringId',
  'amount',
  'price',
];

/**
 * Gives a reply of the simulated portal another shape. Failures look the same in every shape.
 * @param path the path that the request was sent to
 */
export function reshaped(shape: Shape, path: string, reply: Reply): Reply {
  const isOrder = path.startsWith('/order/');
  const envelope = fieldsOf(
    parse(reply.body, (name, value) =>
      shape.ids === 'number' && (bareNumbers.includes(name) || (isOrder && name === 'id'))
        ? bare(value)
        : value,
    ),
  );
  if (envelope.code !== 'success') {
    return reply;
  }
  const [, reshape] = reshapes.find(([pattern]) => pattern.test(path)) ?? [];
  const result = reshape === undefined ? envelope.result : reshape(shape, envelope.result);
  return { ...reply, body: stringify({ ...envelope, result }) ?? '' };
}

function bare(value: unknown): unknown {
  return typeof value === 'string' && /^\d/.test(value) ? new LosslessNumber(value) : value;
}

const fieldsSchema = z.record(z.string(), z.unknown());

function fieldsOf(value: unknown): Fields {
  return z.parse(fieldsSchema, value);
}

function rowsOf(value: unknown): readonly Fields[] {
  return z.parse(z.array(fieldsSchema), value);
}

/** One page of rows (API guide: Response, page envelope). */
function page(shape: Shape, result: unknown, reshape: (shape: Shape, row: Fields) => Fields): unknown {
  const envelope = fieldsOf(result);
  const results = rowsOf(envelope.results).map((row) => reshape(shape, row));
  switch (shape.pages) {
    case 'envelope':
      return { ...envelope, results };
    case 'array':
      return results;
    case 'totals':
      return { results, total: envelope.total };
  }
}

/** A list that the guide types as one object: contacts, users, regions. */
function list({ containers }: Shape, name: string, result: unknown): unknown {
  const rows = rowsOf(result);
  switch (containers) {
    case 'lists':
      return rows;
    case 'nested': {
      const { length } = rows;
      return { count: length, pageNo: 1, pageSize: 25, results: rows, total: length, totalPage: 1 };
    }
    case 'renamed':
      return { data: { [name]: rows } };
  }
}

/** The guide knows this list with and without the offerings. */
function products({ ids }: Shape, result: unknown): unknown {
  const known = [...productsOf('20'), ...productsOf('21')];
  return rowsOf(result).map((row) => {
    const product = known.find(({ productId }) => productId === String(row.productId));
    return { ...row, offeringId: ids === 'number' ? [bare(product?.offeringId)] : undefined };
  });
}

function productInfo({ containers }: Shape, result: unknown): unknown {
  const { planList, serviceList, ...head } = fieldsOf(result);
  const plans = rowsOf(planList);
  const services = rowsOf(serviceList);
  switch (containers) {
    case 'lists':
      return result;
    case 'nested':
      return {
        ...head,
        offering:
          plans.length === 0
            ? { serviceList: services }
            : { plans: plans.map((plan) => ({ ...plan, related: { serviceList: services } })) },
      };
    case 'renamed':
      return {
        ...head,
        data: { catalogue: { basePlans: plans.map(renamed), addOns: services.map(renamed) } },
      };
  }
}

/** A plan or service under the names of `renamed`. */
function renamed({ planId, serviceId, pricingId, planName, serviceName, ...others }: Fields): Fields {
  return {
    planId,
    serviceId,
    [planId === undefined ? 'pricingServiceId' : 'pricingPlanId']: pricingId,
    name: planName ?? serviceName,
    ...others,
  };
}

/** Details of a plan or service. */
function terms({ containers, details }: Shape, result: unknown): unknown {
  if (details === 'untold') {
    return {};
  }
  const { minQuantity, maxQuantity, ...common } = fieldsOf(result);
  switch (containers) {
    case 'lists':
      return result;
    case 'nested':
      return { ...common, quantityLimit: minQuantity && { minQuantity, maxQuantity } };
    case 'renamed': {
      const { billingCycleList: billingCycles, ...others } = renamed(common);
      return { info: { ...others, billingCycles, min: minQuantity, max: maxQuantity } };
    }
  }
}

/** A calculated price; where there is none (see `PriceAnswer`), only the items, which have one place. */
function price({ containers }: Shape, result: unknown): unknown {
  const { amount, currency, serviceList } = fieldsOf(result);
  if (amount === undefined) {
    return result;
  }
  switch (containers) {
    case 'lists':
      return result;
    case 'nested':
      return { price: { amount, currency }, serviceList };
    case 'renamed':
      return { data: { total: { amount, currencyCode: currency }, items: serviceList } };
  }
}

function listPrices({ containers }: Shape, result: unknown): unknown {
  const { planList, serviceList, ...head } = fieldsOf(result);
  return containers === 'renamed'
    ? { ...head, planList: rowsOf(planList).map(renamed), serviceList: rowsOf(serviceList).map(renamed) }
    : result;
}

/** An instance, in the list of purchased products or its details. */
function instance(shape: Shape, row: Fields): Fields {
  const documented = {
    activationCode: row.activationCode,
    activationStatus: row.activationStatus,
    comment: row.comment,
    productNo: row.productNo,
  };
  const ofDetails = {
    createTime: row.createTime,
    currentPlan: row.currentPlan,
    currentPlanExpireDate: row.currentPlanExpireDate,
  };
  return shape.details === 'told'
    ? { ...documented, ...subscription(shape, row), ...ofDetails }
    : { ...documented, ...ofDetails };
}

function subscription({ containers }: Shape, row: Fields): Fields {
  const { instanceId, planId, planName, extensions, expireDate, serviceList } = row;
  switch (containers) {
    case 'lists':
      return { instanceId, planId, planName, extensions, expireDate, serviceList };
    case 'nested': {
      const plan = { planId, planName, quantity: extensions, expireDate, serviceList };
      return { instanceId, subscription: { plan } };
    }
    case 'renamed': {
      // Noon, as the portal has it: the same date in nearly every time zone.
      const expireTime =
        expireDate === undefined ? undefined : Date.parse(`${z.parse(z.string(), expireDate)}T12:00:00Z`);
      const addOns = rowsOf(serviceList).map(({ serviceId, serviceName, quantity }) => ({
        serviceId,
        name: serviceName,
        quantity,
        expireTime,
      }));
      const basePlan = planId && { planId, name: planName, extensionNum: extensions, expireTime };
      return { id: instanceId, subscribed: { info: { basePlan, addOns } } };
    }
  }
}

function orderRow({ details }: Shape, row: Fields): Fields {
  return details === 'told' ? row : { ...row, customReferenceNo: '', productNo: undefined };
}

function orderDetail({ containers, details }: Shape, detail: Fields): unknown {
  const { basicInformation, orderSummary } = detail;
  if (details === 'untold') {
    return { basicInformation, billingInformation: {}, orderInformation: {}, orderSummary: {} };
  }
  const { serviceList } = fieldsOf(orderSummary);
  switch (containers) {
    case 'lists':
      return detail;
    case 'nested':
      return { ...detail, orderSummary: { plan: { planId: planIdOf(detail), serviceList } } };
    case 'renamed':
      return { ...detail, orderSummary: { data: { items: serviceList } } };
  }
}

/** The plan of the instance that an order was for; undefined where there is no instance or no plan. */
function planIdOf({ basicInformation, orderSummary }: Fields): unknown {
  const lines = rowsOf(fieldsOf(orderSummary).serviceList);
  const plan = lines.find(({ serviceType }) => serviceType === 'plan');
  return fieldsOf(basicInformation).productNo === ''
    ? undefined
    : (plan?.serviceId ?? lines[0]?.connectionPlanId);
}
