import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../projectFolder.ts';

/** The real program in a process of its own, as a person starts it: for tests that kill it. */
export interface ServerProcess {
  address: string;
  process: ChildProcess;
  /** kill −9: no goodbye. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it may finish. Resolves with its exit code. */
  end(): Promise<number | null>;
}

export function startServerProcess(settings: {
  dataFolder: string;
  databaseUrl?: string | undefined;
}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(projectFolder, 'src/cli/main.ts'), 'serve', '--port', '0', '--no-web'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATA_FOLDER: settings.dataFolder,
      DATABASE_URL: settings.databaseUrl ?? '',
      LOG_LEVEL: 'fatal',
    },
  });
  const gone = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      const address = /running at (\S+)/.exec(chunk.toString())?.[1];
      if (!address) return;
      resolve({
        address,
        process: child,
        async kill() {
          child.kill('SIGKILL');
          await gone;
        },
        end() {
          child.kill('SIGTERM');
          return gone;
        },
      });
    });
    void gone.then((code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
}
