import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import { OrderPlacement } from '../../../src/orders/place';
import type { Ended, HeldBack, OrderToPlace } from '../../../src/orders/place';
import { OrderSender } from '../../../src/orders/send';
import { Settling } from '../../../src/orders/settling';
import { takeSnapshot } from '../../../src/orders/snapshot';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { PortalClient } from '../../../src/portal/client';
import { Session } from '../../../src/portal/session';
import { SessionStore } from '../../../src/portal/sessionStore';
import type { SimulatedPortal } from '../../../src/sandbox/simulatedPortal';
import { CollectedLog } from '../support/collectedLog';
import { MemorySecrets } from '../support/memorySecrets';
import type { Network } from './network';

/** No process has this id: it is above what systems give out. */
const deadProcess = 2 ** 22 + 1;

/** One window of VS Code: its session, its journal and lock over the folder that all windows share. */
export class Window {
  private constructor(
    readonly network: Network,
    readonly session: Session,
    readonly client: PortalClient,
    readonly journal: Journal,
    readonly placement: OrderPlacement,
    readonly settling: Settling,
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  static async open(
    network: Network,
    portal: SimulatedPortal,
    { baseUrl, folder, now }: { baseUrl: BaseUrl; folder: string; now: () => number },
  ): Promise<Window> {
    const log = new CollectedLog();
    const session = new Session(network, new SessionStore(new MemorySecrets(), log), now);
    const client = new PortalClient(network, session);
    const journal = new Journal(folder, log, now);
    const locks = new Locks(join(folder, 'locks'));
    const sender = new OrderSender(client, session);
    const placement = new OrderPlacement({ sender, journal, locks, log, now });
    const settling = new Settling({ client, session, journal, locks, log, now });
    const window = new Window(network, session, client, journal, placement, settling, folder, now);
    await window.signIn(baseUrl, portal);
    await journal.load();
    return window;
  }

  async signIn(baseUrl: BaseUrl, portal: SimulatedPortal): Promise<void> {
    await this.session.signInWithCredentials(baseUrl, portal, { keepCredentials: false });
  }

  /** Reviews an order, as the form does; undefined without a session. */
  async review(order: Pick<OrderToPlace, 'body' | 'baseUrl'>): Promise<OrderToPlace | undefined> {
    const { state } = this.session;
    if (state.kind !== 'signedIn') {
      return undefined;
    }
    const reviewedAt = this.now();
    const before = await takeSnapshot(this.client).catch(() => undefined);
    return {
      ...{ ...order, signInId: state.signInId, before, reviewedAt },
      ...{ sandbox: false, instanceName: '', serviceName: '' },
    };
  }

  /** @returns Undefined when the window's process ended meanwhile. */
  async place(order: OrderToPlace, despite?: HeldBack): Promise<Ended | HeldBack | undefined> {
    const crashed = new Promise<undefined>((resolve) => {
      this.network.onCrash = () => resolve(undefined);
    });
    const ids = new Set(despite?.records.map(({ id }) => id));
    return Promise.race([this.placement.place(order, ids), crashed]);
  }

  close(): void {
    this.settling.dispose();
    this.session.dispose();
    this.journal.dispose();
  }

  /** After the end of a process its locks are those of a dead one. */
  leaveDeadLocks(): void {
    const locks = join(this.folder, 'locks');
    for (const name of readdirSync(locks)) {
      renameSync(join(locks, name), join(locks, name.replace(`.${process.pid}.`, `.${deadProcess}.`)));
    }
  }
}
