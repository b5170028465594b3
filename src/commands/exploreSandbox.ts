import { type Memento, commands, type StatusBarItem, l10n, StatusBarAlignment, window } from 'vscode';
import { parseBaseUrl } from '../portal/baseUrl';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import type { Sandbox } from '../sandbox/server';
import { instancesViewId } from '../tree/instancesView';
import { type SessionState, isSandbox } from '../portal/sessionTokens';

const exploringKey = 'exploringSandbox';

/** The sandbox of this window: a simulated portal that stays signed in across reloads, until the user signs out. */
export class ExploreSandbox {
  private running: Promise<Sandbox> | undefined;

  /** @param memory State of this window only, so that other windows do not enter the sandbox. */
  constructor(
    private readonly session: Session,
    private readonly memory: Memento,
    private readonly log: TraceLog,
  ) {}

  /** Whether this window was in the sandbox before it was closed or reloaded. */
  get wasOn(): boolean {
    return this.memory.get(exploringKey, false);
  }

  /** Starts the sandbox if it is not running, signs in to it and shows the Instances view. */
  async start(): Promise<void> {
    await this.signIn();
    await commands.executeCommand(`${instancesViewId}.focus`);
  }

  /** Starts the sandbox if it is not running, and signs in to it. */
  async signIn(): Promise<void> {
    this.running ??= import('../sandbox/server').then(({ startSandbox }) => startSandbox());
    const { baseUrl, clientId, clientSecret } = await this.running;
    this.log.info(`The sandbox listens on ${baseUrl}`);
    await this.session.signInWithCredentials(
      parseBaseUrl(baseUrl),
      { clientId, clientSecret },
      { keepCredentials: true, sandbox: true },
    );
    await this.memory.update(exploringKey, true);
  }

  /** Stops the sandbox, after the user has signed out of it or in to the real portal. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await this.memory.update(exploringKey, undefined);
    await (await running)?.close();
  }

  /** Stops the server when the extension is deactivated. The window starts the sandbox again when it reopens. */
  dispose(): void {
    void this.running?.then((sandbox) => sandbox.close());
  }
}

/** The status bar item that is shown while the sandbox is on. */
export class SandboxStatus {
  private item: StatusBarItem | undefined;

  show(state: SessionState): void {
    const isOn = isSandbox(state);
    if (isOn && !this.item) {
      this.item = window.createStatusBarItem('pbx.sandbox', StatusBarAlignment.Left);
      this.item.name = l10n.t('PBX Sandbox');
      this.item.text = `$(beaker) ${l10n.t('PBX Sandbox')}`;
      this.item.tooltip = l10n.t(
        'The PBX view shows a simulated portal. Nothing is bought. Sign out to leave it.',
      );
      this.item.command = `${instancesViewId}.focus`;
      this.item.show();
    } else if (!isOn) {
      this.dispose();
    }
  }

  dispose(): void {
    this.item?.dispose();
    this.item = undefined;
  }
}
