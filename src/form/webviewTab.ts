import { randomBytes } from 'node:crypto';
import {
  type Webview,
  type WebviewOptions,
  type WebviewPanel,
  type WebviewPanelOptions,
  Uri,
  env,
} from 'vscode';
import { Owner, type Disposable } from '../portal/emitter';
import { type PageHtml, pageHtml } from './page';

/** Returns the folder that holds the webviews' scripts and style sheets. */
function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * Commands that links in the page may run. They still work when the extension no longer receives messages from the
 * page.
 */
const linkCommands = ['pbx.reopenForm', 'workbench.action.reloadWindow'] as const;

/**
 * Restricts what a page may do: run its own script, load nothing but that script and its style sheet, and link to the
 * commands that reopen it.
 */
export function webviewOptions(extensionUri: Uri): WebviewPanelOptions & WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: linkCommands,
    localResourceRoots: [webviewFolder(extensionUri)],
  };
}

/**
 * Returns the HTML of a page.
 *
 * @param name Name of its script and its style sheet.
 */
export function webviewHtml(
  webview: Webview,
  extensionUri: Uri,
  name: 'form' | 'bulkOrder' | 'calendar',
  { title, page }: Pick<PageHtml, 'title' | 'page'>,
): string {
  const uriOf = (file: string) =>
    webview.asWebviewUri(Uri.joinPath(webviewFolder(extensionUri), file)).toString();
  return pageHtml({
    nonce: randomBytes(16).toString('base64'),
    cspSource: webview.cspSource,
    scriptUri: uriOf(`${name}.js`),
    styleUri: uriOf(`${name}.css`),
    language: env.language,
    title,
    page,
  });
}

export interface WebviewTabDeps {
  readonly extensionUri: Uri;
  /** Keeps reconciling orders of unknown outcome until the returned object is disposed. */
  readonly keepReconciling: () => Disposable;
}

/** One tab with a page for orders: passes messages between them, and keeps reconciling while the user looks at it. */
export abstract class WebviewTab<Message> extends Owner {
  private watch: Disposable | undefined;
  private isDisposed = false;

  constructor(
    private readonly tabDeps: WebviewTabDeps,
    protected readonly panel: WebviewPanel,
    /** `isWaiting`: whether the page shows an order of unknown outcome. */
    private readonly shown: { readonly isWaiting: boolean },
  ) {
    super();
    this.own(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.own(panel.onDidChangeViewState(() => this.watchWhileShown()));
  }

  /** Brings the tab to the front and focuses it; does nothing if it has been closed. */
  reveal(): void {
    if (!this.isDisposed) {
      this.panel.reveal();
    }
  }

  override dispose(): void {
    this.isDisposed = true;
    this.watch?.dispose();
    super.dispose();
  }

  /** Handles a message of the page, which is not trusted. */
  protected abstract receive(message: unknown): void;

  /** Keeps reconciling while the user is looking at an order of unknown outcome. */
  protected watchWhileShown(): void {
    if (this.panel.visible && this.shown.isWaiting) {
      this.watch ??= this.tabDeps.keepReconciling();
    } else {
      this.watch?.dispose();
      this.watch = undefined;
    }
  }

  /** Sends a message unless the tab has been closed, which can happen while a request is being handled. */
  protected post(message: Message): void {
    if (!this.isDisposed) {
      void this.panel.webview.postMessage(message);
    }
  }
}
