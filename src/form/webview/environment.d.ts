declare module '*.svg' {
  const source: string;
  export default source;
}

declare module '*.css';

/** The API that VS Code provides to a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Returns the API. VS Code allows one call only. */
declare function acquireVsCodeApi(): VsCodeApi;
