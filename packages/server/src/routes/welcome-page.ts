/** What a browser sees until the web interface is there: that the server runs, and how to log to it. */
export function welcomePage(url: string): string {
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
<p>On the command line: <code>reprise runs list</code>. The <a href="/openapi.json">API</a> and <a href="/metrics">figures for Prometheus</a> are here; the web interface is not built yet.</p>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
