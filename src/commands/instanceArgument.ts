import * as z from 'zod/mini';
import type { Instance } from '../portal/instances';
import { productIds } from '../rules/products';
import type { InstanceLists } from '../views/instanceLists';
import { InstanceRow } from '../views/rows/instanceRow';
import { PlanRow } from '../views/rows/planRow';
import { ServiceRow } from '../views/rows/serviceRow';
import type { PortalText } from '../portal/values';

/** What a command that is about an instance was called for. */
export interface InstanceArgument {
  readonly productId: number;
  readonly productNo: string;
  /** What the partner calls it; empty when that is not known. */
  readonly name: PortalText;
  /** The service whose row it was called on. */
  readonly serviceId: string | undefined;
}

const serialNumber = z.string().check(z.trim(), z.minLength(1));

/** What a script or key binding may pass: a serial number, or an object with one. */
const scripted = z.union([
  z.pipe(
    serialNumber,
    z.transform((productNo: string) => ({ productNo, productId: undefined, serviceId: undefined })),
  ),
  z.object({
    productNo: serialNumber,
    productId: z.optional(z.number().check(z.int(), z.positive())),
    serviceId: z.optional(z.string()),
  }),
]);

/**
 * Reads a command's argument: the row of an instance, of its plan or of one of its services, or what a script or
 * key binding passes. A serial number without a product is looked for among the loaded instances, and taken for
 * a Cloud PBX's where it is not there.
 *
 * @returns Undefined when it names no instance.
 */
export function instanceArgument(
  argument: unknown,
  loaded: Pick<InstanceLists, 'find'>,
): InstanceArgument | undefined {
  if (argument instanceof InstanceRow) {
    return ofInstance(argument.instance, undefined);
  }
  if (argument instanceof ServiceRow) {
    return ofInstance(argument.parent.instance, argument.service.serviceId);
  }
  if (argument instanceof PlanRow) {
    return ofInstance(argument.parent.instance, undefined);
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productNo, productId, serviceId } = parsed.data;
  const instance = loaded.find(productNo, productId);
  return instance
    ? ofInstance(instance, serviceId)
    : { productId: productId ?? productIds.cloudPbx, productNo, name: '', serviceId };
}

/** The argument that a choice of the user stands for. */
export function ofInstance(instance: Instance, serviceId: string | undefined): InstanceArgument {
  const { productId, productNo, name } = instance;
  return { productId, productNo, name, serviceId };
}
