import type { OrderStatus } from '../../src/sandbox/orderStatus';
import type { Reply } from '../../src/sandbox/reply';
import type { ReceivedRequest } from '../../src/sandbox/router';
import type { PortalOptions } from '../../src/sandbox/simulatedPortal';
import { SimulatedPortal } from '../../src/sandbox/simulatedPortal';
import type { PriceAnswer } from './prices';
import { withPrices } from './prices';
import type { Shape } from './shapes';
import { defaultShape, reshaped } from './shapes';

export interface ShapedPortalOptions extends PortalOptions {
  /** What is left out comes from `defaultShape`. */
  readonly shape?: Partial<Shape>;
  /** `told` by default. */
  readonly price?: PriceAnswer;
}

/** The simulated portal, with replies of any shape. */
export class ShapedPortal extends SimulatedPortal {
  private readonly shape: Shape;
  private readonly isDefault: boolean;
  private readonly price: PriceAnswer;

  constructor({ shape, price = 'told', ...options }: ShapedPortalOptions = {}, earlier?: SimulatedPortal) {
    super(options, earlier);
    this.shape = { ...defaultShape, ...shape };
    this.isDefault = JSON.stringify(this.shape) === JSON.stringify(defaultShape);
    this.price = price;
  }

  override accept(request: ReceivedRequest, orderStatus: OrderStatus): () => Reply {
    const process = super.accept(request, orderStatus);
    return () => {
      const reply = withPrices(this.price, request.path, process());
      return this.isDefault ? reply : reshaped(this.shape, request.path, reply);
    };
  }
}
