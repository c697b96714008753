import react from '@vitejs/plugin-react';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Beside each script and style its smallest form, an eighth smaller than what a server can afford to make for each request. */
const brotli: Plugin = {
  name: 'brotli',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => /\.(?:js|css)$/.test(each)))
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(readFileSync(join(dir, name))));
  },
};

/** The web client: `src/web` is the root, `dist/web` is what the server hands out. */
export default defineConfig({
  root: 'src/web',
  plugins: [react(), brotli],
  server: {
    host: '127.0.0.1',
    proxy: { '^/api/': process.env['PERENNIAL_API'] ?? 'http://127.0.0.1:4000' },
  },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: addresses and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
