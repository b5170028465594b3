import assert from 'node:assert/strict';
import { commands, env } from 'vscode';
import { hugeMessages, misshapenMessages } from './enemyMessages';
import { requestCount } from './extension';
import { EnemyScene, withoutUnseenErrors } from './enemyScene';
import { productNo, reference, referenceBody } from './formStates';

describe('The form with an enemy in its webview', () => {
  let scene: EnemyScene;
  let reviewId: string;

  before(async () => {
    scene = await EnemyScene.open();
  });

  beforeEach(async () => {
    reviewId = await scene.review();
  });

  after(() => scene.close());

  /** A test that also fails on errors which nothing handles. */
  function itQuietly(name: string, test: () => Promise<void>): void {
    it(name, () => withoutUnseenErrors(scene.parts, test));
  }

  describe('refuses, logs and does not answer', () => {
    for (const [name, message] of Object.entries(misshapenMessages)) {
      itQuietly(name, async () => {
        const { enemy, portal } = scene;
        const { state } = enemy.form;
        const [replies, requests] = [enemy.replies, requestCount(portal)];
        const { refusals } = await scene.logged(() =>
          enemy.run(
            `{
              const reviewId = ${JSON.stringify(reviewId)};
              const values = ${JSON.stringify(reference)};
              post(${message});
            }`,
          ),
        );
        assert.equal(refusals, 1);
        assert.equal(enemy.replies, replies);
        assert.equal(requestCount(portal), requests);
        assert.deepEqual(enemy.form.state, state);
      });
    }
  });

  describe('withstands', () => {
    for (const [name, message] of Object.entries(hugeMessages)) {
      itQuietly(`${name}, and logs nothing of it`, async () => {
        const { enemy, portal } = scene;
        const requests = requestCount(portal);
        const { refusals, text } = await scene.logged(() => enemy.run(`post(${message});`));
        assert.equal(refusals, 1);
        assert.ok(text.length < 2000, `${text.length} characters were logged`);
        assert.doesNotMatch(text, /enemy/);
        assert.equal(requestCount(portal), requests);
        assert.equal(enemy.form.state.step.name, 'review');
      });
    }

    itQuietly('10,000 messages at once, and serves the user meanwhile', async () => {
      const { enemy, portal } = scene;
      const requests = requestCount(portal);
      const flood = enemy.run(
        `for (let n = 0; n < 2500; n++) {
          post({ id: n, request: 'place', reviewId: 'made up ' + n });
          post({ id: n, request: 'placeAnyway', reviewId: ${JSON.stringify(reviewId)}, consent: true });
          post({ id: n, request: 'place' });
          post({ n });
        }`,
      );
      await commands.executeCommand('pbx.copySerialNumber', productNo);
      assert.equal(await env.clipboard.readText(), productNo);
      await flood;
      assert.equal(requestCount(portal), requests);
      assert.deepEqual((await enemy.ask({ id: 1, request: 'back' })).at(-1), null);
    });

    itQuietly('changes to any plan, without requesting plans that it does not offer', async () => {
      const { enemy, portal } = scene;
      const requests = portal.requests.length;
      await enemy.run(
        `for (let n = 0; n < 400; n++) {
          const serviceId = n % 2 ? '3048573759449317376' : '3048573935752720384';
          const values = { ...${JSON.stringify(reference)}, serviceId, connectionPlanId: String(1000 + n) };
          post({ id: n, request: 'change', values });
        }`,
      );
      await enemy.ask({ id: 1, request: 'back' });
      const asked = portal.requests.slice(requests).filter(({ path }) => path.includes('add_on_info'));
      assert.ok(asked.length < 10, `${asked.length} requests`);
    });
  });

  itQuietly('copies only what is under review', async () => {
    const { enemy } = scene;
    await env.clipboard.writeText('before');
    const current = await scene.review();
    for (const other of [reviewId, '', 'made up', '__proto__', 'x'.repeat(2000)]) {
      const failures = await enemy.ask(
        { id: 2, request: 'copyJson', reviewId: other },
        { id: 3, request: 'copyCurl', reviewId: other },
      );
      assert.ok(failures.every((failure) => failure?.endsWith('Nothing was copied.')));
    }
    assert.equal(await env.clipboard.readText(), 'before');
    assert.deepEqual(await enemy.ask({ id: 4, request: 'copyJson', reviewId: current }), [null]);
    assert.equal(await env.clipboard.readText(), referenceBody);
  });

  describe('has a page that', () => {
    it('runs one script, loads one style sheet, and cannot send anything anywhere', () => {
      const [, policy = ''] =
        /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(scene.enemy.ownHtml) ?? [];
      const directives = policy.replaceAll('&#39;', "'").split('; ');
      const isOfLoading = (directive: string) => /^(script|style)-src /.test(directive);
      assert.deepEqual(
        directives.filter((directive) => !isOfLoading(directive)),
        ["default-src 'none'", "base-uri 'none'", "form-action 'none'"],
      );
      const [script = '', style = ''] = directives.filter(isOfLoading);
      assert.match(script, /^script-src 'nonce-[A-Za-z0-9+/=]{24}'$/);
      assert.doesNotMatch(style, /unsafe|data:|\*(?!\.)/);
    });

    it('has no link', () => {
      const { ownHtml } = scene.enemy;
      assert.doesNotMatch(ownHtml, /<a[\s>]|command:|http-equiv="refresh"/i);
      assert.equal(ownHtml.match(/ href=/g)?.length, 1, 'only the style sheet');
    });

    it('may only run scripts from its own folder', () => {
      const { enableScripts, enableCommandUris, enableForms, localResourceRoots, portMapping } =
        scene.enemy.panel.webview.options;
      assert.equal(enableScripts, true);
      assert.deepEqual(enableCommandUris, ['pbx.reopenForm', 'workbench.action.reloadWindow']);
      assert.equal(enableForms, undefined);
      assert.equal(portMapping, undefined);
      const folders = localResourceRoots?.map(({ path }) => path.split('/').slice(-2).join('/'));
      assert.deepEqual(folders, ['dist/webview']);
    });

    itQuietly('runs no command from a link', async () => {
      const ran: unknown[] = [];
      const registered = commands.registerCommand('enemy.run', (argument) => ran.push(argument));
      try {
        await scene.enemy.run(
          // VS Code would handle the links; the browser would leave the page.
          `window.addEventListener('click', (event) => event.preventDefault());
          for (const href of ['command:enemy.run', 'command:enemy.run?%5B1%5D']) {
            const link = document.createElement('a');
            Object.assign(link, { href, textContent: 'x' });
            document.body.append(link);
            link.click();
          }`,
        );
        await scene.enemy.run('');
        assert.deepEqual(ran, []);
        await commands.executeCommand('enemy.run', 'by itself');
        assert.deepEqual(ran, ['by itself']);
      } finally {
        registered.dispose();
      }
    });
  });
});
