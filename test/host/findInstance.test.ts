import assert from 'node:assert/strict';
import { commands, type QuickPick, type QuickPickItem, window } from 'vscode';
import { nameOf } from '../../src/sandbox/instanceRows';
import { eventually } from '../rig/eventually';
import { asRead } from '../unit/support/asRead';
import { Gate } from '../unit/support/gate';
import { signedIn } from './extension';

describe('Find Instance', () => {
  const { createQuickPick } = window;

  afterEach(() => {
    Object.assign(window, { createQuickPick });
  });

  /**
   * Opens the quick pick with a text while the second page of instances, with a better match, is still missing.
   *
   * @param whileLoading Returns the label of the item that is to be active in the end.
   */
  async function find(
    text: string,
    whileLoading: (pick: QuickPick<QuickPickItem>) => Promise<string>,
  ): Promise<void> {
    const gate = new Gate();
    const { parts, portal } = await signedIn({
      intercept: async ({ path, query }, process) => {
        if (path.endsWith('instance_product_list') && query.includes('pageNo=2')) {
          await gate.opened;
        }
        const reply = process();
        const [usual, better] = [nameOf(30), betterThan(text)].map((name) => JSON.stringify(name));
        return { ...reply, body: reply.body.replaceAll(usual ?? '', () => better ?? '') };
      },
    });
    try {
      await parts.instances.getChildren();
      // A first page that came later would change the items once more.
      await parts.lists.whenLoaded();
      const { pick, finding } = await openWith(text);
      const wanted = await whileLoading(pick);
      gate.open();
      await eventually('The better match', () =>
        !pick.busy && labelOf(pick.items[0]) === betterThan(text) ? true : undefined,
      );
      // VS Code makes the first item active for a moment whenever the items change.
      await eventually(`The active item ${wanted}`, () =>
        labelOf(pick.activeItems[0]) === wanted ? true : undefined,
      );
      pick.hide();
      await finding;
    } finally {
      gate.open();
      await parts.session.signOut();
      await portal.close();
    }
  }

  /** The name of the 31st instance, which is on the second page. */
  const betterThan = (text: string) => `${text} annex`;

  const labelOf = (item: QuickPickItem | undefined) => asRead(item?.label ?? '');

  /** Opens the quick pick as if the text were typed before anything is shown. */
  async function openWith(text: string) {
    const picks: QuickPick<QuickPickItem>[] = [];
    Object.assign(window, {
      createQuickPick: () => {
        const pick = createQuickPick();
        pick.value = text;
        picks.push(pick);
        return pick;
      },
    });
    const finding = commands.executeCommand('pbx.findInstance');
    return { pick: await eventually('The quick pick', () => picks[0]), finding };
  }

  const untilActive = (pick: QuickPick<QuickPickItem>) =>
    eventually('An active item', () => pick.activeItems[0]);

  it('makes the best match active as soon as it is loaded', () =>
    find('2047815', async (pick) => {
      await untilActive(pick);
      return betterThan('2047815');
    }));

  it('keeps the item that the user has moved to', () =>
    find('Enterprise', async (pick) => {
      await untilActive(pick);
      // The command of the arrow key.
      await commands.executeCommand('workbench.action.quickOpenSelectNext');
      const item = await eventually('The next item', () =>
        pick.activeItems[0] === pick.items[0] ? undefined : pick.activeItems[0],
      );
      return labelOf(item);
    }));

  it('says that nothing matches, in a line that cannot be chosen', async () => {
    const { parts, portal } = await signedIn();
    try {
      await parts.instances.getChildren();
      const { pick, finding } = await openWith('nowhere');
      await eventually('All instances', () => (pick.busy ? undefined : true));
      assert.deepEqual(pick.items.map(labelOf), ['No instance matches “nowhere”.']);
      let isOver = false;
      void finding.then(() => (isOver = true));
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      // Would be empty if that line were a match.
      pick.value = '3658B4311196K2ID';
      await eventually('The match', () =>
        labelOf(pick.items[0]) === 'Lagos head office' ? true : undefined,
      );
      assert.equal(isOver, false);
      pick.hide();
      await finding;
    } finally {
      await parts.session.signOut();
      await portal.close();
    }
  });
});
