import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute } from 'node:path';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import { type CsvSeparator, type ExportFormat, formatOf, withEnding } from '../export/csv';
import type { Untold } from '../export/toldRows';
import { linklessText } from '../text/plainText';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { settings } from '../settings';
import { type ReportRows, withCancellableProgress } from './cancellableProgress';

/** Rows that are ready to be written. */
export interface Exported {
  /** What was exported, in words that begin a sentence: `40 instances`. */
  readonly rows: string;
  /** What there is to know about it, a sentence; empty when there is nothing. */
  readonly remark: string;
  /** @param untold Told of each row that cannot be told whole, with the cause. */
  readonly text: (format: ExportFormat, separator: CsvSeparator, untold: Untold) => string;
}

export interface ExportOptions {
  readonly session: Session;
  readonly log: TraceLog;
  /** The title of dialogue and progress. */
  readonly title: string;
  /** The beginning of the suggested name: `pbx-instances`. */
  readonly name: string;
  /** Loads everything there is. @throws an error with a sentence */
  readonly load: (signal: AbortSignal, report: ReportRows) => Promise<Exported>;
}

/** What a script or key binding may pass: where to write, without a question, and whether over a file that is there. */
const scripted = z.object({
  file: z.string().check(z.refine(isAbsolute)),
  overwrite: z._default(z.boolean(), false),
});

/** A script names a file that is there, and does not say that it may be replaced. */
class FileExistsError extends Error {
  override readonly name = 'FileExistsError';

  constructor(private readonly file: Uri) {
    super(`${file.fsPath} exists already`);
  }

  sentence(): string {
    return l10n.t(
      '{0} exists already. Pass "overwrite": true to replace it.',
      workspace.asRelativePath(this.file),
    );
  }
}

/**
 * Asks where to, loads everything, and writes it in the format that the name of the file ends in. The question comes
 * first, so that nobody waits for rows and has no place for them then.
 */
export async function exportFile(options: ExportOptions, argument: unknown): Promise<void> {
  const given = z.safeParse(scripted, argument);
  if (given.success) {
    await exportTo(Uri.file(given.data.file), options, given.data.overwrite ? 'replace' : 'refuse');
    return;
  }
  const target = await askTarget(options);
  if (target) {
    await exportTo(target, options);
  }
}

/**
 * Loads everything and writes it to a file. Where it is cancelled or fails before, no file is written.
 *
 * @param existing What to do where the file is there: the dialogue has asked, a script has to say it.
 */
export async function exportTo(
  target: Uri,
  options: ExportOptions,
  existing: 'replace' | 'refuse' = 'replace',
): Promise<void> {
  const file = workspace.asRelativePath(target);
  // Before the rows, so that nobody waits for them in vain; and once more while writing, in case it comes meanwhile.
  if (existing === 'refuse' && (await exists(target))) {
    showRefusal(options.log, new FileExistsError(target));
    return;
  }
  const exported = await loadAll(options);
  if (!exported) {
    return;
  }
  let untold = 0;
  try {
    const text = exported.text(formatOf(target.path), settings().csvSeparator, (cause) => {
      untold++;
      options.log.error(`Export: a row cannot be told: ${String(cause)}`);
    });
    await write(target, new TextEncoder().encode(text), existing);
  } catch (error) {
    if (error instanceof FileExistsError) {
      showRefusal(options.log, error);
      return;
    }
    options.log.error(`Export: ${String(error)}`);
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(linklessText(l10n.t('{0} could not be written: {1}', file, reason)));
    return;
  }
  const sentence = l10n.t('Exported {0} to {1}.', exported.rows, file);
  const remarks = [exported.remark, untoldText(untold)];
  void offerToOpen(target, [sentence, ...remarks].filter((part) => part !== '').join(' '));
}

function untoldText(count: number): string {
  return count === 0
    ? ''
    : l10n.t('Rows that have only a number in the file, since the rest cannot be read: {0}.', count);
}

