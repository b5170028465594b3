import assert from 'node:assert/strict';
import type { Reply, Intercept } from '../../portal/testPortal';
import { eventually } from '../../rig/eventually';
import { HostToKill } from './hostToKill';
import { Pbx, savePath } from '../pbx';
import { reference } from '../reference';

describe('A form whose extension host ends without a reload of the window', () => {
  let pbx: Pbx;
  let host: HostToKill;
  let onSave: ((process: () => Reply) => Promise<Reply>) | undefined;
  let sentBefore: number;

  const intercept: Intercept = ({ path }, process) =>
    path === savePath && onSave ? onSave(process) : process();

  before(async () => {
    pbx = await Pbx.open({
      intercept,
    });
    await pbx.signIn();
    await pbx.row(reference.instanceName).waitFor();
  });

  after(() => pbx.close());

  beforeEach(() => {
    onSave = undefined;
    sentBefore = pbx.sent.length;
    host = HostToKill.of(pbx.launched.server);
  });

  afterEach(async () => {
    await pbx.workbench.reloadPage();
    await pbx.workbench.openViewContainer('PBX');
    await pbx.empty({ intercept });
  });

  const sent = () => pbx.sent.length - sentBefore;

  /** Waits for the extension host that VS Code starts instead of the killed one. */
  async function newHost(): Promise<void> {
    await eventually('A new extension host', () =>
      pbx.launched.server.extensionHostProcessIds().length > 0 ? true : undefined,
    );
    await pbx.row(reference.instanceName).waitFor();
  }

  it('says that nothing was sent by Place Order, and can be reopened with its entries', async () => {
    const form = await pbx.reviewMinutes();
    await host.killAt();
    await form.place();
    await form.frame.getByText('Nothing was sent. Reopen the form').waitFor();
    assert.equal(sent(), 0);
    await newHost();
    await form.frame.getByRole('link', { name: 'Reopen Form' }).click();
    await eventually('The end of the lost page', () => (form.frame.isDetached() ? true : undefined));
    const again = await pbx.form();
    await eventually('What was entered', async () =>
      (await again.field('quantity').inputValue()) === '100' ? true : undefined,
    );
    await again.complete();
    await again.review();
    await again.place();
    await again.heading('Order placed').waitFor();
    assert.equal(sent(), 1);
  });

  it('says that an order may have been sent if its reply is awaited, and its outcome is found', async () => {
    const form = await pbx.reviewMinutes();
    onSave = async (process) => {
      const reply = process();
      await host.killAt();
      return reply;
    };
    await form.place();
    await host.dead;
    await form.frame.getByText('An order may have been sent from here.').waitFor();
    await pbx.workbench.notifications.waitFor('Order placed: ');
    assert.equal(sent(), 1);
  });
});
