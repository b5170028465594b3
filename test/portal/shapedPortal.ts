import type { PlacedOrder as KeptOrder } from '../../src/sandbox/order';
import type { Reply, ReceivedRequest } from '../../src/sandbox/reply';
import { type PortalOptions, SimulatedPortal } from '../../src/sandbox/simulatedPortal';
import { type PriceAnswer, withPrices } from './prices';
import { type Shape, defaultShape, reshaped } from './shapes';
import type { OrderStatus } from '../../src/sandbox/router';

const testAccount = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' } as const;

export interface ShapedPortalOptions extends PortalOptions {
  /** Omitted properties come from `defaultShape`. */
  readonly shape?: Partial<Shape>;
  /** `told` by default. */
  readonly price?: PriceAnswer;
}

/** An order in the portal, with the exact request body that was received. */
export interface PlacedOrder extends KeptOrder {
  readonly body: string;
}

/** The simulated portal with replies of any shape. */
export class ShapedPortal extends SimulatedPortal {
  private readonly shape: Shape;
  private readonly isDefault: boolean;
  private readonly price: PriceAnswer;
  /** The request bodies of `orders`, in the same sequence. */
  private readonly bodies: string[] = [];

  constructor({ shape, price = 'told', ...options }: ShapedPortalOptions = {}, earlier?: SimulatedPortal) {
    super({ ...testAccount, ...options }, earlier);
    this.shape = { ...defaultShape, ...shape };
    this.isDefault = JSON.stringify(this.shape) === JSON.stringify(defaultShape);
    this.price = price;
  }

  override get orders(): readonly PlacedOrder[] {
    return super.orders.map((order, index) => ({ ...order, body: this.bodies[index] ?? '' }));
  }

  override accept(request: ReceivedRequest, orderStatus: OrderStatus): () => Reply {
    const process = super.accept(request, orderStatus);
    return () => {
      const ordersBefore = super.orders.length;
      const reply = withPrices(this.price, request.path, process());
      if (super.orders.length > ordersBefore) {
        this.bodies.push(request.body);
      }
      return this.isDefault ? reply : reshaped(this.shape, request.path, reply);
    };
  }
}
