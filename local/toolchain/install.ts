import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Progress } from "../progress";

/** How often a long installation says that it is still at work. */
const HEARTBEAT_SECONDS = 20;

/** Something the local stage needs and can install. */
export interface Tool {
  /** Checks, without installing anything, that the machine has what it takes; throws `ConfigurationError` if not. */
  check(): Promise<void>;
  /** Installs it unless it is there; returns the path that its user needs. */
  install(progress: Progress): Promise<string>;
}

export interface Installation {
  /** The folder that is there once the tool is installed; its name holds the version. */
  readonly folder: string;
  /** What is installed, with its version, as the progress lines name it. */
  readonly what: string;
  /** How long it takes on a usual machine: `about 20 s`. */
  readonly duration: string;
  /** Puts everything into this folder, which exists and is empty. */
  readonly install: (folder: string) => Promise<void>;
}

export const isInstalled = ({ folder }: Installation): boolean => existsSync(folder);

/**
 * Installs a tool unless it is there. It is made in a folder beside its own and renamed at the end, so that an
 * interrupted installation leaves nothing that looks finished.
 */
export async function installOnce(installation: Installation, progress: Progress): Promise<void> {
  const { folder, what, duration } = installation;
  if (isInstalled(installation)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = /^\.installing-(\d+)-/.exec(name);
    if (owner !== null && !isRunning(Number(owner[1]))) await rm(join(parent, name), { recursive: true, force: true });
  }
  const unfinished = join(parent, `.installing-${process.pid}-${basename(folder)}`);
  await mkdir(unfinished);
  progress(`installing ${what} (once, ${duration}) ...`);
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  const heartbeat = setInterval(() => progress(`still installing ${what} (${seconds()})`), HEARTBEAT_SECONDS * 1000);
  try {
    await installation.install(unfinished);
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was faster; its result is as good.
      if (!existsSync(folder)) throw error;
    });
    progress(`installed ${what} in ${seconds()}`);
  } finally {
    clearInterval(heartbeat);
    await rm(unfinished, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
