import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** What the page of an address names at once; inside, it also asks who is signed in. */
export interface Screen {
  inside: boolean;
  files: string[];
}

const source = join(import.meta.dirname, '..', 'src');

/**
 * Writes `screens.json` beside the built client: for each address of `src/routes.tsx` the scripts and styles that its screen
 * needs, so that the server can name them in the page itself and the browser asks for all of them at once.
 */
export const screenFiles: Plugin = {
  name: 'screen-files',
  apply: 'build',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
    const needs = (file: string): Set<string> => {
      const needed = new Set<string>();
      const take = (chunk: Rolldown.OutputChunk | undefined): void => {
        if (!chunk || needed.has(chunk.fileName)) return;
        needed.add(chunk.fileName);
        for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style);
        for (const name of chunk.imports) take(chunks.find((each) => each.fileName === name));
      };
      take(chunks.find((chunk) => chunk.moduleIds.includes(join(source, file))));
      return needed;
    };
    const routes = readFileSync(join(source, 'routes.tsx'), 'utf8').split('createRoute(');
    const frame = needs('web/shell/Frame.tsx');
    const font = Object.keys(bundle).find((name) => /inter-latin-wght-normal.*\.woff2$/.test(name));
    const screens: Record<string, Screen> = {};
    for (const route of routes) {
      const [, path] = /path: '([^']+)'/.exec(route) ?? [];
      const [, file] = /import\('\.\/([^']+)'\)/.exec(route) ?? [];
      if (!path || !file) continue;
      const inside = route.includes('=> inside');
      screens[path] = {
        inside,
        files: [...new Set([...(font ? [font] : []), ...(inside ? frame : []), ...needs(file)])],
      };
    }
    if (Object.keys(screens).length < 10) this.error('No screens were found in src/routes.tsx: has its form changed?');
    this.emitFile({ type: 'asset', fileName: 'screens.json', source: JSON.stringify(screens) });
  },
};
