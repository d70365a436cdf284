import type { FastifyInstance } from 'fastify'

/** What a browser sees of a server without web interface: that it runs, and how to log to it. */
export function addWelcomePage(app: FastifyInstance): void {
  app.get('/', (request, reply) => reply.type('text/html').send(welcomePage(`${request.protocol}://${request.host}`)))
}

function welcomePage(url: string): string {
  const address = escapeHtml(url)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Reprise</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:4rem auto;padding:0 1rem}pre{padding:1rem;border:1px solid #8886;border-radius:6px;overflow:auto}</style>
<h1>Reprise is running</h1>
<p>Unmodified MLflow clients log here:</p>
<pre>export MLFLOW_TRACKING_URI=${address}
python train.py</pre>
<p>From TypeScript:</p>
<pre>import { startRun } from '@reprise/sdk'
await using run = await startRun({ trackingUri: '${address}' })
run.logMetric('loss', 0.25, { step: 1 })</pre>
<p>On the command line: <code>reprise runs list</code>. The <a href="/openapi.json">API</a> and <a href="/metrics">figures for Prometheus</a> are here.</p>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
