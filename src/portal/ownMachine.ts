/** The name of a window of VS Code's server on this machine, such as that of the tests: `127.0.0.1:4010`. */
const localServer = /^(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/;

/**
 * Whether the user controls the environment variables of the extension host. In a container, in a codespace and
 * on any other machine, a repository or an image may set them: `remoteEnv` of a `devcontainer.json`, for example.
 *
 * @param remoteName VS Code's `env.remoteName`: what the window is connected to; undefined when it runs on this machine.
 */
export function isOwnMachine(remoteName: string | undefined): boolean {
  return remoteName === undefined || localServer.test(remoteName);
}
