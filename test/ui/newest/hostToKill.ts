import { readFileSync } from 'node:fs';
import { eventually } from '../../rig/eventually';
import type { Server } from '../../rig/server';
import { Gate } from '../../unit/support/gate';

/** The extension host of the only window. */
export class HostToKill {
  private readonly death = new Gate();
  private pointsLeft = 1;

  private constructor(
    private readonly server: Server,
    private readonly id: number,
  ) {}

  /**
   * The host of a window that shows the extension’s views. VS Code restarts a killed host by itself, and if the window
   * is reloaded meanwhile, that host stays without a window: it is ended here.
   */
  static of(server: Server): HostToKill {
    const [newest, ...others] = server
      .extensionHostProcessIds()
      .sort((one, other) => startOf(other) - startOf(one));
    if (newest === undefined) {
      throw new Error('The server has no extension host.');
    }
    others.forEach(end);
    return new HostToKill(server, newest);
  }

  /** @param points How many requests have to reach their point before the host is killed; 1 by default. */
  dieAfter(points: number): void {
    this.pointsLeft = points;
  }

  get dead(): Promise<void> {
    return this.death.opened;
  }

  /** Kills the host, unless others still have to reach their point. Resolves when it is dead. */
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

/** When a process was started, in ticks; its id where the system does not tell. Ids begin again at some point. */
function startOf(id: number): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ');
    return Number(fields.split(' ')[19]);
  } catch {
    return id;
  }
}

function end(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}
