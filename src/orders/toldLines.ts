import type { OrderDetail, OrderLine } from '../portal/orderDetail';
import { idFrom, withoutTrailingZeros } from '../portal/values';
import type { Ordered } from './subject';

/**
 * What the portal's details of an order tell of its lines, compared with what is about to be ordered. The guide names no
 * field of them (API guide, order details): only what can be read for certain tells one order from another.
 */

/**
 * Whether the details tell what was ordered. A plan that they name may be the one that the PBX has: only a line of a
 * service says what an order of services is, and only a line with `serviceId` what an order of a plan is.
 */
export function tellsLines(ordered: Ordered, { lines }: OrderDetail): boolean {
  const isOfPlan = ordered.operationType.endsWith('_plan');
  return lines.some((line) => isReadable(line) && (isOfPlan || line.kind === 'service'));
}

/** Whether one of the lines is, or may be, of a service or plan that is ordered. */
export function mayShareLine({ serviceList }: Ordered, { lines }: OrderDetail): boolean {
  return serviceList.some(({ serviceId }) => lines.some((line) => mayBeOf(line, serviceId)));
}

/** Whether the lines are, or may be, just those that are ordered, each in the same quantity. */
export function mayHaveEqualLines({ serviceList }: Ordered, { lines }: OrderDetail): boolean {
  const isOrdered = (id: string) => serviceList.some(({ serviceId }) => serviceId === id);
  return (
    serviceList.every(({ serviceId, quantity }) =>
      lines.some((line) => mayBeOf(line, serviceId) && !isOtherNumber(quantity, quantityOf(line))),
    ) && lines.every((line) => line.kind === 'plan' || !isReadable(line) || isOrdered(idOf(line)))
  );
}

/** A service whose id is none, a name perhaps, may be any. */
function mayBeOf(line: OrderLine, serviceId: string): boolean {
  return idOf(line) === serviceId || (line.kind === 'service' && !isReadable(line));
}

function isReadable(line: OrderLine): boolean {
  return line.fields.some(({ name }) => name === 'serviceId') && idFrom(idOf(line)) !== undefined;
}

function idOf({ id }: OrderLine): string {
  return id.trim();
}

function quantityOf({ fields }: OrderLine): string | undefined {
  return fields.find(({ name }) => name === 'quantity')?.value;
}

/** Whether both are numbers, and not the same. */
function isOtherNumber(one: string | undefined, other: string | undefined): boolean {
  const [first, second] = [decimal(one ?? ''), decimal(other ?? '')];
  return first !== undefined && second !== undefined && first !== second;
}

/** A decimal number in its shortest form, with all its digits: `10` for `10.00`; undefined for what is none. */
export function decimal(text: string): string | undefined {
  const [, sign = '', whole, cents = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const fraction = withoutTrailingZeros(cents);
  return `${sign === '-' ? sign : ''}${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;
}
