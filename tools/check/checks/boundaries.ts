import { environmentReaders, rooms, variantFolders } from '../boundaries/table.ts'
import { reportProblems, type Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'
import { listFiles, readText, root } from '../repository.ts'

interface Cruise {
  modules: { source: string; dependencies: { resolved: string }[] }[]
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[]
    ruleSetUsed: { forbidden: { name: string; comment: string }[] }
  }
}

const sourceFile = /^(.+)\/src\/.*\.tsx?$/

export const boundaries: Check = {
  name: 'boundaries',
  about: 'every import, and every reader of the environment, keeps to the tables in tools/check/boundaries',
  async run() {
    const written = new Set(listFiles().map((file) => sourceFile.exec(file)?.[1]))
    const folders = rooms.map(({ folder }) => folder).filter((folder) => written.has(folder))
    const imports = await findImportProblems(root, folders)
    return reportProblems([...imports.problems, ...findEnvironmentReaders()], `${imports.modules} modules`)
  },
}

/** Holds the imports of `folders/src`, below `base`, against the rules. */
export async function findImportProblems(base: string, folders: readonly string[]): Promise<{ problems: string[]; modules: number }> {
  const sources = folders.map((folder) => `${folder}/src`)
  const args = ['--config', `${root}/.dependency-cruiser.mjs`, '--output-type', 'json', ...sources]
  const { stdout, output } = await runNodeProgram(`${root}/node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`, args, { cwd: base })
  if (!stdout.startsWith('{')) return { problems: [output], modules: 0 }
  const cruise = JSON.parse(stdout) as Cruise
  return {
    problems: [...findUnseen(cruise, folders), ...listViolations(cruise), ...findSecondLists(cruise)],
    modules: cruise.modules.length,
  }
}

/** dependency-cruiser is silent about a folder of which it could read nothing: no module means that nothing was checked. */
function findUnseen({ modules }: Cruise, folders: readonly string[]): string[] {
  return folders
    .filter((folder) => !modules.some(({ source }) => source.startsWith(`${folder}/`)))
    .map((folder) => `${folder}: dependency-cruiser saw none of its modules`)
}

function listViolations({ summary }: Cruise): string[] {
  const reasons = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]))
  return summary.violations.map(({ from, to, rule }) => `${from} → ${to}\n  ${rule.name}: ${reasons.get(rule.name) ?? ''}`)
}

/** A backend, collector, comparer, runner or command may be imported by one file only, so that adding one is a new file and a line. */
function findSecondLists({ modules }: Cruise): string[] {
  const importers = new Map<string, Set<string>>()
  const variant = new RegExp(`^(.+/(?:${variantFolders.join('|')}))/.`)
  for (const { source, dependencies } of modules) {
    if (isOfTests(source)) continue
    for (const { resolved } of dependencies) {
      const folder = variant.exec(resolved)?.[1]
      const isList = folder !== undefined && resolved === `${folder}/index.ts`
      const isVariant = folder !== undefined && source.startsWith(`${folder}/`) && source !== `${folder}/index.ts`
      if (folder === undefined || isList || isVariant) continue
      importers.set(folder, (importers.get(folder) ?? new Set()).add(source))
    }
  }
  return [...importers]
    .filter(([, files]) => files.size > 1)
    .map(
      ([folder, files]) =>
        `${folder}: ${[...files].join(', ')}\n  only-the-list-imports-variants: one file registers them, everybody else asks that file`,
    )
}

function findEnvironmentReaders(): string[] {
  return listFiles()
    .filter((file) => /^(?:packages|apps|integrations)\/[^/]+\/src\/.*\.tsx?$/.test(file) && !isOfTests(file))
    .filter((file) => !file.startsWith('packages/testing/') && !environmentReaders.some((allowed) => allowed.test(file)))
    .filter((file) => readsEnvironment(readText(file)))
    .map(
      (file) =>
        `${file} reads the environment\n  what a package needs is passed in; only apps/cli and one file of the SDK read process.env`,
    )
}

function isOfTests(file: string): boolean {
  return /\.test\.tsx?$|\/src\/(?:.*\/)?testing\//.test(file)
}

export function readsEnvironment(source: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  return /\bprocess\.env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*'node:process'/.test(code)
}
