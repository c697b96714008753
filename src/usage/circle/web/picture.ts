import { MultiDirectedGraph } from 'graphology';
import layout from 'graphology-layout-forceatlas2';
import { Sigma } from 'sigma';
import type { Answer } from '../../../platform/contract.ts';
import { placeNames } from '../../../web/charts/labels.ts';
import type { circleContract } from '../contract.ts';

// Its types say a module with a default; what arrives is the function itself.
const forceAtlas2 = layout as unknown as typeof layout.default;

export type Drawn = Answer<typeof circleContract.drawCircle>;

export interface Picture {
  /** Brings a node into the middle and fades what is not beside it; undefined shows everything. */
  choose(id: string | undefined): void;
  close(): void;
}

const rounds = 160;
const atOnce = 8;
const hubs = 30;

/** Draws the circle into an element. Throws where the browser has no WebGL. */
export function openPicture(box: HTMLElement, drawn: Drawn, onChoose: (id: string) => void): Picture {
  const colours = tokensOf(box);
  const graph = graphOf(drawn, colours);
  let chosen: string | undefined;
  const near = (node: string) => chosen === undefined || node === chosen || graph.areNeighbors(node, chosen);
  let names: { label: string; x: number; y: number; size: number }[] = [];
  const sigma = new Sigma(graph, box, {
    defaultEdgeType: 'arrow',
    labelColor: { color: colours.text },
    labelFont: colours.font,
    labelSize: 12,
    // Few names all fit; of many only those who brought much.
    labelRenderedSizeThreshold: graph.order <= 80 ? 0 : 7,
    labelDensity: graph.order <= 80 ? 100 : 1,
    // Asked for one after the other; written at the end, when it is known which of them there is room for.
    defaultDrawNodeLabel: (_, { label, x, y, size }) => void (label && names.push({ label, x, y, size })),
    zIndex: true,
    allowInvalidContainer: true,
    nodeReducer: (node, data) => (near(node) ? data : { ...data, color: colours.faint, label: '' }),
    edgeReducer: (edge, data) =>
      chosen === undefined || graph.extremities(edge).includes(chosen) ? data : { ...data, hidden: true },
    defaultDrawNodeHover: (context, data) => {
      // The label of the node under the pointer, on the colour of the page.
      if (!data.label) return;
      context.font = `600 12px ${colours.font}`;
      const width = context.measureText(data.label).width;
      context.fillStyle = colours.canvas;
      context.fillRect(data.x + data.size + 1, data.y - 10, width + 8, 20);
      context.fillStyle = colours.text;
      context.fillText(data.label, data.x + data.size + 5, data.y + 4);
    },
  });
  sigma.on('beforeRender', () => void (names = []));
  sigma.on('afterRender', () => {
    const context = sigma.getCanvases()['labels']?.getContext('2d');
    if (!context) return;
    context.font = `12px ${colours.font}`;
    context.fillStyle = colours.text;
    const dots = names
      .toSorted((a, b) => b.size - a.size)
      .map((name) => ({ ...name, width: context.measureText(name.label).width }));
    for (const [i, place] of placeNames(dots, 14, box.clientWidth).entries())
      if (place) context.fillText(dots[i]!.label, place.x, place.y + 11);
  });
  sigma.on('clickNode', ({ node }) => onChoose(node));
  let frame = 0;
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 500 };
  const settle = (left: number) => {
    if (left <= 0 || graph.order < 2) return;
    forceAtlas2.assign(graph, { iterations: atOnce, settings });
    frame = requestAnimationFrame(() => settle(left - atOnce));
  };
  settle(rounds);
  return {
    choose(id) {
      chosen = id !== undefined && graph.hasNode(id) ? id : undefined;
      sigma.refresh({ skipIndexation: true });
      const place = chosen === undefined ? undefined : sigma.getNodeDisplayData(chosen);
      if (place)
        void sigma.getCamera().animate({ x: place.x, y: place.y, ratio: 0.4 }, { duration: still() ? 0 : 150 });
    },
    close() {
      cancelAnimationFrame(frame);
      sigma.kill();
    },
  };
}

function graphOf(drawn: Drawn, colours: Colours): MultiDirectedGraph {
  const graph = new MultiDirectedGraph();
  const most = Math.max(1, ...drawn.nodes.map((node) => node.value));
  for (const [i, node] of drawn.nodes.entries()) {
    // The same circle always begins at the same places: a sunflower, the most valuable in the middle.
    const angle = i * 2.399963;
    const radius = Math.sqrt(i + 1);
    graph.addNode(node.id, {
      label: node.name,
      x: radius * Math.cos(angle),
      y: radius * Math.sin(angle),
      size: 3 + 13 * Math.sqrt(node.value / most),
      color: node.phase === null ? colours.person : colours[node.phase],
    });
  }
  for (const edge of drawn.edges) {
    const proof = edge.kind === 'reference' || edge.kind === 'review';
    graph.addEdgeWithKey(edge.id, edge.from, edge.to, {
      size: proof ? 1 : 2,
      color: proof ? colours.proof : colours.bring,
    });
  }
  // Of many, those in whom much comes together are named however little they brought.
  for (const node of graph
    .nodes()
    .toSorted((a, b) => graph.degree(b) - graph.degree(a))
    .slice(0, hubs))
    if (graph.degree(node) >= 3) graph.setNodeAttribute(node, 'forceLabel', true);
  return graph;
}

type Colours = ReturnType<typeof tokensOf>;

/** The tokens as they stand now: the picture is drawn anew when the scheme changes. */
function tokensOf(element: HTMLElement) {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    shopping: token('--phase-shopping'),
    purchase: token('--phase-purchase'),
    ownership: token('--phase-ownership'),
    usage: token('--phase-usage'),
    person: token('--text-4'),
    bring: token('--text-4'),
    proof: token('--line-strong'),
    faint: token('--line'),
    text: token('--text-1'),
    canvas: token('--canvas'),
    font: style.fontFamily,
  };
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
