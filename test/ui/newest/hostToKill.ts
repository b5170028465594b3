import { eventually } from '../../rig/eventually';
import type { Server } from '../../rig/server';
import { Gate } from '../../unit/support/gate';

/** The extension host of the only window, and of it alone. */
export class HostToKill {
  private readonly death = new Gate();
  private pointsLeft = 1;

  private constructor(
    private readonly server: Server,
    private readonly id: number,
  ) {}

  /**
   * The host of a window that shows what the extension tells. VS Code starts a host that was killed anew by itself,
   * and where the window is loaded again meanwhile that one stays without a window: it is ended here.
   */
  static of(server: Server): HostToKill {
    const [newest, ...others] = server.extensionHostProcessIds().sort((one, other) => other - one);
    if (newest === undefined) {
      throw new Error('The server has no extension host.');
    }
    others.forEach(end);
    return new HostToKill(server, newest);
  }

  /** @param points how many requests have to come to their point before it is killed; one unless told */
  dieAfter(points: number): void {
    this.pointsLeft = points;
  }

  get dead(): Promise<void> {
    return this.death.opened;
  }

  /** Kills it, or leaves that to those who come to their point later. Resolves when it is dead. */
  async killAt(): Promise<void> {
    if (--this.pointsLeft === 0) {
      end(this.id);
      await eventually('The end of the extension host', () =>
        this.server.extensionHostProcessIds().includes(this.id) ? undefined : true,
      );
      this.death.open();
    }
    await this.dead;
  }
}

function end(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
