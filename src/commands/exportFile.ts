import { ExplainedError } from '../portal/errors';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute } from 'node:path';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import * as z from 'zod/mini';
import { explain } from '../text/failureTexts';
import {
  type CsvSeparator,
  type ExportFormat,
  formatOf,
  isCalendarFile,
  withFileExtension,
} from '../export/csv';
import type { OnUnwritable } from '../export/exportRows';
import { countText } from '../text/counts';
import { linklessText } from '../text/plainText';
import type { Session } from '../portal/session';
import { signInOf } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { settings } from '../settings';
import { type ReportProgress, withCancellableProgress } from './cancellableProgress';

/** Loaded rows that can be written to a file. */
export interface Exported {
  /** What is exported, as part of a sentence: `40 instances`. */
  readonly rows: string;
  /** A sentence that the user needs to know about the rows, or empty. */
  readonly remark: string;
  /**
   * Returns the text of the file.
   *
   * @param onUnreadable Called with the cause for each row that can only be exported in part.
   */
  readonly text: (format: ExportFormat, separator: CsvSeparator, onUnreadable: OnUnwritable) => string;
  /** The calendar file of these rows; absent if they have no dates for one. */
  readonly calendar?: ExportedCalendar;
}

/** A calendar file, which may have fewer rows than the other formats. */
export interface ExportedCalendar extends Pick<Exported, 'rows' | 'remark'> {
  /** Returns the text of the file. */
  readonly text: () => string;
}

export interface ExportOptions {
  readonly session: Session;
  readonly log: TraceLog;
  /** The title of the dialog and of the progress. */
  readonly title: string;
  /** The beginning of the suggested file name: `pbx-instances`. */
  readonly name: string;
  /** Whether the rows can be written to a calendar file (`.ics`) too. */
  readonly hasCalendar?: boolean;
  /** Loads all rows. @throws an error with a sentence */
  readonly load: (signal: AbortSignal, report: ReportProgress) => Promise<Exported>;
}

/** The argument that a script or key binding may pass: the file to write without asking, and whether to replace it. */
const scripted = z.object({
  file: z.string().check(z.refine(isAbsolute)),
  overwrite: z._default(z.boolean(), false),
});

/** A script named a file that exists, without permission to replace it. */
class FileExistsError extends ExplainedError {
  constructor(private readonly file: Uri) {
    super(`${file.fsPath} exists already`);
  }

  sentence(): string {
    return l10n.t(
      '{0} already exists. Pass "overwrite": true to replace it.',
      workspace.asRelativePath(this.file),
    );
  }
}

/**
 * Asks for a file, loads all rows, and writes them in the format of the file name extension. It asks before loading, so
 * that nobody waits for rows and then dismisses the dialog.
 *
 * @param argument What a script or key binding passes; see `scripted`. If it names a file, the user is not asked.
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
 * Loads all rows and writes them to a file. No file is written if the user cancels or loading fails.
 *
 * @param existing What to do if the file exists: the dialog has already asked the user, a script has to say it.
 */
export async function exportTo(
  target: Uri,
  options: ExportOptions,
  existing: 'replace' | 'refuse' = 'replace',
): Promise<void> {
  const file = workspace.asRelativePath(target);
  // Checked before loading, so that nobody waits in vain, and again when writing, because the file may be created
  // meanwhile.
  if (existing === 'refuse' && (await exists(target))) {
    showRefusal(options.log, new FileExistsError(target));
    return;
  }
  const exported = await loadAll(options);
  if (!exported) {
    return;
  }
  const calendar = isCalendarFile(target.path) ? exported.calendar : undefined;
  let unreadableCount = 0;
  try {
    const inFormat = () =>
      exported.text(formatOf(target.path), settings().csvSeparator, (cause) => {
        unreadableCount++;
        options.log.error(`Export: a row cannot be read: ${String(cause)}`);
      });
    const text = calendar ? calendar.text() : inFormat();
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
  const sentence = l10n.t('Exported {0} to {1}.', (calendar ?? exported).rows, file);
  const remarks = [(calendar ?? exported).remark, unreadableText(unreadableCount)];
  void offerToOpen(target, [sentence, ...remarks].filter((part) => part !== '').join(' '));
}

function unreadableText(count: number): string {
  return count === 0
    ? ''
    : l10n.t('Rows that could not be read and are exported with their number only: {0}.', count);
}

/** Writes the file. @throws FileExistsError, or the error of the file system */
async function write(target: Uri, content: Uint8Array, existing: 'replace' | 'refuse'): Promise<void> {
  if (existing === 'replace') {
    await workspace.fs.writeFile(target, content);
    return;
  }
  await mkdir(dirname(target.fsPath), { recursive: true });
  try {
    // `wx` fails if the file exists by now.
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

/** Loads all rows. @returns Undefined if there is nothing to write; the user has been notified of the reason. */
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
        l10n.t('You signed in or out in the meantime. No file was written. Export again.'),
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

async function askTarget({ title, name, hasCalendar = false }: ExportOptions): Promise<Uri | undefined> {
  const [folder] = workspace.workspaceFolders ?? [];
  const isWritable = folder && workspace.fs.isWritableFileSystem(folder.uri.scheme) !== false;
  const chosen = await window.showSaveDialog({
    title,
    saveLabel: l10n.t('Export'),
    defaultUri: Uri.joinPath(
      isWritable ? folder.uri : Uri.file(homedir()),
      `${name}-${today()}.${hasCalendar ? 'ics' : 'csv'}`,
    ),
    filters: {
      ...(hasCalendar ? { [l10n.t('Calendar')]: ['ics'] } : {}),
      CSV: ['csv'],
      JSON: ['json'],
    },
  });
  return chosen && withExtension(chosen);
}

/**
 * Returns the chosen file with an extension added if it has none. The save dialog asks before replacing a file only for
 * the name without the added extension, so this asks for the complete name.
 *
 * @returns Undefined if the user does not want to replace the file.
 */
export async function withExtension(chosen: Uri): Promise<Uri | undefined> {
  const target = chosen.with({ path: withFileExtension(chosen.path) });
  if (target.path === chosen.path || !(await exists(target))) {
    return target;
  }
  const replace = l10n.t('Replace');
  const question = l10n.t('{0} already exists. Do you want to replace it?', workspace.asRelativePath(target));
  const answer = await window.showWarningMessage(linklessText(question), { modal: true }, replace);
  return answer === replace ? target : undefined;
}

async function exists(file: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}

/** Returns today's local date: `2026-11-24`. */
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

/** Returns a sentence if the portal listed fewer rows than its total, otherwise an empty text. */
export function missingRowsText(lists: readonly Loaded[]): string {
  const incomplete = lists.filter(({ rows, total }) => total !== undefined && rows.length < total);
  const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0);
  return incomplete.length === 0
    ? ''
    : l10n.t(
        'The portal reports {0} rows but listed only {1}.',
        countText(sum(incomplete.map(({ total }) => total ?? 0))),
        countText(sum(incomplete.map(({ rows }) => rows.length))),
      );
}
