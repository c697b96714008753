import { spawn } from 'node:child_process';

/** The server, started anew at each change of its files, and the web client with hot reload in front of it. */
const env = { ...process.env, PORT: process.env.PORT ?? '4000' };
const server = spawn(process.execPath, ['--watch', 'src/cli/main.ts', 'serve'], { stdio: 'inherit', env });
const client = spawn('node_modules/.bin/vite', [], {
  stdio: 'inherit',
  env: { ...env, PERENNIAL_API: `http://127.0.0.1:${env.PORT}` },
  shell: process.platform === 'win32',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill(signal);
    client.kill(signal);
  });
}
server.on('exit', (code) => {
  client.kill();
  process.exit(code ?? 0);
});
