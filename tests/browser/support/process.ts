import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patienceMs = 60_000;

/** A process of a test and all that it writes. */
export class Process {
  output = '';
  private readonly child: ChildProcess;

  constructor(program: string, words: readonly string[]) {
    this.child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    const take = (bytes: Buffer) => {
      this.output += bytes.toString();
    };
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
  }

  /** What the first group of the pattern found in the output, as soon as it is there. */
  async says(pattern: RegExp): Promise<string> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const found = pattern.exec(this.output)?.[1];
      if (found !== undefined) return found;
      if (Date.now() > until || this.child.exitCode !== null) {
        throw new Error(`${String(pattern)} is not in:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const over = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    await over;
    clearTimeout(timer);
  }
}

export interface TemporaryFolder {
  path: string;
  remove: () => void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'postferry-page-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
