import assert from 'node:assert/strict';
import { type WebviewPanel, EventEmitter, ViewColumn, window } from 'vscode';
import type { OrderDraft, ToWebviewMessage } from '../../src/form/contract';
import type { OrderForm } from '../../src/form/orderForm';
import { formViewType } from '../../src/form/formPanel';
import type { Composition } from '../../src/compose/compose';
import { untilLookedUp } from './formStates';

type Reply = Extract<ToWebviewMessage, { message: 'reply' }>;

/** Runs every script that the test sends, and reports when it has. */
const html = `<!DOCTYPE html>
<meta charset="utf-8">
<body>
<script>
  const vscode = acquireVsCodeApi();
  const post = (message) => vscode.postMessage(message);
  window.addEventListener('message', ({ data }) => {
    if (typeof data.script === 'string') {
      let failure = '';
      try {
        (0, eval)(data.script);
      } catch (error) {
        failure = String(error);
      }
      post('done ' + data.run + failure);
    }
  });
  post('done 0');
</script>
`;

/** One of the extension’s forms whose page an enemy controls: it can post anything. */
export class EnemyPage {
  private runs = 0;
  private readonly heard: Reply[] = [];
  private readonly replied = new EventEmitter<undefined>();

  private constructor(
    readonly panel: WebviewPanel,
    readonly form: OrderForm,
    /** The page that the extension made. */
    readonly ownHtml: string,
    /** Posts to the page without being recorded here. */
    private readonly toPage: (message: unknown) => Thenable<boolean>,
  ) {}

  /** Opens a form as VS Code restores one after a reload, and replaces its page with the enemy’s. */
  static async open(parts: Composition, productNo: string): Promise<EnemyPage> {
    const panel = window.createWebviewPanel(formViewType, '', ViewColumn.Active);
    const { webview } = panel;
    const toPage = webview.postMessage.bind(webview);
    const draft: OrderDraft = {
      form: 'order',
      ...{ operation: 'subscribe', productId: 13, productName: '', productNo, instanceName: '' },
      ...{ edited: [], values: { productNo } },
    };
    parts.forms.restore(panel, draft);
    const form = parts.forms.orders.formOf(draft);
    assert.ok(form);
    await untilLookedUp(form);
    const enemy = new EnemyPage(panel, form, webview.html, toPage);
    webview.postMessage = (message: ToWebviewMessage) => {
      enemy.hear(message);
      return toPage(message);
    };
    const isHere = enemy.done(0);
    webview.html = html;
    await isHere;
    return enemy;
  }

  /** Runs a script in the page, which has `post(message)`. Resolves once the host has received what it posted. */
  async run(script: string): Promise<void> {
    this.runs++;
    const done = this.done(this.runs);
    await this.toPage({ script, run: this.runs });
    await done;
  }

  /** Brings the tab to the front again, for which VS Code reloads the page. */
  async comeBack(): Promise<void> {
    const isHere = this.done(0);
    this.panel.reveal();
    await isHere;
  }

  /** Posts messages unchanged. */
  async post(...messages: readonly object[]): Promise<void> {
    await this.run(messages.map((message) => `post(${JSON.stringify(message)});`).join('\n'));
  }

  /** Posts messages that the host answers. @returns The failures in the answers, in their order. */
  async ask(...messages: readonly object[]): Promise<(string | null)[]> {
    const before = this.heard.length;
    await this.post(...messages);
    await this.untilReplied(before + messages.length);
    return this.heard.slice(before).map(({ failure }) => failure);
  }

  /** How many scripts have run; each ends with a message that the host refuses. */
  get scripts(): number {
    return this.runs;
  }

  get replies(): number {
    return this.heard.length;
  }

  private async untilReplied(count: number): Promise<void> {
    while (this.heard.length < count) {
      await new Promise<void>((resolve) => {
        const listening = this.replied.event(() => {
          listening.dispose();
          resolve();
        });
      });
    }
  }

  private hear(message: ToWebviewMessage): void {
    if (message.message === 'reply') {
      this.heard.push(message);
      this.replied.fire(undefined);
    }
  }

  private done(run: number): Promise<void> {
    const end = `done ${run}`;
    return new Promise((resolve, reject) => {
      const listening = this.panel.webview.onDidReceiveMessage((message: unknown) => {
        if (typeof message === 'string' && message.startsWith(end)) {
          listening.dispose();
          if (message === end) {
            resolve();
          } else {
            reject(new Error(message));
          }
        }
      });
    });
  }
}
