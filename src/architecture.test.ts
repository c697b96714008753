import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Who may import whom. Each rule first proves, on a small tree with the fault planted, that it would see it. */

const src = dirname(fileURLToPath(import.meta.url));
const slices = [
  'people',
  'relationship',
  'shopping',
  'purchase',
  'ownership',
  'usage',
  'selling',
  'offerings',
  'insight',
  'workspace',
  'live',
];
const phases = ['shopping', 'purchase', 'ownership', 'usage'];
/** The one way into the touchpoint ledger, to a next step, to the beginning of a relationship, and in for people who come by themselves: whoever brings records in comes through here. */
const doors = [
  'relationship/ledger.api.ts',
  'relationship/money.api.ts',
  'relationship/reactions.ts',
  'relationship/nextSteps.api.ts',
  'people/arrival.api.ts',
];
/** What reads and writes files of other programs needs their libraries; it stays free of database and network. */
const fileLibraries = ['papaparse', 'ical.js', 'read-excel-file', 'write-excel-file', 'libphonenumber-js', 'tldts'];
/** Brings records of every kind in at once, set-based: the only ones that write tables of other slices. */
const bringsIn = ['workspace/import', 'workspace/demo'];

interface Import {
  to: string;
  typeOnly: boolean;
}
/** Path below src/ → what it imports: 'people/contract.ts' for our files, 'kysely' for packages. */
type Tree = Map<string, { imports: Import[]; text: string }>;
type Rule = (tree: Tree) => string[];

const slice = (path: string) =>
  path.includes('/') && slices.includes(path.split('/')[0]!) ? path.split('/')[0]! : null;
const isTest = (path: string) => /\.(test|testing)\.tsx?$/.test(path) || path.startsWith('testing/');
const isWeb = (path: string) => path.includes('/web/') || path.startsWith('web/') || path.endsWith('.tsx');
const isApi = (path: string) => path.endsWith('.api.ts');
const isContract = (path: string) => path.endsWith('/contract.ts');
const isSql = (path: string) => path.endsWith('-sql.ts');
const isOurs = (to: string) => /\.(tsx?|css|json)$/.test(to) && !to.startsWith('node:');
const isPure = (path: string) =>
  slice(path) !== null &&
  !isTest(path) &&
  !isWeb(path) &&
  !isApi(path) &&
  !isSql(path) &&
  !path.endsWith('/reactions.ts');

const each = (tree: Tree, where: (path: string) => boolean, fault: (path: string, i: Import) => boolean): string[] =>
  [...tree].flatMap(([path, { imports }]) =>
    where(path) && !isTest(path) ? imports.filter((i) => fault(path, i)).map((i) => `${path} imports ${i.to}`) : [],
  );

const rules: Record<string, { rule: Rule; planted: Record<string, string> }> = {
  'platform and statistics import no slice': {
    rule: (tree) =>
      each(
        tree,
        (p) => p.startsWith('platform/') || p.startsWith('statistics/'),
        (_, i) => isOurs(i.to) && slice(i.to) !== null,
      ),
    planted: { 'platform/jobs.ts': "import { x } from '../people/contract.ts';" },
  },
  'a pure file imports only pure files and zod': {
    rule: (tree) =>
      each(
        tree,
        isPure,
        (path, i) =>
          !i.typeOnly &&
          (isOurs(i.to)
            ? !(
                isPure(i.to) ||
                i.to.startsWith('statistics/') ||
                ['platform/contract.ts', 'platform/days.ts'].includes(i.to)
              )
            : (i.to !== 'zod' &&
                !fileLibraries.some((l) => i.to === l || i.to.startsWith(`${l}/`) || i.to.startsWith(l))) ||
              (!isOurs(i.to) && i.to.startsWith('node:') && !path.includes('import/'))),
      ),
    planted: { 'people/keys.ts': "import { sql } from 'kysely';" },
  },
  'a contract can be shipped to a browser': {
    rule: (tree) =>
      [...tree.keys()].filter(isContract).flatMap((path) =>
        reached(tree, path)
          .filter((to) => to.startsWith('node:') || ['kysely', 'pg', 'hono'].includes(to) || isApi(to))
          .map((to) => `${path} reaches ${to}`),
      ),
    planted: { 'people/contract.ts': "import { a } from './a.ts';", 'people/a.ts': "import { b } from 'node:fs';" },
  },
  "no slice imports another slice's api": {
    rule: (tree) =>
      each(
        tree,
        (p) => slice(p) !== null,
        (path, i) => isApi(i.to) && slice(i.to) !== slice(path) && !doors.includes(i.to),
      ),
    planted: { 'people/a.api.ts': "import { b } from '../usage/cases.api.ts';" },
  },
  'the four phases do not import each other': {
    rule: (tree) =>
      each(
        tree,
        (p) => phases.includes(slice(p) ?? ''),
        (path, i) => phases.includes(slice(i.to) ?? '') && slice(i.to) !== slice(path) && !isContract(i.to),
      ),
    planted: { 'usage/a.ts': "import { b } from '../ownership/handoff.ts';" },
  },
  'a screen imports neither api nor database': {
    rule: (tree) =>
      each(
        tree,
        isWeb,
        (_, i) =>
          !i.typeOnly &&
          (isApi(i.to) ||
            ['kysely', 'pg'].includes(i.to) ||
            i.to.startsWith('node:') ||
            i.to === 'platform/database.ts' ||
            i.to === 'platform/serve.ts'),
      ),
    planted: { 'people/web/List.tsx': "import { db } from '../../platform/database.ts';" },
  },
  'nobody imports insight': {
    rule: (tree) =>
      each(
        tree,
        (p) => slice(p) !== 'insight' && slice(p) !== null,
        (_, i) => i.to.startsWith('insight/'),
      ),
    planted: { 'usage/a.ts': "import { b } from '../insight/forecast.ts';" },
  },
  'imports run in no circle': {
    rule: circles,
    planted: { 'people/a.ts': "import { b } from './b.ts';", 'people/b.ts': "import { a } from './a.ts';" },
  },
  'a table is written by one slice': {
    rule: (tree) => writesOfOthers(tree, tableOwners()),
    planted: { 'people/a.api.ts': "call.db.updateTable('relationship').set({})" },
  },
  'the environment is read in one place': {
    rule: (tree) =>
      [...tree]
        .filter(
          ([path, { text }]) =>
            !isTest(path) &&
            !isWeb(path) &&
            path !== 'platform/config.ts' &&
            path !== 'platform/engine-testing.ts' &&
            /process\.env\b/.test(text),
        )
        .map(([path]) => path),
    planted: { 'people/a.api.ts': 'const x = process.env.PORT;' },
  },
};

