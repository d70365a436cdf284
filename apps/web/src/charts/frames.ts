/** Milliseconds of a frame that drawing may take: the rest is for whoever scrolls or types. */
const BUDGET = 8

interface Job {
  readonly steps: Iterator<void, void>
  readonly onDone: () => void
}

const jobs = new Set<Job>()
let isAsked = false

/** Does the steps of a piece of work over as many frames as they take, by turns with other such work. Answers how to give it up. */
export function spread(steps: Iterator<void, void>, onDone: () => void): () => void {
  const job = { steps, onDone }
  jobs.add(job)
  ask()
  return () => void jobs.delete(job)
}

function ask(): void {
  if (isAsked) return
  isAsked = true
  requestAnimationFrame(() => {
    isAsked = false
    const end = performance.now() + BUDGET
    for (const job of jobs) {
      let isDone = false
      do isDone = job.steps.next().done === true
      while (!isDone && performance.now() < end)
      if (isDone) {
        jobs.delete(job)
        job.onDone()
      }
      if (performance.now() >= end) break
    }
    if (jobs.size > 0) ask()
  })
}
