import type { Locator, Page } from 'playwright-core';
import {
  type FormDraft,
  type FormState,
  type RequestMessage,
  type ToWebviewMessage,
  formDraft,
  requestMessage,
} from '../../../src/form/contract';
import themes from './themes.json';

export type ThemeName = keyof typeof themes;
export const themeNames: readonly ThemeName[] = ['light', 'dark', 'hcDark', 'hcLight'];

/** The form in a browser, and the host's end of its message channel. */
export class OpenForm {
  readonly requests: RequestMessage[] = [];
  /** Whether requests get their reply at once; `ready` gets the state as well. */
  answers = true;
  /** Whether the extension hears the page at all: it says so whenever it is asked. */
  isAlive = true;
  private isLeft = false;
  private readonly waiting = new Set<() => void>();
  private answering = Promise.resolve();

  constructor(
    readonly page: Page,
    private state: FormState,
  ) {}

  /** Takes what the webview posts; anything that is not in the contract fails the test. */
  receive(posted: unknown): void {
    const message = requestMessage.parse(posted);
    this.requests.push(message);
    for (const check of this.waiting) {
      check();
    }
    const isAnswered = this.isAlive && (this.answers || message.request === 'hello');
    if (isAnswered && !this.isLeft) {
      this.answering = this.answering.then(() => this.answer(message));
    }
  }

  /** Sends the webview a message of any shape; to a page that is gone, none. */
  async post(message: unknown): Promise<void> {
    await this.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    // Messages are delivered as tasks; the next task but one comes after them.
    await this.evaluate('new Promise((done) => setTimeout(() => setTimeout(done)))');
  }

  async show(state: FormState): Promise<void> {
    this.state = state;
    await this.post({ message: 'state', state } satisfies ToWebviewMessage);
  }

  async reply({ id }: RequestMessage, failure: string | null): Promise<void> {
    await this.post({ message: 'reply', id, failure } satisfies ToWebviewMessage);
  }

  /** Resolves when the host has answered everything and the webview has taken it in. */
  async settled(): Promise<void> {
    let answered;
    do {
      answered = this.requests.length;
      await this.answering;
      await this.page.evaluate('0');
    } while (answered !== this.requests.length);
  }

  /** All requests of this kind, once everything under way has come to rest. */
  async sent<Kind extends RequestMessage['request']>(
    kind: Kind,
  ): Promise<Extract<RequestMessage, { request: Kind }>[]> {
    await this.settled();
    return this.soFar(kind);
  }

  /** The last request of this kind, as soon as there are `count` of them. */
  async request<Kind extends RequestMessage['request']>(
    kind: Kind,
    count = 1,
  ): Promise<Extract<RequestMessage, { request: Kind }>> {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.soFar(kind).at(-1);
        if (found && this.soFar(kind).length >= count) {
          this.waiting.delete(check);
          resolve(found);
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  control(name: string): Locator {
    return this.page.locator(`[name="${name}"]`);
  }

  /** The message at a field; empty when there is none. */
  problem(name: string): Promise<string> {
    return this.page.locator(`#${name}-problem`).innerText();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  /** What a test says of the element that has the focus: its `name`, or else its text. */
  focus(): Promise<string> {
    return this.page.evaluate<string>(
      "document.activeElement.getAttribute('name') ?? document.activeElement.textContent.trim().slice(0, 40)",
    );
  }

  async kept(): Promise<FormDraft> {
    return formDraft.parse(await this.page.evaluate('globalThis.kept'));
  }

  /** Colours and classes as VS Code sets them on the page. */
  async wear(name: ThemeName): Promise<void> {
    const { bodyClass, variables } = themes[name];
    const style = Object.entries(variables)
      .map(([variable, value]) => `${variable}: ${value}`)
      .join('; ');
    // Through the object model, since the page's policy forbids the attribute.
    await this.page.evaluate(
      `document.documentElement.style.cssText = ${JSON.stringify(style)};
       document.body.className = ${JSON.stringify(bodyClass)};`,
    );
  }

  /** The browser goes on to another page: what this one has yet to be told is let go. */
  leave(): void {
    this.isLeft = true;
  }

  private async evaluate(script: string): Promise<void> {
    try {
      await this.page.evaluate(script);
    } catch (error) {
      if (!this.isLeft) {
        throw error;
      }
    }
  }

  private async answer(message: RequestMessage): Promise<void> {
    if (message.request === 'ready') {
      await this.show(this.state);
    }
    await this.reply(message, null);
  }

  private soFar<Kind extends RequestMessage['request']>(
    kind: Kind,
  ): Extract<RequestMessage, { request: Kind }>[] {
    return this.requests.filter(
      (message): message is Extract<RequestMessage, { request: Kind }> => message.request === kind,
    );
  }
}
