import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, type Plugin, type ResolvedConfig } from 'vite'

const TITLE = '<!--title-->'
const DATA = '<!--data-->'

/**
 * Builds `still.html` beside the site: the pages of runs and of comparisons as one file, with script and style in it. A server puts a title and
 * data where the two marks are. See docs/decisions/stills.md.
 */
export function stillPage(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'still-page',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved
    },
    closeBundle: async () => {
      const [loader, pages] = await Promise.all([buildParts(config, 'load.ts'), buildParts(config, 'main.tsx')])
      writeFileSync(resolve(config.root, config.build.outDir, 'still.html'), printPage({ loader: loader.script, ...pages }))
    },
  }
}

interface Parts {
  readonly script: string
  readonly style: string
}

async function buildParts({ root, resolve: { conditions } }: ResolvedConfig, entry: string): Promise<Parts> {
  const answer = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), standIns(root)],
    resolve: { conditions },
    build: {
      target: 'es2024',
      write: false,
      modulePreload: false,
      cssCodeSplit: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'src/still', entry),
        output: { format: 'iife', codeSplitting: false },
        // What loads parts of a site is never reached: there are none.
        transform: { define: { 'import.meta': '{}' } },
      },
    },
  })
  const files = [answer].flat().flatMap((part) => ('output' in part ? part.output : []))
  const scripts = files.flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
  const styles = files.flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []))
  if (scripts.length !== 1) throw new Error(`The page of stills was to be one script, and is ${scripts.length}.`)
  return { script: scripts.join(''), style: styles.join('\n') }
}

/** Files of `src` in whose place a still has those of its own. */
const instead: Readonly<Record<string, string>> = {
  'server/client.ts': 'client.ts',
  'workers/open-worker.ts': 'open-worker.ts',
  'panels/kinds/parallel/open-line-worker.ts': 'no-line-worker.ts',
  'files/text/highlight.ts': 'plain-lines.ts',
  'diff/run-picker.tsx': 'pick-run.tsx',
  'run/run-menu.tsx': 'nothing.tsx',
  'sharing/share-menu.tsx': 'nothing.tsx',
}

/** Pages find a recording where the server is, links that stay within it where the router is, and no menus of what can not be done. */
function standIns(root: string): Plugin {
  const source = join(root, 'src')
  const own = join(source, 'still')
  return {
    name: 'still-stand-ins',
    enforce: 'pre',
    resolveId: (name, importer) => {
      if (importer === undefined || importer.startsWith(own) || !importer.startsWith(source)) return null
      if (name === '@tanstack/react-router') return join(own, 'router.ts')
      const file = name.startsWith('.') ? instead[relative(source, join(dirname(importer), name)).replaceAll('\\', '/')] : undefined
      return file === undefined ? null : join(own, file)
    },
  }
}

/**
 * Only these scripts may run, and nothing may be fetched, whatever stands in the data. Pages and data are zipped, which makes a third of them;
 * the loader unzips both, and starts the pages.
 */
function printPage({ loader, script, style }: Parts & { readonly loader: string }): string {
  // As it stands between the tags, where a parser of HTML would end it.
  const start = loader.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--').trim()
  const digests = [start, script].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  const policy = [
    "default-src 'none'",
    `script-src ${digests.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'media-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <meta name="robots" content="noindex" />
    <title>${TITLE}</title>
    <link rel="icon" href="data:," />
    <style>${style.replaceAll('</style', '<\\/style').trim()}</style>
  </head>
  <body>
    <div id="app">
      <p>Opening… Where this stays, the page did not come over whole.</p>
      <noscript>This page shows runs with a script of its own, which this browser does not let it have.</noscript>
    </div>
    <script type="application/octet-stream" id="code">${gzipSync(script, { level: 9 }).toString('base64')}</script>
    <script type="application/octet-stream" id="still">${DATA}</script>
    <script>${start}</script>
  </body>
</html>
`
}
