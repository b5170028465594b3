export interface Disposable {
  dispose(): void;
}

/** Base of what owns things that end with it: subscriptions, emitters, and parts of its own. */
export abstract class Owner implements Disposable {
  private readonly owned: Disposable[] = [];

  /** Has something disposed with this, and returns it. */
  protected own<T extends Disposable>(disposable: T): T {
    this.owned.push(disposable);
    return disposable;
  }

  /** Disposes what it owns, the latest first; once. */
  dispose(): void {
    for (const disposable of this.owned.splice(0).reverse()) {
      disposable.dispose();
    }
  }
}

/** Notifies listeners of changes. The part of VS Code's EventEmitter that code without a `vscode` import needs. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Disposable => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
