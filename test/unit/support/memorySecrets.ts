import type { SecretStore } from '../../../src/portal/sessionStore';
import { Emitter } from '../../../src/portal/emitter';

/** VS Code's SecretStorage in memory; several sessions over one of these are several windows. */
export class MemorySecrets implements SecretStore {
  readonly values = new Map<string, string>();
  private readonly changed = new Emitter<{ readonly key: string }>();

  readonly onDidChange = this.changed.event;

  async get(key: string): Promise<string | undefined> {
    await turn();
    return this.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await turn();
    this.values.set(key, value);
    this.changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    await turn();
    this.values.delete(key);
    this.changed.fire({ key });
  }
}

/** Another process answers VS Code's calls, so never at once. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
