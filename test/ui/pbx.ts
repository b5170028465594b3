import type { Frame, Locator } from 'playwright-core';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/server';
import { startSandbox } from '../../src/sandbox/server';
import { eventually } from '../rig/eventually';
import type { LaunchOptions, Launched } from '../rig/launch';
import { launch } from '../rig/launch';
import type { TreeRow } from '../rig/treeRow';
import type { View } from '../rig/view';
import type { Workbench } from '../rig/workbench';

/** The installed extension in a real window, and a portal of its own that it is set to. */
export class Pbx {
  private constructor(
    readonly launched: Launched,
    private current: Sandbox,
  ) {}

  /** The portal that the extension is set to. */
  get portal(): Sandbox {
    return this.current;
  }

  /** Sets the extension to a new portal, to which nobody has signed in and which holds no order. */
  async renewPortal(): Promise<void> {
    const old = this.current;
    this.current = await Pbx.portal();
    this.launched.server.updateSettings({ 'pbx.apiBaseUrl': this.current.baseUrl });
    await this.instances.welcomeText();
    await old.close();
  }

  static async open(portalOptions: SandboxOptions = {}, options: LaunchOptions = {}): Promise<Pbx> {
    const portal = await Pbx.portal(portalOptions);
    const settings = { 'pbx.apiBaseUrl': portal.baseUrl, ...options.settings };
    const pbx = new Pbx(await launch({ ...options, settings }), portal);
    await pbx.workbench.openViewContainer('PBX');
    return pbx;
  }

  /** A portal that knows the partner's credentials. */
  static portal(options: SandboxOptions = {}): Promise<Sandbox> {
    return startSandbox({ clientId: 'partner-client', clientSecret: 'partner-secret', ...options });
  }

  get workbench(): Workbench {
    return this.launched.workbench;
  }

  get instances(): View {
    return this.workbench.view('Instances');
  }

  row(text: string): TreeRow {
    return this.instances.row(text);
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
    await quickInput.choose(keep ? 'Keep them in the secret storage' : 'Do not keep them');
  }

  /** The open order form, once its fields are there. */
  async form(): Promise<Form> {
    const frame = await this.workbench.webviewFrame('[name="quantity"]:visible');
    return new Form(frame);
  }

  async close(): Promise<void> {
    await this.launched.close();
    await this.portal.close();
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

  async review(): Promise<void> {
    await this.button('Review Order').click();
    await this.heading('Review').waitFor();
  }

  async place(): Promise<void> {
    await this.button('Place Order').click();
  }
}
