import type { ServerResponse } from 'node:http'

/**
 * Waits for work that may take longer than clients and what is between wait for an answer to begin: every `interval` milliseconds an
 * interim response, 102, says that it goes on. `fetch` of Node.js gives up after 300 s without one; proxies usually wait for 60 s.
 */
export async function whileProcessing<T>(response: ServerResponse, interval: number, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => sayProcessing(response), interval)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/** Clients of HTTP/1.0 would take it for the answer. */
function sayProcessing(response: ServerResponse): void {
  const isUnderstood = response.req.httpVersionMajor === 1 && response.req.httpVersionMinor >= 1
  if (isUnderstood && !response.headersSent && !response.destroyed) response.writeProcessing()
}
