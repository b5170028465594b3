import * as z from 'zod/mini';
import type { Memento } from 'vscode';
import type { Session } from '../portal/session';
import { type SessionState } from '../portal/sessionTokens';
import type { Order } from '../orders/order';
import type { OrderToPlace } from '../orders/orderToPlace';

const choices = z.object({ billingId: z.optional(z.string()), billingCycle: z.optional(z.string()) });

/** What an order last named: the id of the billing contact, and the billing cycle. */
export type Choices = Readonly<z.infer<typeof choices>>;

const keptChoices = z.array(z.object({ portal: z.string(), account: z.string(), ...choices.shape }));

type SignedIn = Extract<SessionState, { kind: 'signedIn' }>;

const noChoices: Choices = {};

const stateKey = 'pbx.rememberedChoices';

/** Number of accounts whose choices are kept. A pasted token counts as a new account with each sign-in. */
const mostAccounts = 20;

/**
 * The choices of the last order that was placed, by portal and account. Those of the sandbox are forgotten with its
 * session and never stored.
 */
export class RememberedChoices {
  private sandbox: { readonly signInId: string; readonly choices: Choices } | undefined;

  /** What was last parsed: forms ask for it often. */
  private parsed: { readonly stored: unknown; readonly choices: z.infer<typeof keptChoices> } | undefined;

  constructor(private readonly state: Pick<Memento, 'get' | 'update'>) {}

  /** Returns what the last order of an account named; empty when there was none. */
  of(session: SessionState): Choices {
    if (session.kind !== 'signedIn') {
      return noChoices;
    }
    if (session.kept === 'sandbox') {
      return this.sandbox?.signInId === session.signInId ? this.sandbox.choices : noChoices;
    }
    return this.kept().find((one) => isOf(one, session)) ?? noChoices;
  }

  /** Remembers what an order named. A choice that it did not have stays as it was. */
  async remember(session: SignedIn, { billingId, billingCycle }: Choices): Promise<void> {
    const before = this.of(session);
    const now: Choices = {
      billingId: billingId ?? before.billingId,
      billingCycle: billingCycle ?? before.billingCycle,
    };
    if (session.kept === 'sandbox') {
      this.sandbox = { signInId: session.signInId, choices: now };
      return;
    }
    const others = this.kept().filter((one) => !isOf(one, session));
    const { baseUrl: portal, account } = session;
    await this.state.update(stateKey, [{ portal, account, ...now }, ...others].slice(0, mostAccounts));
  }

  private kept(): z.infer<typeof keptChoices> {
    const stored: unknown = this.state.get(stateKey);
    if (this.parsed?.stored !== stored) {
      this.parsed = { stored, choices: z.safeParse(keptChoices, stored).data ?? [] };
    }
    return this.parsed?.choices ?? [];
  }
}

function isOf(one: { readonly portal: string; readonly account: string }, session: SignedIn): boolean {
  return one.portal === session.baseUrl && one.account === session.account;
}

/** What is remembered of a review. */
interface ReviewedOrder {
  readonly request: Pick<OrderToPlace, 'signInId'>;
  readonly read: { readonly order: Pick<Order, 'billingId' | 'serviceList'> };
}

/**
 * Remembers contact and cycle of a placed order for the next form of the same account.
 *
 * @param isCycleChosen Whether the user chose the cycle.
 */
export function rememberChoices(
  { session, remembered }: { readonly session: Session; readonly remembered: RememberedChoices },
  { request: { signInId }, read: { order } }: ReviewedOrder,
  isCycleChosen = true,
): void {
  const { state } = session;
  if (state.kind === 'signedIn' && state.signInId === signInId) {
    const { billingId, serviceList } = order;
    const billingCycle = isCycleChosen ? serviceList[0]?.billingCycle : undefined;
    void remembered.remember(state, { billingId, billingCycle });
  }
}
