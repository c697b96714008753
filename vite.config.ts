import react from '@vitejs/plugin-react';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { clientContracts } from './scripts/clientContracts.ts';
import { screenFiles } from './scripts/screenFiles.ts';

/** Beside each script and style its smallest form, an eighth smaller than what a server can afford to make for each request. */
const brotli: Plugin = {
  name: 'brotli',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => /\.(?:js|css)$/.test(each)))
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(readFileSync(join(dir, name))));
  },
};

/** What the first screen needs in any case, by where it lies: first for all, then what is inside the shell. */
const together = [
  {
    name: 'base',
    test: /node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|@tanstack\/(?:query-core|react-query|router-core|react-router|history|store|react-store))\/|@mantine\/core\/esm\/(?:core\/|components\/(?:Button|UnstyledButton|Loader|Transition|Input|InputBase|CloseButton|Portal)\/)|src\/(?:platform\/client|relationship\/vocabulary|web\/kit\/curve|web\/shell\/CurveMark|web\/(?:\w+|messages\/en)|[\w/]+\/contract)\.tsx?$/,
  },
  {
    name: 'shell',
    test: /node_modules\/(?:@floating-ui|react-remove-scroll|react-remove-scroll-bar|use-sidecar|use-callback-ref|react-style-singleton)\/|@mantine\/core\/esm\/components\/(?:Menu|Popover|Portal|Drawer|ModalBase|Modal|ScrollArea|Combobox|FocusTrap)\/|src\/web\/(?:shell\/(?!Help|KeySheet|Palette)|kit\/(?:Page|Skeletons|Avatar|KeyHint|EmptyState|Problem|QueryProblem))/,
  },
  // Small things that come together on most screens: a file each would be headers for the most part.
  { name: 'dialog', test: /src\/web\/kit\/(?:Form|FormDialog|Dialog)\.tsx$/ },
  {
    name: 'signs',
    test: /node_modules\/lucide-react\/.*\/(?:arrow-(?:up|down|right)|bookmark|file-text|lightbulb|mail|phone)\.m?js$/,
  },
];

/** The web client: `src/web` is the root, `dist/web` is what the server hands out. */
export default defineConfig({
  root: 'src/web',
  plugins: [clientContracts, react(), screenFiles, brotli],
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
    // What stands around every screen comes in few files, since each costs a request; the rest is cut by screen.
    rolldownOptions: { output: { codeSplitting: { groups: [...together] } } },
    chunkSizeWarningLimit: 700,
  },
});
