import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export type { Page }

export interface OpenBrowser extends AsyncDisposable {
  /** A page of a context of its own. What it reports as an error is in {@link OpenBrowser.problems}. */
  newPage(options?: BrowserContextOptions): Promise<Page>
  /** Errors of scripts, and what the console calls errors, in any of the pages. */
  readonly problems: readonly string[]
  close(): Promise<void>
}

/** Where a Chromium is, and the variables it needs. */
export interface StartableChromium {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** Milliseconds that a step or a navigation may take on a busy machine. */
const LONGEST = 90_000

/** Starts a real Chromium without a window. */
export async function openBrowser({ path, env }: StartableChromium): Promise<OpenBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'], env: { ...process.env, ...env } })
  const problems: string[] = []
  const close = () => browser.close()
  return {
    problems,
    newPage: async (options) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', ...options })
      context.setDefaultTimeout(LONGEST)
      const page = await context.newPage()
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`.trim())
      })
      return page
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
