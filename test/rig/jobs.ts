import { relative } from 'node:path';
import type { TestCommand } from './commandLine';
import { nothingCounted } from './counts';
import { hostTestsFor, runHostTests } from './hostTests';
import { hostNames, installHost, type HostName } from './install';
import type { Job } from './jobQueue';
import { projectRoot } from './paths';
import { runMocha } from './runMocha';
import { findTestFiles } from './testFiles';
import { packExtension, prepareWindows, runWindowTests, windowScenes } from './uiTests';

/** The tests that run thousands of random histories of orders, each a job of its own. */
const historyJobs = [
  { name: 'unit, histories', file: 'test/unit/histories/histories.test.ts', thorough: 10_000 },
  { name: 'unit, bulk histories', file: 'test/unit/histories/bulkHistories.test.ts', thorough: 3000 },
] as const;

/** Unit tests that need a browser. They share one, and so run as a job of their own. */
const browserFolder = 'test/unit/form/';

/** Returns the jobs that a command line selects, with the jobs that they depend on. */
export function jobsFor(command: TestCommand): Job[] {
  const isWanted = (part: TestCommand['part']) => command.part === undefined || command.part === part;
  const tests = [
    ...(isWanted('unit') ? unitJobs(command) : []),
    ...(isWanted('host') ? hostJobs(command) : []),
    ...(isWanted('ui') ? windowJobs(command) : []),
  ];
  const needed = new Set(tests.flatMap(({ after }) => after));
  const preparations = [...hostNames.map(installJob), packageJob, ...hostNames.map(windowPreparation)];
  for (const { name, after } of [...preparations].reverse()) {
    if (needed.has(name)) {
      after.forEach((need) => needed.add(need));
    }
  }
  return [...preparations.filter(({ name }) => needed.has(name)), ...tests];
}

const packageName = 'package';
const installName = (version: HostName) => `install, ${version}`;
const preparedName = (version: HostName) => `install the package, ${version}`;

const preparation = { tests: false, inBackground: false, after: [] } as const;

/** Builds the extension for publication and packs it. */
const packageJob: Job = {
  ...preparation,
  name: packageName,
  seconds: 6,
  run: async (print) => {
    print(await packExtension());
    return nothingCounted;
  },
};

function installJob(version: HostName): Job {
  return {
    ...preparation,
    name: installName(version),
    seconds: 40,
    run: async (print) => {
      await installHost(version, print);
      return nothingCounted;
    },
  };
}

function windowPreparation(version: HostName): Job {
  return {
    ...preparation,
    name: preparedName(version),
    seconds: 3,
    after: [packageName, installName(version)],
    run: async () => {
      await prepareWindows(version);
      return nothingCounted;
    },
  };
}

function unitJobs({ grep, thorough }: TestCommand): Job[] {
  const files = findTestFiles('unit').map((file) => relative(projectRoot, file).replaceAll('\\', '/'));
  const inBrowser = files.filter((file) => file.startsWith(browserFolder));
  const histories: readonly string[] = historyJobs.map(({ file }) => file);
  const others = files.filter((file) => !inBrowser.includes(file) && !histories.includes(file));
  const job = (
    name: string,
    seconds: number,
    spec: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Job => ({
    name,
    seconds,
    after: [],
    tests: true,
    // Windows and hosts wait often, and answer late if their core is busy.
    inBackground: true,
    run: (print) =>
      runMocha({
        isLowPriority: true,
        name: name.replaceAll(/\W+/g, '-'),
        commandLine: [...spec, ...(grep === undefined ? [] : ['--grep', grep])],
        environment,
        print,
      }),
  });
  return [
    job('unit', 230, others),
    ...historyJobs.map(({ name, file, thorough: histories }) =>
      thorough
        ? job(name, histories / 40, [file], { PBX_HISTORIES: String(histories) })
        : job(name, 45, [file]),
    ),
    job('unit, pages', 60, inBrowser),
  ];
}

function hostJobs({ grep, thorough, retry }: TestCommand): Job[] {
  return hostNames.map((version) => ({
    name: `host, ${version}`,
    seconds: version === 'newest' || thorough ? 190 : 80,
    after: [packageName, installName(version)],
    tests: true,
    inBackground: false,
    run: (print) => runHostTests(version, hostTestsFor(version, { thorough }), { grep, retry, print }),
  }));
}

function windowJobs({ grep, thorough, retry }: TestCommand): Job[] {
  return hostNames.flatMap((version) =>
    windowScenes
      .filter(({ surface }) => surface || thorough || version === 'newest')
      .map((scene) => ({
        name: `ui, ${version}, ${scene.name}`,
        seconds: scene.seconds,
        after: [preparedName(version)],
        tests: true,
        inBackground: false,
        run: (print) => runWindowTests(scene, version, { grep, retry, print }),
      })),
  );
}
