import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Phase } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { byPhase, ringRadius, type Cluster } from './cluster.ts';
import css from './CycleMap.module.css';
import type { MapDisc, MapPlan } from './mapPlan.ts';

interface DotCanvasProps {
  plan: MapPlan;
  discs: readonly MapDisc[];
  clusters: readonly Cluster[];
}

/** Dots at the ends reach beyond the picture's edge. */
const margin = 20;

/** Thousands of dots, painted; or rings that say how many accounts they hold and of which phases. */
export function DotCanvas({ plan, discs, clusters }: DotCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (element === null || pen === null || pen === undefined) return;
    const density = window.devicePixelRatio;
    element.width = (plan.width + 2 * margin) * density;
    element.height = plan.height * density;
    pen.setTransform(density, 0, 0, density, margin * density, 0);
    const colours = coloursOf(element, scheme);
    const most = Math.max(1, ...clusters.map((cluster) => cluster.count));
    for (const cluster of clusters) paintCluster(pen, cluster, most, colours);
    for (const disc of discs) paintDot(pen, disc, colours);
  }, [plan, discs, clusters, scheme]);
  return (
    <canvas
      ref={canvas}
      className={css.canvas}
      style={{ left: -margin, width: plan.width + 2 * margin, height: plan.height }}
      aria-hidden="true"
    />
  );
}

type Colours = Record<Phase | 'canvas' | 'text', string>;

/** The tokens as they stand now; the scheme is only named so that a change of it paints again. */
function coloursOf(element: Element, _scheme: string): Colours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    shopping: token('--phase-shopping'),
    purchase: token('--phase-purchase'),
    ownership: token('--phase-ownership'),
    usage: token('--phase-usage'),
    canvas: token('--canvas'),
    text: token('--text-1'),
  };
}

function paintDot(pen: CanvasRenderingContext2D, { x, y, r, dot }: MapDisc, colours: Colours): void {
  const hollow = dot.revenue === null;
  pen.beginPath();
  pen.arc(x, y, hollow ? r - 0.6 : r, 0, 2 * Math.PI);
  pen.fillStyle = hollow ? colours.canvas : colours[dot.phase];
  pen.fill();
  pen.strokeStyle = hollow ? colours[dot.phase] : colours.canvas;
  pen.lineWidth = hollow ? 1.3 : 0.6;
  pen.stroke();
}

function paintCluster(pen: CanvasRenderingContext2D, cluster: Cluster, most: number, colours: Colours): void {
  const { count } = cluster;
  const r = ringRadius(cluster, most);
  let from = -Math.PI / 2;
  for (const { phase, count: own } of byPhase(cluster)) {
    const part = own / count;
    pen.beginPath();
    pen.arc(cluster.x, cluster.y, r, from, from + part * 2 * Math.PI);
    pen.strokeStyle = colours[phase];
    pen.lineWidth = 3;
    pen.stroke();
    from += part * 2 * Math.PI;
  }
  pen.beginPath();
  pen.arc(cluster.x, cluster.y, r - 1.5, 0, 2 * Math.PI);
  pen.fillStyle = colours.canvas;
  pen.fill();
  if (r < 9) return;
  pen.fillStyle = colours.text;
  pen.font = `500 ${r > 12 && count < 1000 ? 10 : 9}px 'Inter Variable', sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(format.number(count), cluster.x, cluster.y + 0.5);
}
