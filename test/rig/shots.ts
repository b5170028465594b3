import { Pbx } from '../ui/pbx';
const theme = process.argv[2] === 'dark' ? 'Default Dark Modern' : 'Default Light Modern';
const tag = process.argv[2] === 'dark' ? 'dark' : 'light';
async function main(): Promise<void> {
  const pbx = await Pbx.open({}, { theme, viewport: { width: 1120, height: 760 }, version: 'newest' });
  const shot = async (n: string) => { await pbx.workbench.page.mouse.move(560, 1); await new Promise((r) => setTimeout(r, 500)); await pbx.workbench.screenshot(`/tmp/shot-${n}-${tag}.png`); };
  try {
    await shot('0-empty');
    await pbx.workbench.runCommand('PBX: Explore the Sandbox');
    await pbx.row('Lagos head office').waitFor();
    await shot('1-sandbox');
    const renewals = pbx.workbench.view('Renewals');
    await pbx.workbench.page.locator('.pane-header[aria-label^="Renewals"]').click();
    await new Promise((r) => setTimeout(r, 1500));
    await shot('2-renewals');
    await pbx.workbench.runCommand('PBX: Read Due Dates');
    await new Promise((r) => setTimeout(r, 3000));
    await shot('3-read');
    await pbx.row('Lagos head office').chooseFromMenu('Renew…');
    const form = await pbx.form('poNumber');
    await new Promise((r) => setTimeout(r, 1500));
    await shot('4-form');
    await form.frame.locator('[name="billingId"]').selectOption({ index: 1 });
    await form.frame.locator('[name="billingCycle"]').first().check().catch(() => undefined);
    await form.review();
    await form.untilReady();
    await shot('5-review');
    await form.place();
    await form.heading('Order placed').waitFor();
    await shot('6-outcome');
    await renewals.row('Within 30 days').chooseFromMenu('Renew…').catch((e: unknown) => console.log(String(e).slice(0, 300)));
    await new Promise((r) => setTimeout(r, 4000));
    await shot('7-bulk');
    await pbx.workbench.runCommand('PBX: Open Renewal Calendar');
    await new Promise((r) => setTimeout(r, 2000));
    await shot('8-calendar');
  } finally { await pbx.close().catch((e: unknown) => console.log(String(e).slice(0, 200))); }
}
main().catch((e: unknown) => { console.error(e); process.exitCode = 1; });
