import { join } from 'node:path';
import { prettyPrint } from '../../src/portal/exactJson';
import { BulkPage } from '../ui/newest/bulkPage';
import { Pbx } from '../ui/pbx';
import { reference } from '../ui/reference';
import { projectRoot } from './paths';

/** Screenshots are taken in both themes; README shows the light ones. */
const themes = [
  { theme: 'Default Light Modern', name: 'light' },
  { theme: 'Default Dark Modern', name: 'dark' },
] as const;

const viewport = { width: 1120, height: 760 };

type Theme = (typeof themes)[number];

/** Performs the reference job and a bulk order in a real window, and saves screenshots of what a user sees. */
async function demo(): Promise<void> {
  for (const theme of themes) {
    await orderOne(theme);
    await renewMany(theme);
  }
  console.log('\nPictures are in docs/pictures.');
}

/** Saves a screenshot of the window in `docs/pictures/`. */
async function picture({ workbench }: Pbx, what: string, { name }: Theme): Promise<void> {
  // Move the pointer away from the rows, whose hover would cover others.
  await workbench.page.mouse.move(viewport.width / 2, 1);
  await workbench.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
  await workbench.page.locator('.notifications-toasts.visible').waitFor({ state: 'hidden' });
  await workbench.screenshot(join(projectRoot, 'docs', 'pictures', `${what}-${name}.png`));
}

/** Subscribes a PBX of the test portal to High Availability. */
async function orderOne(theme: Theme): Promise<void> {
  const pbx = await Pbx.open({}, { theme: theme.theme, viewport, version: 'newest' });
  try {
    await pbx.signIn();
    await pbx.row(reference.instanceName).expand();
    await pbx.row('High Availability').waitFor();
    await picture(pbx, 'instances', theme);
    await pbx.row('High Availability').chooseFromMenu('Subscribe to High Availability…');
    const form = await pbx.form();
    await form.complete();
    await form.waitForValue('quantity', '10');
    await picture(pbx, 'form', theme);
    await form.review();
    await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
    await form.frame.getByText('Exact request').click();
    await picture(pbx, 'review', theme);
    await form.place();
    await form.heading('Order placed').waitFor();
    await pbx.workbench.output.waitFor('PBX Subscriptions', reference.transactionNo);
    await pbx.row('High Availability').locator.filter({ hasText: 'subscribed' }).waitFor();
    await pbx.orders.row(reference.instanceName).waitFor();
    await picture(pbx, 'outcome', theme);

    const sent = pbx.portal.requests.find(({ path }) => path.endsWith('/order/v1/save'));
    const output = pbx.workbench.output.text('PBX Subscriptions');
    console.log(`\n${theme.theme}\n`);
    console.log(`${sent?.method ?? ''} ${pbx.portal.baseUrl}${sent?.path ?? ''}`);
    for (const header of ['content-type', 'user-agent'] as const) {
      console.log(`${header}: ${sent?.headers[header] ?? ''}`);
    }
    console.log(`authorization: Bearer …\n\n${sent?.body ?? ''}\n`);
    const reply = output.replace(/^ {2}\| /gm, '');
    console.log(prettyPrint(reply.slice(reply.indexOf('{\n'))));
  } finally {
    await pbx.close();
  }
}

/** Opens the renewals of the sandbox's PBXes that end within 90 days. */
async function renewMany(theme: Theme): Promise<void> {
  const pbx = await Pbx.open({}, { theme: theme.theme, viewport, version: 'newest' });
  const { workbench, renewals } = pbx;
  try {
    await pbx.instances.clickWelcomeButton('Explore the Sandbox');
    await pbx.row(reference.instanceName).waitFor();
    await pbx.instances.fold();
    await pbx.orders.fold();
    await renewals.unfold();
    await workbench.runCommand('PBX: Read All Due Dates Again');
    await renewals.waitForMessage('Due dates as of');
    await workbench.runCommand('PBX: Open Renewal Calendar');
    await workbench.webviewFrame('main');
    await pbx.clearNotifications();
    await picture(pbx, 'renewals', theme);
    await pbx.closeEditors();
    await renewals.row('Within 90 days').chooseFromMenu('Renew…');
    const bulk = await BulkPage.of(workbench);
    await bulk.field('billingId').selectOption({ index: 1 });
    await bulk.waitForStatuses('ready', 3);
    await picture(pbx, 'bulk-order', theme);
  } finally {
    await pbx.close();
  }
}

demo().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