/** @throws FileExistsError, or what the disk says */
async function write(target: Uri, content: Uint8Array, existing: 'replace' | 'refuse'): Promise<void> {
  if (existing === 'replace') {
    await workspace.fs.writeFile(target, content);
    return;
  }
  await mkdir(dirname(target.fsPath), { recursive: true });
  try {
    // Whatever the disk has under this name by now stays.
    await writeFile(target.fsPath, content, { flag: 'wx' });
  } catch (error) {
    throw isExisting(error) ? new FileExistsError(target) : error;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function showRefusal(log: TraceLog, error: FileExistsError): void {
  log.warn(`Export: ${String(error)}`);
  void window.showErrorMessage(linklessText(l10n.t('{0} No file was written.', explain(error))));
}

/** @returns Undefined when there is nothing to write; the user has been told why. */
async function loadAll({ session, log, title, load }: ExportOptions): Promise<Exported | undefined> {
  const { state } = session;
  try {
    const loaded = await withCancellableProgress(title, load);
    if (loaded.kind === 'cancelled') {
      void window.showInformationMessage(l10n.t('Export cancelled; no file was written.'));
      return undefined;
    }
    if (session.state !== state && signInOf(session) !== signInOf({ state })) {
      void window.showWarningMessage(
        l10n.t('You have signed in or out meanwhile; no file was written. Export again.'),
      );
      return undefined;
    }
    return loaded.value;
  } catch (error) {
    log.warn(`Export: ${String(error)}`);
    void window.showErrorMessage(linklessText(l10n.t('{0} No file was written.', explain(error))));
    return undefined;
  }
}

/** Stays the same while the token is renewed. */
function signInOf({ state }: Pick<Session, 'state'>): string | undefined {
  return state.kind === 'signedIn' ? state.signInId : undefined;
}

async function askTarget({ title, name }: ExportOptions): Promise<Uri | undefined> {
  const [folder] = workspace.workspaceFolders ?? [];
  const isWritable = folder && workspace.fs.isWritableFileSystem(folder.uri.scheme) !== false;
  const chosen = await window.showSaveDialog({
    title,
    saveLabel: l10n.t('Export'),
    defaultUri: Uri.joinPath(isWritable ? folder.uri : Uri.file(homedir()), `${name}-${today()}.csv`),
    filters: { CSV: ['csv'], JSON: ['json'] },
  });
  return chosen && completed(chosen);
}

/**
 * What was chosen, with an ending. The dialog asks before it replaces a file of the name that it knows; whether the
 * file with the ending may be replaced is asked here.
 */
export async function completed(chosen: Uri): Promise<Uri | undefined> {
  const target = chosen.with({ path: withEnding(chosen.path) });
  if (target.path === chosen.path || !(await exists(target))) {
    return target;
  }
  const replace = l10n.t('Replace');
  const question = l10n.t('{0} exists already. Do you want to replace it?', workspace.asRelativePath(target));
  const answer = await window.showWarningMessage(linklessText(question), { modal: true }, replace);
  return answer === replace ? target : undefined;
}

async function exists(file: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}

/** The day by this machine's clock: `2026-11-24`. */
function today(): string {
  const now = new Date();
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
}

async function offerToOpen(target: Uri, sentence: string): Promise<void> {
  const open = l10n.t('Open');
  if ((await window.showInformationMessage(linklessText(sentence), open)) === open) {
    await commands.executeCommand('vscode.open', target);
  }
}

interface Loaded {
  readonly rows: readonly unknown[];
  readonly total: number | undefined;
}

/** How far the loading of rows is. @param total Undefined when the portal does not tell. */
export function rowsText(rows: number, total: number | undefined): string {
  return total === undefined ? l10n.t('{0} rows', rows) : l10n.t('{0} of {1} rows', rows, total);
}

/** Says so where the portal listed fewer rows than it counts; empty where it did not. */
export function missingRows(lists: readonly Loaded[]): string {
  const short = lists.filter(({ rows, total }) => total !== undefined && rows.length < total);
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  return short.length === 0
    ? ''
    : l10n.t(
        'The portal counts {0} rows and listed {1} of them.',
        sum(short.map(({ total }) => total ?? 0)),
        sum(short.map(({ rows }) => rows.length)),
      );
}
