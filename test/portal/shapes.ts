import { LosslessNumber, parse, stringify } from 'lossless-json';
import * as z from 'zod/mini';
import { productsOf } from '../../src/sandbox/productEndpoints';
import type { Reply } from '../../src/sandbox/reply';

/** The shape of replies where the guide does not document it. A client must support every combination. */
export interface Shape {
  /**
   * `lists`: plans and services in separate lists. `nested`: services inside their plan, in deeper wrappers. `renamed`:
   * other names for containers and fields, and an additional wrapper.
   */
  readonly containers: 'lists' | 'nested' | 'renamed';
  /** Whether amounts, and ids whose type is not documented, are JSON strings or numbers. */
  readonly ids: 'text' | 'number';
  /** The documented page envelope, a plain array of rows, or only `total` and `results`. */
  readonly pages: 'envelope' | 'array' | 'totals';
  /** `told`: instances, services and orders have all their fields. `untold`: only the documented ones. */
  readonly details: 'told' | 'untold';
}

/** The shape of the replies of the simulated portal itself. */
export const defaultShape: Shape = { containers: 'lists', ids: 'text', pages: 'envelope', details: 'told' };

/** All shapes. */
export const allShapes: readonly Shape[] = (['lists', 'nested', 'renamed'] as const).flatMap((containers) =>
  (['text', 'number'] as const).flatMap((ids) =>
    (['envelope', 'array', 'totals'] as const).flatMap((pages) =>
      (['told', 'untold'] as const).map((details) => ({ containers, ids, pages, details })),
    ),
  ),
);

/** Returns the name of a shape for test titles. */
export function nameOf({ containers, ids, pages, details }: Shape): string {
  return `${containers}, ids as ${ids}, pages as ${pages}, details ${details}`;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reshapes the `result` of a successful reply. Fields that become undefined are omitted from the reply. */
type Reshape = (shape: Shape, result: unknown) => unknown;

/** By path. Other replies are the same in every shape. */
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

/** Ids and amounts that are JSON numbers in some shapes. */
const numberFields = [
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
 * Returns a reply of the simulated portal in another shape. Failures are the same in every shape.
 * @param path the path that the request was sent to
 */
export function reshaped(shape: Shape, path: string, reply: Reply): Reply {
  const isOrder = path.startsWith('/order/');
  const envelope = fieldsOf(
    parse(reply.body, (name, value) =>
      shape.ids === 'number' && (numberFields.includes(name) || (isOrder && name === 'id'))
        ? toJsonNumber(value)
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

function toJsonNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d/.test(value) ? new LosslessNumber(value) : value;
}

const fieldsSchema = z.record(z.string(), z.unknown());

function fieldsOf(value: unknown): Fields {
  return z.parse(fieldsSchema, value);
}

function rowsOf(value: unknown): readonly Fields[] {
  return z.parse(z.array(fieldsSchema), value);
}

/** Reshapes a page of rows (API guide: Response, page envelope). */
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

/** Reshapes a list whose type in the guide is a single object: contacts, users, regions. */
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

/** Reshapes the products: the guide shows this list both with and without offerings. */
function products({ ids }: Shape, result: unknown): unknown {
  const known = [...productsOf('20'), ...productsOf('21')];
  return rowsOf(result).map((row) => {
    const product = known.find(({ productId }) => productId === String(row.productId));
    return { ...row, offeringId: ids === 'number' ? [toJsonNumber(product?.offeringId)] : undefined };
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

/** Returns a plan or service with the field names of `renamed`. */
function renamed({ planId, serviceId, pricingId, planName, serviceName, ...others }: Fields): Fields {
  return {
    planId,
    serviceId,
    [planId === undefined ? 'pricingServiceId' : 'pricingPlanId']: pricingId,
    name: planName ?? serviceName,
    ...others,
  };
}

/** Reshapes the details of a plan or service. */
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

/** Reshapes a calculated price. Without a price (see `PriceAnswer`), the result does not change. */
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

/** Reshapes an instance, in the list of purchased products or in its details. */
function instance(shape: Shape, row: Fields): Fields {
  const documented = {
    activationCode: row.activationCode,
    activationStatus: row.activationStatus,
    comment: row.comment,
    productNo: row.productNo,
  };
  const fromDetails = {
    createTime: row.createTime,
    currentPlan: row.currentPlan,
    currentPlanExpireDate: row.currentPlanExpireDate,
  };
  return shape.details === 'told'
    ? { ...documented, ...subscription(shape, row), ...fromDetails }
    : { ...documented, ...fromDetails };
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
      // At noon, as in the portal: the same date in nearly every time zone.
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

/** Returns the plan id of the instance that an order was for; undefined if there is no instance or no plan. */
function planIdOf({ basicInformation, orderSummary }: Fields): unknown {
  const lines = rowsOf(fieldsOf(orderSummary).serviceList);
  const plan = lines.find(({ serviceType }) => serviceType === 'plan');
  return fieldsOf(basicInformation).productNo === ''
    ? undefined
    : (plan?.serviceId ?? lines[0]?.connectionPlanId);
}
