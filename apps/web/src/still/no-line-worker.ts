/** In the page of a still there are no workers: lines are drawn in the page. */
export function openLineWorker(): undefined {
  return undefined
}