const tree = readTree();

describe('the architecture', () => {
  it('sees the whole tree', () => {
    expect(tree.size).toBeGreaterThan(150);
    const files = allFiles(src).filter((f) => /\.tsx?$/.test(f)).length;
    expect(tree.size).toBe(files);
    const dangling = [...tree].flatMap(([path, { imports }]) =>
      imports
        .filter((i) => isOurs(i.to) && /\.tsx?$/.test(i.to) && !tree.has(i.to) && !i.to.startsWith('..'))
        .map((i) => `${path} → ${i.to}`),
    );
    expect(dangling).toEqual([]);
  });

  for (const [name, { rule, planted }] of Object.entries(rules)) {
    it(name, () => {
      const small: Tree = new Map(
        Object.entries(planted).map(([path, text]) => [path, { imports: importsOf(path, text), text }]),
      );
      expect(rule(small), 'the planted fault must be seen').not.toEqual([]);
      expect(rule(tree)).toEqual([]);
    });
  }
});

function readTree(): Tree {
  return new Map(
    allFiles(src)
      .filter((f) => /\.tsx?$/.test(f))
      .map((file) => {
        const path = relative(src, file).replaceAll('\\', '/');
        const text = readFileSync(file, 'utf8');
        return [path, { imports: importsOf(path, text), text }];
      }),
  );
}

function allFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? allFiles(join(folder, e.name)) : [join(folder, e.name)],
  );
}

function importsOf(path: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements = code.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]+?)\s+from\s+)?['"]([^'"]+)['"]/g,
  );
  const dynamic = code.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g);
  const at = (to: string) =>
    to.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), to)) : to.split('?')[0]!;
  return [
    ...[...statements].map((m) => ({ to: at(m[3]!), typeOnly: Boolean(m[1]) || onlyTypes(m[2]) })),
    ...[...dynamic].map((m) => ({ to: at(m[1]!), typeOnly: false })),
  ];
}

/** `{ type A, type B }` brings nothing at run time. */
function onlyTypes(names: string | undefined): boolean {
  return (
    Boolean(names?.startsWith('{')) &&
    names!
      .replace(/[{}]/g, '')
      .split(',')
      .map((n) => n.trim())
      .filter(Boolean)
      .every((n) => n.startsWith('type '))
  );
}

function reached(all: Tree, from: string, seen = new Set<string>()): string[] {
  for (const { to, typeOnly } of all.get(from)?.imports ?? []) {
    if (typeOnly || seen.has(to)) continue;
    seen.add(to);
    reached(all, to, seen);
  }
  return [...seen];
}

function circles(all: Tree): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const { to, typeOnly } of all.get(path)?.imports ?? [])
      if (!typeOnly && all.has(to)) visit(to, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of all.keys()) visit(path, []);
  return found;
}

function tableOwners(): Map<string, string> {
  const folder = resolve(src, '../database/migrations');
  expect(existsSync(folder)).toBe(true);
  return new Map(
    readdirSync(folder)
      .filter((f) => f.endsWith('.sql'))
      .flatMap((file) => {
        const sql = readFileSync(join(folder, file), 'utf8');
        const owner = /^-- owner: (\w+)/m.exec(sql)?.[1] ?? `${file} names no owner`;
        return [...sql.matchAll(/create table (?:if not exists )?(\w+)/g)].map((m): [string, string] => [m[1]!, owner]);
      }),
  );
}

function writesOfOthers(all: Tree, owners: Map<string, string>): string[] {
  expect(owners.get('account')).toBe('people');
  return [...all].flatMap(([path, { text }]) => {
    const writer = slice(path);
    if (!writer || isTest(path) || bringsIn.some((folder) => path.startsWith(folder))) return [];
    const written = [
      ...text.matchAll(
        /(?:insertInto|updateTable|deleteFrom)\(\s*'(\w+)'|insertMany\([^,]+,\s*'(\w+)'|\b(?:insert into|update|delete from) (\w+) (?:set|\(|where|as )/g,
      ),
    ].map((m) => m[1] ?? m[2] ?? m[3]!);
    return written
      .filter((table) => owners.has(table) && owners.get(table) !== writer)
      .map((table) => `${path} writes ${table}, which belongs to ${owners.get(table)}`);
  });
}
