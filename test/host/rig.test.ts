import assert from 'node:assert/strict';
import { extensions, version } from 'vscode';

describe('The extension host that these tests run in', () => {
  it('is the version that the run is about', () => {
    assert.equal(version, process.env.PBX_VSCODE_VERSION ?? version);
  });

  it('has the extension from this folder', () => {
    assert.ok(extensions.getExtension('pbx-subscriptions.pbx-subscriptions'));
  });
});
