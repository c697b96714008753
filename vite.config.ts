import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The web client: `src/web` is the root, `dist/web` is what the server hands out. */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
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
