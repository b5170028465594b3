import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { ticked, type FormValues } from '../../src/orders/formValues';
import {
  startPortal,
  type ReceivedRequest,
  type ResetOptions,
  type TestPortal,
  type TestPortalOptions,
} from '../portal/testPortal';
import { askToken, Caller, credentials } from '../portal/caller';
import { eventually } from '../rig/eventually';
import { findTexts } from '../rig/findTexts';
import { launch, type LaunchOptions, type Launched } from '../rig/launch';
import { journalFolder } from '../rig/server';
import type { TreeRow } from '../rig/treeRow';
import type { View } from '../rig/view';
import type { Workbench } from '../rig/workbench';
import { reference } from './reference';

export const tokenPath = '/auth/openapi/v1/oauth/token';
export const savePath = '/order/openapi/order/v1/save';
export const orderListPath = '/order/openapi/order/v1/page';
export const instanceListPath = '/product/openapi/instance_product/v1/client/instance_product_list';

/** Secrets that a window may leave only in its secret storage; every token of the portal contains the mark. */
export const secrets = {
  clientId: 'partner-client',
  clientSecret: 'partner-secret',
  tokenMark: 'MarkedTokenOfTheWindowTests',
} as const;

/** A window with the extension. */
export class PbxWindow {
  constructor(readonly workbench: Workbench) {}

  get instances(): View {
    return this.workbench.view('Instances');
  }

  get orders(): View {
    return this.workbench.view('Orders');
  }

  get renewals(): View {
    return this.workbench.view('Renewals');
  }

  row(text: string): TreeRow {
    return this.instances.row(text);
  }

  async closeEditors(): Promise<void> {
    await this.workbench.runCommand('View: Close All Editors');
  }

  async clearNotifications(): Promise<void> {
    await this.workbench.runCommand('Notifications: Clear All Notifications');
  }

  /** The badge on the icon of the view container. */
  get badge(): Locator {
    return this.workbench.page.locator(
      '.activitybar .action-item:has(.action-label[aria-label^="PBX"]) .badge:visible',
    );
  }

  /** Waits until the badge shows this number of unknown outcomes. */
  async waitForBadge(count: number): Promise<void> {
    await this.badge.getByText(String(count), { exact: true }).waitFor();
  }

  /** Waits until the Orders view shows no journal entry of this machine; quarantined files may still be there. */
  async waitForNoEntry(): Promise<void> {
    await this.orders.rows.filter({ hasText: 'from here' }).first().waitFor({ state: 'hidden' });
  }

  /** Signs in with client credentials, step by step as a user does. */
  async signIn({ keep = false } = {}): Promise<void> {
    await this.enterCredentials('partner-secret');
    await this.workbench.quickInput.choose(keep ? 'Save them in the secret storage' : 'Do not save them');
  }

  /** Enters client credentials, as far as the portal’s answer to them. */
  async enterCredentials(clientSecret: string): Promise<void> {
    const { quickInput } = this.workbench;
    await this.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Client credentials');
    await quickInput.waitForMessage('Client ID');
    await quickInput.type('partner-client');
    await quickInput.submit();
    await quickInput.waitForMessage('Client secret');
    await quickInput.type(clientSecret);
    await quickInput.submit();
  }

  /**
   * The open form, once its fields are there.
   *
   * @param field A field that only this form has.
   */
  async form(field = 'quantity'): Promise<Form> {
    const frame = await this.workbench.webviewFrame(`[name="${field}"]:visible`);
    return new Form(frame);
  }

  /**
   * Opens a form from the menu of a row. If the tree is read again at that moment, VS Code passes no row to the command,
   * which then asks for it; so this is repeated until the form is there.
   *
   * @param field A field that only this form has.
   */
  async openForm(row: TreeRow, item: string, field = 'quantity'): Promise<Form> {
    const frame = await eventually(`The form of ${item}`, async () => {
      await this.workbench.page.keyboard.press('Escape');
      await row.chooseFromMenu(item);
      return this.workbench.webviewFrame(`[name="${field}"]:visible`, { timeout: 8000 });
    });
    return new Form(frame);
  }

  /**
   * Opens the form for Recording Minutes, which a PBX can have any number of times, and continues to the review until
   * Place Order can be pressed.
   *
   * @param instance Part of the instance’s row.
   */
  async reviewMinutes(instance: string = reference.instanceName): Promise<Form> {
    const form = await this.openForm(this.row(instance), 'Subscribe to a Service…');
    await form.field('serviceId').selectOption({ label: 'Recording Minutes' });
    await form.field('quantity').fill('100');
    await form.complete();
    await form.reviewUntilReady();
    return form;
  }

