import type { Obtained } from './obtain-file.ts'

/** Collects where inputs came from, and says it in a few lines however many they are. */
export interface SourceLog {
  add(path: string, obtained: Extract<Obtained, { isFound: true }>): void
  lines(): readonly string[]
}

/** Inputs that are named one by one. */
const NAMED = 3

/** That copies are kept with the run is the usual case, which goes without saying. */
export function createSourceLog(): SourceLog {
  const bySource = new Map<string, { readonly path: string; readonly where: string }[]>()
  return {
    add: (path, { source, where }) => {
      if (source.name.startsWith('the copies')) return
      bySource.set(source.name, [...(bySource.get(source.name) ?? []), { path, where }])
    },
    lines: () =>
      [...bySource].flatMap(([name, files]) =>
        files.length > NAMED
          ? [
              `${files.length} inputs (${files
                .slice(0, NAMED)
                .map(({ path }) => path)
                .join(', ')}, …) came from ${name}`,
            ]
          : files.map(({ path, where }) => `the input ${path} came from ${where.replace(/,$/, '')}`),
      ),
  }
}
