import { format } from 'node:util';
import { bundleForHost } from '../rig/bundleForHost';
import { installHost } from '../rig/install';
import { projectRoot } from '../rig/paths';
import { startServer } from '../rig/server';
import { openBrowser, openProfile, openWindow } from '../rig/window';

const mark = 'BENCH ';

/**
 * Runs a module's `run()` inside the extension host of the newest VS Code, with the extension from its folder.
 *
 * @returns What it printed behind `BENCH`, as text.
 * @throws Error when it ended without that line.
 */
export async function runInHost(
  source: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const [entry] = await bundleForHost([source], 'bench');
  const server = await startServer({ host: await installHost('newest'), developmentHost: true, environment });
  try {
    const browser = await openBrowser();
    try {
      const profile = await openProfile(browser);
      return await new Promise<string>((resolve, reject) => {
        const lines: string[] = [];
        openWindow(profile, server, {
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: entry,
          onConsole: (_type, values) => {
            const line = format(...values);
            lines.push(line);
            if (line.startsWith(mark)) {
              resolve(line.slice(mark.length));
            }
          },
          onExit: () => reject(new Error(`The run ended without figures:\n${lines.join('\n')}`)),
        }).catch(reject);
      });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
