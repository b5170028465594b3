import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { extensionId, theExtension } from './extension';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

describe('Commands', () => {
  it('are all registered once the extension is active', async () => {
    await theExtension();
    const manifest = extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    const registered = (await commands.getCommands(true)).filter((id) => /^pbx\.\w+$/.test(id)).sort();
    assert.deepEqual(registered, contributed);
  });

  it('have plain-text titles and categories', () => {
    const manifest = extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { title: string; category: string }[] };
    };
    for (const { title, category } of manifest.contributes.commands) {
      assert.equal(category, 'PBX');
      assert.doesNotMatch(title, /%/);
    }
  });
});
