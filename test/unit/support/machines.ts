/** Values of VS Code's `env.remoteName` where the user decides what the environment is: a local window, a local server. */
export const ownMachines = [undefined, '127.0.0.1:4010', 'localhost:4010', '[::1]:4010'];

/** Values where a repository, an image or somebody else may decide it. */
export const otherMachines = [
  'dev-container',
  'attached-container',
  'k8s-container',
  'codespaces',
  'gitpod-remote',
  'ssh-remote',
  'tunnel',
  'wsl',
  'some-remote',
  '',
  'localhost',
  'localhost.example.test:4010',
  'portal.example.test:4010',
];
