/** The API that VS Code provides to a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Returns the API. VS Code allows one call only. */
  function acquireVsCodeApi(): VsCodeApi;
}
