import { type Memento, commands, l10n, window } from 'vscode';
import { parseBaseUrl } from '../portal/baseUrl';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import type { Sandbox } from '../sandbox/server';
import { instancesViewId } from '../tree/instancesView';
import { isSandbox } from '../portal/sessionTokens';

const exploringKey = 'exploringSandbox';

/** The sandbox of this window: a simulated portal that stays signed in across reloads, until the user leaves it. */
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

  /** Has the reply to the next order lost, so that the user sees an order of unknown outcome. Says so. */
  async loseNextReply(): Promise<void> {
    const running = isSandbox(this.session.state) ? await this.running : undefined;
    running?.loseNextReply();
    void window.showInformationMessage(
      running
        ? l10n.t(
            'The next order will be placed, but its reply will be lost, and the portal will list the order a minute later. Until then, its outcome is unknown: try Check Again and Mark as Settled in the Orders view.',
          )
        : l10n.t('Replies are lost only in the sandbox. Explore the sandbox first.'),
    );
  }

  /** Stops the sandbox, after the user has left it or signed in to the real portal. */
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
