import { setTimeout as sleep } from 'node:timers/promises'
import { openBrowser, type OpenBrowser } from '@reprise/testing'
import type { Figures } from '../report/figures.ts'
import { type Probed, probeScript, readProbe } from './probe.ts'

export interface Chromium {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** What is opened, and when it counts as open. */
export interface Address {
  readonly url: string
  /** An expression of the page's language that is true once what somebody came for is there. */
  readonly ready: string
  /** Entries of the page's local storage: what somebody has chosen there before. */
  readonly chosen?: Readonly<Record<string, string>>
}

type Page = Awaited<ReturnType<OpenBrowser['newPage']>>
type DevTools = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>

/** A page without requests or long tasks for so long has come to rest. */
const QUIET_MILLISECONDS = 400
const POLL_MILLISECONDS = 20
/** Longest wait for that. */
const REST_MILLISECONDS = 8_000
/** Requests that are not answered for so long are not waited for: the page may be asking somebody who is not there. */
const FORGOTTEN_MILLISECONDS = 4_000
const MEGABYTE = 1_048_576

/** A page in a browser of its own, with nothing in its caches. */
export class Visit implements AsyncDisposable {
  readonly page: Page
  readonly devTools: DevTools
  readonly #browser: OpenBrowser
  readonly #seconds: number
  /** When they were sent, by their ids. */
  readonly #underway = new Map<string, number>()
  #received = 0
  #requests = 0
  #lastAnswer = 0

  private constructor(browser: OpenBrowser, page: Page, devTools: DevTools, seconds: number) {
    this.#browser = browser
    this.page = page
    this.devTools = devTools
    this.#seconds = seconds
  }

  /** Opens an address; what takes longer than `seconds` is given up. */
  static async open(chromium: Chromium, { url, ready, chosen = {} }: Address, seconds: number): Promise<Visit> {
    const browser = await openBrowser(chromium)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(seconds * 1_000)
    const visit = new Visit(browser, page, await page.context().newCDPSession(page), seconds)
    await visit.#watchNetwork()
    const choices = `for (const [key, value] of Object.entries(${JSON.stringify(chosen)})) localStorage.setItem(key, value)\n`
    await page.addInitScript({ content: choices + probeScript(ready) })
    await page.goto(url, { waitUntil: 'commit' })
    return visit
  }

  /** Waits until what somebody came for is there and the page has come to rest; what that took. */
  async load(): Promise<Figures> {
    const deadline = performance.now() + this.#seconds * 1_000
    let ready: number | undefined
    while (ready === undefined && performance.now() < deadline) {
      ready = (await this.#probe(deadline))?.ready
      if (ready === undefined) await sleep(POLL_MILLISECONDS)
    }
    if (ready === undefined) return { ready: Number.POSITIVE_INFINITY, received: this.#received / 1_000, requests: this.#requests }
    await this.#rest()
    const tasks = (await this.#probe(Number.POSITIVE_INFINITY))?.tasks.map(({ duration }) => duration) ?? []
    return { ready, ...describeTasks(tasks), received: this.#received / 1_000, requests: this.#requests, ...(await this.weigh()) }
  }

  /** Waits for an expression of the page's language to be true; throws where it is not in time. */
  async waitUntil(expression: string): Promise<void> {
    const deadline = performance.now() + this.#seconds * 1_000
    while ((await this.page.evaluate(`Boolean(${expression})`)) !== true) {
      if (performance.now() > deadline) throw new Error(`this was not so in time: ${expression}`)
      await sleep(POLL_MILLISECONDS)
    }
  }

  /** Does something, and waits until the page has come to rest; milliseconds until the last answer and the last long task. */
  async act(act: () => Promise<unknown>): Promise<Figures> {
    const deadline = performance.now() + this.#seconds * 1_000
    const before = (await this.#probe(deadline))?.tasks.length ?? 0
    const received = this.#received
    const began = performance.now()
    const beganThere = (await this.#probe(deadline))?.now ?? 0
    await act()
    await this.page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))')
    const drawn = performance.now()
    await this.#rest()
    const tasks = (await this.#probe(Number.POSITIVE_INFINITY))?.tasks.slice(before) ?? []
    const lastTask = Math.max(0, ...tasks.map(({ startTime, duration }) => startTime + duration - beganThere)) + began
    const milliseconds = Math.max(drawn, lastTask, this.#lastAnswer) - began
    return { ready: milliseconds, ...describeTasks(tasks.map(({ duration }) => duration)), received: (this.#received - received) / 1_000 }
  }

  /** What is left on the heap of scripts once what is not needed has been collected, and how much is in the page. */
  async weigh(): Promise<Figures> {
    for (let round = 0; round < 2; round++) await this.devTools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.devTools.send('Runtime.getHeapUsage')
    return { heap: usedSize / MEGABYTE, elements: Number(await this.page.evaluate('document.getElementsByTagName("*").length')) }
  }

  async #rest(): Promise<void> {
    const deadline = performance.now() + REST_MILLISECONDS
    let quietSince = performance.now()
    let known = -1
    while (performance.now() - quietSince < QUIET_MILLISECONDS && performance.now() < deadline) {
      const tasks = (await this.#probe(deadline))?.tasks.length ?? 0
      const isAsking = [...this.#underway.values()].some((sent) => performance.now() - sent < FORGOTTEN_MILLISECONDS)
      if (isAsking || tasks !== known) quietSince = performance.now()
      known = tasks
      await sleep(POLL_MILLISECONDS)
    }
  }

  /** Undefined where the page does not answer in time. */
  async #probe(deadline: number): Promise<Probed | undefined> {
    const probed = this.page.evaluate(readProbe).catch(() => undefined) as Promise<Probed | undefined>
    if (deadline === Number.POSITIVE_INFINITY) return await probed
    return await Promise.race([probed, sleep(Math.max(0, deadline - performance.now()), undefined, { ref: false })])
  }

  async #watchNetwork(): Promise<void> {
    this.devTools.on('Network.requestWillBeSent', ({ requestId }) => {
      this.#requests++
      this.#underway.set(requestId, performance.now())
    })
    this.devTools.on('Network.responseReceived', ({ requestId, response }) => {
      // The stream of changes never ends.
      if (response.mimeType === 'text/event-stream') this.#underway.delete(requestId)
    })
    this.devTools.on('Network.dataReceived', ({ encodedDataLength }) => void (this.#received += encodedDataLength))
    for (const event of ['Network.loadingFinished', 'Network.loadingFailed'] as const) {
      this.devTools.on(event, ({ requestId }: { requestId: string }) => {
        if (this.#underway.delete(requestId)) this.#lastAnswer = performance.now()
      })
    }
    await this.devTools.send('Network.enable')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }
}

function describeTasks(durations: readonly number[]): Figures {
  return { longTasks: durations.length, longestTask: Math.max(0, ...durations) }
}
