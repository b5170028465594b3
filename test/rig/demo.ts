import { join } from 'node:path';
import { prettyPrint } from '../../src/portal/exactJson';
import { Pbx } from '../ui/pbx';
import { reference } from '../ui/reference';
import { projectRoot } from './paths';

/** Screenshots are taken in both themes; README shows the light ones. */
const themes = [
  { theme: 'Default Light Modern', name: 'light' },
  { theme: 'Default Dark Modern', name: 'dark' },
] as const;

const viewport = { width: 1120, height: 760 };

/** Performs the reference job in a real window, and saves screenshots of what a user sees. */
async function demo(): Promise<void> {
  for (const { theme, name } of themes) {
    const pbx = await Pbx.open({}, { theme, viewport, version: 'newest' });
    const picture = async (what: string) => {
      // Move the pointer away from the rows, whose hover would cover others.
      await pbx.workbench.page.mouse.move(viewport.width / 2, 1);
      await pbx.workbench.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
      await pbx.workbench.page.locator('.notifications-toasts.visible').waitFor({ state: 'hidden' });
      await pbx.workbench.screenshot(join(projectRoot, 'docs', 'pictures', `${what}-${name}.png`));
    };
    try {
      await pbx.signIn();
      await pbx.row(reference.instanceName).expand();
      await pbx.row('High Availability').waitFor();
      await picture('instances');
      await pbx.row('High Availability').chooseFromMenu('Subscribe to High Availability…');
      const form = await pbx.form();
      await form.complete();
      await form.waitForValue('quantity', '10');
      await picture('form');
      await form.review();
      await form.button('Place Order').and(form.frame.locator(':enabled')).waitFor();
      await form.frame.getByText('Exact request').click();
      await picture('review');
      await form.place();
      await form.heading('Order placed').waitFor();
      await pbx.workbench.output.waitFor('PBX Subscriptions', reference.transactionNo);
      await pbx.row('High Availability').locator.filter({ hasText: 'subscribed' }).waitFor();
      await pbx.orders.row(reference.orderNo).waitFor();
      await picture('outcome');

      const sent = pbx.portal.requests.find(({ path }) => path.endsWith('/order/v1/save'));
      const output = pbx.workbench.output.text('PBX Subscriptions');
      console.log(`\n${theme}\n`);
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
  console.log('\nPictures are in docs/pictures.');
}

demo().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
