import { type Command, env, l10n, UIKind, Uri } from 'vscode';

/**
 * Returns the command that shows where a file is: in the file manager where the window is on this machine, otherwise in an
 * editor. What cannot be opened, such as a folder or a pipe, is named in the output.
 */
export function showFileCommand(file: string, canBeOpened: boolean): Command {
  const title = l10n.t('Show File');
  const isLocal = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  if (!isLocal && !canBeOpened) {
    return { command: 'pbx.showOutput', title };
  }
  return { command: isLocal ? 'revealFileInOS' : 'vscode.open', title, arguments: [Uri.file(file)] };
}
