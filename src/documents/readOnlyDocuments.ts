import { type EventEmitter, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';

/** The read-only documents of one URI scheme. The URI of a document encodes what it shows. */
export class ReadOnlyDocuments<Shown> {
  /**
   * @param shown Schema of what a document shows, as its URI encodes it.
   * @param changed Notifies VS Code that the text of a document has changed.
   */
  constructor(
    private readonly scheme: string,
    private readonly shown: z.ZodMiniType<Shown>,
    private readonly changed: EventEmitter<Uri>,
  ) {}

  /** Opens a document with its current text. @param name The title of the tab; must not contain a slash. */
  async open(name: string, what: Shown): Promise<void> {
    const uri = Uri.from({ scheme: this.scheme, path: `/${name}.txt`, query: JSON.stringify(what) });
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  /** Returns what a document shows; undefined if its URI cannot be parsed. */
  read(uri: Uri): Shown | undefined {
    try {
      return z.safeParse(this.shown, JSON.parse(uri.query)).data;
    } catch {
      return undefined;
    }
  }

  /**
   * Makes VS Code request the text of open documents again.
   *
   * @param isConcerned Which documents to refresh; all if omitted.
   */
  refresh(isConcerned: (what: Shown | undefined) => boolean = () => true): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === this.scheme && isConcerned(this.read(uri))) {
        this.changed.fire(uri);
      }
    }
  }
}
