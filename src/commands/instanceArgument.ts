import * as z from 'zod/mini';
import { cloudPbx } from '../orders/rules';
import type { Instance } from '../portal/instances';
import { InstanceRow } from '../views/rows/instanceRow';
import { ServiceRow } from '../views/rows/serviceRow';

/** What a command that is about an instance was called for. */
export interface InstanceArgument {
  readonly productId: number;
  readonly productNo: string;
  readonly name: string;
  /** The service whose row it was called on. */
  readonly serviceId: string | undefined;
}

/** What a script or key binding may pass: a serial number, or an object with one. */
const scripted = z.union([
  z.string().check(z.trim(), z.minLength(1)),
  z.object({ productNo: z.string().check(z.trim(), z.minLength(1)), serviceId: z.optional(z.string()) }),
]);

/** Reads a command's argument; undefined when it names no instance. */
export function instanceArgument(argument: unknown): InstanceArgument | undefined {
  if (argument instanceof InstanceRow) {
    return ofInstance(argument.instance, undefined);
  }
  if (argument instanceof ServiceRow) {
    return ofInstance(argument.parent.instance, argument.service.serviceId);
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { productNo, serviceId } =
    typeof parsed.data === 'string' ? { productNo: parsed.data, serviceId: undefined } : parsed.data;
  return { productId: cloudPbx, productNo, name: '', serviceId };
}

/** The argument that a choice of the user stands for. */
export function ofInstance(instance: Instance, serviceId: string | undefined): InstanceArgument {
  const { productId, productNo, name } = instance;
  return { productId, productNo, name, serviceId };
}
