import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { consentTo } from '../../../src/orders/duplicates';
import { OrderPlacement, type Blocked, type PlacementResult } from '../../../src/orders/place';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { RecentOrders } from '../../../src/orders/recentOrders';
import { OrderSender } from '../../../src/orders/send';
import { Reconciliation } from '../../../src/orders/reconciliation';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { PortalClient } from '../../../src/portal/client';
import { Session } from '../../../src/portal/session';
import { SessionStore } from '../../../src/portal/sessionStore';
import type { SimulatedPortal } from '../../../src/sandbox/simulatedPortal';
import { CollectedLog } from '../support/collectedLog';
import { MemorySecrets } from '../support/memorySecrets';
import { StallingJournal, StallingLocks } from '../support/stalling';
import type { Reviewed } from './history';
import type { Network } from './network';
import { readOrderContents } from '../../../src/orders/subject';

/** No process has this id: it is above what systems give out. */
const deadProcess = 2 ** 22 + 1;

/** One window of VS Code: its session, its journal and lock over the folder that all windows share. */
export class Window {
  private constructor(
    readonly network: Network,
    readonly session: Session,
    readonly client: PortalClient,
    readonly journal: StallingJournal,
    readonly locks: StallingLocks,
    readonly placement: OrderPlacement,
    readonly reconciliation: Reconciliation,
    private readonly recentOrders: RecentOrders,
    readonly folder: string,
    private readonly now: () => number,
    readonly portal: SimulatedPortal,
  ) {}

  static async open(
    network: Network,
    portal: SimulatedPortal,
    { baseUrl, folder, now }: { baseUrl: BaseUrl; folder: string; now: () => number },
  ): Promise<Window> {
    const log = new CollectedLog();
    const session = new Session(network, new SessionStore(new MemorySecrets(), log), now, 0);
    const client = new PortalClient(network, session);
    const journal = new StallingJournal(folder, log, now);
    const locks = new StallingLocks(join(folder, 'locks'));
    const sender = new OrderSender(client, session, { listDelay: 0 });
    const placement = new OrderPlacement({ sender, journal, locks, log, now });
    const reconciliation = new Reconciliation({ client, session, journal, locks, log, now });
    const recent = new RecentOrders(client, session);
    const window = new Window(
      ...([
        network,
        session,
        client,
        journal,
        locks,
        placement,
        reconciliation,
        recent,
        folder,
        now,
        portal,
      ] as const),
    );
    await window.signIn(baseUrl, portal);
    await journal.load();
    return window;
  }

  async signIn(baseUrl: BaseUrl, portal: SimulatedPortal): Promise<void> {
    await this.session.signInWithCredentials(baseUrl, portal, { keepCredentials: false });
  }

  /** Reviews an order, as the form does; undefined without a session, or where the portal's list cannot be read. */
  async review(order: Pick<OrderToPlace, 'body' | 'baseUrl' | 'operation'>): Promise<Reviewed | undefined> {
    const { state } = this.session;
    if (state.kind !== 'signedIn') {
      return undefined;
    }
    const known = await this.known().catch(() => undefined);
    return (
      known && {
        order: {
          ...{
            ...order,
            ordered: readOrderContents(order.body),
            ...known,
            signInId: state.signInId,
            endDate: undefined,
            shown: {},
            isCurrent: () => true,
          },
          ...{ sandbox: false, instanceName: '', serviceName: '' },
        },
        at: this.now(),
      }
    );
  }

  /** @returns Undefined when the window's process ended meanwhile. */
  async place({ order }: Reviewed, despite?: Blocked): Promise<PlacementResult | undefined> {
    const crashed = new Promise<undefined>((resolve) => {
      this.network.onCrash = () => resolve(undefined);
    });
    return Promise.race([this.placement.place(order, despite && consentTo(despite)), crashed]);
  }

  /** What the portal and this machine hold, as the form asks for it. */
  private async known(): Promise<Pick<OrderToPlace, 'before' | 'known'>> {
    await this.journal.load();
    const recent = await this.recentOrders.read(() => true, new AbortController().signal);
    const { entries } = this.journal;
    const placed = entries.filter(({ current }) => current.state === 'placed').map(({ id }) => id);
    return { before: recent.before, known: { placed: new Set(placed), recent } };
  }

  close(): void {
    this.reconciliation.dispose();
    this.session.dispose();
    this.journal.dispose();
  }

  /** After the end of a process its locks are those of a dead one. */
  leaveDeadLocks(): void {
    const locks = join(this.folder, 'locks');
    for (const name of existsSync(locks) ? readdirSync(locks) : []) {
      renameSync(join(locks, name), join(locks, name.replace(`.${process.pid}.`, `.${deadProcess}.`)));
    }
  }
}