  /** Settles the order of unknown outcome as not placed, from the menu of its row; repeated as `openForm` is. */
  async settleAsNotPlaced(): Promise<void> {
    const { page, quickInput } = this.workbench;
    await eventually('The choice of what became of the order', async () => {
      await page.keyboard.press('Escape');
      await this.orders.row('outcome unknown').chooseFromMenu('Mark as Settled…');
      await quickInput.rowLabelled('It was not placed').waitFor({ timeout: 4000 });
      return true;
    });
    await quickInput.choose('It was not placed');
  }

  /** Consents, in VS Code’s dialog, to placing a possible duplicate. */
  async placeAnyway(form: Form): Promise<void> {
    await form.heading('Not sent: possible duplicate').waitFor();
    await form.button('Place Anyway…').click();
    await this.workbench.dialog.text();
    await this.workbench.dialog.clickButton('Place Anyway');
  }

  /** Reviews High Availability for an instance until it can be placed. */
  async reviewHighAvailability(instance: string = reference.instanceName): Promise<Form> {
    const form = await this.openForm(this.row(instance), 'Subscribe to High Availability…');
    await form.complete();
    await form.reviewUntilReady();
    return form;
  }
}

/** The installed extension in a real window, and the portal that it uses. */
export class Pbx extends PbxWindow {
  private constructor(
    readonly launched: Launched,
    /** The portal that the extension uses. It keeps its address; `anew` empties it. */
    readonly portal: TestPortal,
  ) {
    super(launched.workbench);
  }

  /** Starts a portal and a VS Code that uses it and is signed out. */
  static async open(portalOptions: TestPortalOptions = {}, options: LaunchOptions = {}): Promise<Pbx> {
    const portal = await Pbx.startPortal(portalOptions);
    const environment = { PBX_API_BASE_URL: portal.baseUrl, ...options.environment };
    const pbx = new Pbx(await launch({ ...options, environment }), portal);
    await pbx.workbench.openViewContainer('PBX');
    return pbx;
  }

  /** A portal that knows the partner's credentials. */
  static startPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
    const { clientId, clientSecret, tokenMark } = secrets;
    return startPortal({ clientId, clientSecret, tokenMark, ...options });
  }

  /**
   * Resets the portal behind the same address, and removes journal entries, editors and notifications. The session
   * stays, and the views keep what they show.
   */
  async empty(options: ResetOptions = {}): Promise<void> {
    await this.closeEditors();
    await this.clearNotifications();
    await this.portal.reset(options);
    this.removeEntries();
    await this.waitForNoEntry();
  }

  /** Empties everything and refreshes, for a test that begins signed in. */
  async anew(options: ResetOptions = {}): Promise<void> {
    await this.empty(options);
    await this.refresh();
  }

  /** Refreshes both views, and waits until they have sent their requests. */
  async refresh(): Promise<void> {
    const start = this.portal.requests.length;
    const isAsked = (path: string) =>
      this.portal.requests.slice(start).some((request) => request.path === path);
    await this.instances.clickAction('Refresh');
    await this.orders.clickAction('Refresh Orders');
    await eventually('The requests of both views', () =>
      isAsked(instanceListPath) && isAsked(orderListPath) ? true : undefined,
    );
  }

  /**
   * Signs in or out if necessary.
   *
   * @returns Whether the window was signed in before.
   */
  async beSignedIn(wanted: boolean): Promise<boolean> {
    const { rows, welcomeButtons } = this.instances;
    await rows.first().or(welcomeButtons.first()).waitFor();
    const isSignedIn = await rows.first().isVisible();
    if (!isSignedIn && wanted) {
      await this.signIn();
      await this.row(reference.instanceName).waitFor();
    } else if (isSignedIn && !wanted) {
      await this.workbench.runCommand('PBX: Sign Out');
      await this.instances.welcomeText();
    }
    return isSignedIn;
  }

  /** Opens another window of the same user, with the extension’s views. */
  async openWindow(): Promise<PbxWindow> {
    const other = new PbxWindow(await this.launched.openWindow());
    await other.workbench.openViewContainer('PBX');
    return other;
  }

  /** The folder of the journal entries. */
  get ordersFolder(): string {
    const { dataFolder } = this.launched.server;
    return join(journalFolder(dataFolder), 'orders');
  }

  /** The orders that were sent to the portal, whatever their outcome. */
  get sent(): readonly ReceivedRequest[] {
    return this.portal.requests.filter(({ path }) => path === savePath);
  }

  /** Places an order without any window of this machine, as a colleague does. @param body The exact request. */
  async orderElsewhere(body: string): Promise<void> {
    const { token } = await askToken(this.portal, credentials(this.portal));
    await new Caller(this.portal, token).post(savePath, body);
  }

  /** Removes all journal entries. Windows notice it a moment later: see `waitForNoEntry`. */
  removeEntries(): void {
    if (!existsSync(this.ordersFolder)) {
      return;
    }
    for (const name of readdirSync(this.ordersFolder).filter((name) => name.endsWith('.jsonl'))) {
      rmSync(join(this.ordersFolder, name));
    }
  }

  /** @throws AssertionError if a secret of this session was found, with the places */
  async assertNoSecrets(): Promise<void> {
    const found = await findTexts(this.launched, Object.values(secrets));
    assert.deepEqual(found, [], 'secrets lie where they must not');
  }

  /**
   * Searches for the secrets of this session, then closes everything.
   *
   * @throws AssertionError as `assertNoSecrets` does
   */
  async close(): Promise<void> {
    try {
      await this.assertNoSecrets();
    } finally {
      await this.launched.close();
      await this.portal.close();
    }
  }
}

