import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names what a process id of this process is unique in: this machine, and on Linux this start of it and the namespace
 * of its process ids. Containers that share a folder may share the name of their machine too, and yet the process 42 of
 * one says nothing about the process 42 of another.
 *
 * @returns A text that is different for two processes which cannot see each other; where that cannot be told, one that
 *   no other process has.
 */
export function processSpace(): string {
  return [process.platform, hostname(), process.platform === 'linux' ? linuxNamespace() : ''].join(' ');
}

function linuxNamespace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}
