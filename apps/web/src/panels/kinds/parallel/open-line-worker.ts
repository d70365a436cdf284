/** A worker that draws lines: the page goes on while it does. Undefined where there are none, as in the page of a still. */
export function openLineWorker(): Worker | undefined {
  if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return undefined
  return new Worker(new URL('./line-worker.ts', import.meta.url), { type: 'module' })
}
