import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

/** Where `npm run dev` finds a server: the port that `reprise server` takes unless told otherwise. */
const server = 'http://127.0.0.1:5000'

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@reprise/source', ...defaultClientConditions] },
  base: '/',
  build: { target: 'es2024', outDir: 'dist/site', emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: Object.fromEntries(['/api', '/ajax-api', '/get-artifact', '/version', '/health'].map((path) => [path, server])) },
})