/** The page of the order form. */
export class Form {
  constructor(readonly frame: Frame) {}

  field(name: string): Locator {
    return this.frame.locator(`[name="${name}"]`);
  }

  /** Waits until a field has this value. */
  async waitForValue(name: string, value: string): Promise<void> {
    await eventually(`The value ${value} of ${name}`, async () =>
      (await this.field(name).inputValue()) === value ? true : undefined,
    );
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.frame.getByRole('heading', { name });
  }

  /** Fills in what the portal does not report. */
  async complete(billingId = '3197218168379846218'): Promise<void> {
    await this.frame.locator('[name="billingCycle"][value="annually"]').check();
    await this.field('billingId').selectOption(billingId);
  }

  /**
   * Enters values as a user does, each into its kind of control. A locked control cannot be edited: this waits until
   * the form itself shows the value.
   */
  async fill(values: FormValues): Promise<void> {
    for (const [name, value = ''] of Object.entries(values)) {
      await this.enter(name, value);
    }
  }

  /** @returns The message at a field, once there is one. */
  async problem(name: string): Promise<string> {
    const field = this.frame.locator(`[name="${name}"][aria-invalid="true"]`).first();
    await field.waitFor();
    return this.frame.locator(`[id="${name}-problem"]`).innerText();
  }

  private async enter(name: string, value: string): Promise<void> {
    const field = this.field(name).first();
    await field.waitFor();
    const isLocked = await field.and(this.frame.locator('[readonly], [aria-disabled="true"]')).count();
    const kind = isLocked > 0 ? 'locked' : ((await field.getAttribute('type')) ?? 'select');
    switch (kind) {
      case 'locked':
        await (value === ticked
          ? this.frame.locator(`[name="${name}"]:checked`).waitFor()
          : this.waitForValue(name, value));
        break;
      case 'radio':
        await this.frame.locator(`[name="${name}"][value="${value}"]`).check();
        break;
      case 'checkbox':
        // A styled box covers the native one.
        if ((await field.isChecked()) !== (value === ticked)) {
          await this.frame.locator(`label[for="${name}"]`).last().click();
        }
        break;
      case 'select':
        await field.selectOption(value);
        break;
      default:
        await field.fill(value);
    }
  }

  async review(): Promise<void> {
    await this.button('Review Order').click();
    await this.heading('Review').waitFor();
  }

  /** Reviews what is entered, until the portal has answered everything that placing needs. */
  async reviewUntilReady(): Promise<void> {
    await this.review();
    await this.untilReady();
  }

  /** Waits until the order can be placed. Before that, the keyboard skips Place Order. */
  async untilReady(): Promise<void> {
    await this.button('Place Order').and(this.frame.locator(':enabled')).waitFor();
  }

  async place(): Promise<void> {
    await this.button('Place Order').click();
  }

  /** Reviews what is entered, places it, and waits until the portal has accepted it. */
  async order(): Promise<void> {
    await this.review();
    await this.place();
    await this.heading('Order placed').waitFor();
  }
}
