import { type EventEmitter, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';

/** The read-only documents of one scheme; what each shows is in its address. */
export class ReadOnlyDocuments<Shown> {
  /** @param changed Tells VS Code that a document has another text. */
  constructor(
    private readonly scheme: string,
    private readonly shown: z.ZodMiniType<Shown>,
    private readonly changed: EventEmitter<Uri>,
  ) {}

  /** Opens a document, with the text that it has now. @param name Names the tab; must not contain a slash. */
  async open(name: string, what: Shown): Promise<void> {
    const uri = Uri.from({ scheme: this.scheme, path: `/${name}.txt`, query: JSON.stringify(what) });
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  /** What a document shows; undefined if its address does not say. */
  read(uri: Uri): Shown | undefined {
    try {
      return z.safeParse(this.shown, JSON.parse(uri.query)).data;
    } catch {
      return undefined;
    }
  }

  /** Has VS Code request the text of the open documents again. @param isConcerned Which of them; all by default. */
  refresh(isConcerned: (what: Shown | undefined) => boolean = () => true): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === this.scheme && isConcerned(this.read(uri))) {
        this.changed.fire(uri);
      }
    }
  }
}
