// `npm run build`: compiles every project to `dist`, copies what is not TypeScript, and builds the web UI too.
// `dist` is what the published packages contain: they run without type stripping and without the source condition.
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listFiles, readText, root } from './check/repository.ts'

build()

function build(): void {
  run('node_modules/@typescript/native/bin/tsc', ['-b'])
  copyAssets()
  const broken = findSourceUrls()
  if (broken.length > 0) fail(`these name a TypeScript file at run time, which dist does not have:\n${broken.join('\n')}`)
  run('node_modules/vite/bin/vite.js', ['build', 'apps/web', '--logLevel', 'warn'])
  cpSync(join(root, 'apps/web/dist/site'), join(root, 'apps/cli/dist/web'), { recursive: true })
}

/** Everything below `src` that the compiler leaves behind, such as SQL, pages and scripts in other languages. */
function copyAssets(): void {
  for (const file of listFiles()) {
    const [, folder, rest] = /^((?:packages|apps|integrations)\/[^/]+)\/src\/(.+)$/.exec(file) ?? []
    if (folder === undefined || rest === undefined || folder === 'apps/web') continue
    if (/\.tsx?$|(?:^|\/)fixtures\//.test(rest)) continue
    const to = join(root, folder, 'dist', rest)
    mkdirSync(dirname(to), { recursive: true })
    copyFileSync(join(root, file), to)
  }
}

/**
 * The compiler rewrites `./worker.ts` to `./worker.js` in imports, but not in `new URL('./worker.ts', import.meta.url)`: a published
 * package would look for a source it does not have. A file that names both, and chooses by its own name, is fine. The interface is bundled,
 * and its workers with it.
 */
function findSourceUrls(): string[] {
  return listFiles()
    .filter((file) => /^(?:packages|apps|integrations)\/[^/]+\/src\/.*\.ts$/.test(file) && !/^apps\/web\/|\.test\.ts$/.test(file))
    .filter((file) => {
      const source = readText(file)
      const urls = [...source.matchAll(/new URL\(\s*'([^']+)\.ts',\s*import\.meta\.url/g)]
      return urls.some((match) => !source.includes(`'${match[1]}.js'`))
    })
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) fail(`${program} ended with exit code ${status ?? 'none'}`)
}

function fail(message: string): never {
  process.stderr.write(`build: ${message}\n`)
  process.exit(1)
}
