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

  /** Waits for the window's host where it is still starting, or the one before it still ending. */
  static async of(server: Server): Promise<HostToKill> {
    const id = await eventually('A single extension host', () => server.extensionHostProcessId());
    return new HostToKill(server, id);
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
      process.kill(this.id, 'SIGKILL');
      await eventually('The end of the extension host', () =>
        this.server.extensionHostProcessIds().includes(this.id) ? undefined : true,
      );
      this.death.open();
    }
    await this.dead;
  }
}
