import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { FormValues } from '../../src/orders/formValues';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { EnemyPage } from './enemyPage';
import { signedIn } from './extension';
import { productNo, reference, until, untilReviewed } from './formStates';
import { hostLogText, outputText, removeEntries } from './logFiles';

export const savePath = '/order/openapi/order/v1/save';

/** A test portal, the extension signed in to it, and a form whose page an enemy controls. */
export class EnemyScene {
  private constructor(
    readonly parts: Composition,
    readonly portal: TestPortal,
    readonly enemy: EnemyPage,
  ) {}

  static async open(options: TestPortalOptions = {}): Promise<EnemyScene> {
    const { parts, portal } = await signedIn(options);
    return new EnemyScene(parts, portal, await EnemyPage.open(parts, productNo));
  }

  async close(): Promise<void> {
    const { parts, portal } = this;
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  }

  /** The bodies of the orders that reached the portal, whatever their outcome. */
  get sent(): string[] {
    return this.portal.requests.filter(({ path }) => path === savePath).map(({ body }) => body);
  }

  /** Makes the page review values, and waits for that review. @returns Its ID. */
  async review(values: FormValues = reference): Promise<string> {
    const { form } = this.enemy;
    const { step } = form.state;
    const old = step.name === 'review' ? step.review.reviewId : '';
    await this.enemy.post({ id: 1, request: 'submit', values });
    await until(form, ({ step }) => step.name === 'review' && step.review.reviewId !== old);
    const { reviewId } = await untilReviewed(form);
    // The limits of a quantity are looked up once a plan or service is chosen, and no review waits for them.
    await until(form, ({ fields }) => fields.find(({ name }) => name === 'quantity')?.least !== null);
    return reviewId;
  }

  /**
   * What is logged during an action of the page.
   *
   * @returns How many messages were refused, without those that end the page’s scripts, and everything that was logged.
   */
  async logged(action: () => Promise<unknown>): Promise<{ refusals: number; text: string }> {
    const [written, scripts] = [outputText(this.parts).length, this.enemy.scripts];
    await action();
    const text = outputText(this.parts).slice(written);
    const refusals = text.split('The form sent a message that was refused').length - 1;
    return { refusals: refusals - (this.enemy.scripts - scripts), text };
  }
}

/**
 * Runs a test, and also fails on errors that nothing handles: rejected promises, and what VS Code caught and logged.
 */
export async function withoutUnseenErrors(parts: Composition, test: () => Promise<void>): Promise<void> {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  const logBefore = hostLogText(parts).length;
  process.on('unhandledRejection', note);
  try {
    await test();
    // Node reports rejections after the microtasks of the turn in which they occurred.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', note);
  }
  assert.deepEqual(rejections.map(String), []);
  assert.doesNotMatch(hostLogText(parts).slice(logBefore), /\[error\]/);
}
