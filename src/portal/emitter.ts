export interface Disposable {
  dispose(): void;
}

/** Base class of what owns disposables: subscriptions, emitters and its own objects. */
export abstract class Owner implements Disposable {
  private readonly owned: Disposable[] = [];

  /** Disposes a value together with this object. @returns The value. */
  protected own<T extends Disposable>(disposable: T): T {
    this.owned.push(disposable);
    return disposable;
  }

  /** Disposes everything that this object owns, the latest first, and only once. */
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
