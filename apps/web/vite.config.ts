import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import { stillPage } from './still-page.ts'

/** Where `npm run dev` finds a server: the port that `reprise server` takes unless told otherwise. */
const server = 'http://127.0.0.1:5000'

/**
 * What pages have in common comes in few files rather than in one for each set of pages that share it: a file for all that every page needs at
 * once, one for what many pages use, one for charts, one for what else is shown of runs. What a page has for itself stays with it.
 */
const groups = [
  { name: 'start', tags: ['$initial' as const], priority: 3 },
  {
    name: 'shared',
    test: /src[\\/](?:shell|values|server|settings|theme)[\\/]|(?:react-)?query(?:-core)?[\\/]/,
    minShareCount: 3,
    priority: 2,
  },
  { name: 'charts', test: /src[\\/](?:charts|panels)[\\/]/, minShareCount: 2, priority: 1 },
  { name: 'runs', test: /src[\\/](?:runs|editing|tags|notes|views|sharing)[\\/]/, minShareCount: 2 },
]

export default defineConfig({
  plugins: [react(), stillPage()],
  resolve: { conditions: ['@reprise/source', ...defaultClientConditions] },
  base: '/',
  build: {
    target: 'es2024',
    outDir: 'dist/site',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The page of stills is built within this build, which would be taken for a slow plugin.
    rolldownOptions: { checks: { pluginTimings: false }, output: { codeSplitting: { groups } } },
  },
  worker: { format: 'es' },
  server: { proxy: Object.fromEntries(['/api', '/ajax-api', '/get-artifact', '/version', '/health'].map((path) => [path, server])) },
})
