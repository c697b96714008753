import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { phases, positions } from '../relationship/vocabulary.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const light = tokensIn(css.slice(0, css.indexOf("[data-mantine-color-scheme='dark']")));
const dark = { ...light, ...tokensIn(css.slice(css.indexOf("[data-mantine-color-scheme='dark']"))) };

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('%s colours', (_name, tokens) => {
  test.each(['canvas', 'rail', 'sunk', 'hover', 'selected', 'float'])('text can be read on %s', (ground) => {
    // The third text tone is promised on the canvas, the rail and what floats; on tints the first two are used.
    const tones = ['canvas', 'rail', 'float'].includes(ground) ? ['text-1', 'text-2', 'text-3'] : ['text-1', 'text-2'];
    for (const tone of tones)
      expect(contrast(tokens, tone, ground), `${tone} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['trust', 'interest-text', 'accent-text', 'alarm-text', 'good-text'])('%s can be read', (tone) => {
    for (const ground of ['canvas', 'rail', 'selected', 'hover'])
      expect(contrast(tokens, tone, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  test('words on the primary button and on the phase ribbons can be read', () => {
    expect(contrast(tokens, 'on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens, 'accent-text', 'accent-soft')).toBeGreaterThanOrEqual(4.5);
    for (const phase of phases)
      expect(contrast(tokens, `on-phase-${phase}`, `phase-${phase}`), phase).toBeGreaterThanOrEqual(4.5);
  });

  test('lines and dots stand out from the canvas', () => {
    for (const mark of ['trust', 'accent', ...positions.map((position) => `position-${position}`)])
      expect(contrast(tokens, mark, 'canvas'), mark).toBeGreaterThanOrEqual(3);
  });

  test.each(['normal', 'protan', 'deutan', 'tritan'] as const)('the five positions differ for %s vision', (vision) => {
    const seen = positions.map((position) => oklab(simulate(linear(tokens[`position-${position}`]!), vision)));
    for (const [i, one] of seen.entries())
      for (const [j, other] of seen.entries())
        if (i < j) expect(distance(one, other), `${positions[i]} and ${positions[j]}`).toBeGreaterThanOrEqual(0.09);
  });

  test('the further along a phase is, the more it stands out', () => {
    const steps = phases.map((phase) => contrast(tokens, `phase-${phase}`, 'canvas'));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

test('the contrast rule itself is the one of WCAG', () => {
  expect(contrast({ a: '#000000', b: '#ffffff' }, 'a', 'b')).toBeCloseTo(21, 5);
  expect(contrast({ a: '#767676', b: '#ffffff' }, 'a', 'b')).toBeCloseTo(4.54, 2);
});

type Tokens = Record<string, string>;
type Triple = readonly [number, number, number];

function tokensIn(text: string): Tokens {
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map((hit) => [hit[1]!, hit[2]!]));
}

function linear(hex: string): Triple {
  const part = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const luminance = (name: string) => {
    const [r, g, b] = linear(tokens[name]!);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const both = [luminance(one), luminance(other)];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}

// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
const visions = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function simulate([r, g, b]: Triple, vision: keyof typeof visions): Triple {
  const m = visions[vision];
  const row = (i: number) => Math.min(1, Math.max(0, m[i]! * r + m[i + 1]! * g + m[i + 2]! * b));
  return [row(0), row(3), row(6)];
}

// Ottosson 2020.
function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(one: Triple, other: Triple): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
