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

/** What no window may leave anywhere but in its secret storage; every token of the portal holds the mark. */
export const secrets = {
  clientId: 'partner-client',
  clientSecret: 'partner-secret',
  tokenMark: 'MarkedTokenOfTheWindowTests',
} as const;

/** One window with the extension. */
export class PbxWindow {
  constructor(readonly workbench: Workbench) {}

  get instances(): View {
    return this.workbench.view('Instances');
  }

  get orders(): View {
    return this.workbench.view('Orders');
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

  /** The number at the icon of the view container. */
  get badge(): Locator {
    return this.workbench.page.locator(
      '.activitybar .action-item:has(.action-label[aria-label^="PBX"]) .badge:visible',
    );
  }

  /** Waits until this many orders are unknown. */
  async waitForBadge(count: number): Promise<void> {
    await this.badge.getByText(String(count), { exact: true }).waitFor();
  }

  /** Waits until the Orders view shows no entry of this machine's journal; files set aside may still be there. */
  async waitForNoRecord(): Promise<void> {
    await this.orders.rows.filter({ hasText: /^This machine\s*[1-9]/ }).waitFor({ state: 'hidden' });
  }

  /** Signs in by client credentials, step by step as a user does. */
  async signIn({ clientSecret = 'partner-secret', keep = false } = {}): Promise<void> {
    const { quickInput } = this.workbench;
    await this.workbench.runCommand('PBX: Sign In');
    await quickInput.choose('Client credentials');
    await quickInput.waitForMessage('Client ID');
    await quickInput.type('partner-client');
    await quickInput.submit();
    await quickInput.waitForMessage('Client secret');
    await quickInput.type(clientSecret);
    await quickInput.submit();
    await quickInput.choose(keep ? 'Save them in the secret storage' : 'Do not save them');
  }

  /**
   * The open form, once its fields are there.
   * @param field one that tells it from other forms
   */
  async form(field = 'quantity'): Promise<Form> {
    const frame = await this.workbench.webviewFrame(`[name="${field}"]:visible`);
    return new Form(frame);
  }

  /**
   * Opens the form for Recording Minutes, which an instance can have as often as one likes, and goes on to the review,
   * up to where Place Order can be pressed.
   * @param instance part of the instance's row
   */
  async reviewMinutes(instance: string = reference.instanceName): Promise<Form> {
    await this.row(instance).chooseFromMenu('Subscribe to a Service…');
    const form = await this.form();
    await form.field('serviceId').selectOption({ label: 'Recording Minutes' });
    await form.field('quantity').fill('100');
    await form.complete();
    await form.reviewUntilReady();
    return form;
  }

  /** Agrees, in the dialog of VS Code, to place an order that may repeat others. */
  async placeAnyway(form: Form): Promise<void> {
    await form.heading('Possible duplicate').waitFor();
    await form.button('Place Anyway…').click();
    await this.workbench.dialog.text();
    await this.workbench.dialog.clickButton('Place Anyway');
  }

  /** Reviews High Availability for an instance, until it can be placed. */
  async reviewHighAvailability(instance: string = reference.instanceName): Promise<Form> {
    await this.row(instance).chooseFromMenu('Subscribe to High Availability…');
    const form = await this.form();
    await form.complete();
    await form.reviewUntilReady();
    return form;
  }
}

/** The installed extension in a real window, and a portal of its own that it is set to. */
export class Pbx extends PbxWindow {
  private constructor(
    readonly launched: Launched,
    /** The portal that the extension is set to. It keeps its address; `anew` empties it. */
    readonly portal: TestPortal,
  ) {
    super(launched.workbench);
  }

  /** Starts a portal and a VS Code that is set to it and signed out. */
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
   * Leaves a portal like a new one behind the same address, no journal entries, no editors and no notifications. The
   * session stays, and the views show what they have.
   */
  async empty(options: ResetOptions = {}): Promise<void> {
    await this.closeEditors();
    await this.clearNotifications();
    await this.portal.reset(options);
    this.removeRecords();
    await this.waitForNoRecord();
  }

  /** Empties everything, for a test that begins signed in. */
  async anew(options: ResetOptions = {}): Promise<void> {
    await this.empty(options);
    await this.refresh();
  }

  /** Has the views ask the portal again, and waits until it has been asked for everything. */
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
   * Signs in, or out, where that has not been done.
   * @returns whether it was signed in before
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

  /** Opens one more window of the same person, with the views of the extension. */
  async openWindow(): Promise<PbxWindow> {
    const other = new PbxWindow(await this.launched.openWindow());
    await other.workbench.openViewContainer('PBX');
    return other;
  }

  /** Where the extension keeps the records of orders. */
  get recordsFolder(): string {
    const { dataFolder } = this.launched.server;
    return join(journalFolder(dataFolder), 'orders');
  }

  /** The orders that were sent to the portal, whatever became of them. */
  get sent(): readonly ReceivedRequest[] {
    return this.portal.requests.filter(({ path }) => path === savePath);
  }

  /** Orders something by no window of this machine, as a colleague does. @param body The exact request. */
  async orderElsewhere(body: string): Promise<void> {
    const { token } = await askToken(this.portal, credentials(this.portal));
    await new Caller(this.portal, token).post(savePath, body);
  }

  /** Takes the records of all orders away. Windows come to know it a moment later: see `waitForNoRecord`. */
  removeRecords(): void {
    if (!existsSync(this.recordsFolder)) {
      return;
    }
    for (const name of readdirSync(this.recordsFolder).filter((name) => name.endsWith('.jsonl'))) {
      rmSync(join(this.recordsFolder, name));
    }
  }

  /** @throws AssertionError naming the places where a secret of this session lies */
  async assertNoSecrets(): Promise<void> {
    const found = await findTexts(this.launched, Object.values(secrets));
    assert.deepEqual(found, [], 'secrets lie where they must not');
  }

  /**
   * Closes everything, after a search for the secrets of this session.
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

/** The order form's page. */
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

  /** Fills in what the portal does not tell. */
  async complete(billingId = '3197218168379846218'): Promise<void> {
    await this.frame.locator('[name="billingCycle"][value="annually"]').check();
    await this.field('billingId').selectOption(billingId);
  }

  /**
   * Enters values as a user does, each into whatever control it has. What is locked cannot be entered: there, it waits
   * until the form itself shows the value.
   */
  async fill(values: FormValues): Promise<void> {
    for (const [name, value = ''] of Object.entries(values)) {
      await this.enter(name, value);
    }
  }

  /** @returns the message at a field, once there is one */
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
        // Its own drawing covers the native box.
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

  /** Reviews what is entered, until the portal has answered all that placing waits for. */
  async reviewUntilReady(): Promise<void> {
    await this.review();
    await this.untilReady();
  }

  /** Waits until the order can be placed: until then the keyboard passes over Place Order. */
  async untilReady(): Promise<void> {
    await this.button('Place Order').and(this.frame.locator(':enabled')).waitFor();
  }

  async place(): Promise<void> {
    await this.button('Place Order').click();
  }

  /** Reviews what is entered, places it and waits until the portal has taken it. */
  async order(): Promise<void> {
    await this.review();
    await this.place();
    await this.heading('Order placed').waitFor();
  }
}
